import type { Client } from 'pg';

/** Adds accounts, and waiting jobs of all accounts with servers of their own, as a superuser; their verifications do not exist. */
export async function fillWaitingJobs(superuser: Client, jobs: number, accounts: number): Promise<void> {
  await superuser.query(
    `insert into account (id, name) select gen_random_uuid(), gen_random_uuid()::text from generate_series(1, $1::int)`,
    [accounts],
  );
  // Foreign keys of a million rows take minutes to check, and none of these rows is wrong.
  await superuser.query(`set session_replication_role = replica`);
  await superuser.query(
    `with owner as (select id, row_number() over () as place from account)
     insert into verification_job (verification_id, account_id, servers)
     select gen_random_uuid(), owner.id, array['imap' || n || '.example.com:993', 'smtp' || n || '.example.com:465']
     from generate_series(1, $1::int) n join owner on owner.place = 1 + n % (select count(*) from owner)`,
    [jobs],
  );
  await superuser.query(`
    insert into waiting_account (account_id, urgency, data_center) select id, 1, '' from account on conflict do nothing;
    set session_replication_role = default; analyze`);
}

/** Makes every dispatched job wait again, and every worker live. */
export async function emptyWindow(superuser: Client): Promise<void> {
  await superuser.query(`
    update verification_job set dispatched_until = null where dispatched_until is not null;
    update waiting_account set is_waiting = true where not is_waiting;
    delete from server_turn; update worker set heartbeat_at = now()`);
}
