import type { Client } from 'pg';
import type { TakenMail } from '../servers/mail-taker.js';
import type { WebhookReceiver } from '../servers/webhook-receiver.js';

/**
 * Counts how often each delivery was claimed. A claim is repeated only if the worker with the former one was killed. The
 * table is in a schema of its own: workers refuse to start while their schema has a table that they may not read.
 */
export async function countClaims(superuser: Client): Promise<void> {
  await superuser.query(`
    create schema chaos;
    create table chaos.claimed (delivery_id uuid);
    create function chaos.count_claim() returns trigger language plpgsql security definer as $$
      begin insert into chaos.claimed values (new.delivery_id); return new; end $$;
    create trigger count_claim after update on delivery_job for each row
      when (old.attempts <> new.attempts) execute function chaos.count_claim()`);
}

export type Told = {
  readonly observer: Client;
  readonly receivers: readonly WebhookReceiver[];
  readonly recipients: readonly string[];
  readonly mails: readonly TakenMail[];
  /** The changes 1 to this number were recorded, one after the other. */
  readonly changes: number;
};

export type DeliveriesOutcome = {
  readonly backend: string;
  readonly seed: number;
  readonly kills: number;
  readonly changes: number;
  readonly posts: number;
  /** Posts of an event that the receiver had received before. */
  readonly repeatedPosts: number;
  readonly mails: number;
  readonly repeatedMails: number;
  /** Claims whose worker was killed: of webhooks, and of mails. */
  readonly lostClaims: Readonly<Record<'webhook' | 'mail', number>>;
  readonly violations: readonly string[];
};

/** What became of the changes, when nothing is left to send. */
export async function readDeliveries(
  told: Told,
): Promise<Omit<DeliveriesOutcome, 'backend' | 'seed' | 'kills'>> {
  const { observer, receivers, mails, changes } = told;
  const { rows: deliveries } = await observer.query<Delivery>(
    `select d.id, d.event_id as "eventId", d.webhook_id as "webhookId", d.state, d.failure,
       (select count(*)::int from chaos.claimed c where c.delivery_id = d.id) as claims from delivery d`,
  );
  const posts = receivers.reduce((sum, { received }) => sum + received.length, 0);
  const firstPosts = receivers.reduce((sum, { received }) => sum + distinct(received, ({ id }) => id), 0);
  const lost = (some: readonly Delivery[]) => some.reduce((sum, { claims }) => sum + claims - 1, 0);
  return {
    changes,
    posts,
    repeatedPosts: posts - firstPosts,
    mails: mails.length,
    repeatedMails: mails.length - distinct(mails, messageIdOf),
    lostClaims: {
      webhook: lost(deliveries.filter(({ webhookId }) => webhookId !== null)),
      mail: lost(deliveries.filter(({ webhookId }) => webhookId === null)),
    },
    violations: [
      ...deliveries
        .filter(({ state }) => state !== 'delivered')
        .map(({ id, state, failure }) => `the delivery ${id} is ${state}, ${failure}`),
      ...receivers.flatMap((receiver, place) => wrongsOfReceiver(receiver, place, changes)),
      ...sharedIds(receivers),
      ...wrongsOfMails(told),
      ...repeatedWithoutKill(told, deliveries),
    ],
  };
}

type Delivery = {
  readonly id: string;
  readonly eventId: string | null;
  readonly webhookId: string | null;
  readonly state: string;
  readonly failure: string | null;
  readonly claims: number;
};

/** Each change at least once, and the changes of a domain never after a later one. */
function wrongsOfReceiver({ received }: WebhookReceiver, place: number, changes: number): string[] {
  const wrongs: string[] = [];
  const seen = new Set<number>();
  const latest = new Map<unknown, number>();
  for (const { data } of received) {
    const change = data.revision as number;
    seen.add(change);
    if (change < (latest.get(data.domain) ?? 0))
      wrongs.push(`receiver ${place} received change ${change} after ${latest.get(data.domain)}`);
    latest.set(data.domain, Math.max(change, latest.get(data.domain) ?? 0));
  }
  if (seen.size !== changes) wrongs.push(`receiver ${place} received ${seen.size} of ${changes} changes`);
  return wrongs;
}

/** An event has one id, for all receivers and all attempts. */
function sharedIds(receivers: readonly WebhookReceiver[]): string[] {
  const all = receivers.flatMap(({ received }) => received);
  const ids = new Map<unknown, Set<string>>();
  for (const { id, data } of all) ids.set(data.revision, (ids.get(data.revision) ?? new Set()).add(id));
  return [...ids].flatMap(([change, { size }]) => (size === 1 ? [] : [`change ${change} had ${size} ids`]));
}

/** Each recipient is told of each change in one mail, which may have arrived several times. */
function wrongsOfMails({ recipients, mails, changes }: Told): string[] {
  return recipients.flatMap((recipient) => {
    const mine = mails.filter(({ to }) => to === recipient);
    const ids = new Map<number, Set<string>>();
    for (const mail of mine) {
      for (const [, change] of mail.text.matchAll(/By change-(\d+)\./g))
        ids.set(Number(change), (ids.get(Number(change)) ?? new Set()).add(messageIdOf(mail)));
    }
    const doubled = [...ids].filter(([, { size }]) => size > 1);
    return [
      ...(ids.size === changes ? [] : [`${recipient} was told of ${ids.size} of ${changes} changes`]),
      ...doubled.map(([change, { size }]) => `${recipient} was told of change ${change} in ${size} mails`),
    ];
  });
}

/** Nothing is sent more often than it was claimed. */
function repeatedWithoutKill({ receivers, mails }: Told, deliveries: readonly Delivery[]): string[] {
  const sent = new Map<string, number>();
  for (const id of mails.map((mail) => messageIdOf(mail).slice(1, 37))) sent.set(id, (sent.get(id) ?? 0) + 1);
  const ofMails = deliveries.filter(({ id, claims }) => (sent.get(id) ?? 0) > claims);
  const posts = new Map<string, number>();
  for (const { id } of receivers.flatMap(({ received }) => received)) posts.set(id, (posts.get(id) ?? 0) + 1);
  const claims = new Map<string, number>();
  for (const { eventId, claims: more } of deliveries)
    if (eventId !== null) claims.set(eventId, (claims.get(eventId) ?? 0) + more);
  const ofEvents = [...posts].filter(([id, count]) => count > (claims.get(id) ?? 0));
  return [
    ...ofMails.map(({ id }) => `the mail ${id} was sent more often than it was claimed`),
    ...ofEvents.map(([id]) => `the event ${id} was sent more often than it was claimed`),
  ];
}

function messageIdOf({ headers }: TakenMail): string {
  return headers.get('message-id') ?? '';
}

function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => string): number {
  return new Set(items.map((item) => keyOf(item))).size;
}

/** The table at the end of a run: a column for each queue. */
export function deliveriesTable(outcomes: readonly DeliveriesOutcome[]): string {
  const rows: readonly (readonly [string, (outcome: DeliveriesOutcome) => string | number])[] = [
    ['queue', ({ backend }) => backend],
    ['seed', ({ seed }) => seed],
    ['workers killed', ({ kills }) => kills],
    ['changes', ({ changes }) => changes],
    ['webhook claims lost', ({ lostClaims }) => lostClaims.webhook],
    ['posts', ({ posts }) => posts],
    ['posts repeated', ({ repeatedPosts }) => repeatedPosts],
    ['mail claims lost', ({ lostClaims }) => lostClaims.mail],
    ['mails', ({ mails }) => mails],
    ['mails repeated', ({ repeatedMails }) => repeatedMails],
    ['violations', ({ violations }) => violations.length],
  ];
  const lines = rows.map(([name, of]) =>
    [name.padEnd(24), ...outcomes.map((outcome) => String(of(outcome)).padStart(12))].join(''),
  );
  const told = outcomes.flatMap(({ backend, violations }) =>
    violations.map((violation) => `${backend}: ${violation}`),
  );
  return [...lines, ...told].join('\n');
}
