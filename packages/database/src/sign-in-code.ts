import { withoutAccount, type Database } from './database.js';
import { SignInCode, Session } from './entities/session.js';
import { TokenLookup } from './entities/token.js';
import { preparedQuery, type Statement } from './prepared-query.js';
import { newSecret, secretHash, sessionHash } from './secret-hash.js';

const codeLifeMinutes = 15;
/** How long a browser's session lasts. */
export const sessionLifeHours = 12;

/** A single-use code that signs a browser in with a token, valid for 15 minutes; null if the token was revoked or has expired. */
export async function createSignInCode(database: Database, tokenSecret: string): Promise<string | null> {
  const em = withoutAccount(database);
  const holder = await em.findOne(TokenLookup, { sha256: secretHash(tokenSecret) });
  if (holder === null || (holder.expiresAt && holder.expiresAt <= new Date())) return null;
  const code = newSecret('code_');
  const expiresAt = new Date(Date.now() + codeLifeMinutes * 60_000);
  await em.insert(SignInCode, { sha256: secretHash(code), tokenId: holder.tokenId, expiresAt });
  return code;
}

/**
 * Opens a session for a token's secret, at most until that secret ends, or for a code; `null` when it is unknown, used or expired. A code is deleted by the same
 * statement, so of two requests at once only one gets a session. One statement, because anybody may send wrong secrets.
 */
export async function openSession(
  database: Database,
  given: { token: string } | { code: string },
): Promise<{ secret: string; expiresAt: Date } | null> {
  const secret = newSecret('session_');
  const [statement, known] =
    'token' in given ? [openForToken, given.token] : ([openForCode, given.code] as const);
  const values = [secretHash(known), sessionHash(secret), sessionLifeHours];
  const [session] = await preparedQuery<{ expiresAt: Date }>(database, statement, values);
  if (session === undefined) return null;
  await withoutAccount(database).nativeDelete(Session, { expiresAt: { $lt: new Date() } });
  return { secret, expiresAt: session.expiresAt };
}

const openForToken = openFor(
  'token',
  'select token_id, expires_at from token_lookup where sha256 = $1 and (expires_at is null or expires_at > now())',
);
const openForCode = openFor(
  'code',
  'delete from sign_in_code where sha256 = $1 and expires_at > now() returning token_id, null::timestamptz as expires_at',
);

function openFor(what: string, holder: string): Statement {
  return {
    name: `open-session-for-${what}`,
    text: `with holder as (${holder})
      insert into session (sha256, token_id, expires_at)
      select $2, token_id, least(now() + make_interval(hours => $3), holder.expires_at) from holder returning expires_at as "expiresAt"`,
  };
}
