import { withoutAccount, type Database } from './database.js';
import { SignInCode, Session } from './entities/session.js';
import { TokenLookup } from './entities/token.js';
import { newSecret, secretHash, sessionHash } from './secret-hash.js';

const codeLifeMinutes = 15;
/** How long a browser's session lasts. */
export const sessionLifeHours = 12;

/** A single-use code that signs a browser in with a token, valid for 15 minutes; null if the token was revoked. */
export async function createSignInCode(database: Database, tokenSecret: string): Promise<string | null> {
  const em = withoutAccount(database);
  const holder = await em.findOne(TokenLookup, { sha256: secretHash(tokenSecret) });
  if (holder === null) return null;
  const code = newSecret('code_');
  const expiresAt = new Date(Date.now() + codeLifeMinutes * 60_000);
  await em.insert(SignInCode, { sha256: secretHash(code), tokenId: holder.tokenId, expiresAt });
  return code;
}

/** Opens a session for a token's secret or a code; `null` when it is unknown, used or expired. */
export async function openSession(
  database: Database,
  given: { token: string } | { code: string },
): Promise<{ secret: string; expiresAt: Date } | null> {
  return withoutAccount(database).transactional(async (em) => {
    const holder = 'token' in given ? await holderOfToken(em, given.token) : await redeemCode(em, given.code);
    if (holder === null) return null;
    const secret = newSecret('session_');
    const expiresAt = new Date(Date.now() + sessionLifeHours * 3_600_000);
    await em.insert(Session, { sha256: sessionHash(secret), tokenId: holder, expiresAt });
    await em.nativeDelete(Session, { expiresAt: { $lt: new Date() } });
    return { secret, expiresAt };
  });
}

/** Ends a session; an unknown session is no error. */
export async function closeSession(database: Database, secret: string): Promise<void> {
  await withoutAccount(database).nativeDelete(Session, { sha256: sessionHash(secret) });
}

type Em = ReturnType<typeof withoutAccount>;

async function holderOfToken(em: Em, secret: string): Promise<string | null> {
  const found = await em.findOne(TokenLookup, { sha256: secretHash(secret) });
  const isOver = found !== null && found.expiresAt != null && found.expiresAt <= new Date();
  return found === null || isOver ? null : found.tokenId;
}

/** Deletes the code, which makes it single-use: of two simultaneous requests only one gets the row. */
async function redeemCode(em: Em, code: string): Promise<string | null> {
  const rows = await em.execute<{ token_id: string }[]>(
    `delete from sign_in_code where sha256 = decode(?, 'hex') and expires_at > now() returning token_id`,
    [Buffer.from(secretHash(code)).toString('hex')],
  );
  return rows[0]?.token_id ?? null;
}
