import { z } from 'zod';
import { allowlistChangeSchema } from './allowlist-diff.js';
import { allowlistDocumentSchema } from './allowlist-document.js';
import { findingSchema } from './finding.js';

/** A document as it is answered: with what its reader should know. */
export const allowlistAnswerSchema = allowlistDocumentSchema
  .extend({ findings: z.array(findingSchema) })
  .meta({ id: 'AllowlistAnswer' });

/** Enough to see whether a list has changed. */
export const allowlistVersionSchema = allowlistDocumentSchema
  .pick({ revision: true, publishedAt: true, sha256: true })
  .extend({ findings: z.array(findingSchema) })
  .meta({ id: 'AllowlistVersion' });

/** What publishing did, or would do. */
export const publishedAllowlistSchema = allowlistVersionSchema
  .extend({ dryRun: z.boolean(), changes: z.array(allowlistChangeSchema) })
  .meta({ id: 'PublishedAllowlist' });

export const allowlistChangesSchema = z
  .object({ data: z.array(allowlistChangeSchema), nextCursor: z.null(), findings: z.array(findingSchema) })
  .meta({ id: 'AllowlistChanges' });
