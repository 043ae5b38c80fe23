import { z } from 'zod';

/** Something worth a person's attention in a list, a rule set or a rendered file. `error` stops publishing. */
export const findingSchema = z
  .object({
    level: z.enum(['error', 'warning', 'info']),
    code: z.string().meta({ description: 'Stable, kebab-case.' }),
    text: z.string(),
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof findingSchema>;
