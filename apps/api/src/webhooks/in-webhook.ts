import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { Webhook } from '@postern/database/entities/webhook';
import { z } from 'zod';
import type { AccountCaller } from '../access/permission.js';
import { ApiProblem } from '../http/api-problem.js';

/**
 * Runs `work` in a transaction of the account. Throws the problem of an unknown webhook if the account has none with this
 * id, or if `work` returns null because another request has deleted it meanwhile.
 */
export async function inWebhook<T>(
  database: Database,
  { accountId }: AccountCaller,
  id: string,
  work: (em: EntityManager) => Promise<T | null>,
): Promise<T> {
  const isId = z.uuid().safeParse(id).success;
  const result = isId
    ? await inAccount(database, accountId).transactional(async (em) =>
        (await em.count(Webhook, { id, accountId })) === 0 ? null : work(em),
      )
    : null;
  if (result === null) throw new ApiProblem('not-found', { detail: 'No webhook has this id.' });
  return result;
}
