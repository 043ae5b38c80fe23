import type { DeployedRule } from './deployed-rules.js';

/** An ingress rule of a cloud, and what stands for the server that it guards: a group or a tag. */
export type CloudRule = {
  readonly rule: DeployedRule;
  readonly guards: string;
};

/** A resource with its values; `list` is the prefix list that an attribute of the configuration names. */
export type TerraformResource = {
  readonly type: string;
  readonly name: string;
  readonly values: Record<string, unknown>;
  readonly list?: string;
};

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

/**
 * The resources in what `terraform show -json` prints of a state or a plan, in a raw `terraform.tfstate`, or in a
 * module's own main.tf.json; null for any other JSON.
 */
export function terraformResources(json: unknown): TerraformResource[] | null {
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
function planned(values: Module, configuration: Module): TerraformResource[] {
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

function configured(resource: Record<string, Record<string, Record<string, unknown>>>): TerraformResource[] {
  return Object.entries(resource).flatMap(([type, all]) =>
    Object.entries(all).map(([name, values]) => {
      const list = /^\$\{aws_ec2_managed_prefix_list\.([^.[]+)(?:\[0\])?\.id\}$/.exec(
        String(values['prefix_list_id'] ?? ''),
      )?.[1];
      return { type, name, values, ...(list ? { list } : {}) };
    }),
  );
}
