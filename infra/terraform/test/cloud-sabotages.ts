/** A name, and what in a configuration, a state or a plan is replaced by what. */
export type Sabotage = readonly [name: string, from: RegExp | string, to: string];

const lastOf = (list: string) => new RegExp(`"${list}": \\[`);

/** Changes to a module, a state or a plan; none of them leaves the same connections open. */
export const sabotages: Readonly<
  Record<'terraform-aws' | 'terraform-azure' | 'terraform-google', readonly Sabotage[]>
> = {
  'terraform-aws': [
    ['an entry is gone', /\{\s*"cidr": "203\.0\.113\.0\/27",[^}]*\},\s*/, ''],
    ['an entry is wider', '"203.0.113.0/27"', '"203.0.113.0/24"'],
    ['an entry is its neighbour', '"203.0.113.0/27"', '"203.0.113.224/27"'],
    ['a foreign entry is added', '"entry": [', '"entry": [{ "cidr": "198.18.0.0/24" },'],
    ['half of everything is added', '"entry": [', '"entry": [{ "cidr": "128.0.0.0/1" },'],
    ['an IPv6 entry is another', '"2001:db8:a::/48"', '"2001:db8:f::/48"'],
    ['a port is another', '"from_port": 993,\n', '"from_port": 9930,\n'],
    ['a range of ports', '"from_port": 993,', '"from_port": 900,'],
    ['every protocol and port', '"ip_protocol": "tcp"', '"ip_protocol": "-1"'],
    [
      'the lists are swapped',
      /pl-postern-imap4|(?<=["{]aws_ec2_managed_prefix_list\.)postern-imap4(?=\[0\])/,
      '$SMTP4',
    ],
    ['a rule names everybody', /"prefix_list_id": "[^"]*"/, '"cidr_ipv4": "0.0.0.0/0"'],
    ['a rule names every IPv6 address', /"prefix_list_id": "[^"]*"/, '"cidr_ipv6": "::/0"'],
    ['the list is gone', /"postern-imap4": \{|"name": "postern-imap4",/, '"$&'],
    ['all rules are gone', /"aws_vpc_security_group_ingress_rule"/g, '"aws_security_group"'],
    ['a rule of another port is added', /"from_port": 465,\s*(?="ip_protocol")/, '"from_port": 22,'],
  ],
  'terraform-azure': [
    ['a prefix is gone', /"203\.0\.113\.0\/27",\s*/, ''],
    ['a prefix is wider', '"203.0.113.0/27"', '"203.0.113.0/24"'],
    ['a prefix is its neighbour', '"203.0.113.0/27"', '"203.0.113.224/27"'],
    ['a foreign prefix is added', lastOf('source_address_prefixes'), '$&"198.18.0.0/24",'],
    ['half of everything is added', lastOf('source_address_prefixes'), '$&"128.0.0.0/1",'],
    ['an IPv6 prefix is another', '"2001:db8:a::/48"', '"2001:db8:f::/48"'],
    ['a rule names everybody', /"source_address_prefixes": \[[^\]]*\]/, '"source_address_prefix": "*"'],
    [
      'a rule names the Internet',
      /"source_address_prefixes": \[[^\]]*\]/,
      '"source_address_prefix": "Internet"',
    ],
    [
      'a rule opens every server',
      /"destination_address_prefixes": \[[^\]]*\]/,
      '"destination_address_prefix": "*"',
    ],
    ['a rule opens another server', '"198.51.100.10"', '"198.51.100.11"'],
    ['a port is another', '"destination_port_range": "993"', '"destination_port_range": "9930"'],
    ['a range of ports', '"destination_port_range": "993"', '"destination_port_range": "900-1000"'],
    ['every port', '"destination_port_range": "993"', '"destination_port_range": "*"'],
    ['a rule denies', '"access": "Allow"', '"access": "Deny"'],
    ['a rule is outbound', '"direction": "Inbound"', '"direction": "Outbound"'],
    ['a rule is for UDP', '"protocol": "Tcp"', '"protocol": "Udp"'],
    ['all rules are gone', /"azurerm_network_security_rule"/g, '"azurerm_route"'],
  ],
  'terraform-google': [
    ['a prefix is gone', /"203\.0\.113\.0\/27",\s*/, ''],
    ['a prefix is wider', '"203.0.113.0/27"', '"203.0.113.0/24"'],
    ['a prefix is its neighbour', '"203.0.113.0/27"', '"203.0.113.224/27"'],
    ['a foreign prefix is added', lastOf('source_ranges'), '$&"198.18.0.0/24",'],
    ['half of everything is added', lastOf('source_ranges'), '$&"128.0.0.0/1",'],
    ['an IPv6 prefix is another', '"2001:db8:a::/48"', '"2001:db8:f::/48"'],
    ['a rule names everybody', /"source_ranges": \[[^\]]*\]/, '"source_ranges": ["0.0.0.0/0"]'],
    ['a rule names every IPv6 address', /"source_ranges": \[[^\]]*\]/, '"source_ranges": ["::/0"]'],
    ['a rule names instances', /"source_ranges": \[[^\]]*\]/, '"source_tags": ["web"]'],
    ['a port is another', /"993"/, '"9930"'],
    ['a range of ports', /"993"/, '"900-1000"'],
    ['every port', /"ports": \[\s*"993"\s*\]/, '"ports": []'],
    [
      'every protocol',
      /"protocol": "tcp",\s*"ports": \[\s*"993"\s*\]|"ports": \[\s*"993"\s*\],\s*"protocol": "tcp"/,
      '"protocol": "all"',
    ],
    ['a rule denies', '"allow": [', '"deny": ['],
    ['a rule is disabled', '"direction": "INGRESS"', '"direction": "INGRESS", "disabled": true'],
    ['a rule is for egress', '"direction": "INGRESS"', '"direction": "EGRESS"'],
    ['the instances of one server get all the rules', /mx\.example\.net\\"\]|"mx"/g, '$MAIL'],
    ['all rules are gone', /"google_compute_firewall"/g, '"google_compute_route"'],
  ],
};
