/**
 * One scheduler for all workers: PostgreSQL decides which verifications run next (`functions/dispatch-verifications.ts`).
 * The new tables are read across accounts, so they have no policies; they hold ids, addresses of servers and times.
 */
export const schedulerSchema = `
  drop function if exists save_mail_settings;
  drop function if exists queue_verifications;
  drop function if exists claim_verification;
  drop function if exists store_result;

  -- A process that runs verifications; a row without a heartbeat for 10 s counts as dead.
  create table worker (
    id uuid primary key,
    -- The data centre whose accounts it serves beside those without one; '' serves every data centre.
    data_center text not null,
    concurrency int not null,
    started_at timestamptz(3) not null default now(),
    heartbeat_at timestamptz(3) not null default now()
  );

  alter table verification_job
    -- 1: a person waits. 2: import. 3: two workers were lost with it.
    add urgency int not null default 1,
    -- Null while it waits; else until when a worker should have claimed it.
    add dispatched_until timestamptz(3),
    -- The server, as host:port, that has no room for it.
    add blocked_on text;
  alter table verification_job rename due_at to queued_at;
  alter table verification_job alter queued_at set default now();
  drop index verification_job_due_at_idx;
  -- Ids are UUIDs of version 7, so the oldest job has the smallest id.
  create index verification_job_waiting_idx on verification_job (account_id, urgency, verification_id)
    where dispatched_until is null and blocked_on is null;
  create index verification_job_blocked_idx on verification_job (blocked_on, account_id, urgency, verification_id)
    where blocked_on is not null;
  create index verification_job_dispatched_idx on verification_job (data_center, account_id)
    where dispatched_until is not null;

  -- An account that has, or lately had, waiting jobs of one urgency. Choosing walks these rows and not the jobs.
  create table waiting_account (
    account_id uuid not null references account on delete cascade,
    urgency int not null,
    data_center text not null,
    is_waiting boolean not null default true,
    -- When it was last looked at: the account whose turn is longest ago comes first. The row stays when no job waits.
    turn_at timestamptz not null default clock_timestamp(),
    primary key (account_id, urgency)
  );
  create index waiting_account_turn_idx on waiting_account (data_center, urgency, turn_at) where is_waiting;
  create index waiting_account_idle_idx on waiting_account (turn_at) where not is_waiting;

  -- An account whose servers wasted turns: none until rests_until, and two at once while it is on probation.
  create table account_probation (
    account_id uuid primary key references account on delete cascade,
    rests_until timestamptz(3) not null
  );

  -- One turn on a server (host:port): of a dispatched verification, or of a scheduled measurement. Without foreign keys:
  -- what ends a holder deletes its turns, and the sweep deletes those whose holder is gone.
  create table server_turn (
    server text not null,
    -- The account of a verification; null for a scheduled measurement.
    account_id uuid,
    holder_id uuid not null
  );
  create index server_turn_server_idx on server_turn (server);
  create index server_turn_holder_id_idx on server_turn (holder_id);

  -- A server that jobs are blocked on, and the account whose job was unblocked last.
  create table blocked_server (
    server text primary key,
    last_account_id uuid not null default '00000000-0000-0000-0000-000000000000'
  );

  insert into waiting_account (account_id, urgency, data_center)
    select distinct account_id, 1, data_center from verification_job;
`;
