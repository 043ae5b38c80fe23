import { z } from 'zod';

const count = z.int().min(0);

/** The most jobs of one account or one urgency that are counted, so that counting never grows with what waits. */
export const mostCounted = 10_000;

const waitReasonSchema = z
  .enum(['no-worker', 'checks-ahead', 'server-busy', 'account-rests', 'free-worker', 'starting'])
  .meta({ id: 'WaitReason' });

/** What a queued verification waits for. */
export const waitSchema = z
  .object({
    reason: waitReasonSchema,
    dataCenter: z
      .string()
      .nullable()
      .meta({ description: 'The data centre whose workers may run it; null for every data centre.' }),
    ahead: count.meta({ description: 'Verifications of the same account that run first, at most 10,000.' }),
    text: z
      .string()
      .meta({ description: 'The reason as a sentence.', example: 'No worker serves the data centre eu1.' }),
  })
  .meta({ id: 'Wait' });
export type Wait = z.infer<typeof waitSchema>;

/** The facts about a job that decide what it waits for. */
export type WaitFacts = {
  readonly dataCenter: string | null;
  readonly hasWorker: boolean;
  readonly isDispatched: boolean;
  /** The server, as host:port, that has no room for it. */
  readonly blockedOn: string | null;
  readonly rests: boolean;
  readonly ahead: number;
};

/** Says what a job waits for; the reason that lasts longest comes first. */
export function describeWait(facts: WaitFacts): Wait {
  const reason = reasonOf(facts);
  const { dataCenter, ahead } = facts;
  return { reason, dataCenter, ahead, text: sentences[reason](facts) };
}

function reasonOf({ hasWorker, isDispatched, blockedOn, rests, ahead }: WaitFacts): Wait['reason'] {
  if (!hasWorker) return 'no-worker';
  if (isDispatched) return 'starting';
  if (blockedOn !== null) return 'server-busy';
  if (rests) return 'account-rests';
  return ahead > 0 ? 'checks-ahead' : 'free-worker';
}

const sentences: Record<Wait['reason'], (facts: WaitFacts) => string> = {
  'no-worker': ({ dataCenter }) =>
    dataCenter === null ? 'No worker is running.' : `No worker serves the data centre ${dataCenter}.`,
  'checks-ahead': ({ ahead }) =>
    ahead === 1
      ? '1 check of your account is ahead of this one.'
      : `${ahead >= mostCounted ? `At least ${mostCounted.toLocaleString('en')}` : ahead.toLocaleString('en')} checks of your account are ahead of this one.`,
  'server-busy': ({ blockedOn }) => `Other checks are connected to ${blockedOn}; this one follows them.`,
  'account-rests': () =>
    'Servers of your account answered without end or spoke no mail protocol, so its checks pause for some seconds.',
  'free-worker': () => 'All workers are busy; this check is the next of your account.',
  starting: () => 'A worker starts this check now.',
};

const urgencySchema = z.enum(['person', 'import', 'lost', 'search']).meta({
  id: 'Urgency',
  description:
    '`person`: somebody waits for it. `import`: of an import. `lost`: two workers were lost with it. `search`: the weekly search for other servers.',
});
export type Urgency = z.infer<typeof urgencySchema>;

export const queueJobSchema = z
  .object({
    verificationId: z.uuid().meta({ description: 'The id of the verification or of the discovery.' }),
    kind: z
      .enum(['verification', 'discovery'])
      .meta({ description: '`discovery`: a search for the servers of a domain.' }),
    account: z.object({ id: z.uuid(), name: z.string() }),
    urgency: urgencySchema,
    state: z.enum(['waiting', 'dispatched', 'running']),
    dataCenter: z.string().nullable(),
    servers: z.array(z.string()).meta({ description: 'host:port of each server.' }),
    queuedAt: z.iso.datetime(),
    attempts: count.meta({ description: 'How many workers have taken it so far.' }),
    wait: waitSchema.nullable().meta({ description: 'What it waits for; null while it runs.' }),
  })
  .meta({ id: 'QueueJob' });
export type QueueJob = z.infer<typeof queueJobSchema>;

/** How much waits and runs, and who is there to do it. */
export const queueStatusSchema = z
  .object({
    jobs: z.array(z.object({ urgency: urgencySchema, waiting: count, dispatched: count })).meta({
      description:
        'Jobs by urgency; those that wait are counted up to 10,000. `dispatched` includes those that run.',
    }),
    oldestSeconds: z.number().nullable().meta({
      description: 'For how long the oldest job that no worker has taken has waited; null if none waits.',
    }),
    workers: z
      .array(z.object({ dataCenter: z.string().nullable(), workers: count, concurrency: count }))
      .meta({
        description: 'Workers with a heartbeat in the last 10 s, by data centre; null serves every one.',
      }),
    conversations: z.object({ waiting: count, running: count }),
  })
  .meta({ id: 'QueueStatus' });
export type QueueStatus = z.infer<typeof queueStatusSchema>;
