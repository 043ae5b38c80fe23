import type { ParsedRule } from '@postern/firewall/proof/parsed-rule';
import { comment, strictCidr, type TextFile } from '@postern/firewall/proof/strict-cidr';

type Resources = {
  readonly aws_ec2_managed_prefix_list?: Record<
    string,
    { address_family: string; max_entries: number; name: string; entry: { cidr: string }[] }
  >;
  readonly aws_vpc_security_group_ingress_rule?: Record<
    string,
    Record<'description' | 'ip_protocol' | 'prefix_list_id' | 'security_group_id', string> &
      Record<'from_port' | 'to_port', number>
  >;
};

/** Reads a written module and follows each rule to its list; throws on what `terraform validate` lets pass. */
export function reparseModule(files: readonly TextFile[]): ParsedRule[] {
  const main = JSON.parse(files.find(({ path }) => path === 'main.tf.json')!.text) as {
    resource?: Resources;
  };
  const { aws_ec2_managed_prefix_list: lists = {}, aws_vpc_security_group_ingress_rule: rules = {} } =
    main.resource ?? {};
  for (const { address_family: family, max_entries: size, entry } of Object.values(lists)) {
    const cidrs = entry.map(({ cidr }) => strictCidr(cidr));
    if (cidrs.some((cidr) => cidr.includes(':') !== (family === 'IPv6'))) throw new Error('the wrong family');
    if (new Set(cidrs).size !== cidrs.length || cidrs.length > size)
      throw new Error('duplicates, or too many entries');
  }
  return Object.values(rules).map((rule): ParsedRule => {
    const name = /^\$\{aws_ec2_managed_prefix_list\.([A-Za-z0-9_-]+)\.id\}$/.exec(rule.prefix_list_id)![1]!;
    const host = /^\$\{var\.security_group_ids\["([a-z0-9.:-]+)"\]\}$/.exec(rule.security_group_id)![1]!;
    if (
      rule.ip_protocol !== 'tcp' ||
      rule.from_port !== rule.to_port ||
      !new RegExp(`^${comment}$`).test(rule.description)
    )
      throw new Error('not a rule of ours');
    const list = lists[name]!;
    return {
      action: 'allow',
      sources: list.entry.map(({ cidr }) => cidr),
      family: list.address_family === 'IPv6' ? 6 : 4,
      destination: `?${host}`,
      port: rule.from_port,
    };
  });
}
