import { windowsExport } from './read-windows.js';

const nftables = 'nft -j list ruleset';
const firewalld =
  'firewall-cmd --list-all-policies; for set in $(firewall-cmd --get-ipsets); do firewall-cmd --info-ipset=$set; done';

/** What to run on a device, or the file to read, so that `checkTarget` can compare it with the rules; by target. */
export const checkCommands: Readonly<Record<string, string>> = {
  nftables,
  iptables: 'iptables-save; ip6tables-save; ipset save',
  ufw: 'ufw show added',
  firewalld,
  ansible: `if firewall-cmd --state > /dev/null 2>&1; then ${firewalld}; else ${nftables}; fi`,
  fortigate: 'show',
  paloalto: 'set cli config-output-format set; configure; show',
  'cisco-asa': 'show running-config',
  mikrotik: '/ip firewall export; /ipv6 firewall export',
  'juniper-srx':
    'show configuration security | display set | no-more; show configuration applications | display set | no-more',
  kubernetes: 'kubectl get networkpolicies --namespace NAMESPACE -o yaml',
  cilium:
    'kubectl get networkpolicies,ciliumnetworkpolicies,ciliumclusterwidenetworkpolicies --namespace NAMESPACE -o yaml',
  opnsense: 'Firewall, Aliases: download the aliases as JSON',
  pfsense: 'Diagnostics, Backup & Restore: download config.xml, or its area Aliases',
  windows: windowsExport,
  'terraform-aws': 'terraform show -json',
  'terraform-azure': 'terraform show -json',
  'terraform-google': 'terraform show -json',
  postfix: 'cat /etc/postfix/postern_clients.cidr',
  dovecot: 'cat /etc/dovecot/postern-allow-nets.conf.ext',
  feed: 'cat imap4.txt',
};
