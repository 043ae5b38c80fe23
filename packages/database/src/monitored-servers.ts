import type { ServerTarget } from '@postern/core/server-target';
import type { EntityManager } from './database.js';
import { newId } from './id.js';

/**
 * Puts a domain's servers on the schedule, and takes it off those it no longer uses. The save itself verifies, so a
 * server that is new here is due in 18 to 30 hours: the jitter keeps an import from coming back at once.
 */
export async function monitorServers(
  em: EntityManager,
  settings: { readonly id: string; readonly accountId: string },
  servers: readonly ServerTarget[],
): Promise<void> {
  await em.execute('delete from monitored_domain where settings_id = ?', [settings.id]);
  for (const { endpoint, host, port, tls, path } of servers) {
    await em.execute(
      `with used as (
         insert into monitored_server (id, data_center, endpoint, host, port, tls, path, due_at)
         select ?, coalesce(data_center, ''), ?, ?, ?, ?, ?, now() + make_interval(hours => 18, mins => (random() * 720)::int)
         from account where id = ?
         on conflict (data_center, endpoint, host, port, tls, path) do update set path = excluded.path
         returning id)
       insert into monitored_domain (server_id, settings_id, account_id) select id, ?, ? from used`,
      [newId(), endpoint, host, port, tls, path, settings.accountId, settings.id, settings.accountId],
    );
  }
}
