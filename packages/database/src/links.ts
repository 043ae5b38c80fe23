import type { Limits } from '@postern/core/permission';
import type { EntityManager } from './database.js';
import { newId } from './id.js';
import { queryWithin } from './prepared-query.js';
import { newSecret, secretHash } from './secret-hash.js';

/** A link for IT as it is stored. */
export type StoredLink = {
  readonly id: string;
  /** RFC 3339, UTC, like every time here. */
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt: string;
  readonly limits: Limits | null;
  readonly openedAt: string | null;
  readonly appliedBy: string | null;
  /** The day as `2027-01-31`. */
  readonly appliedOn: string | null;
};

export type WantedLink = {
  readonly accountId: string;
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly domains: readonly string[] | undefined;
};

const rfc3339 = (column: string) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const columns = `l.id, ${rfc3339('l.created_at')} as "createdAt", l.created_by as "createdBy",
  ${rfc3339('k.expires_at')} as "expiresAt", k.limits, ${rfc3339('k.opened_at')} as "openedAt",
  l.applied_by as "appliedBy", to_char(l.applied_on, 'YYYY-MM-DD') as "appliedOn"`;

/** Stores a link under the hash of its secret, which is shown once. `em` must be in a transaction of the account. */
export async function createLink(
  em: EntityManager,
  { accountId, createdBy, expiresAt, domains }: WantedLink,
): Promise<{ id: string; secret: string }> {
  const secret = newSecret('link_');
  const id = newId();
  await em.execute('insert into link (id, account_id, created_by) values (?, ?, ?)', [
    id,
    accountId,
    createdBy,
  ]);
  await em.execute(
    `insert into link_lookup (sha256, link_id, account_id, expires_at, limits) values (decode(?, 'hex'), ?, ?, ?, ?::jsonb)`,
    [
      Buffer.from(secretHash(secret)).toString('hex'),
      id,
      accountId,
      expiresAt.toISOString(),
      domains === undefined ? null : JSON.stringify({ domains } satisfies Limits),
    ],
  );
  return { id, secret };
}

/** Reads a link of the account; null if there is none with this id. */
export async function readLink(em: EntityManager, id: string): Promise<StoredLink | null> {
  const text = `select ${columns} from link l join link_lookup k on k.link_id = l.id where l.id = $1`;
  const [found] = await queryWithin<StoredLink>(em, { name: 'link', text }, [id]);
  return found ?? null;
}

/** Reads `limit` links of the account, the newest first, those before the link `before` if it is given. */
export function listLinks(em: EntityManager, before: string | null, limit: number): Promise<StoredLink[]> {
  const text = `select ${columns} from link l join link_lookup k on k.link_id = l.id
    where ($1::uuid is null or l.id < $2::uuid) order by l.id desc limit $3`;
  return queryWithin<StoredLink>(em, { name: 'links', text }, [before, before, limit]);
}

/** Deletes a link of the account, which ends it at once; null if there is none with this id. */
export async function deleteLink(em: EntityManager, id: string): Promise<StoredLink | null> {
  const found = await readLink(em, id);
  if (found !== null) await em.execute('delete from link where id = ?', [id]);
  return found;
}

/** Records who said that the rules of a link are applied. The last one counts. */
export async function markApplied(
  em: EntityManager,
  id: string,
  { name, date }: { name: string; date: string },
): Promise<void> {
  await em.execute('update link set applied_by = ?, applied_on = ?::date where id = ?', [name, date, id]);
}
