import { checkCommands } from './deployed/check-commands.js';
import type { SheetWords } from './handover/sheet-words.js';

type Step = {
  /** A command that tells whether this firewall is in charge, and what it then prints. */
  readonly asks: string;
  /** Null for a sentence, which each language has. */
  readonly prints: string | null;
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
    prints: null,
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
export function linuxSteps(words: SheetWords): string[] {
  const { firewalld = '', ufw = '', iptables = '', nftables = '' } = checkCommands;
  return [
    ...words.linux({ firewalld, ufw, iptables, nftables }),
    '',
    `| ${words.linuxColumns.join(' | ')} |`,
    '| --- | --- | --- | --- | --- |',
    ...steps.map(
      ({ asks, prints, target, apply, remove }) =>
        `| \`${asks}\` | ${prints ?? words.iptablesLines} | ${target} | \`${apply}\` | \`${remove}\` |`,
    ),
    '',
    ...words.ansible,
  ];
}
