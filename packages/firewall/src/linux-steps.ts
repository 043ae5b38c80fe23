import { checkCommands } from './deployed/check-commands.js';

type Step = {
  /** A command that tells whether this firewall is in charge, and what it then prints. */
  readonly asks: string;
  readonly prints: string;
  readonly target: string;
  readonly apply: string;
  readonly remove: string;
};

/** In the order in which the firewalls have the last word: the first one that answers is in charge. */
const steps: readonly Step[] = [
  {
    asks: 'firewall-cmd --state',
    prints: 'running',
    target: 'firewalld',
    apply: 'sh apply.sh',
    remove: 'sh remove.sh',
  },
  {
    asks: 'ufw status',
    prints: 'Status: active',
    target: 'ufw',
    apply: 'sh postern-ufw.sh',
    remove: 'sh postern-ufw-remove.sh',
  },
  {
    asks: 'iptables-save',
    prints: 'lines that start with -A',
    target: 'iptables',
    apply: 'sh apply.sh --at-boot',
    remove: 'sh remove.sh',
  },
  {
    asks: 'nft list ruleset',
    prints: 'table inet',
    target: 'nftables',
    apply: 'sh postern-apply.sh --at-boot',
    remove: 'sh postern-remove.sh',
  },
];

/** The part of the sheet for whoever applies the rules on a Linux machine, from the files to their removal. */
export const linuxSteps: readonly string[] = [
  '## On a Linux machine',
  '',
  '1. Find out which firewall is in charge: run these commands as root, from the top. The first that prints what the',
  '   second column says names the files you need. `postern firewall TARGET --out postern` writes them into the',
  '   folder `postern`; the page *Firewall* of the console offers the same files.',
  '2. Copy the folder to the machine, go into it (`cd postern`), and run the command of the column *Apply*. It stops',
  '   with one sentence, and changes nothing, if another firewall is in charge or a program is missing. Run it again',
  '   for every new revision.',
  '3. Only for iptables and nftables: add one rule that leads to ours, above the rule that drops. On the mail server',
  '   itself the chain is `input`, on a router in front of it `forward` (the names of your chains may differ).',
  '   - nftables: `nft insert rule inet filter input jump postern`, and the line `jump postern` at the same place of',
  '     `/etc/nftables.conf`.',
  '   - iptables: `iptables -I INPUT -j POSTERN; ip6tables -I INPUT -j POSTERN`, and then',
  '     `netfilter-persistent save`, or whatever keeps your other rules.',
  '4. Later, find out whether the machine still lets in what it should and nobody else: run the command for its firewall',
  '   as root, and give what it prints to `postern firewall check TARGET FILE`, or to *Compare* on the page *Firewall* of',
  '   the console.',
  ...steps.map(({ target }) => `   - ${target}: \`${checkCommands[target]}\``),
  '   - ufw with `--parameter form=ipset`: the command of iptables, with the same parameter for the check.',
  '',
  '| Command | It prints | Target | Apply | Take back |',
  '| --- | --- | --- | --- | --- |',
  ...steps.map(
    ({ asks, prints, target, apply, remove }) =>
      `| \`${asks}\` | ${prints} | ${target} | \`${apply}\` | \`${remove}\` |`,
  ),
  '',
  'With Ansible: the target `ansible` (and `--parameter form=firewalld` where firewalld is in charge) writes a role and two',
  'playbooks; `ansible-playbook -i INVENTORY -e postern_hosts=GROUP postern.yml` does step 2, again for every new revision,',
  'and `postern-remove.yml` takes everything back.',
];
