import type { ParsedRule } from '@postern/firewall/test/parsed-rule';
import { comment, Fault, strictCidr, strictGroups, type TextFile } from '@postern/firewall/test/strict-cidr';

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
    if (cidrs.some((cidr) => cidr.includes(':') !== (family === 'IPv6'))) throw new Fault('the wrong family');
    if (new Set(cidrs).size !== cidrs.length || cidrs.length > size)
      throw new Fault('duplicates, or too many entries');
  }
  return Object.values(rules).map((rule): ParsedRule => {
    const name = strictGroups(
      /^\$\{aws_ec2_managed_prefix_list\.([A-Za-z0-9_-]+)\[0\]\.id\}$/,
      rule.prefix_list_id,
    )[0]!;
    const host = strictGroups(
      /^\$\{var\.security_group_ids\["([a-z0-9.:-]+)"\]\}$/,
      rule.security_group_id,
    )[0]!;
    if (
      rule.ip_protocol !== 'tcp' ||
      rule.from_port !== rule.to_port ||
      !new RegExp(`^${comment}$`).test(rule.description)
    )
      throw new Fault('not a rule of ours');
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
