/**
 * Turns of conversations, counted by the address that they connect to. Names lead to one address in any number; the turns
 * of a name (`server_turn`) only keep the dispatch from sending workers more jobs than a server can have conversations.
 */
export const conversationTurnsSchema = `
  create table conversation_turn (
    conversation_id uuid not null,
    -- One of the addresses that the conversation may connect to, with the port.
    address text not null,
    -- Zero for a scheduled measurement.
    account_id uuid not null,
    worker_id uuid not null,
    asked_at timestamptz not null default clock_timestamp(),
    -- Null while the conversation waits.
    taken_at timestamptz,
    primary key (conversation_id, address)
  );
  create index conversation_turn_address_idx on conversation_turn (address);
  create index conversation_turn_waiting_idx on conversation_turn (worker_id) where taken_at is null;
`;
