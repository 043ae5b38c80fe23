import { z } from 'zod';
import { dataCenterIdSchema } from './data-center-id.js';
import { comparePrefixes } from './prefix-set.js';
import { formatPrefix, isPrefix, parseEntry, type Prefix } from './prefix.js';
import { addRefusal } from './problem.js';

/**
 * What the vendor's addresses are used for: to connect to IMAP or SMTP servers, or to deliver webhooks. Postern never merges
 * one list into another (R18).
 */
export const allowlistProtocolSchema = z.enum(['imap', 'smtp', 'webhook']).meta({ id: 'AllowlistProtocol' });
export type AllowlistProtocol = z.infer<typeof allowlistProtocolSchema>;

/**
 * The state of an allowlist entry: `announced` addresses are used from `activeFrom` on, `retiring` ones not after
 * `retireAfter`. Firewall rules allow the addresses of all three states.
 */
export const entryStateSchema = z
  .enum(['announced', 'active', 'retiring'])
  .meta({ id: 'AllowlistEntryState' });

const printable = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u;
/** A data centre of the list, with the name that people read. */
export const dataCenterSchema = z
  .strictObject({
    id: dataCenterIdSchema,
    label: z.string().min(1).max(100).regex(printable, 'A label must not contain control characters'),
  })
  .meta({ id: 'DataCenter' });
export type DataCenter = z.infer<typeof dataCenterSchema>;

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

/** One entry of the vendor's list, as the database stores it and the API returns it. */
export const allowlistEntrySchema = z.object(stored).meta({ id: 'AllowlistEntry' });
export type AllowlistEntry = z.infer<typeof allowlistEntrySchema>;

/**
 * A prefix in the notation of an input: a bare address becomes a /32 or /128. Host bits are refused, with the
 * masked prefix as the suggestion.
 */
export const cidrSchema = z
  .string()
  .transform((text, ctx) => {
    const parsed = parseEntry(text);
    if (isPrefix(parsed)) return formatPrefix(parsed);
    addRefusal(ctx, text, { code: 'prefix-malformed', ...parsed });
    return z.NEVER;
  })
  .meta({ id: 'Cidr', example: '192.0.2.0/24' });

/** One allowlist entry in the form that an operator sends. */
export const allowlistEntryInputSchema = z
  .strictObject({
    cidr: cidrSchema,
    protocol: stored.protocol,
    dataCenter: stored.dataCenter.default(null),
    direction: stored.direction.default('egress'),
    state: stored.state.default('active'),
    activeFrom: stored.activeFrom.default(null),
    retireAfter: stored.retireAfter.default(null),
    note: z
      .string()
      .max(200)
      .regex(printable, 'A note must not contain control characters')
      .nullable()
      .default(null),
  })
  .meta({ id: 'AllowlistEntryInput' });

/** The name under which the operator's customers know it; lists, rules and the sheet for IT carry it. */
export const vendorNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(printable, 'A name must not contain control characters')
  .meta({ id: 'VendorName', example: 'Example CRM' });

/** The allowlist that an operator publishes. The server adds the revision, the time and the digest. */
export const allowlistInputSchema = z
  .strictObject({
    vendor: vendorNameSchema.optional().meta({
      description:
        'The name under which your customers know you; rules and the sheet for IT show it. It is kept for later lists. Omitted: the name that is set, at first “Postern”.',
    }),
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
    vendor: z
      .string()
      .meta({ description: 'The name of the vendor whose outbound addresses the list contains.' }),
    revision: z.int().min(1),
    publishedAt: z.iso.datetime(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .meta({ description: 'Digest of the list’s content; revision and time are not part of it.' }),
    dataCenters: z.array(dataCenterSchema),
    entries: z.array(allowlistEntrySchema),
  })
  .meta({ id: 'AllowlistDocument' });
export type AllowlistDocument = z.infer<typeof allowlistDocumentSchema>;

/** The content of an allowlist document before it has a revision, a time and a digest. */
export type AllowlistContent = AllowlistInput & { readonly vendor: string };

/**
 * Returns the SHA-256 of UTF-8 text in lower-case hex. Callers pass this function, because core also runs in
 * browsers.
 */
export type Sha256Hex = (text: string) => string;

/**
 * Makes a revision of the allowlist: sorts its entries in canonical order and adds the digest of vendor, data
 * centres and entries. Equal content has an equal digest, whenever it is published.
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

/**
 * Returns the digest of a document's content. If it differs from the document's `sha256`, somebody edited the
 * document.
 */
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

/**
 * Returns an entry with its fields in a fixed order, so that the digest does not depend on the order in the input.
 */
function canonicalEntry(entry: AllowlistEntry): AllowlistEntry {
  const { cidr, protocol, dataCenter, direction, state, activeFrom, retireAfter, note } = entry;
  return { cidr, protocol, dataCenter, direction, state, activeFrom, retireAfter, note };
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Returns the parsed prefix of an allowlist entry. Throws `TypeError` for an entry that the schemas in this file
 * have not checked.
 */
export function entryPrefix({ cidr }: Pick<AllowlistEntry, 'cidr'>): Prefix {
  const prefix = parseEntry(cidr);
  if (isPrefix(prefix)) return prefix;
  throw new TypeError(`An allowlist entry is not a prefix: ${prefix.message}`);
}
