import type { EntityManager } from './database.js';

/**
 * Follows an account to another data centre: its domains are scheduled with the servers of that data centre, and its
 * waiting verifications are for that data centre's workers. Call it in the transaction that changes the account.
 */
export async function moveAccount(em: EntityManager, accountId: string): Promise<void> {
  await em.execute(
    `insert into monitored_server (id, data_center, endpoint, host, port, tls, path, due_at)
     select distinct on (s.endpoint, s.host, s.port, s.tls, s.path)
       gen_random_uuid(), coalesce(a.data_center, ''), s.endpoint, s.host, s.port, s.tls, s.path, now()
     from account a, monitored_domain d, monitored_server s
     where a.id = ? and d.account_id = a.id and s.id = d.server_id
     on conflict do nothing`,
    [accountId],
  );
  await em.execute(
    `update monitored_domain d set server_id = moved.id
     from account a, monitored_server s, monitored_server moved
     where a.id = ? and d.account_id = a.id and s.id = d.server_id and moved.data_center = coalesce(a.data_center, '')
       and (moved.endpoint, moved.host, moved.port, moved.tls, moved.path) = (s.endpoint, s.host, s.port, s.tls, s.path)
       and moved.id <> s.id`,
    [accountId],
  );
  await em.execute(
    `insert into account_server (server_id, account_id, look_at)
     select distinct s.id, d.account_id, s.due_at
     from monitored_domain d join monitored_server s on s.id = d.server_id where d.account_id = ?
     on conflict do nothing`,
    [accountId],
  );
  await em.execute(
    `update monitored_account m set data_center = coalesce(a.data_center, ''), turn_at = now() from account a
     where a.id = ? and m.account_id = a.id`,
    [accountId],
  );
  await em.execute(
    `update waiting_account w set data_center = coalesce(a.data_center, '') from account a
     where a.id = ? and w.account_id = a.id`,
    [accountId],
  );
  await em.execute(
    `update verification_job j set data_center = coalesce(a.data_center, '') from account a
     where a.id = ? and j.account_id = a.id`,
    [accountId],
  );
  await em.execute(
    `update delivery_job j set data_center = coalesce(a.data_center, '') from account a
     where a.id = ? and j.account_id = a.id`,
    [accountId],
  );
}
