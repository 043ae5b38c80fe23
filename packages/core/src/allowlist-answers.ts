import { z } from 'zod';
import { allowlistChangeSchema } from './allowlist-diff.js';
import { allowlistDocumentSchema, vendorNameSchema } from './allowlist-document.js';
import { findingSchema } from './finding.js';

/** An allowlist document as the API returns it, with the findings that its reader should know. */
export const allowlistAnswerSchema = allowlistDocumentSchema
  .extend({ findings: z.array(findingSchema) })
  .meta({ id: 'AllowlistAnswer' });

/** The revision and the digest of an allowlist: enough for a client to see whether the list has changed. */
export const allowlistVersionSchema = allowlistDocumentSchema
  .pick({ revision: true, publishedAt: true, sha256: true })
  .extend({ findings: z.array(findingSchema) })
  .meta({ id: 'AllowlistVersion' });

/** The result of publishing an allowlist, or of a dry run. */
export const publishedAllowlistSchema = allowlistVersionSchema
  .extend({ dryRun: z.boolean(), changes: z.array(allowlistChangeSchema) })
  .meta({ id: 'PublishedAllowlist' });

/** The vendor's name that an operator sets. */
export const vendorInputSchema = z.strictObject({ vendor: vendorNameSchema }).meta({ id: 'VendorInput' });

/** The vendor's name that is set, and that of the published list, which keeps the name that it was published with. */
export const vendorSchema = z
  .object({
    vendor: vendorNameSchema.nullable().meta({
      description: 'The name in lists that are published from now on; null until it is set.',
    }),
    publishedVendor: z.string().nullable().meta({
      description: 'The name in the published list; null until a list is published.',
    }),
  })
  .meta({ id: 'Vendor' });
export type Vendor = z.infer<typeof vendorSchema>;

export const allowlistChangesSchema = z
  .object({ data: z.array(allowlistChangeSchema), nextCursor: z.null(), findings: z.array(findingSchema) })
  .meta({ id: 'AllowlistChanges' });
