import type { MailServers } from '@postern/core/mail-settings';
import { serversIn } from '@postern/core/server';
import type { EntityManager } from '@postern/database/database';
import { pauseOfAllAccounts, refusalWait } from '@postern/database/refused-logins';

const loginsPerMinute = 10;
const loginsPerHour = 100;

/**
 * How many seconds the caller must wait before this login; `null` if it may start now. The account has ten logins a
 * minute and a hundred an hour, and three refusals in ten minutes as one user on one host. Where all accounts together
 * are refused often, each login waits for up to 20 s.
 */
export async function loginWait(
  em: EntityManager,
  accountId: string,
  { domain, servers, username }: { domain: string; servers: MailServers; username: string },
): Promise<number | null> {
  // Held until the verification's row is committed, so that simultaneous requests count each other.
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 1))', [accountId]);
  const waits = [await accountWait(em, accountId)];
  for (const { host } of serversIn(servers)) {
    const login = { accountId, domain, host, username };
    waits.push(await refusalWait(em, login), await pauseOfAllAccounts(em, login));
  }
  const longest = Math.max(...waits);
  return longest > 0 ? Math.ceil(longest) : null;
}

/** Ten logins a minute and a hundred an hour for one account. */
async function accountWait(em: EntityManager, accountId: string): Promise<number> {
  const [row] = await em.execute<{ minute: string | null; hour: string | null }[]>(
    `with recent as (
       select created_at, row_number() over (order by created_at desc) as place from verification
       where account_id = ? and with_login and created_at > now() - interval '1 hour')
     select
       (select extract(epoch from created_at + interval '1 minute' - now()) from recent where place = ?) as minute,
       (select extract(epoch from created_at + interval '1 hour' - now()) from recent where place = ?) as hour`,
    [accountId, loginsPerMinute, loginsPerHour],
  );
  return Math.max(Number(row?.minute ?? 0), Number(row?.hour ?? 0));
}
