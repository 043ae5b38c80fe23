import { z } from 'zod';
import { parseIpAddress, unwrapMapped } from './ip-address.js';
import type { Limits } from './permission.js';
import { formatPrefix, isPrefix, parseEntry, prefixHolds, type Prefix } from './prefix.js';
import { addRefusal } from './problem.js';

const sourceSchema = z.string().transform((text, ctx) => {
  const parsed = parseEntry(text);
  if (isPrefix(parsed)) return formatPrefix(parsed);
  addRefusal(ctx, undefined, { code: 'prefix-malformed', ...parsed });
  return z.NEVER;
});

/** The prefixes that a token may be used from, as canonical text without repetitions. An empty list is refused, because it must not mean any. */
export const tokenSourcesSchema = z
  .array(sourceSchema)
  .min(1, 'Name at least one prefix, or leave the field out')
  .max(20)
  .transform((sources) => [...new Set(sources)])
  .meta({
    description:
      'Prefixes in CIDR notation that requests must come from; a single address means only itself. A request from elsewhere gets 401.',
    example: ['192.0.2.0/24'],
  });

/** Whether a client address, as text, is one that a holder may send requests from. An IPv4-mapped address counts as IPv4. */
export function isFromSources(limits: Limits | null, clientAddress: string): boolean {
  if (limits?.sources === undefined) return true;
  const address = parseIpAddress(clientAddress);
  return (
    address !== null &&
    prefixesOf(limits.sources).some((prefix) => prefixHolds(prefix, unwrapMapped(address)))
  );
}

/** Whether every address of the inner limits is one of the outer ones. */
export function areSourcesWithin(outer: Limits | null, inner: Limits | null): boolean {
  if (outer?.sources === undefined) return true;
  if (inner?.sources === undefined) return false;
  const around = prefixesOf(outer.sources);
  return prefixesOf(inner.sources).every((prefix) =>
    around.some((wider) => wider.length <= prefix.length && prefixHolds(wider, prefix)),
  );
}

function prefixesOf(sources: readonly string[]): Prefix[] {
  return sources.map(parseEntry).filter(isPrefix);
}
