import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { startStack, type Stack } from '../end-to-end/start-stack.js';
import { createTestDatabase } from '../environment/test-database.js';
import { waitUntil } from '../environment/wait-until.js';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { startMailTaker } from '../servers/mail-taker.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { startWebhookReceiver } from '../servers/webhook-receiver.js';
import { countClaims, readDeliveries, type DeliveriesOutcome } from './deliveries-outcome.js';
import { seededRandom } from './seeded-random.js';

/**
 * A killed worker's claim of a webhook takes one of its four places for 30 s, one of a mail blocks its recipient for 120 s.
 * With many of them, enough are free at every kill.
 */
const sizes = {
  long: { workers: 8, receivers: 10, recipients: 6, domains: 50, changesAKill: 1 },
  short: { workers: 1, receivers: 2, recipients: 2, domains: 5, changesAKill: 4 },
} as const;
/**
 * Deliveries of webhooks that may wait for a worker when the next changes are recorded. One worker claims all that wait, and
 * a kill would block the places of all webhooks at once.
 */
const mostUnclaimed = 20;
/** Answers come after a pause of up to this, so that kills hit deliveries at every stage. */
const longestAnswerMs = 500;
/** A worker is killed up to this long after something was received. */
const longestPauseMs = 500;
/** A mail whose worker was killed is sent again after 120 s. */
const mostWaitMs = 300_000;
const tellEvery = 25;
/** The workers that a kill chooses from: a part of them, the oldest, because the newest still start. */
const olderPart = 0.5;

export type DeliveriesOptions = {
  readonly kills: number;
  readonly seed: number;
  readonly backend: string;
  readonly redisUrl: string | undefined;
  /**
   * `short`, which needs the queue on PostgreSQL: one worker at a time, whose claims are ended as it is killed, not after the
   * 30 s or 120 s that they last.
   */
  readonly size: keyof typeof sizes;
};

/**
 * Kills workers with SIGKILL at random moments while changes are told to webhooks and by mail. Resolves to what was
 * received, when nothing is left to send.
 */
export async function runDeliveries(options: DeliveriesOptions): Promise<DeliveriesOutcome> {
  const { kills, seed, backend } = options;
  const bed = await startBed(options);
  const { told, observer } = bed;
  try {
    const changes = await killMany(bed, options);
    await waitForEnd(observer);
    return { backend, seed, kills, ...(await readDeliveries({ ...told, observer, changes })) };
  } finally {
    await bed.close();
  }
}

/** Who is told: receivers and a mail server, which answer after a random pause. */
async function startTold(size: DeliveriesOptions['size']) {
  const folder = await createPrivateFolder('told');
  const authority = await createCertificateAuthority(folder.path);
  const files = await authority.issue('told', ['IP:127.0.0.1'], 90);
  const tls = {
    key: await readFile(files.keyFile, 'utf8'),
    cert: await readFile(files.certificateFile, 'utf8'),
  };
  const { receivers: hooks, recipients: people } = sizes[size];
  const receivers = await Promise.all(Array.from({ length: hooks }, () => startWebhookReceiver(tls)));
  const mail = await startMailTaker(tls, longestAnswerMs);
  return {
    receivers,
    recipients: Array.from({ length: people }, (_, index) => `person${index}@example.com`),
    mails: mail.taken,
    environment: {
      POSTERN_EGRESS_PORTS: receivers.map(({ port }) => port).join(),
      POSTERN_EGRESS_CA: authority.caFile,
      POSTERN_SMTP_URL: `smtps://127.0.0.1:${mail.port}`,
      POSTERN_MAIL_FROM: 'postern@example.com',
    },
    received: () => mail.taken.length + receivers.reduce((sum, { received }) => sum + received.length, 0),
    async close(): Promise<void> {
      await Promise.all([...receivers.map((one) => one.close()), mail.close()]);
      await folder.remove();
    },
  };
}

type Told = Awaited<ReturnType<typeof startTold>>;
type Bed = {
  readonly told: Told;
  readonly stack: Stack;
  readonly observer: Client;
  close(): Promise<void>;
};

async function startBed({ redisUrl, size }: DeliveriesOptions): Promise<Bed> {
  const told = await startTold(size);
  const database = await createTestDatabase();
  const observer = new Client({ connectionString: database.superuserConnectionString });
  await observer.connect();
  const stack = await startStack({
    databaseUrl: database.connectionString,
    ...(redisUrl === undefined ? {} : { redisUrl }),
    environment: {
      ...told.environment,
      POSTERN_LOG_LEVEL: 'fatal',
      // Processes that live for seconds spend most of their processor time on compiling.
      NODE_COMPILE_CACHE: 'node_modules/.cache/node-compile',
    },
  });
  await countClaims(observer);
  await subscribe(stack, told);
  await observer.query('update mail_recipient set confirmed_at = now()');
  return {
    told,
    stack,
    observer,
    async close() {
      await stack.kill();
      await observer.end();
      await database.drop();
      await told.close();
    },
  };
}

/** Makes the webhooks and the recipients of mail. */
async function subscribe(stack: Stack, { receivers, recipients }: Told): Promise<void> {
  for (const receiver of receivers) {
    const wanted = { url: receiver.url, events: ['settings.changed'] };
    receiver.secret = (await stack.call<{ secret: string }>('POST', '/v1/webhooks', wanted)).secret;
    receiver.answer = (_request, response) =>
      void setTimeout(() => response.writeHead(204).end(), Math.random() * longestAnswerMs);
  }
  const mailed = { recipients: recipients.map((email) => ({ email })), events: 'all', digest: 'at-once' };
  await stack.call('PUT', '/v1/notification-settings', mailed);
}

/** Records the changes with these numbers, each in a transaction of its own, as a save does, and makes their mails due. */
async function recordChanges(
  observer: Client,
  domains: number,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  for (let change = from; change <= to; change += 1) {
    const payload = { change: 'updated', actor: `change-${change}`, revision: change, fields: [] };
    await observer.query(
      `select record_event(account_id, 'settings.changed', $1, $2) from notification_settings`,
      [`d${change % domains}.example.com`, payload],
    );
  }
  // A mail waits for half a minute, and the next one of its topic for an hour.
  await observer.query('delete from mail_topic');
  await observer.query('update mail_item set due_at = now()');
}

async function countUnclaimed(observer: Client): Promise<number> {
  const unclaimed = `select from delivery_job
    where kind = 'webhook' and coalesce(lease_until, '-infinity') < now()`;
  return (await observer.query(unclaimed)).rowCount ?? 0;
}

async function waitForEnd(observer: Client): Promise<void> {
  const isOver = async () => {
    await observer.query('delete from mail_topic');
    await observer.query('update mail_item set due_at = now()');
    const left = 'select delivery_id from delivery_job union all select event_id from mail_item limit 1';
    return (await observer.query(left)).rowCount === 0;
  };
  await waitUntil(isOver, mostWaitMs);
}

/**
 * Kills one worker after the other; each time something was received since the last kill, so that kills hit sends. Returns
 * the number of changes that were recorded.
 */
async function killMany(
  { told, stack, observer }: Bed,
  { kills, seed, backend, size }: DeliveriesOptions,
): Promise<number> {
  const { changesAKill, domains } = sizes[size];
  const random = seededRandom(seed);
  const workers = [stack.processes.worker];
  let changes = 0;
  const sendChanges = async (): Promise<void> => {
    await waitUntil(async () => (await countUnclaimed(observer)) <= mostUnclaimed, mostWaitMs);
    const before = told.received();
    await recordChanges(observer, domains, { from: changes + 1, to: changes + changesAKill });
    changes += changesAKill;
    await waitUntil(() => told.received() > before, mostWaitMs);
  };
  if (size === 'long') {
    // A process that ends by itself keeps its compiled code for the later ones. One that is killed never does.
    await sendChanges();
    await end(workers.pop()!, 'SIGTERM');
  }
  while (workers.length < sizes[size].workers) workers.push(stack.addWorker());
  for (let done = 1; done <= kills; done += 1) {
    await sendChanges();
    await delay(random() * longestPauseMs);
    const older = Math.ceil(workers.length * olderPart);
    await end(workers.splice(Math.floor(random() * older), 1)[0]!, 'SIGKILL');
    workers.push(stack.addWorker());
    if (size === 'short') await endWaits(observer);
    if (done % tellEvery === 0)
      console.log(`${backend}: ${done} of ${kills} kills, ${told.received()} received, ${clock()}`);
  }
  return changes;
}

function clock(): string {
  return new Date().toISOString().slice(11, 19);
}

/** Ends what a killed worker leaves: its claims, and the queue's locks on its jobs, which a queue that loses all jobs has not. */
async function endWaits(observer: Client): Promise<void> {
  await observer.query('delete from bullmq.job');
  await observer.query('update delivery_job set lease_until = now(), dispatched_until = now()');
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
