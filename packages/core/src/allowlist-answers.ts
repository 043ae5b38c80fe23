import { z } from 'zod';
import { allowlistChangeSchema } from './allowlist-diff.js';
import { allowlistDocumentSchema } from './allowlist-document.js';
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

export const allowlistChangesSchema = z
  .object({ data: z.array(allowlistChangeSchema), nextCursor: z.null(), findings: z.array(findingSchema) })
  .meta({ id: 'AllowlistChanges' });
