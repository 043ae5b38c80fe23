import type { Role } from '@postern/core/permission';
import { asOperator, inAccount, withoutAccount, type Database, type EntityManager } from './database.js';
import { Session } from './entities/session.js';
import { newId } from './id.js';
import { preparedQuery } from './prepared-query.js';
import { newSecret, sessionHash } from './secret-hash.js';
import { sessionLifeHours } from './sign-in-code.js';
import { SealError, type SecretSealer } from './sealed-secret.js';

/** How long the provider's word about a person counts. After that it is asked again, or the session ends. */
const checkedForMinutes = 60;
/** A session is asked about so long before its end, so that the provider may be away for as long. */
const checkAheadMinutes = 10;
/** How long a process has a session for itself while it asks the provider: up to four calls of five seconds. */
const checkLeaseSeconds = 45;

/** What the provider says of a person; operators have no account. */
export type SignedInPerson = {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly address: string | null;
  readonly role: Role;
  readonly accountId: string | null;
};

/** The provider's tokens of a session: to ask again, and to sign out there. */
export type ProviderGrant = {
  readonly subject: string;
  readonly refreshToken: string | null;
  readonly idToken: string;
};

/**
 * Opens a session of a person for the 12 hours of every session. It ends after an hour unless the provider confirms it
 * (`claimDueSession`), which needs a refresh token.
 */
export async function openPersonSession(
  database: Database,
  sealer: SecretSealer,
  person: SignedInPerson,
  grant: ProviderGrant,
): Promise<{ secret: string }> {
  const secret = newSecret('session_');
  const sha256 = sessionHash(secret);
  const { accountId, role } = person;
  const em = accountId === null ? asOperator(database) : inAccount(database, accountId);
  await em.transactional(async (tx) => {
    const personId = await storePerson(tx, person);
    const expiresAt = new Date(Date.now() + checkedForMinutes * 60_000);
    // Without a refresh token the provider cannot be asked again.
    const isRenewable = grant.refreshToken !== null;
    await tx.insert(Session, {
      sha256,
      personId,
      accountId,
      role,
      sealedGrant: sealGrant(sealer, sha256, grant),
      expiresAt,
      renewableUntil: isRenewable ? new Date(Date.now() + sessionLifeHours * 3_600_000) : expiresAt,
    });
  });
  return { secret };
}

async function storePerson(em: EntityManager, person: SignedInPerson): Promise<string> {
  const { issuer, subject, accountId, name, address } = person;
  const [row] = await em.execute<{ id: string }[]>(
    `insert into person (id, issuer, subject, account_id, name, address) values (?, ?, ?, ?, ?, ?)
     on conflict (issuer, subject, account_id) do update
       set name = excluded.name, address = excluded.address, signed_in_at = now() returning id`,
    [newId(), issuer, subject, accountId, name, address],
  );
  return row!.id;
}

/** The name and address of a person; null if the id is that of a token. The account must be named, or an operator's. */
export async function readPerson(
  em: EntityManager,
  id: string,
): Promise<{ name: string; address: string | null } | null> {
  const [person] = await em.execute<{ name: string; address: string | null }[]>(
    'select name, address from person where id = ?',
    [id],
  );
  return person ?? null;
}

/** A session that the provider has to confirm. */
export type DueSession = {
  readonly sha256: Uint8Array;
  readonly accountId: string | null;
  /** Null without a refresh token, and if the key that sealed it is gone: the session ends at its hour. */
  readonly grant: ProviderGrant | null;
};

/**
 * Takes the session that ends first, within ten minutes, for one process; null if there is none. One at a time, because a
 * refresh token that two processes use makes a provider end the whole grant.
 */
export async function claimDueSession(database: Database, sealer: SecretSealer): Promise<DueSession | null> {
  const [row] = await preparedQuery<Omit<DueSession, 'grant'> & { sealedGrant: string }>(
    database,
    claimStatement,
    [checkAheadMinutes, checkLeaseSeconds],
  );
  if (row === undefined) return null;
  const { sealedGrant, ...session } = row;
  const grant = openGrant(sealer, session.sha256, sealedGrant);
  return { ...session, grant: grant?.refreshToken ? grant : null };
}

const claimStatement = {
  name: 'claim-due-session',
  text: `update session set checked_by_until = now() + make_interval(secs => $2)
    where sha256 = (
      select sha256 from session
      where person_id is not null and expires_at > now() and expires_at < renewable_until
        and expires_at < now() + make_interval(mins => $1)
        and (checked_by_until is null or checked_by_until < now())
      order by expires_at limit 1 for update skip locked)
    returning sha256, account_id as "accountId", sealed_grant as "sealedGrant"`,
};

/** Prolongs a session that the provider has confirmed, with the role that the person has now. */
export async function prolongSession(
  database: Database,
  sealer: SecretSealer,
  { sha256 }: DueSession,
  { role, grant }: { readonly role: Role; readonly grant: ProviderGrant },
): Promise<void> {
  await preparedQuery(database, prolongStatement, [
    sha256,
    role,
    sealGrant(sealer, sha256, grant),
    checkedForMinutes,
  ]);
}

const prolongStatement = {
  name: 'prolong-session',
  text: `update session set role = $2, sealed_grant = $3, checked_by_until = null,
      expires_at = least(renewable_until, now() + make_interval(mins => $4))
    where sha256 = $1`,
};

/** Ends a session that the provider no longer confirms. */
export async function endSession(database: Database, { sha256 }: DueSession): Promise<void> {
  await withoutAccount(database).nativeDelete(Session, { sha256 });
}

/** Ends a session and returns the provider's tokens of it; null for the session of a token, and for an unknown one. */
export async function closeSession(
  database: Database,
  sealer: SecretSealer,
  secret: string,
): Promise<ProviderGrant | null> {
  const sha256 = sessionHash(secret);
  const [row] = await preparedQuery<{ sealedGrant: string | null }>(database, closeStatement, [sha256]);
  return row?.sealedGrant ? openGrant(sealer, sha256, row.sealedGrant) : null;
}

const closeStatement = {
  name: 'close-session',
  text: 'delete from session where sha256 = $1 returning sealed_grant as "sealedGrant"',
};

/** Ends every session of a token: the operator wants people to sign in through the provider. */
export async function endTokenSessions(database: Database): Promise<void> {
  await withoutAccount(database).nativeDelete(Session, { tokenId: { $ne: null } });
}

function sealGrant(sealer: SecretSealer, sha256: Uint8Array, grant: ProviderGrant): string {
  return sealer.seal(JSON.stringify(grant), contextOf(sha256));
}

/** Null if the key that sealed the grant is gone. */
function openGrant(sealer: SecretSealer, sha256: Uint8Array, sealed: string): ProviderGrant | null {
  try {
    return JSON.parse(sealer.open(sealed, contextOf(sha256))) as ProviderGrant;
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

function contextOf(sha256: Uint8Array): string {
  return `session ${Buffer.from(sha256).toString('hex')}`;
}
