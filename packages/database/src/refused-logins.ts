import { createHash } from 'node:crypto';
import type { EntityManager } from './database.js';

/** Servers ban an address that keeps failing, and every account shares ours: 3 refused logins in 10 minutes. */
const mostRefused = 3;
const windowMinutes = 10;

/** What refusals of one user on one host are counted by, across accounts; names neither. */
export function loginKey(host: string, username: string): Uint8Array {
  return createHash('sha256')
    .update(JSON.stringify([host.toLowerCase(), username.toLowerCase()]))
    .digest();
}

/** Seconds until this user may be tried on this host again; 0 for now. */
export async function refusedLogins(em: EntityManager, key: Uint8Array): Promise<number> {
  const [row] = await em.execute<{ wait: string | null }[]>(
    `select extract(epoch from at + make_interval(mins => ?) - now()) as wait from refused_login
     where key_sha256 = decode(?, 'hex') and at > now() - make_interval(mins => ?)
     order by at desc offset ? limit 1`,
    [windowMinutes, hex(key), windowMinutes, mostRefused - 1],
  );
  return Number(row?.wait ?? 0);
}

/** Counts a refusal, and forgets the ones that no longer count. */
export async function recordRefusedLogin(em: EntityManager, key: Uint8Array): Promise<void> {
  await em.execute(`insert into refused_login (key_sha256) values (decode(?, 'hex'))`, [hex(key)]);
  await em.execute('delete from refused_login where at < now() - make_interval(mins => ?)', [windowMinutes]);
}

function hex(key: Uint8Array): string {
  return Buffer.from(key).toString('hex');
}
