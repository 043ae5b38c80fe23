import { isPrefix, parseEntry, type Prefix } from '@postern/core/prefix';
import { mergePrefixes, prefixesOfRange, type PrefixSet } from '@postern/core/prefix-set';
import { parseIpAddress } from '@postern/core/ip-address';

export type PortRange = { readonly first: number; readonly last: number };

/** A rule as a device holds it. The first rule that matches a connection decides. */
export type DeployedRule = {
  /** `pass` ends the search without an answer, like `return` at the end of a chain. */
  readonly action: 'allow' | 'deny' | 'pass';
  readonly sources: PrefixSet | 'any';
  readonly destinations: PrefixSet | 'any';
  readonly ports: readonly PortRange[] | 'any';
  /** False for a rule that the customer wrote; such a rule may allow more addresses than the allowlist. */
  readonly isOurs: boolean;
  /** The rule as it stands on the device. */
  readonly line: string;
};

/** What was read of a device. */
export type Deployed = {
  readonly rules: readonly DeployedRule[];
  /** What should be there and is not, e.g. the jump to a chain. */
  readonly gone: readonly string[];
  /** Lines that may change the answer and are not understood. */
  readonly unread: readonly string[];
};

/** Thrown for a text from which no answer can be given at all; the message says what is needed. */
export class Unreadable extends Error {}

/** Parses a prefix strictly. Throws `Unreadable` for any other text, because an incomplete list could hide a difference. */
export function readPrefix(text: string): Prefix {
  const prefix = parseEntry(text);
  if (isPrefix(prefix)) return prefix;
  throw new Unreadable(`“${text.slice(0, 60)}”: ${prefix.message}`);
}

/** A prefix, an address, `first-last`, or a word for everything. */
export function readSource(text: string): PrefixSet | 'any' {
  if (/^(?:any[46]?|all|Any|0\.0\.0\.0\/0|::\/0)$/.test(text)) return 'any';
  const range = /^([0-9a-f.:]+)-([0-9a-f.:]+)$/.exec(text);
  if (range === null) return [readPrefix(text)];
  const [first, last] = [parseIpAddress(range[1]!), parseIpAddress(range[2]!)];
  if (!first || !last || first.family !== last.family || first.value > last.value)
    throw new Unreadable(`“${text.slice(0, 90)}” is not a range of addresses`);
  return prefixesOfRange(first.family, first.value, last.value);
}

/** Several sources as one set; one that means everything makes the whole mean everything. */
export function joinSources(all: readonly (PrefixSet | 'any')[]): PrefixSet | 'any' {
  return all.includes('any') ? 'any' : mergePrefixes(all.flatMap((set) => (set === 'any' ? [] : set)));
}

/** `993`, `993:995` or `993-995`. */
export function readPorts(text: string): PortRange {
  const parts = /^(\d{1,5})(?:[:-](\d{1,5}))?$/.exec(text);
  if (parts === null) throw new Unreadable(`“${text.slice(0, 40)}” is not a port`);
  return { first: Number(parts[1]), last: Number(parts[2] ?? parts[1]) };
}
