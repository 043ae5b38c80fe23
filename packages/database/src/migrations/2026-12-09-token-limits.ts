/**
 * What limits a token further than its role, the address of its last use, and a second secret while a rotated token is
 * replaced. The result of `holder` and `populate` changes, so both are dropped; they are written anew with all functions.
 */
export const tokenLimitsSchema = `
  alter table token add column limits jsonb, add column last_used_address text;
  -- As in token, because the row is read before the account is known.
  alter table token_lookup add column limits jsonb, drop constraint token_lookup_token_id_key;
  create index token_lookup_token_id_idx on token_lookup (token_id);
  drop function if exists holder(bytea);
  drop function if exists populate(bytea[], uuid[], text[]);
`;
