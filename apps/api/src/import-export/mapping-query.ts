import { importColumns, type CsvColumn } from '@postern/core/settings-transfer';
import { z } from 'zod';
import type { Mapping } from './read-csv.js';

const known: readonly string[] = importColumns;

/** The query parameter that names the column of each place of a CSV, in place of its header. */
export const mappingQuery = z
  .string()
  .max(2000)
  .optional()
  .transform((text, ctx): Mapping | null => {
    if (text === undefined) return null;
    const names = text.split(',').map((name) => name.trim());
    const filled = names.filter((name) => name !== '');
    const unknown = filled.find((name) => !known.includes(name));
    const twice = filled.find((name, at) => filled.indexOf(name) !== at);
    if (unknown !== undefined) refuse(ctx, `“${unknown}” is not the name of a column`);
    else if (twice !== undefined) refuse(ctx, `The column ${twice} occurs twice`);
    else if (!filled.includes('domain')) refuse(ctx, 'The column domain is missing');
    return names.map((name) => (name === '' ? null : (name as CsvColumn)));
  })
  .meta({
    description:
      'For a CSV whose headings are not the names of columns: the column of each place, e.g. “domain,,imapHost,imapPort,smtpHost,smtpPort”. An empty name leaves a place out.',
    example: 'domain,,imapHost,imapPort,smtpHost,smtpPort',
  });

function refuse(ctx: z.RefinementCtx, message: string): void {
  ctx.addIssue({ code: 'custom', message });
}
