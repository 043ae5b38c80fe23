import { z } from 'zod';
import {
  joinSources,
  readPrefix,
  readSource,
  Unreadable,
  type Deployed,
  type DeployedRule,
} from './deployed-rules.js';

/** A resource with its values; `references` are addresses that an attribute of the configuration names. */
type Resource = {
  readonly type: string;
  readonly name: string;
  readonly values: Record<string, unknown>;
  readonly list?: string;
};

/**
 * Reads `terraform show -json` of a state or a plan, a raw `terraform.tfstate`, or the module's own main.tf.json. Servers
 * are not told apart: a rule names the customer's security group, not an address. `wanted` says how many groups.
 */
export function readTerraform(text: string, wanted: readonly WantedGroups[]): Deployed {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Unreadable('This is not JSON; use “terraform show -json”');
  }
  const resources = resourcesOf(json);
  if (resources === null) throw new Unreadable('This JSON is no state, plan or configuration of Terraform');
  const lists = new Map<string, Resource>();
  for (const resource of resources.filter(({ type }) => type === 'aws_ec2_managed_prefix_list')) {
    lists.set(resource.name, resource);
    if (typeof resource.values['id'] === 'string') lists.set(resource.values['id'], resource);
  }
  const ingress = resources.filter(({ type }) => type === 'aws_vpc_security_group_ingress_rule');
  const rules = ingress.map((resource) => ruleOf(resource, lists));
  const gone = rules.length === 0 ? ['There is no ingress rule'] : closedGroups(ingress, lists, wanted);
  return { rules, gone, unread: [] };
}

/** In how many security groups a port must be open to a family. */
export type WantedGroups = { readonly port: number; readonly family: 4 | 6; readonly groups: number };

/** A rule that is left out in one of several groups, which comparing sources does not show. */
function closedGroups(
  ingress: readonly Resource[],
  lists: ReadonlyMap<string, Resource>,
  wanted: readonly WantedGroups[],
): string[] {
  const familyOf = ({ values, list }: Resource) =>
    lists.get(list ?? String(values['prefix_list_id']))?.values['address_family'];
  return wanted.flatMap(({ port, family, groups }) => {
    const open = ingress.filter(
      (rule) =>
        familyOf(rule) === `IPv${family}` &&
        Number(rule.values['from_port']) <= port &&
        port <= Number(rule.values['to_port']),
    );
    const count = new Set(open.map(({ values }) => values['security_group_id'])).size;
    if (count >= groups) return [];
    return [`Port ${port} is open to IPv${family} sources in ${count} of ${groups} security groups`];
  });
}

const valuesSchema = z.object({
  from_port: z.number(),
  to_port: z.number(),
  ip_protocol: z.string(),
  cidr_ipv4: z.string().nullish(),
  cidr_ipv6: z.string().nullish(),
  prefix_list_id: z.string().nullish(),
});

function ruleOf({ name, values, list }: Resource, lists: ReadonlyMap<string, Resource>): DeployedRule {
  const parsed = valuesSchema.safeParse(values);
  if (!parsed.success) throw new Unreadable(`The ingress rule ${name} has no ports`);
  const {
    from_port: first,
    to_port: last,
    ip_protocol: protocol,
    cidr_ipv4: v4,
    cidr_ipv6: v6,
    prefix_list_id: id,
  } = parsed.data;
  const cidr = v4 ?? v6;
  const sources = cidr ? readSource(cidr) : entriesOf(lists.get(list ?? id ?? ''), list ?? id ?? name);
  return {
    action: 'allow',
    sources: cidr && sources === 'any' ? [{ family: v4 ? 4 : 6, value: 0n, length: 0 }] : sources,
    destinations: 'any',
    ports: protocol === '-1' ? 'any' : [{ first, last }],
    isOurs: true,
    line: name,
  };
}

const entriesSchema = z.array(z.object({ cidr: z.string() }));

function entriesOf(list: Resource | undefined, id: string) {
  const entries = entriesSchema.safeParse(list?.values['entry']);
  if (!entries.success) throw new Unreadable(`The prefix list ${id} is not in the file`);
  return joinSources(entries.data.map(({ cidr }) => [readPrefix(cidr)]));
}

type Module = {
  resources?: {
    type: string;
    name: string;
    address?: string;
    values?: Record<string, unknown>;
    expressions?: Record<string, { references?: string[] }>;
  }[];
  child_modules?: Module[];
  module_calls?: Record<string, { module: Module }>;
};

function resourcesOf(json: unknown): Resource[] | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const given = json as {
    values?: { root_module: Module };
    planned_values?: { root_module: Module };
    configuration?: { root_module: Module };
    resources?: { type: string; name: string; instances: { attributes: Record<string, unknown> }[] }[];
    resource?: Record<string, Record<string, Record<string, unknown>>>;
  };
  if (given.planned_values)
    return planned(given.planned_values.root_module, given.configuration?.root_module ?? {});
  if (given.values)
    return modulesOf(given.values.root_module).flatMap(({ resources = [] }) =>
      resources.map(({ type, name, values = {} }) => ({ type, name, values })),
    );
  if (Array.isArray(given.resources)) {
    return given.resources.flatMap(({ type, name, instances }) =>
      instances.map(({ attributes }) => ({ type, name, values: attributes })),
    );
  }
  return given.resource ? configured(given.resource) : null;
}

function modulesOf(module: Module | undefined): Module[] {
  return module === undefined ? [] : [module, ...(module.child_modules ?? []).flatMap(modulesOf)];
}

/** A plan does not know the ids of new lists: the configuration says which list a rule names. */
function planned(values: Module, configuration: Module): Resource[] {
  const calls = (module: Module): Module[] => [
    module,
    ...Object.values(module.module_calls ?? {}).flatMap((call) => calls(call.module)),
  ];
  const references = new Map(
    calls(configuration)
      .flatMap(({ resources = [] }) => resources)
      .map(({ name, expressions }) => [
        name,
        expressions?.['prefix_list_id']?.references?.find((text) =>
          /^aws_ec2_managed_prefix_list\.[^.[]+(?:\[0\])?$/.test(text),
        ),
      ]),
  );
  return modulesOf(values).flatMap(({ resources = [] }) =>
    resources.map(({ type, name, values: known = {} }) => ({
      type,
      name,
      values: known,
      ...(known['prefix_list_id'] == null && references.get(name)
        ? { list: references.get(name)!.split('.')[1]!.replace('[0]', '') }
        : {}),
    })),
  );
}

function configured(resource: Record<string, Record<string, Record<string, unknown>>>): Resource[] {
  return Object.entries(resource).flatMap(([type, all]) =>
    Object.entries(all).map(([name, values]) => {
      const list = /^\$\{aws_ec2_managed_prefix_list\.([^.[]+)(?:\[0\])?\.id\}$/.exec(
        String(values['prefix_list_id'] ?? ''),
      )?.[1];
      return { type, name, values, ...(list ? { list } : {}) };
    }),
  );
}
