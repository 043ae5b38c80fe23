import { planByKey } from './plan-by-key.js';

/**
 * Puts the servers of saved settings on the schedule, which has one row for all domains that use a server from the same
 * data centre. The save itself verifies, so a server that is new here is due in 18 to 30 hours; the random part spreads
 * the servers of an import over half a day.
 */
export const monitorServersFunction = `
  create or replace function monitor_servers(owner uuid, home text, saved jsonb) returns void
  language plpgsql ${planByKey} as $$
  begin
    if jsonb_path_exists(saved, '$[*].revision ? (@ > 1)') then
      delete from monitored_domain where settings_id in (
        select r."settingsId" from jsonb_to_recordset(saved) as r ("settingsId" uuid, revision int)
        where r.revision > 1);
    end if;
    -- DO NOTHING locks no row that is there, so savers of a popular server do not wait for each other.
    insert into monitored_server (id, data_center, endpoint, host, port, tls, path, due_at)
    select gen_random_uuid(), home, t.endpoint, t.host, t.port, t.tls, t.path,
      now() + make_interval(hours => 18, mins => (random() * 720)::int)
    from (
      select distinct t.* from jsonb_to_recordset(saved) as r (targets jsonb),
        jsonb_to_recordset(r.targets) as t (endpoint text, host text, port int, tls text, path text)
    ) t
    on conflict do nothing;
    -- A subquery in the select list, so that each server is found by its key; OFFSET 0 keeps it from being flattened. A join
    -- would read the whole table: PostgreSQL expects a hundred rows in the JSON.
    insert into monitored_domain (server_id, settings_id, account_id)
    select found.server_id, found.settings_id, owner
    from (
      select (
          select s.id from monitored_server s
          where s.data_center = home and s.endpoint = t.endpoint and s.host = t.host and s.port = t.port
            and s.tls = t.tls and s.path = t.path
        ) as server_id, r."settingsId" as settings_id
      from jsonb_to_recordset(saved) as r ("settingsId" uuid, targets jsonb),
        jsonb_to_recordset(r.targets) as t (endpoint text, host text, port int, tls text, path text)
      offset 0
    ) found
    on conflict do nothing;
    -- After monitored_domain, whose foreign key locks the server: claim_due_servers removes a row that no domain needs
    -- only while nobody holds that lock.
    insert into account_server (server_id, account_id, look_at)
    select found.server_id, owner, (select s.due_at from monitored_server s where s.id = found.server_id)
    from (
      select distinct d.server_id from jsonb_to_recordset(saved) as r ("settingsId" uuid),
        lateral (select server_id from monitored_domain where settings_id = r."settingsId" offset 0) d
    ) found
    on conflict do nothing;
  end $$;
`;
