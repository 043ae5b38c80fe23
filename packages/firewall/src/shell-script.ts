import type { RuleSet } from './rule-set.js';
import { headerLines, type RenderedFile } from './target.js';

/** A POSIX shell script that stops at the first command that fails. `about` says what it does. */
export function shellScript(
  path: string,
  ruleSet: RuleSet,
  about: readonly string[],
  commands: readonly string[],
): RenderedFile {
  const comments = [...headerLines(ruleSet), ...about].map((line) => `# ${line}`);
  return {
    path,
    mediaType: 'text/x-shellscript',
    text: ['#!/bin/sh', ...comments, 'set -eu', ...commands, ''].join('\n'),
  };
}

/** The Linux targets that write rules into the kernel, and the programs that their scripts call. */
const programs = {
  nftables: [['nft', 'nftables']],
  iptables: [
    ['ipset', 'ipset'],
    ['iptables-restore', 'iptables'],
    ['ip6tables-restore', 'iptables with IPv6, because rules for IPv4 alone leave IPv6 as it is'],
  ],
  ufw: [['ufw', 'ufw']],
  firewalld: [['firewall-cmd', 'firewalld']],
} as const;
type LinuxTarget = keyof typeof programs;

/**
 * The first lines of a script that applies rules: it exits with 3 and one sentence, before it changes anything, where a
 * program is missing, or where another firewall on the machine would drop what these rules accept, or rebuild them.
 */
export function machineChecks(target: LinuxTarget): string[] {
  return [
    'stop() { echo "$1. Nothing was changed." >&2; exit 3; }',
    ...programs[target].map(
      ([program, name]) =>
        `command -v ${program} >/dev/null || stop "${program} is missing: install ${name}"`,
    ),
    '# POSTERN_FORCE=1 skips the search for other firewalls.',
    'if [ "${POSTERN_FORCE:-}" != 1 ]; then',
    ...otherFirewalls
      .filter(({ targets }) => targets.includes(target))
      .flatMap(({ found, sentence }) => [`  if ${found}; then`, `    stop "${sentence}"`, '  fi']),
    'fi',
  ];
}

const legacyRules = "{ iptables-legacy-save; ip6tables-legacy-save; } 2>/dev/null | grep -q '^-A'";

const otherFirewalls: readonly {
  readonly targets: readonly LinuxTarget[];
  readonly found: string;
  readonly sentence: string;
}[] = [
  {
    targets: ['nftables', 'iptables', 'ufw'],
    found: 'command -v firewall-cmd >/dev/null && firewall-cmd --state >/dev/null 2>&1',
    sentence:
      'firewalld is running: it drops what these rules accept. Use the rules for the target firewalld',
  },
  {
    targets: ['nftables', 'iptables', 'firewalld'],
    found: "grep -qs '^ENABLED=yes' /etc/ufw/ufw.conf",
    sentence: 'ufw is active: it drops what these rules accept. Use the rules for the target ufw',
  },
  {
    targets: ['iptables'],
    found: `iptables --version | grep -q nf_tables && ${legacyRules}`,
    sentence:
      'This machine also has rules of iptables-legacy, which drop what these rules accept: put iptables-legacy first on the PATH as iptables',
  },
  {
    targets: ['nftables'],
    found: legacyRules,
    sentence:
      'This machine has rules of iptables-legacy, which drop what these rules accept: use the rules for the target iptables, with iptables-legacy first on the PATH as iptables',
  },
  {
    targets: ['ufw'],
    found: "grep -qs '^IPV6=no' /etc/default/ufw",
    sentence:
      'ufw leaves IPv6 alone, and the list may have IPv6 addresses: set IPV6=yes in /etc/default/ufw and run ufw reload first',
  },
];
