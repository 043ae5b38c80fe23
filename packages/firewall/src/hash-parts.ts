import { formatPrefix, type Prefix } from '@postern/core/prefix';
import type { PrefixSet } from '@postern/core/prefix-set';

/** A part of a list: the leading bits of the hash that its prefixes share, `''` for the whole list. */
export type HashPart = { readonly bits: string; readonly prefixes: PrefixSet };

/**
 * Splits a list into parts of at most `limit` prefixes. A prefix goes by the bits of its hash, never by its place in the
 * list: one prefix more or less changes one part, or splits one in two. Parts come in the order of their bits.
 */
export function hashParts(prefixes: PrefixSet, limit: number): HashPart[] {
  return split(
    prefixes.map((prefix) => ({ prefix, hash: hash32(formatPrefix(prefix)) })),
    limit,
    '',
  );
}

type Hashed = { readonly prefix: Prefix; readonly hash: number };

function split(entries: readonly Hashed[], limit: number, bits: string): HashPart[] {
  if (entries.length <= limit || bits.length === 32) {
    return [{ bits, prefixes: entries.map(({ prefix }) => prefix) }];
  }
  const isOne = ({ hash }: Hashed) => ((hash >>> (31 - bits.length)) & 1) === 1;
  const halves = [entries.filter((entry) => !isOne(entry)), entries.filter(isOne)] as const;
  return halves.flatMap((half, bit) => (half.length === 0 ? [] : split(half, limit, `${bits}${bit}`)));
}

/** 32 bits that depend on every character: FNV-1a, then the finalizer of MurmurHash3, which mixes the upper bits. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
