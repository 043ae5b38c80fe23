import type { Finding } from '@postern/core/finding';
import { finding } from '@postern/core/findings/finding-texts';
import type { RuleSet } from './rule-set.js';

/** What a target can hold. Every limit is checked here, so that no renderer cuts silently. */
export type Capability = {
  readonly nameLength: number;
  /** Matches one character that may stand in a name. */
  readonly nameCharacter: RegExp;
  readonly commentLength: number;
  /** Prefixes in one set or group; null for no limit that a mail list could reach. */
  readonly entriesPerSet: number | null;
  readonly portsPerRule: number;
  /** Whether one set or rule may hold both families. */
  readonly mixesFamilies: boolean;
  /** Whether a set may hold prefixes that overlap (ours never do). */
  readonly allowsOverlap: boolean;
  /** Whether a new revision replaces the old one in one step. */
  readonly atomicReplace: boolean;
  /** Where rules come to stand. */
  readonly ordering: 'own chain' | 'before an anchor' | 'at the top' | 'by priority' | 'unordered';
};

const dotted = /[A-Za-z0-9._-]/;

/** Sources: vendors' administration guides, and the measured versions in the README. */
export const capabilities = {
  feed: {
    nameLength: 64,
    nameCharacter: dotted,
    commentLength: 0,
    entriesPerSet: null,
    portsPerRule: 0,
    mixesFamilies: true,
    allowsOverlap: true,
    atomicReplace: true,
    ordering: 'unordered',
  },
  nftables: {
    nameLength: 63, // Of the 255 that kernels since 4.14 take for a set.
    nameCharacter: /[A-Za-z0-9_]/,
    commentLength: 128,
    entriesPerSet: null,
    portsPerRule: 1,
    mixesFamilies: false,
    allowsOverlap: false,
    atomicReplace: true,
    ordering: 'own chain',
  },
  iptables: {
    nameLength: 27,
    nameCharacter: /[A-Za-z0-9_]/,
    commentLength: 255,
    entriesPerSet: 131_072,
    portsPerRule: 15,
    mixesFamilies: false,
    allowsOverlap: true,
    atomicReplace: false,
    ordering: 'own chain',
  },
  ufw: {
    nameLength: 64,
    nameCharacter: dotted,
    commentLength: 120,
    entriesPerSet: null,
    portsPerRule: 15,
    mixesFamilies: true,
    allowsOverlap: true,
    atomicReplace: false,
    ordering: 'at the top',
  },
  firewalld: {
    nameLength: 31,
    nameCharacter: /[A-Za-z0-9_-]/,
    commentLength: 250,
    entriesPerSet: 131_072,
    portsPerRule: 1,
    mixesFamilies: false,
    allowsOverlap: false,
    atomicReplace: false,
    ordering: 'own chain',
  },
  ansible: {
    nameLength: 63,
    nameCharacter: /[A-Za-z0-9_]/,
    commentLength: 120,
    entriesPerSet: 131_072,
    portsPerRule: 1,
    mixesFamilies: false,
    allowsOverlap: false,
    atomicReplace: true, // With the form nftables.
    ordering: 'own chain',
  },
  'terraform-aws': {
    nameLength: 200,
    nameCharacter: dotted,
    commentLength: 255,
    entriesPerSet: 100,
    portsPerRule: 1,
    mixesFamilies: false,
    allowsOverlap: false,
    atomicReplace: false,
    ordering: 'unordered',
  },
  'terraform-azure': {
    nameLength: 80,
    nameCharacter: dotted,
    commentLength: 140,
    entriesPerSet: 4000, // "IP addresses and ranges specified for source or destination" of a network security group.
    portsPerRule: 1,
    mixesFamilies: false,
    allowsOverlap: true,
    atomicReplace: false,
    ordering: 'by priority',
  },
  'terraform-google': {
    nameLength: 63,
    nameCharacter: /[a-z0-9-]/,
    commentLength: 255,
    entriesPerSet: 5000, // Source ranges of one VPC firewall rule.
    portsPerRule: 1,
    mixesFamilies: false,
    allowsOverlap: true,
    atomicReplace: false,
    ordering: 'by priority',
  },
  fortigate: {
    nameLength: 35, // Policies and external resources; addresses and groups take 63.
    nameCharacter: dotted,
    commentLength: 255,
    entriesPerSet: 300,
    portsPerRule: 1,
    mixesFamilies: false,
    allowsOverlap: true,
    atomicReplace: false,
    ordering: 'before an anchor',
  },
  paloalto: {
    nameLength: 63,
    nameCharacter: dotted,
    commentLength: 1023,
    entriesPerSet: 2500,
    portsPerRule: 1,
    mixesFamilies: true,
    allowsOverlap: true,
    atomicReplace: true,
    ordering: 'before an anchor',
  },
  'cisco-asa': {
    nameLength: 64,
    nameCharacter: dotted,
    commentLength: 100,
    entriesPerSet: null,
    portsPerRule: 1,
    mixesFamilies: false,
    allowsOverlap: true,
    atomicReplace: false,
    ordering: 'at the top',
  },
  mikrotik: {
    nameLength: 63,
    nameCharacter: dotted,
    commentLength: 0,
    entriesPerSet: null,
    portsPerRule: 1,
    mixesFamilies: false,
    allowsOverlap: true,
    atomicReplace: false,
    ordering: 'before an anchor',
  },
  'juniper-srx': {
    nameLength: 63,
    nameCharacter: dotted,
    commentLength: 255,
    entriesPerSet: 1024, // Source addresses of one policy on the smallest devices; the renderer cuts longer lists.
    portsPerRule: 128,
    mixesFamilies: false,
    allowsOverlap: true,
    atomicReplace: true,
    ordering: 'before an anchor',
  },
  kubernetes: {
    nameLength: 63, // Of the 253 that a policy may have: 63 are what a label takes, and what tools show.
    nameCharacter: /[a-z0-9-]/,
    commentLength: 0,
    entriesPerSet: null, // A long list is in several policies.
    portsPerRule: 1,
    mixesFamilies: true,
    allowsOverlap: true,
    atomicReplace: false,
    ordering: 'unordered',
  },
  cilium: {
    nameLength: 63,
    nameCharacter: /[a-z0-9-]/,
    commentLength: 0,
    entriesPerSet: 16_384, // bpf-policy-map-max: entries for one pod, of all policies and ports.
    portsPerRule: 1,
    mixesFamilies: true,
    allowsOverlap: true,
    atomicReplace: false,
    ordering: 'unordered',
  },
  opnsense: {
    nameLength: 31, // “Less than 32 characters”, a limit of pf.
    nameCharacter: /[A-Za-z0-9_]/,
    commentLength: 255,
    entriesPerSet: null,
    portsPerRule: 1000,
    mixesFamilies: true,
    allowsOverlap: true,
    atomicReplace: true,
    ordering: 'unordered',
  },
  pfsense: {
    nameLength: 31,
    nameCharacter: /[A-Za-z0-9_]/,
    commentLength: 199,
    entriesPerSet: 5000, // “Each manually-created alias is limited to 5,000 members”; longer ones are nested.
    portsPerRule: 1000,
    mixesFamilies: true,
    allowsOverlap: true,
    atomicReplace: true,
    ordering: 'unordered',
  },
  windows: {
    nameLength: 120,
    nameCharacter: dotted,
    commentLength: 255,
    entriesPerSet: 10_000,
    portsPerRule: 1,
    mixesFamilies: true,
    allowsOverlap: true,
    atomicReplace: false,
    ordering: 'unordered',
  },
  postfix: {
    nameLength: 64,
    nameCharacter: dotted,
    commentLength: 200,
    entriesPerSet: null,
    portsPerRule: 0,
    mixesFamilies: true,
    allowsOverlap: true,
    atomicReplace: true,
    ordering: 'unordered',
  },
  dovecot: {
    nameLength: 64,
    nameCharacter: dotted,
    commentLength: 200,
    entriesPerSet: 1000,
    portsPerRule: 0,
    mixesFamilies: true,
    allowsOverlap: true,
    atomicReplace: true,
    ordering: 'unordered',
  },
  handover: {
    nameLength: 64,
    nameCharacter: dotted,
    commentLength: 200,
    entriesPerSet: null,
    portsPerRule: 0,
    mixesFamilies: true,
    allowsOverlap: true,
    atomicReplace: true,
    ordering: 'unordered',
  },
} as const satisfies Record<string, Capability>;

/**
 * The findings of a rule set that matter to a target: one whose rules have no ports has no place for the addresses of
 * servers either.
 */
export function relevantFindings({ findings }: RuleSet, { portsPerRule }: Capability): readonly Finding[] {
  return portsPerRule > 0 ? findings : findings.filter(({ code }) => !code.startsWith('destination-'));
}

/** Findings where a rule set asks more of a target than it can hold, or the target gives less than it may seem to. */
export function checkCapability(ruleSet: RuleSet, capability: Capability): Finding[] {
  return [
    ...checkQuota(ruleSet, capability),
    ...checkComments(ruleSet, capability),
    ...checkReplacing(capability),
  ];
}

function checkQuota({ sets }: RuleSet, { entriesPerSet }: Capability): Finding[] {
  if (entriesPerSet === null) return [];
  return sets
    .filter(({ prefixes }) => prefixes.length > entriesPerSet)
    .map(({ key, prefixes }) =>
      finding('warning', 'quota', { list: key, prefixes: prefixes.length, most: entriesPerSet }),
    );
}

function checkComments({ rules }: RuleSet, { commentLength }: Capability): Finding[] {
  const isCut = commentLength > 0 && rules.some(({ comment }) => comment.length > commentLength);
  return isCut ? [finding('info', 'comment-cut', { characters: commentLength })] : [];
}

function checkReplacing({ atomicReplace }: Capability): Finding[] {
  return atomicReplace ? [] : [finding('info', 'not-atomic')];
}
