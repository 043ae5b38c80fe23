import { createHash } from 'node:crypto';
import type { EntityManager } from './database.js';

/**
 * At most 3 refused logins of an account as one user on one host in 10 minutes: a mail server bans an address whose
 * logins keep failing. Another account's refusals do not count, or anybody could lock a user out.
 */
const mostRefused = 3;
const windowMinutes = 10;
/**
 * After 6 refusals of all accounts together in 10 minutes, logins of that user follow a refusal by 20 s at least. All
 * accounts log in from the same addresses, and a server that bans one bans all.
 */
const refusedByAll = 6;
const pauseSeconds = 20;

/** A login of an account as a user on a host, for a domain. */
export type Login = {
  readonly accountId: string;
  readonly domain: string;
  readonly host: string;
  readonly username: string;
};

/** How many seconds the account must wait before this login because its own were refused; 0 if it may start now. */
export async function refusalWait(em: EntityManager, login: Login): Promise<number> {
  return secondsUntil(em, loginKey(login, login.accountId), mostRefused - 1, windowMinutes * 60);
}

/** How many seconds this login must wait because those of all accounts were refused: at most 20, 0 if it may start now. */
export async function pauseOfAllAccounts(em: EntityManager, login: Login): Promise<number> {
  const key = loginKey(login, '');
  const isMany = (await secondsUntil(em, key, refusedByAll - 1, windowMinutes * 60)) > 0;
  return isMany ? Math.max(0, await secondsUntil(em, key, 0, pauseSeconds)) : 0;
}

/** Counts a refusal, and deletes the refusals that are older than 10 minutes. */
export async function recordRefusedLogin(em: EntityManager, login: Login): Promise<void> {
  await em.execute(`insert into refused_login (key_sha256) values (decode(?, 'hex')), (decode(?, 'hex'))`, [
    loginKey(login, login.accountId),
    loginKey(login, ''),
  ]);
  await em.execute('delete from refused_login where at < now() - make_interval(mins => ?)', [windowMinutes]);
}

/** The seconds until the newest refusal but `offset` of the last 10 minutes is `seconds` old; 0 if there is none. */
async function secondsUntil(
  em: EntityManager,
  key: string,
  offset: number,
  seconds: number,
): Promise<number> {
  const [row] = await em.execute<{ wait: string | null }[]>(
    `select extract(epoch from at + make_interval(secs => ?) - now()) as wait from refused_login
     where key_sha256 = decode(?, 'hex') and at > now() - make_interval(mins => ?)
     order by at desc offset ? limit 1`,
    [seconds, key, windowMinutes, offset],
  );
  return Number(row?.wait ?? 0);
}

/**
 * The key, a SHA-256 in hex, under which refusals are counted: of one account, or with '' of all. Spellings that mail
 * servers take for one user have one key: case, spaces, Unicode forms, and the name with and without its domain.
 */
function loginKey({ domain, host, username }: Login, account: string): string {
  const plain = username.normalize('NFKC').replaceAll(/\s/gu, '').toLowerCase();
  const user = plain.includes('@') ? plain : `${plain}@${domain.toLowerCase()}`;
  return createHash('sha256')
    .update(JSON.stringify([account, host.toLowerCase(), user]))
    .digest('hex');
}
