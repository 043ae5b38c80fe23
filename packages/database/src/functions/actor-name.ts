import type { EntityManager } from '../database.js';
import { planByKey } from './plan-by-key.js';

/**
 * The name that an account knows a token or a person by: `operator` for every operator's token, which an account's policies
 * hide, else the token's own name; a connect session has the name of the token that asked for it; a person by name and
 * address, also if an operator. The account must be named before the call.
 */
export const actorNameFunction = `
  create or replace function actor_name(actor_token uuid) returns text language plpgsql stable ${planByKey} as $$
  begin
    return coalesce(
      (select 'operator' from token_lookup l where l.token_id = actor_token and l.role = 'operator' limit 1),
      (select t.name from token t where t.id = actor_token),
      (select actor_name(c.token_id) || ' (connect session)' from connect_session c where c.id = actor_token),
      (select p.name || coalesce(' <' || p.address || '>', '') from person p where p.id = actor_token), 'revoked token');
  end $$;
`;

/** Names a token or a person as the account knows it; a verification that nobody started has no token. */
export async function actorName(em: EntityManager, holderId: string | null): Promise<string> {
  const [row] = await em.execute<{ name: string }[]>('select actor_name(?) as name', [holderId]);
  return row!.name;
}
