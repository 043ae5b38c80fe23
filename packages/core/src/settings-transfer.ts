import { z } from 'zod';
import { problemSchema } from './problem.js';

/** The columns of every CSV file of settings, in the order of the export. */
export const csvColumns = [
  'domain',
  'kind',
  'imapHost',
  'imapPort',
  'imapTls',
  'smtpHost',
  'smtpPort',
  'smtpTls',
  'allowNonSecureCertificate',
  'exchangeUrl',
] as const;
/**
 * The columns that an import accepts. An export has the column `confirmPublicSuffix` only if a domain in it needs
 * it.
 */
export const importColumns = [...csvColumns, 'confirmPublicSuffix'] as const;
export type CsvColumn = (typeof importColumns)[number];

/** The format of a file of settings: CSV with a header and ten columns, or one POST body per line (NDJSON). */
export const transferFormatSchema = z.enum(['csv', 'ndjson']).meta({ id: 'TransferFormat' });
export type TransferFormat = z.infer<typeof transferFormatSchema>;

/** The result of an import of settings, or of its dry run. */
export const importResultSchema = z
  .object({
    dryRun: z.boolean(),
    rows: z.int(),
    created: z.int(),
    updated: z.int().meta({
      description: 'The number of domains whose settings were changed, or taken over from an attempt.',
    }),
    unchanged: z.int(),
  })
  .meta({ id: 'ImportResult' });
export type ImportResult = z.infer<typeof importResultSchema>;

/** An import that goes on after its request was answered with 202. */
export const longImportSchema = z
  .object({
    id: z.uuid(),
    state: z.enum(['running', 'done', 'refused', 'failed']).meta({
      description:
        '`done`: all rows were written, or counted with dryRun. `refused` and `failed`: nothing was written, and `problem` says why; after `failed` the same file may be sent again.',
    }),
    dryRun: z.boolean(),
    rows: z.int().meta({ description: 'The rows of the file.' }),
    rowsDone: z.int().meta({
      description: 'The rows gone through so far. They are stored together, when the state becomes `done`.',
    }),
    result: importResultSchema.nullable(),
    problem: problemSchema.nullable(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'LongImport' });
export type LongImport = z.infer<typeof longImportSchema>;
