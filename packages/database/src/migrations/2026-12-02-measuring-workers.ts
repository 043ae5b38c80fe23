/** A scheduled measurement names its worker, so that its server's turn does not outlast a worker that died. */
export const measuringWorkers = `
  -- Null for a verification, whose job has a lease.
  alter table server_turn add worker_id uuid;
  create index server_turn_worker_id_idx on server_turn (worker_id) where worker_id is not null;
  drop function if exists claim_due_servers(text, int, int, uuid[], int);
  drop function if exists claim_next_server(uuid, int);
`;
