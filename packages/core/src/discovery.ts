import { z } from 'zod';
import { domainNameSchema, emailAddressSchema } from './domain-name.js';
import { findingSchema } from './finding.js';
import { mailServerSchema } from './mail-settings.js';
import { addRefusal } from './problem.js';
import { sourceNameSchema, trustSchema } from './provenance.js';
import { providerFactsSchema } from './provider-facts/provider-fact.js';
import { waitSchema } from './queue.js';

/** What became of one question to one source. */
const discoverySourceSchema = z
  .object({
    source: sourceNameSchema,
    priority: z.int().meta({ description: '0 is the highest.' }),
    url: z.string().optional(),
    query: z.string().optional().meta({
      description: 'The DNS question, e.g. `MX example.com`; for guesses the names of the servers.',
    }),
    state: z.enum(['found', 'absent', 'invalid', 'unreachable', 'refused']).meta({
      description:
        '`absent`: the source says nothing about the domain. `invalid`: its answer cannot be used. `unreachable`: it gave no answer. `refused`: Postern must not ask it, or must not believe it.',
    }),
    code: z.string().nullable().meta({ description: 'Stable, kebab-case; null if something was found.' }),
    detail: z.string().nullable(),
    durationMs: z.number(),
    trust: trustSchema.nullable(),
  })
  .meta({ id: 'DiscoverySource' });
export type DiscoverySource = z.infer<typeof discoverySourceSchema>;

const methods = z.array(z.string());
const shared = {
  rank: z.int().meta({ description: '1 is the best.' }),
  username: z.object({
    template: z.string().meta({ example: '%EMAILADDRESS%' }),
    value: z.string().nullable().meta({ description: 'Null if no address was given.' }),
  }),
  source: sourceNameSchema.meta({
    description: 'The source with the highest priority that names the servers.',
  }),
  sources: z.array(sourceNameSchema).meta({ description: 'All sources that name the servers.' }),
  trust: trustSchema,
  registrableDomains: z.array(z.string()).meta({
    description: 'Of the servers. A person must see them in full before typing a password.',
  }),
  differsFrom: z.array(z.int()).meta({
    description: 'The ranks of the candidates of the same kind that name other servers.',
  }),
  findings: z.array(findingSchema),
  providers: z.array(providerFactsSchema).meta({ description: 'What the providers of the servers demand.' }),
  verification: z.uuid().nullable().meta({
    description: 'The verification without a password that was started for it; null if there is none.',
  }),
};

/** Settings that can be proposed for a domain. Nothing is saved by itself. */
const candidateSchema = z
  .discriminatedUnion('kind', [
    z
      .object({
        ...shared,
        kind: z.literal('imap'),
        imap: mailServerSchema,
        smtp: mailServerSchema,
        authentication: z.object({ imap: methods, smtp: methods }).meta({
          description: 'The methods that the source names, the provider’s preferred one first.',
        }),
        alternatives: z
          .object({ imap: z.array(mailServerSchema), smtp: z.array(mailServerSchema) })
          .meta({ description: 'Further servers of the source with the highest priority.' }),
      })
      .meta({ id: 'ImapCandidate' }),
    z
      .object({
        ...shared,
        kind: z.literal('exchange'),
        exchange: z.object({ url: z.string() }),
        authentication: z.object({ exchange: methods }),
      })
      .meta({ id: 'ExchangeCandidate' }),
  ])
  .meta({ id: 'Candidate' });
export type Candidate = z.infer<typeof candidateSchema>;

type Found<C> = C extends Candidate ? Omit<C, 'providers' | 'verification'> : never;

/** A candidate as the sources propose it: without its verification, and without the facts about its providers. */
export type FoundCandidate = Found<Candidate>;

/** A search for the servers of a domain. It takes 5 s at most after a worker has begun. */
export const discoverySchema = z
  .object({
    id: z.uuid(),
    domain: z.string(),
    state: z.enum(['running', 'done']),
    wait: waitSchema.optional().meta({ description: 'What it waits for; present while no worker has it.' }),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    candidates: z.array(candidateSchema),
    sources: z.array(discoverySourceSchema).meta({
      description: 'The sources that have answered or failed, in the order of their priority.',
    }),
  })
  .meta({ id: 'Discovery' });
export type Discovery = z.infer<typeof discoverySchema>;

/** Whose settings are looked for: a domain in lower-case A-labels, and the address if one was given. */
export type Person = { readonly domain: string; readonly email: string | null };

/** The body of a request that looks for the servers of a domain or of an address. */
export const discoveryInputSchema = z
  .strictObject({ domain: domainNameSchema.optional(), email: emailAddressSchema.optional() })
  .transform(({ domain, email }, ctx): Person => {
    if (domain !== undefined && email === undefined) return { domain, email: null };
    if (domain === undefined && email !== undefined) return email;
    addRefusal(ctx, undefined, {
      code: 'domain-or-email',
      message: 'Send either a domain or an email address',
    });
    return z.NEVER;
  })
  .meta({ id: 'DiscoveryInput' });
