/** The target whose rules a text shows, by its shape; a text of no known shape is a list of prefixes. */
export function detectTarget(text: string): string {
  const found = shapes.find(([, shape]) => shape.test(text));
  return found === undefined ? 'feed' : found[0];
}

const shapes: readonly (readonly [target: string, shape: RegExp])[] = [
  ['nftables', /^\s*\{\s*"nftables"|^table (?:inet|ip6?|arp|bridge|netdev) \S+ \{/m],
  ['cilium', /^\s*(?:- )?"?kind"?: "?Cilium\w*NetworkPolicy\b/m],
  ['kubernetes', /^\s*(?:- )?"?kind"?: "?NetworkPolicy\b/m],
  ['opnsense', /^\s*\{\s*"(?:geoip|aliases)"|<opnsense>/],
  ['pfsense', /<pfsense>|^\s*(?:<\?xml[^>]*>\s*)?<aliases>/],
  ['terraform-azure', /^\s*\{[\s\S]*"azurerm_network_security_rule[".]/],
  ['terraform-google', /^\s*\{[\s\S]*"google_compute_firewall[".]/],
  ['terraform-aws', /^\s*\{/],
  ['windows', /^\s*\[/],
  ['iptables', /^\*(?:filter|raw|mangle|nat)$|^create \S+ hash:/m],
  ['fortigate', /^\s*config firewall /m],
  ['mikrotik', /^\/ip(?:v6)? firewall (?:filter|address-list)/m],
  ['juniper-srx', /^set (?:security (?:policies|address-book|zones)|applications application) /m],
  ['paloalto', /^set (?:rulebase|address|service) |^\s*<(?:\?xml|config|response)/m],
  ['cisco-asa', /^access-list \S+ (?:line \d+ )?extended |^object-group network /m],
  ['ufw', /^Status: |^Added user rules|^### tuple|^ufw (?:allow|deny|route)/m],
  ['firewalld', /^ {2}egress-zones: /m],
  ['dovecot', /allow_nets\s*=/],
  ['postfix', /^[0-9a-f.:/]+\s+(?:OK|PERMIT|REJECT)\s*$/m],
];
