import { z } from 'zod';
import { joinSources, readPrefix, readSource, Unreadable } from './deployed-rules.js';
import type { CloudRule, TerraformResource } from './terraform-resources.js';

const valuesSchema = z.object({
  from_port: z.number(),
  to_port: z.number(),
  ip_protocol: z.string(),
  cidr_ipv4: z.string().nullish(),
  cidr_ipv6: z.string().nullish(),
  prefix_list_id: z.string().nullish(),
});

/**
 * The ingress rules of security groups, with the entries of the prefix lists that they name. Servers are not told apart:
 * a rule names the customer's security group, not an address.
 */
export function awsRules(resources: readonly TerraformResource[]) {
  const lists = new Map<string, TerraformResource>();
  for (const resource of resources.filter(({ type }) => type === 'aws_ec2_managed_prefix_list')) {
    lists.set(resource.name, resource);
    if (typeof resource.values['id'] === 'string') lists.set(resource.values['id'], resource);
  }
  const ingress = resources.filter(({ type }) => type === 'aws_vpc_security_group_ingress_rule');
  return { rules: ingress.map((resource) => ruleOf(resource, lists)), unread: [] };
}

function ruleOf(
  { name, values, list }: TerraformResource,
  lists: ReadonlyMap<string, TerraformResource>,
): CloudRule {
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
    rule: {
      action: 'allow',
      sources: cidr && sources === 'any' ? [{ family: v4 ? 4 : 6, value: 0n, length: 0 }] : sources,
      destinations: 'any',
      ports: protocol === '-1' ? 'any' : [{ first, last }],
      isOurs: true,
      line: name,
    },
    guards: String(values['security_group_id']),
  };
}

const entriesSchema = z.array(z.object({ cidr: z.string() }));

function entriesOf(list: TerraformResource | undefined, id: string) {
  const entries = entriesSchema.safeParse(list?.values['entry']);
  if (!entries.success) throw new Unreadable(`The prefix list ${id} is not in the file`);
  return joinSources(entries.data.map(({ cidr }) => [readPrefix(cidr)]));
}
