import type { AllowlistChange } from '@postern/core/allowlist-diff';
import type { AllowlistDocument, AllowlistEntry } from '@postern/core/allowlist-document';
import { currentAllowlist } from '@postern/database/allowlist-revisions';
import { asOperator, type Database, type EntityManager } from '@postern/database/database';

/** Changes that an event lists; of the others only the number is told, so that its body stays below 20 kB. */
const mostListed = 50;
/** Dates that passed longer ago were told on their day, or nobody was there to be told. */
const toldWithinMs = 2 * 86_400_000;

/** Tells each account with a webhook which entries of its data centre a new revision changes; nothing if none. */
export async function tellOfRevision(
  em: EntityManager,
  document: AllowlistDocument,
  changes: readonly AllowlistChange[],
): Promise<void> {
  await tellDataCenters(em, document, changes, null);
}

/**
 * Tells once that an announced entry became active, or that a retiring one ended, when its date has passed within the
 * last two days.
 */
export async function tellOfDates(database: Database, now = new Date()): Promise<void> {
  const document = await currentAllowlist(database);
  const passed = document.entries.flatMap((entry) => passedDate(entry, document.revision, now));
  const byDate = Map.groupBy(passed, ({ effectiveAt }) => effectiveAt);
  for (const [date, changes] of byDate) {
    const fact = `allowlist.revised ${document.revision} ${date}`;
    await asOperator(database).transactional((em) => tellDataCenters(em, document, changes, fact));
  }
}

function passedDate(entry: AllowlistEntry, revision: number, now: Date): AllowlistChange[] {
  const { state, activeFrom, retireAfter } = entry;
  const date = state === 'announced' ? activeFrom : state === 'retiring' ? retireAfter : null;
  if (date === null) return [];
  const agoMs = now.getTime() - new Date(date).getTime();
  if (agoMs < 0 || agoMs > toldWithinMs) return [];
  return [{ revision, change: state === 'announced' ? 'state' : 'removed', entry, effectiveAt: date }];
}

async function tellDataCenters(
  em: EntityManager,
  { revision, sha256 }: AllowlistDocument,
  changes: readonly AllowlistChange[],
  fact: string | null,
): Promise<void> {
  const homes = await em.execute<{ home: string }[]>(
    `select distinct coalesce(data_center, '') as home from account`,
  );
  for (const { home } of homes) {
    const own = changes.filter(({ entry }) => entry.dataCenter === null || entry.dataCenter === home);
    if (own.length === 0) continue;
    const count = (wanted: AllowlistChange['change']) => own.filter(({ change }) => change === wanted).length;
    const payload = {
      revision,
      sha256,
      added: count('added'),
      removed: count('removed'),
      stateChanges: count('state'),
      changes: own.slice(0, mostListed).map(listed),
      changesLeftOut: Math.max(0, own.length - mostListed),
    };
    await em.execute('select record_for_data_center(?, ?, ?, ?::jsonb)', [
      home,
      'allowlist.revised',
      fact,
      JSON.stringify(payload),
    ]);
  }
}

function listed({ change, entry, effectiveAt }: AllowlistChange) {
  const { cidr, protocol, state } = entry;
  return { change, cidr, protocol, state, effectiveAt };
}
