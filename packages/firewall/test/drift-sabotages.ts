/** A name, and what in the text of a device is replaced by what. */
type Change = readonly [name: string, from: RegExp | string, to: string];

const listChanges = (line: (cidr: string) => string, kept: string): readonly Change[] => [
  ['a prefix is gone', line(kept), ''],
  ['a prefix is longer', line(kept), line(kept.replace(/\/\d+$/, '/30'))],
  ['a prefix is its neighbour', line(kept), line('203.0.113.224/27')],
  ['a foreign prefix is added', line(kept), line(kept) + line('198.18.0.0/24')],
  ['a foreign address is added', line(kept), line(kept) + line('192.0.2.77/32')],
  ['a foreign IPv6 prefix is added', line(kept), line(kept) + line('2001:db8:dead::/48')],
  ['half of everything is added', line(kept), line(kept) + line('128.0.0.0/1')],
  ['a wider prefix is added', line(kept), line(kept) + line('203.0.112.0/22')],
  ['a private network is added', line(kept), line(kept) + line('10.0.0.0/8')],
  ['half of IPv6 is added', line(kept), line(kept) + line('8000::/1')],
];

/** Changes to what a device prints; none of them leaves the same connections open. */
export const sabotages: Readonly<Record<string, readonly Change[]>> = {
  fortigate: [
    ['a member is gone', /"postern-203\.0\.113\.0_27" /, ''],
    [
      'an address has another subnet',
      'subnet 203.0.113.0 255.255.255.224',
      'subnet 203.0.113.0 255.255.255.0',
    ],
    ['a policy takes any source', /set srcaddr "[^"]*"/, 'set srcaddr "all"'],
    ['a policy takes any destination', /set dstaddr "[^"]*"/, 'set dstaddr "all"'],
    ['a policy opens any service', /set service "[^"]*"/, 'set service "ALL"'],
    ['the lists are swapped', /"postern-imap4-eu1"$/m, '"postern-smtp4-eu1"'],
    ['a port is another', 'set tcp-portrange 993', 'set tcp-portrange 9930'],
    ['a service covers a range', 'set tcp-portrange 465', 'set tcp-portrange 400-500'],
    ['a policy is disabled', /( +)set action accept/, '$1set action accept\n$1set status disable'],
    ['a policy denies', /set action accept/, 'set action deny'],
    ['the source is negated', /( +)set action accept/, '$1set action accept\n$1set srcaddr-negate enable'],
    ['a policy is limited to office hours', /set schedule "always"/, 'set schedule "office"'],
    ['the rules name another address of the server', 'subnet 198.51.100.10 255', 'subnet 198.51.100.11 255'],
    ['all policies are gone', /config firewall policy[\s\S]*$/, 'config firewall policy\nend\n'],
    [
      'a deny stands above ours',
      /config firewall policy/,
      'config firewall policy\n edit 1\n set name "deny"\n set action deny\n set srcaddr "all"\n set dstaddr "all"\n set srcaddr6 "all"\n set dstaddr6 "all"\n set service "ALL"\n next',
    ],
  ],
  paloalto: [
    ['a member is gone', /postern-203\.0\.113\.0_27 (?=postern)/, ''],
    ['an address is another', 'ip-netmask 203.0.113.0/27', 'ip-netmask 203.0.113.0/24'],
    ['a rule takes any source', /source postern-imap4-eu1/, 'source any'],
    ['a rule takes any destination', /destination 192\.0\.2\.10/, 'destination any'],
    ['a rule opens any service', /service postern-tcp-993/, 'service any'],
    ['the lists are swapped', /source postern-imap4-eu1/, 'source postern-smtp4-eu1'],
    ['a port is another', 'protocol tcp port 993', 'protocol tcp port 9930'],
    ['a service covers a range', 'protocol tcp port 465', 'protocol tcp port 400-500'],
    [
      'a rule is disabled',
      /^(set rulebase security rules \S+) action allow$/m,
      '$1 action allow\n$1 disabled yes',
    ],
    ['a rule denies', /action allow/, 'action deny'],
    [
      'the source is negated',
      /^(set rulebase security rules \S+) action allow$/m,
      '$1 action allow\n$1 negate-source yes',
    ],
    [
      'only some users',
      /^(set rulebase security rules \S+) action allow$/m,
      '$1 action allow\n$1 source-user boss',
    ],
    ['only one application', /application any/, 'application ssl'],
    ['the server has another address', /destination 192\.0\.2\.10/, 'destination 192.0.2.11'],
    [
      'a deny stands above ours',
      /^/,
      'set rulebase security rules deny-all source any\nset rulebase security rules deny-all destination any\nset rulebase security rules deny-all service any\nset rulebase security rules deny-all action deny\n',
    ],
  ],
  'cisco-asa': [
    ['a member is gone', ' network-object 203.0.113.0 255.255.255.224\n', ''],
    [
      'a member is wider',
      'network-object 203.0.113.0 255.255.255.224',
      'network-object 203.0.113.0 255.255.255.0',
    ],
    [
      'a member is added',
      ' network-object 203.0.113.0 255.255.255.224\n',
      ' network-object 203.0.113.0 255.255.255.224\n network-object host 192.0.2.77\n',
    ],
    ['a line is gone', /^access-list .* eq 993\n/m, ''],
    ['a line takes any source', /object-group POSTERN-IMAP4-EU1 host/, 'any4 host'],
    ['a line takes any destination', /host 198\.51\.100\.10 eq 993/, 'any4 eq 993'],
    ['a line opens every port', / eq 993$/m, ''],
    ['a line opens a range', / eq 993$/m, ' range 900 1000'],
    ['the lists are swapped', /object-group POSTERN-IMAP4-EU1 host/, 'object-group POSTERN-SMTP4-EU1 host'],
    ['a port is another', / eq 993$/m, ' eq 9930'],
    ['a line is inactive', / eq 993$/m, ' eq 993 inactive'],
    ['a line denies', 'extended permit', 'extended deny'],
    ['the list is attached nowhere', 'access-group outside_in', 'access-group inside_in'],
    [
      'a deny stands above ours',
      /^access-list/m,
      'access-list outside_in extended deny tcp any any\naccess-list',
    ],
    ['the server has another address', /host 198\.51\.100\.10 eq 465/, 'host 198.51.100.11 eq 465'],
  ],
  windows: [
    ['a prefix is gone', '"203.0.113.0/27",', ''],
    ['a prefix is wider', '"203.0.113.0/27"', '"203.0.113.0/24"'],
    ['a prefix is added', '"203.0.113.0/27",', '"203.0.113.0/27","192.0.2.77",'],
    ['any source', /"RemoteAddress": \[[^\]]*\]/, '"RemoteAddress": ["Any"]'],
    ['any port', /"LocalPort": \[[^\]]*\]/, '"LocalPort": ["Any"]'],
    ['a range of ports', /"LocalPort": \[[^\]]*\]/, '"LocalPort": ["400-500"]'],
    ['another port', /"993"/, '"9930"'],
    ['any local address', /"LocalAddress": \[[^\]]*\]/, '"LocalAddress": ["Any"]'],
    ['a rule is disabled', '"Enabled": "True"', '"Enabled": "False"'],
    ['a rule blocks', '"Action": "Allow"', '"Action": "Block"'],
    ['a rule is outbound', '"Direction": "Inbound"', '"Direction": "Outbound"'],
    ['a rule is for UDP', '"Protocol": "TCP"', '"Protocol": "UDP"'],
    ['a netmask instead of a length', '"203.0.113.0/27"', '"203.0.113.0/255.255.255.0"'],
    ['all rules are gone', /[\s\S]+/, '[]'],
  ],
  ufw: [
    ['a rule is gone', /^ufw allow from 203\.0\.113\.0\/27 .*\n/m, ''],
    [
      'a rule is wider',
      'from 203.0.113.0/27 to 198.51.100.10 port 993',
      'from 203.0.113.0/24 to 198.51.100.10 port 993',
    ],
    ['any source', 'from 203.0.113.0/27 to 198.51.100.10 port 993', 'from any to 198.51.100.10 port 993'],
    [
      'any destination',
      'from 203.0.113.0/27 to 198.51.100.10 port 993',
      'from 203.0.113.0/27 to any port 993',
    ],
    ['another port', 'to 198.51.100.10 port 993', 'to 198.51.100.10 port 9930'],
    ['a range of ports', 'to 198.51.100.10 port 993', 'to 198.51.100.10 port 900:1000'],
    ['all ports', 'to 198.51.100.10 port 993 proto tcp', 'to 198.51.100.10 proto tcp'],
    ['another server', 'to 198.51.100.10 port 993', 'to 198.51.100.11 port 993'],
    ['a deny', /^ufw allow/m, 'ufw deny'],
    ['a limit', /^ufw allow/m, 'ufw limit'],
    ['for UDP', 'proto tcp', 'proto udp'],
    ['a deny above ours', /^/, 'ufw deny from any to any port 993 proto tcp\n'],
    ['not active', /^/, 'Status: inactive\n'],
    [
      'ports swapped',
      'from 203.0.113.0/27 to 198.51.100.10 port 993',
      'from 203.0.113.0/27 to 198.51.100.10 port 465',
    ],
  ],
  postfix: [
    ...listChanges((cidr) => `${cidr} OK\n`, '203.0.113.32/27'),
    ['a line rejects', '203.0.113.32/27 OK', '203.0.113.32/27 REJECT'],
    ['a line has host bits, which Postfix skips', '203.0.113.32/27 OK', '203.0.113.33/27 OK'],
    ['a rule whose action the reader does not know', '203.0.113.32/27 OK', '203.0.113.32/27 FILTER smtp:'],
  ],
  dovecot: [
    ...listChanges((cidr) => `${cidr},`, '203.0.113.0/27'),
    ['the setting is commented out', /^override_fields/m, '# override_fields'],
    ['a net is not a prefix', '203.0.113.0/27,', '203.0.113.0-31,'],
  ],
  feed: [
    ...listChanges((cidr) => `${cidr}\n`, '203.0.113.0/27'),
    ['a line is no prefix', '203.0.113.0/27\n', 'any\n'],
    ['the list is empty', /[\s\S]+/, ''],
  ],
};

/** Commands that change what runs, after our files were loaded and the customer's chain jumps to ours. */
export const nftSabotages: Readonly<Record<string, string>> = {
  'the chain is emptied': 'nft flush chain inet filter postern',
  'the jump is gone': 'nft flush chain inet filter input',
  'a rule for everybody is added': 'nft add rule inet filter postern tcp dport 993 accept',
  'a rule for another port is added':
    'nft add rule inet filter postern ip saddr @postern_imap4_eu1 tcp dport 22 accept',
  'a prefix is gone': 'nft delete element inet filter postern_imap4_eu1 "{ 203.0.113.0/27 }"',
  'a prefix is added': 'nft add element inet filter postern_imap4_eu1 "{ 198.18.0.0/24 }"',
  'an IPv6 prefix is gone': 'nft flush set inet filter postern_imap6_eu1',
  'the ports are others': 'sed -i "s/dport 993/dport 9930/" postern.nft; nft -f postern.nft',
  'the lists are swapped':
    'sed -i "s/saddr @postern_imap4_eu1/saddr @postern_smtp4_eu1/" postern.nft; nft -f postern.nft',
  'the server is another':
    'sed -i "s/daddr { 198.51.100.10 }/daddr { 198.51.100.11 }/" postern.nft; nft -f postern.nft',
  'a rule drops first': 'nft insert rule inet filter postern tcp dport 993 drop',
  'a return stands first': 'nft insert rule inet filter postern return',
  'the customer drops above the jump': 'nft insert rule inet filter input tcp dport 993 drop',
  'a rule has a condition':
    'nft insert rule inet filter postern iifname eth9 tcp dport 465 accept; nft flush set inet filter postern_smtp6_eu1',
  'everything is flushed': 'nft flush ruleset; nft add table inet filter; nft add chain inet filter input',
};
export const iptablesSabotages: Readonly<Record<string, string>> = {
  'the chain is emptied': 'iptables -F POSTERN',
  'the jump is gone': 'iptables -D INPUT -j POSTERN',
  'the IPv6 jump is gone': 'ip6tables -D INPUT -j POSTERN',
  'a rule for everybody is added': 'iptables -A POSTERN -p tcp --dport 993 -j ACCEPT',
  'a rule for another port is added':
    'iptables -A POSTERN -p tcp --dport 22 -m set --match-set postern_imap4_eu1 src -j ACCEPT',
  'a prefix is gone': 'ipset del postern_imap4_eu1 203.0.113.0/27',
  'a prefix is added': 'ipset add postern_imap4_eu1 198.18.0.0/24',
  'a set is emptied': 'ipset flush postern_smtp6_eu1',
  'the ports are others': 'sed -i "s/dport 993/dport 9930/" postern.v4.rules; sh apply.sh',
  'the lists are swapped':
    'sed -i "s/postern_imap4_eu1 src/postern_smtp4_eu1 src/" postern.v4.rules; sh apply.sh',
  'the server is another': 'sed -i "s/-d 198.51.100.10 /-d 198.51.100.11 /" postern.v4.rules; sh apply.sh',
  'a rule drops first': 'iptables -I POSTERN -p tcp --dport 993 -j DROP',
  'a return stands first': 'iptables -I POSTERN -j RETURN',
  'the customer drops above the jump': 'iptables -I INPUT -p tcp --dport 993 -j DROP',
  'a rule is limited': 'iptables -R POSTERN 1 -p tcp --dport 993 -m limit --limit 1/s -j ACCEPT',
};
