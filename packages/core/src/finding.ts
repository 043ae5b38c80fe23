import { z } from 'zod';

/**
 * An observation about an allowlist, a rule set or a rendered file that a person should read. A finding of level
 * `error` prevents publishing.
 */
export const findingSchema = z
  .object({
    level: z.enum(['error', 'warning', 'info']),
    code: z.string().meta({ description: 'Stable, kebab-case.' }),
    text: z.string(),
    path: z.string().optional().meta({
      description:
        'The entry of the allowlist that the finding is about, e.g. `entries[3]`, if it is about one.',
    }),
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof findingSchema>;
