import { z } from 'zod';

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
