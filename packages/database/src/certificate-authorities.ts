import type { EntityManager } from './database.js';
import { newId } from './id.js';

/** A certificate authority of an account as it is stored. */
export type StoredAuthority = {
  readonly id: string;
  readonly name: string;
  readonly pem: string;
  /** SHA-256 of the certificate, in hex. */
  readonly sha256: string;
  readonly createdAt: Date;
  readonly createdBy: string;
};

/** The most authorities of one account: each of its verifications reads them all. */
export const mostAuthorities = 20;

const columns = 'id, name, pem, sha256, created_at as "createdAt", created_by as "createdBy"';

/** Reads the authorities of the account, in the order of their names; 20 at most. */
export async function listAuthorities(em: EntityManager): Promise<StoredAuthority[]> {
  return await em.execute<StoredAuthority[]>(
    `select ${columns} from certificate_authority order by name, id`,
  );
}

/** Reads the certificates of the account’s authorities in PEM. */
export async function readAuthorityPems(em: EntityManager): Promise<string[]> {
  const rows = await em.execute<{ pem: string }[]>('select pem from certificate_authority order by id');
  return rows.map(({ pem }) => pem);
}

/** Stores an authority and returns its id. `em` must be in a transaction of the account. */
export async function createAuthority(
  em: EntityManager,
  accountId: string,
  { name, pem, sha256, createdBy }: Omit<StoredAuthority, 'id' | 'createdAt'>,
): Promise<{ readonly id: string } | 'too-many' | 'known'> {
  // Two requests at once must not both find room for one more.
  await em.execute('select 1 from account where id = ? for update', [accountId]);
  const known = await listAuthorities(em);
  if (known.some((one) => one.sha256 === sha256)) return 'known';
  if (known.length >= mostAuthorities) return 'too-many';
  const id = newId();
  await em.execute(
    'insert into certificate_authority (id, account_id, created_by, name, pem, sha256) values (?, ?, ?, ?, ?, ?)',
    [id, accountId, createdBy, name, pem, sha256],
  );
  return { id };
}

/** Deletes an authority of the account and returns it; null if there is none with this id. */
export async function deleteAuthority(em: EntityManager, id: string): Promise<StoredAuthority | null> {
  const [row] = await em.execute<StoredAuthority[]>(
    `delete from certificate_authority where id = ? returning ${columns}`,
    [id],
  );
  return row ?? null;
}
