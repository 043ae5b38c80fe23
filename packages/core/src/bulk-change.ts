import { z } from 'zod';
import { domainNameSchema } from './domain-name.js';
import { serverHostSchema } from './server-host.js';
import { settingsFilterSchema } from './settings-filter.js';

/** The most domains that one selection or one change of many may have. */
export const mostSelected = 10_000;

const selectedDomainSchema = z
  .strictObject({ domain: domainNameSchema, revision: z.int().min(1).optional() })
  .meta({ id: 'SelectedDomain' });
export type SelectedDomain = z.output<typeof selectedDomainSchema>;

const selection = {
  filter: settingsFilterSchema.optional(),
  domains: z
    .array(z.union([domainNameSchema.transform((domain) => ({ domain })), selectedDomainSchema]))
    .min(1)
    .max(mostSelected)
    .optional()
    .meta({
      description:
        'Names of domains, or objects with a name and a revision: a domain whose revision is no longer the given one is left as it is, and reported. Without a revision it is changed whatever its revision is.',
    }),
};
type Selected = { readonly filter?: SelectionFilter; readonly domains?: SelectedDomain[] };
type SelectionFilter = z.infer<typeof settingsFilterSchema>;

/** Domains by a filter or by their names, never both. */
export type Selection =
  | { readonly filter: SelectionFilter }
  | { readonly domains: readonly SelectedDomain[] };

/** Adds an error unless exactly one of `filter` and `domains` was sent. */
function checkSelection({ value, issues }: z.core.ParsePayload<Selected>): void {
  if ((value.filter === undefined) !== (value.domains === undefined)) return;
  const message = 'Send either a filter or a list of domains';
  issues.push({ code: 'custom', message, params: { code: 'required' }, input: value, path: ['filter'] });
}

/** The selection in a checked body. */
export function selectionOf({ filter, domains }: Selected): Selection {
  return domains === undefined ? { filter: filter! } : { domains };
}

export const selectionSchema = z
  .strictObject(selection)
  .check(checkSelection)
  .meta({ id: 'SettingsSelection' });

const changedServerSchema = z.enum(['imap', 'smtp']);
export type ChangedServer = z.infer<typeof changedServerSchema>;

/** What to do with many domains: verify them, delete their settings, or replace a host by another one. */
export const bulkChangeInputSchema = z
  .discriminatedUnion('action', [
    z.strictObject({ action: z.literal('verify'), ...selection }),
    z.strictObject({ action: z.literal('delete'), ...selection }),
    z.strictObject({
      action: z.literal('set-host'),
      from: serverHostSchema,
      to: serverHostSchema,
      servers: z
        .array(changedServerSchema)
        .min(1)
        .default(['imap', 'smtp'])
        .meta({ description: 'The servers whose host is replaced; ports and TLS modes stay.' }),
      ...selection,
    }),
  ])
  .check(checkSelection)
  .meta({ id: 'BulkChangeInput' });
export type BulkChangeInput = z.output<typeof bulkChangeInputSchema>;

/** What is done with each domain, without the selection. */
export type BulkAction =
  | { readonly action: 'verify' }
  | { readonly action: 'delete' }
  | {
      readonly action: 'set-host';
      readonly from: string;
      readonly to: string;
      readonly servers: readonly ChangedServer[];
    };

const actionSchema = z.enum(['verify', 'delete', 'set-host']);

/** What a change of many domains would do. */
export const bulkPreviewSchema = z
  .object({
    action: actionSchema,
    selected: z.int().meta({ description: 'The selected domains that exist.' }),
    domains: z.array(z.object({ domain: z.string(), revision: z.int() })).meta({
      description:
        'The domains that would change, sorted; sent back without `dryRun`, exactly these are changed.',
    }),
    first: z
      .array(
        z.object({
          domain: z.string(),
          displayDomain: z.string(),
          servers: z
            .array(changedServerSchema)
            .meta({ description: 'The servers whose host is replaced; empty for the other actions.' }),
        }),
      )
      .meta({ description: 'The first 20 of them.' }),
  })
  .meta({ id: 'BulkPreview' });
export type BulkPreview = z.infer<typeof bulkPreviewSchema>;

/** Why a domain was left as it is. */
const bulkFailureCodes = ['not-found', 'revision-is-stale', 'host-not-used', 'user-attempt'] as const;
export type BulkFailureCode = (typeof bulkFailureCodes)[number];

const bulkFailureSchema = z
  .object({
    domain: z.string(),
    code: z.enum(bulkFailureCodes).meta({
      description:
        '`not-found`: it was deleted meanwhile. `revision-is-stale`: it was changed meanwhile. `host-not-used`: no chosen server has the old host. `user-attempt`: only an admin’s settings have hosts to replace.',
    }),
  })
  .meta({ id: 'BulkFailure' });
export type BulkFailure = z.infer<typeof bulkFailureSchema>;

/** A change of many domains, while it runs and after it ended. */
export const bulkChangeSchema = z
  .object({
    id: z.uuid(),
    action: actionSchema,
    state: z.enum(['running', 'done', 'stopped', 'interrupted']).meta({
      description:
        '`stopped`: somebody stopped it. `interrupted`: its process ended. Both leave the domains from `processed` on as they were.',
    }),
    domains: z.int(),
    processed: z.int().meta({ description: 'The domains gone through so far.' }),
    changed: z.int(),
    failures: z.array(bulkFailureSchema),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'BulkChange' });
export type BulkChange = z.infer<typeof bulkChangeSchema>;
