import { z } from 'zod';
import { dataCenterIdSchema } from './data-center-id.js';
import { comparePrefixes } from './prefix-set.js';
import { formatPrefix, isPrefix, parseEntry, type Prefix } from './prefix.js';
import { addRefusal } from './problem.js';

/** The vendor's two lists; they are never merged with each other (R18). */
const allowlistProtocolSchema = z.enum(['imap', 'smtp']).meta({ id: 'AllowlistProtocol' });
export type AllowlistProtocol = z.infer<typeof allowlistProtocolSchema>;

/** `announced` will be used from `activeFrom`, `retiring` no longer after `retireAfter`; all three are allowed in rules. */
const entryStateSchema = z.enum(['announced', 'active', 'retiring']).meta({ id: 'AllowlistEntryState' });

const printable = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u;
const dataCenterSchema = z
  .strictObject({
    id: dataCenterIdSchema,
    label: z.string().min(1).max(100).regex(printable, 'A label holds no control characters'),
  })
  .meta({ id: 'DataCenter' });

const stored = {
  cidr: z.string().meta({ description: 'A prefix in CIDR notation.', example: '192.0.2.0/24' }),
  protocol: allowlistProtocolSchema,
  dataCenter: dataCenterIdSchema.nullable().meta({ description: 'null: valid for every data centre.' }),
  direction: z.literal('egress').meta({ description: 'Always from the vendor to the customer.' }),
  state: entryStateSchema,
  activeFrom: z.iso.datetime().nullable(),
  retireAfter: z.iso.datetime().nullable(),
  note: z.string().nullable(),
};

/** One line of the vendor's list, as it is stored and answered. */
export const allowlistEntrySchema = z.object(stored).meta({ id: 'AllowlistEntry' });
export type AllowlistEntry = z.infer<typeof allowlistEntrySchema>;

/** A prefix as people send it: a bare address becomes a /32 or /128, host bits are refused with the masked prefix. */
export const cidrSchema = z
  .string()
  .transform((text, ctx) => {
    const parsed = parseEntry(text);
    if (isPrefix(parsed)) return formatPrefix(parsed);
    addRefusal(ctx, text, { code: 'prefix-malformed', ...parsed });
    return z.NEVER;
  })
  .meta({ id: 'Cidr', example: '192.0.2.0/24' });

/** One line as an operator sends it. */
const allowlistEntryInputSchema = z
  .strictObject({
    cidr: cidrSchema,
    protocol: stored.protocol,
    dataCenter: stored.dataCenter.default(null),
    direction: stored.direction.default('egress'),
    state: stored.state.default('active'),
    activeFrom: stored.activeFrom.default(null),
    retireAfter: stored.retireAfter.default(null),
    note: z.string().max(200).regex(printable, 'A note holds no control characters').nullable().default(null),
  })
  .meta({ id: 'AllowlistEntryInput' });

/** What an operator publishes; revision, time and digest are the server's. */
export const allowlistInputSchema = z
  .strictObject({
    dataCenters: z.array(dataCenterSchema).max(1000).default([]),
    entries: z.array(allowlistEntryInputSchema).max(100_000),
  })
  .meta({ id: 'AllowlistInput' });
export type AllowlistInput = z.output<typeof allowlistInputSchema>;

const allowlistSchemaName = 'postern-allowlist/1';

/** A published revision of the vendor's lists. */
export const allowlistDocumentSchema = z
  .object({
    schema: z.literal(allowlistSchemaName),
    vendor: z.string().meta({ description: 'Whose outbound addresses these are.' }),
    revision: z.int().min(1),
    publishedAt: z.iso.datetime(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .meta({ description: 'Digest of the content, without revision and time.' }),
    dataCenters: z.array(dataCenterSchema),
    entries: z.array(allowlistEntrySchema),
  })
  .meta({ id: 'AllowlistDocument' });
export type AllowlistDocument = z.infer<typeof allowlistDocumentSchema>;

/** A document before it got its number, time and digest. */
export type AllowlistContent = AllowlistInput & { readonly vendor: string };

/** Lower-case hex SHA-256 of UTF-8 text. Handed in, because core also runs in browsers. */
export type Sha256Hex = (text: string) => string;

/**
 * Makes a revision: entries in canonical order, and the digest of vendor, data centres and entries, so that the same
 * content has the same digest whenever it is published.
 */
export function sealAllowlist(
  content: AllowlistContent,
  { revision, publishedAt, sha256 }: { revision: number; publishedAt: string; sha256: Sha256Hex },
): AllowlistDocument {
  const canonical = canonicalContent(content);
  const { schema, vendor, dataCenters, entries } = canonical;
  const digest = sha256(JSON.stringify(canonical));
  return { schema, vendor, revision, publishedAt, sha256: digest, dataCenters, entries };
}

/** The digest that a document's content should have; differs from its `sha256` if somebody edited it. */
export function digestAllowlist(document: AllowlistDocument, sha256: Sha256Hex): string {
  return sha256(JSON.stringify(canonicalContent(document)));
}

function canonicalContent({ vendor, dataCenters, entries }: AllowlistContent) {
  return {
    schema: allowlistSchemaName as typeof allowlistSchemaName,
    vendor,
    dataCenters: dataCenters.map(({ id, label }) => ({ id, label })).sort((a, b) => compareText(a.id, b.id)),
    entries: entries
      .map((entry) => ({ entry: canonicalEntry(entry), prefix: entryPrefix(entry) }))
      .sort(
        (a, b) =>
          compareText(a.entry.protocol, b.entry.protocol) ||
          compareText(a.entry.dataCenter ?? '', b.entry.dataCenter ?? '') ||
          comparePrefixes(a.prefix, b.prefix) ||
          compareText(JSON.stringify(a.entry), JSON.stringify(b.entry)),
      )
      .map(({ entry }) => entry),
  };
}

/** The fields in one order, whatever order they came in. */
function canonicalEntry(entry: AllowlistEntry): AllowlistEntry {
  const { cidr, protocol, dataCenter, direction, state, activeFrom, retireAfter, note } = entry;
  return { cidr, protocol, dataCenter, direction, state, activeFrom, retireAfter, note };
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The prefix of a parsed entry. Throws on an entry that no schema of this file has seen. */
export function entryPrefix({ cidr }: Pick<AllowlistEntry, 'cidr'>): Prefix {
  const prefix = parseEntry(cidr);
  if (isPrefix(prefix)) return prefix;
  throw new TypeError(`An allowlist entry is not a prefix: ${prefix.message}`);
}
