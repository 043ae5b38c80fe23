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

const importColumnSchema = z.enum(importColumns).meta({ id: 'ImportColumn' });

/** The first lines of a CSV file, for a person who says which of its columns is which. */
export const importTableSchema = z
  .object({
    data: z.array(
      z.object({
        heading: z.string().meta({ description: 'Empty if the file has no line with headings.' }),
        values: z.array(z.string()).meta({ description: 'The first values, at most three.' }),
        column: importColumnSchema.nullable().meta({
          description: 'The column that this one is, by its heading or else by its values; null if unknown.',
        }),
      }),
    ),
  })
  .meta({ id: 'ImportTable' });
export type ImportTable = z.infer<typeof importTableSchema>;

/** The format of a file of settings: CSV with a header and ten columns, or one POST body per line (NDJSON). */
export const transferFormatSchema = z.enum(['csv', 'ndjson']).meta({ id: 'TransferFormat' });
export type TransferFormat = z.infer<typeof transferFormatSchema>;

/** What an import will do to one domain. */
const importChangeSchema = z
  .object({
    line: z.int().meta({ description: 'The line of the file, from 1.' }),
    domain: z.string(),
    displayDomain: z.string(),
    before: z.record(z.string(), z.unknown()).nullable().meta({ description: 'null for a new domain.' }),
    after: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'ImportChange' });
export type ImportChange = z.infer<typeof importChangeSchema>;

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
    changes: z.array(importChangeSchema).optional().meta({
      description:
        'Only if asked for by `changes` with `dryRun`: the domains that will be created or changed, at most the first 100.',
    }),
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
