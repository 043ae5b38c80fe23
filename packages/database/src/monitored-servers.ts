import type { ServerTarget } from '@postern/core/server-target';
import type { EntityManager } from './database.js';
import { newId } from './id.js';

/** A domain's settings and the servers they name. */
export type MonitoredDomain = { readonly settingsId: string; readonly targets: readonly ServerTarget[] };

const rows = `rows as (select * from jsonb_to_recordset(?::jsonb)
  as r (id uuid, "settingsId" uuid, endpoint text, host text, port int, tls text, path text))`;

/**
 * Puts servers on the schedule, which hangs on the server and not on the domain: one row for all who use it from the
 * same data centre. The save itself verifies, so a server that is new here is due in 18 to 30 hours: the jitter keeps
 * an import from coming back at once. Replaces what the settings used before, if `isUpdate`.
 */
export async function monitorServers(
  em: EntityManager,
  accountId: string,
  domains: readonly MonitoredDomain[],
  isUpdate: boolean,
): Promise<void> {
  const given = JSON.stringify(
    domains.flatMap(({ settingsId, targets }) =>
      targets.map((target) => ({ id: newId(), settingsId, ...target })),
    ),
  );
  if (isUpdate) {
    await em.execute(
      `with ${rows} delete from monitored_domain where settings_id in (select distinct "settingsId" from rows)`,
      [given],
    );
  }
  // DO NOTHING locks no row that is there, so savers of a popular server do not wait for each other.
  await em.execute(
    `with ${rows}
     insert into monitored_server (id, data_center, endpoint, host, port, tls, path, due_at)
     select distinct on (endpoint, host, port, tls, path)
       r.id, coalesce(a.data_center, ''), endpoint, host, port, tls, path,
       now() + make_interval(hours => 18, mins => (random() * 720)::int)
     from rows r, account a where a.id = ?
     order by endpoint, host, port, tls, path
     on conflict do nothing`,
    [given, accountId],
  );
  await em.execute(
    `with ${rows}
     insert into monitored_domain (server_id, settings_id, account_id)
     select s.id, r."settingsId", a.id
     from rows r, account a, monitored_server s
     where a.id = ? and s.data_center = coalesce(a.data_center, '')
       and (s.endpoint, s.host, s.port, s.tls, s.path) = (r.endpoint, r.host, r.port, r.tls, r.path)
     on conflict do nothing`,
    [given, accountId],
  );
}

/**
 * After an account moved to another data centre: its domains hang on the servers as that data centre sees them. Call
 * it in the transaction that moved the account.
 */
export async function moveMonitoredServers(em: EntityManager, accountId: string): Promise<void> {
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
}
