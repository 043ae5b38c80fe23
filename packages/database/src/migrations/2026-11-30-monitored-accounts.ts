/**
 * Scheduled measurements take accounts in turn (`functions/claim-due-servers.ts`). One row of `monitored_account` stands for
 * all due servers of an account, so choosing costs the same however many are due.
 */
export const monitoredAccountsSchema = `
  drop function if exists claim_due_servers;

  create table monitored_account (
    account_id uuid primary key references account on delete cascade,
    data_center text not null,
    -- When it is the account's turn: its last turn while servers of it are due, else when to look for due ones again.
    turn_at timestamptz not null default clock_timestamp()
  );
  create index monitored_account_turn_idx on monitored_account (turn_at);

  -- A server that domains of the account use, once however many they are.
  create table account_server (
    server_id uuid not null references monitored_server on delete cascade,
    account_id uuid not null references monitored_account on delete cascade,
    -- Never later than the server is due. It is earlier after another account's turn measured the server.
    look_at timestamptz(3) not null,
    primary key (server_id, account_id)
  );
  create index account_server_look_idx on account_server (account_id, look_at);

  create function monitor_account() returns trigger language plpgsql as $$
  begin
    insert into monitored_account (account_id, data_center) values (new.id, coalesce(new.data_center, ''));
    return null;
  end $$;
  create trigger monitor_account after insert on account for each row execute function monitor_account();

  -- Keeps look_at when somebody makes a server due earlier. Postern itself only ever moves due_at to a later time.
  create function look_earlier() returns trigger language plpgsql as $$
  begin
    update account_server s set look_at = new.due_at where s.server_id = new.id and s.look_at > new.due_at;
    update monitored_account a set turn_at = new.due_at from account_server s
      where s.server_id = new.id and a.account_id = s.account_id and a.turn_at > new.due_at;
    return null;
  end $$;
  create trigger look_earlier after update of due_at on monitored_server
    for each row when (new.due_at < old.due_at) execute function look_earlier();

  select set_config('postern.operator', 'on', true);
  insert into monitored_account (account_id, data_center) select id, coalesce(data_center, '') from account;
  select set_config('postern.operator', 'off', true);
  insert into account_server (server_id, account_id, look_at)
    select distinct d.server_id, d.account_id, s.due_at from monitored_domain d join monitored_server s on s.id = d.server_id;
`;
