import { createHash } from 'node:crypto';
import type { EntityManager } from './database.js';

/**
 * At most 3 refused logins of one user on one host in 10 minutes: a mail server bans an address whose logins keep
 * failing, and all accounts log in from the same addresses.
 */
const mostRefused = 3;
const windowMinutes = 10;

/** The key under which refusals of one user on one host are counted, for all accounts together; a hash of both. */
export function loginKey(host: string, username: string): Uint8Array {
  return createHash('sha256')
    .update(JSON.stringify([host.toLowerCase(), username.toLowerCase()]))
    .digest();
}

/** How many seconds this user must wait before the next login on this host; 0 if a login may start now. */
export async function refusalWait(em: EntityManager, key: Uint8Array): Promise<number> {
  const [row] = await em.execute<{ wait: string | null }[]>(
    `select extract(epoch from at + make_interval(mins => ?) - now()) as wait from refused_login
     where key_sha256 = decode(?, 'hex') and at > now() - make_interval(mins => ?)
     order by at desc offset ? limit 1`,
    [windowMinutes, hex(key), windowMinutes, mostRefused - 1],
  );
  return Number(row?.wait ?? 0);
}

/** Counts a refusal, and deletes the refusals that are older than 10 minutes. */
export async function recordRefusedLogin(em: EntityManager, key: Uint8Array): Promise<void> {
  await em.execute(`insert into refused_login (key_sha256) values (decode(?, 'hex'))`, [hex(key)]);
  await em.execute('delete from refused_login where at < now() - make_interval(mins => ?)', [windowMinutes]);
}

function hex(key: Uint8Array): string {
  return Buffer.from(key).toString('hex');
}
