import { z } from 'zod';

/** The values that the text of a finding names: numbers, and names from settings, lists and sources. */
const findingValuesSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]),
);

/**
 * An observation about an allowlist, a rule set or a rendered file that a person should read. A finding of level
 * `error` prevents publishing.
 */
export const findingSchema = z
  .object({
    level: z.enum(['error', 'warning', 'info']),
    code: z.string().meta({ description: 'Stable, kebab-case.' }),
    text: z.string().meta({ description: 'In English.' }),
    values: findingValuesSchema.optional().meta({
      description:
        'The values that `text` names, by name, with which a client can say it in another language; absent if it names none.',
    }),
    path: z.string().optional().meta({
      description:
        'The entry of the allowlist that the finding is about, e.g. `entries[3]`, if it is about one.',
    }),
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof findingSchema>;
