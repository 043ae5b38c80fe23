import type { HolderRole, Limits } from '@postern/core/permission';
import type { Database } from '../database.js';
import { preparedQuery } from '../prepared-query.js';

/**
 * Finds the holder of a token, a session, a link for IT or a connect session by the SHA-256 of its secret.
 * Reads only tables without a policy.
 */
export const holderFunction = `
  create or replace function holder(secret_sha256 bytea)
  returns table (token_id uuid, account_id uuid, role text, is_session boolean, limits jsonb)
  language sql stable as $$
    select token_id, account_id, role, false, limits from token_lookup
      where sha256 = secret_sha256 and (expires_at is null or expires_at > now())
    union all
    -- A rotated token has two secrets for a while; they hold the same.
    (select t.token_id, t.account_id, t.role, true, t.limits from session s join token_lookup t using (token_id)
      where s.sha256 = secret_sha256 and s.expires_at > now() and (t.expires_at is null or t.expires_at > now()) limit 1)
    union all
    select link_id, account_id, 'link', false, limits from link_lookup
      where sha256 = secret_sha256 and expires_at > now()
    union all
    select c.id, c.account_id, 'member', false, jsonb_build_object(
        'scopes', jsonb_build_array('mailbox:connect'), 'embedded', jsonb_build_object(
          'createdBy', c.token_id, 'addressSha256', encode(c.address_sha256, 'hex'), 'origin', c.origin))
      from connect_session c
      where c.sha256 = secret_sha256 and c.expires_at > now() and exists (select from token_lookup t
        where t.token_id = c.token_id and (t.expires_at is null or t.expires_at > now()))
    union all
    select person_id, account_id, role, true, null from session
      where sha256 = secret_sha256 and expires_at > now() and person_id is not null
  $$;
`;

/** Who holds a token, a session, a link for IT or a connect session. */
export type Holder = {
  /** The id of the token, of the link for IT, of the connect session, or of the person whom the provider signed in. */
  readonly holderId: string;
  /** The account that the caller may act for; null for an operator, who may act for every account. */
  readonly accountId: string | null;
  readonly role: HolderRole;
  readonly isSession: boolean;
  /** What limits the holder further than its role; null for nothing. */
  readonly limits: Limits | null;
};

const statement = {
  name: 'holder',
  text: `select token_id as "holderId", account_id as "accountId", role, is_session as "isSession", limits from holder($1)`,
};

const endedStatement = {
  name: 'ended_secrets',
  text: `select secret from unnest($1::text[]) secret where not exists (select from holder(decode(secret, 'hex')))`,
};

/** Those of the given secrets, as SHA-256 in hex, that were revoked, closed or have expired. */
export async function endedSecrets(database: Database, secrets: readonly string[]): Promise<string[]> {
  const rows = await preparedQuery<{ secret: string }>(database, endedStatement, [secrets]);
  return rows.map(({ secret }) => secret);
}

/** Finds the holder of a secret by its SHA-256; `null` when it is unknown or expired. */
export async function findHolder(database: Database, sha256: Uint8Array): Promise<Holder | null> {
  const [holder] = await preparedQuery<Holder>(database, statement, [sha256]);
  return holder ?? null;
}
