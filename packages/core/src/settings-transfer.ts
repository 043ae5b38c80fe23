import { z } from 'zod';

/** The columns of every CSV of settings, in the order of the export. */
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
/** The columns that an import takes. An export has the last one if a domain needs it. */
export const importColumns = [...csvColumns, 'confirmPublicSuffix'] as const;
export type CsvColumn = (typeof importColumns)[number];

/** How a file of settings is written: one header and ten columns, or one POST body a line. */
export const transferFormatSchema = z.enum(['csv', 'ndjson']).meta({ id: 'TransferFormat' });
export type TransferFormat = z.infer<typeof transferFormatSchema>;

/** What an import did, or with `dryRun` would do. */
export const importResultSchema = z
  .object({
    dryRun: z.boolean(),
    rows: z.int(),
    created: z.int(),
    updated: z.int().meta({ description: 'Changed, or taken over from an attempt.' }),
    unchanged: z.int(),
  })
  .meta({ id: 'ImportResult' });
export type ImportResult = z.infer<typeof importResultSchema>;
