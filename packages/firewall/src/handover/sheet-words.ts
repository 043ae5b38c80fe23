import type { ListName } from '@postern/core/list-name';
import type { PrefixSet } from '@postern/core/prefix-set';

/** The command of each Linux firewall that prints its rules, by its target. */
type PrintingCommands = Readonly<Record<'firewalld' | 'ufw' | 'iptables' | 'nftables', string>>;

/** The sheet for IT in one language. Every language has the same commands, which a test compares. */
export type SheetWords = {
  readonly title: (vendor: string) => string;
  readonly revision: (revision: number, sha256: string) => string;
  /** What is to be opened and why. */
  readonly why: (vendor: string) => readonly string[];
  readonly webhooks: (vendor: string) => string;
  readonly rules: string;
  readonly noServers: string;
  readonly ruleColumns: readonly string[];
  readonly everybodyElse: string;
  readonly allow: string;
  readonly lists: Readonly<Record<ListName | 'further', string>>;
  readonly dataCenter: (id: string) => string;
  readonly prefixes: (count: number) => string;
  /** The number of addresses, and of networks that are too large for a number. */
  readonly size: (set: PrefixSet) => string;
  readonly linux: (print: PrintingCommands) => readonly string[];
  readonly linuxColumns: readonly string[];
  /** What `iptables-save` prints where iptables is in charge. */
  readonly iptablesLines: string;
  readonly ansible: readonly string[];
  readonly cluster: readonly string[];
  /** How to test, and how to take it back. */
  readonly after: readonly string[];
  readonly goodToKnow: readonly string[];
};
