import { z } from 'zod';
import { settingsKindSchema, settingsOriginSchema, verificationSummarySchema } from './mail-settings.js';

/** The conditions by which the list of settings is filtered; those that are left out are not checked. */
export const settingsFilter = {
  search: z
    .string()
    .max(253)
    .regex(/^[^\p{Cc}]*$/u, 'Control characters are not allowed')
    .optional(),
  kind: settingsKindSchema.optional(),
  state: verificationSummarySchema.shape.state.optional(),
  origin: settingsOriginSchema.optional(),
  hint: z.enum(['shown']).optional().meta({
    description: 'Only domains whose provider publishes other servers, as a hint shows.',
  }),
};
export const settingsFilterSchema = z.strictObject(settingsFilter).meta({ id: 'SettingsFilter' });
export type SettingsFilter = z.infer<typeof settingsFilterSchema>;
