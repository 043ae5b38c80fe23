import { z } from 'zod';
import { domainNameSchema } from './domain-name.js';

/** The longest life of a link, in days. */
export const longestLinkDays = 90;

/** The body of a request that makes a link for IT. */
export const linkInputSchema = z
  .strictObject({
    expiresAt: z.iso.datetime({ offset: true }).meta({
      description: `When the link ends, at most ${longestLinkDays} days from now.`,
    }),
    domains: z
      .array(domainNameSchema)
      .min(1, 'Name at least one domain, or leave the field out')
      .max(200)
      .transform((domains) => [...new Set(domains)])
      .optional()
      .meta({
        description:
          'The domains whose rules the link shows; by default all that the account has or will have.',
        example: ['example.com'],
      }),
  })
  .meta({ id: 'LinkInput' });
export type LinkInput = z.output<typeof linkInputSchema>;

const appliedShape = {
  appliedBy: z.string().optional().meta({
    description: 'Who said that the rules are applied; absent until somebody did.',
  }),
  appliedOn: z.iso.date().optional(),
};

/** A link for IT as its account sees it. */
export const linkSchema = z
  .object({
    id: z.uuid(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    expiresAt: z.iso.datetime(),
    domains: z.array(z.string()).optional(),
    openedAt: z.iso.datetime().nullable().meta({ description: 'The first use; null until then.' }),
    ...appliedShape,
  })
  .meta({ id: 'Link' });
export type LinkAnswer = z.output<typeof linkSchema>;

/** The response to the creation of a link. No other response contains its secret. */
export const newLinkSchema = linkSchema
  .extend({
    url: z.string().optional().meta({
      description:
        'The address to send to IT. It is returned once: a repeated request with the same Idempotency-Key gets a response without it.',
    }),
  })
  .meta({ id: 'NewLink' });
export type NewLink = z.output<typeof newLinkSchema>;

/** What a link says about itself to whoever opens it. */
export const ownLinkSchema = z
  .object({
    account: z.string().meta({ description: 'The name of the account whose rules the link shows.' }),
    createdBy: z.string(),
    expiresAt: z.iso.datetime(),
    domains: z.array(z.string()).optional(),
    ...appliedShape,
  })
  .meta({ id: 'OwnLink' });
export type OwnLink = z.output<typeof ownLinkSchema>;

/** The body of a request in which IT says that the rules are applied. */
export const appliedInputSchema = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^[^\p{C}]*$/u, 'A name must not contain control characters')
      .meta({ example: 'Jane Doe' }),
    date: z.iso
      .date()
      // PostgreSQL has no year 0.
      .refine((day) => day >= '2000-01-01', 'Name a day of this century')
      .optional()
      .meta({ description: 'The day on which the rules were applied; by default today (UTC).' }),
  })
  .meta({ id: 'AppliedInput' });
export type AppliedInput = z.output<typeof appliedInputSchema>;
