import { z } from 'zod';

/** One thing that a provider demands of mail programs, in a sentence for people. */
const demandSchema = z
  .object({
    id: z.string().meta({ description: 'Stable, unique among all demands, kebab-case.' }),
    kind: z.enum(['app-password', 'oauth-only', 'password-ends', 'switch-on', 'no-servers']).meta({
      description:
        '`app-password`: the account’s own password is refused. `oauth-only`: no password is accepted. `password-ends`: passwords are accepted until `from`. `switch-on`: IMAP or SMTP is off until somebody switches it on. `no-servers`: the provider has no IMAP and SMTP servers of its own.',
    }),
    text: z.string().meta({ description: 'In English.' }),
    url: z.string().nullable().meta({
      description:
        'The page where the account’s owner or its administrator does this; null if there is none.',
    }),
    from: z
      .string()
      .nullable()
      .meta({ description: 'The day from which it holds; null if it holds already.' }),
  })
  .meta({ id: 'ProviderDemand' });
export type Demand = z.infer<typeof demandSchema>;

/** What one provider demands, with the public page that says so. */
export const providerFactsSchema = z
  .object({
    id: z.string(),
    provider: z.string(),
    demands: z.array(demandSchema),
    source: z.string().meta({ description: 'The public page that says so.' }),
    checkedAt: z.string().nullable().meta({
      description:
        'The day on which somebody last compared the row with `source`; null if the row is from copies and reports of that page.',
    }),
  })
  .meta({ id: 'ProviderFacts' });

/** A row of the table of providers. */
export type ProviderFacts = z.infer<typeof providerFactsSchema> & {
  /** Domains of the provider: of addresses, of mail servers, and of MX records. Names under them count too. */
  readonly domains: readonly string[];
};
