/** Connect sessions: the client secrets of the embedded component, each for one address on one origin. */
export const connectSessionsSchema = `
  create table connect_session (
    -- Read before an account is known, so without a policy: it holds only ids, hashes, times, and a public origin.
    sha256 bytea primary key,
    id uuid not null unique,
    -- The token that asked for it, with which it ends.
    token_id uuid not null references token on delete cascade,
    account_id uuid not null references account on delete cascade,
    address_sha256 bytea not null,
    origin text not null,
    expires_at timestamptz(3) not null
  );
  create index connect_session_token_id_idx on connect_session (token_id);
  create index connect_session_account_id_idx on connect_session (account_id);
  create index connect_session_origin_idx on connect_session (origin);
`;
