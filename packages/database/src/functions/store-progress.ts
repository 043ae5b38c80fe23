import type { EndpointReport } from '@postern/core/verification';
import type { Database } from '../database.js';
import { preparedQuery } from '../prepared-query.js';
import { planByKey } from './plan-by-key.js';

/** Names those of these verifications that somebody reads while they run. */
export const watchedVerificationsFunction = `
  create or replace function watched_verifications(running uuid[]) returns setof uuid
  language plpgsql ${planByKey} as $$
  begin
    return query select j.verification_id from verification_job j
      where j.verification_id = any (running) and j.watched_until > now();
  end $$;
`;

/** Stores the steps that ended so far, so that people can watch; under an older claim it changes nothing. */
export const storeProgressFunction = `
  create or replace function store_progress(wanted uuid, claimed_attempt int, endpoints jsonb) returns void
  language plpgsql ${planByKey} as $$
  #variable_conflict use_variable
  declare owner uuid;
  begin
    select j.account_id into owner from verification_job j
      where j.verification_id = wanted and j.attempt = claimed_attempt;
    if not found then return; end if;
    perform set_config('postern.account_id', owner::text, true);
    update verification v set endpoints = store_progress.endpoints where v.id = wanted and v.state = 'running';
  end $$;
`;

const watched = { name: 'watched-verifications', text: 'select watched_verifications($1) as id' };
const statement = { name: 'store-progress', text: 'select store_progress($1, $2, $3)' };

/** Resolves to those of these verifications that somebody has read within the last 10 s. */
export async function watchedVerifications(
  database: Database,
  running: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await preparedQuery<{ id: string }>(database, watched, [running]);
  return new Set(rows.map(({ id }) => id));
}

/** Shows the steps that ended so far; under an older claim and after the end it changes nothing. */
export async function storeProgress(
  database: Database,
  { id, attempt }: { readonly id: string; readonly attempt: number },
  endpoints: EndpointReport[],
): Promise<void> {
  await preparedQuery(database, statement, [id, attempt, JSON.stringify(endpoints)]);
}
