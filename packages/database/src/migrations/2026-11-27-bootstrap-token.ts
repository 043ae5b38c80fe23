/**
 * The SHA-256 of every token that was created from the environment or the data directory. A row outlives its token:
 * without it, the next start would create a revoked token again.
 */
export const bootstrapToken = `
  create table bootstrap_token (
    sha256 bytea primary key,
    created_at timestamptz(3) not null default now()
  );
`;
