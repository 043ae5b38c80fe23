import type { EntityManager } from '../database.js';
import { planByKey } from './plan-by-key.js';

/**
 * The name that an account knows a token by: `operator` for every operator's token, which an account's policies hide,
 * else the token's own name; a connect session has the name of the token that asked for it. The account must be named
 * before the call.
 */
export const actorNameFunction = `
  create or replace function actor_name(actor_token uuid) returns text language plpgsql stable ${planByKey} as $$
  begin
    return coalesce(
      (select 'operator' from token_lookup l where l.token_id = actor_token and l.role = 'operator' limit 1),
      (select t.name from token t where t.id = actor_token),
      (select actor_name(c.token_id) || ' (connect session)' from connect_session c where c.id = actor_token),
      'revoked token');
  end $$;
`;

/** Names the holder of a token as its account knows it; a verification that nobody started has no token. */
export async function actorName(em: EntityManager, tokenId: string | null): Promise<string> {
  const [row] = await em.execute<{ name: string }[]>('select actor_name(?) as name', [tokenId]);
  return row!.name;
}
