import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { AccountChange, AccountInput } from '@postern/core/account';
import { asOperatorIn, type Database, type EntityManager } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import { newId } from '@postern/database/id';
import { moveAccount } from '@postern/database/move-account';
import { actorName } from '@postern/database/functions/actor-name';
import { recordChange } from '../audit.js';
import type { Caller } from '../access/permission.js';
import { createOnce, type CreationRequest } from '../idempotency/create-once.js';

export type AccountOutcome =
  | { readonly outcome: 'saved'; readonly account: Account }
  | { readonly outcome: 'name-is-taken' }
  | { readonly outcome: 'not-found' };

/** Creates an account and its first audit event. A repeated request (Idempotency-Key) returns the account of the first. */
export function createAccount(
  database: Database,
  caller: Caller,
  input: AccountInput,
  request: CreationRequest | null,
): Promise<AccountOutcome> {
  const id = newId();
  return unlessTaken(
    asOperatorIn(database, id).transactional(async (em): Promise<AccountOutcome> => {
      const made = await createOnce(em, request, async () => {
        await em.insert(Account, { id, ...input });
        await audit(em, caller, id, { action: 'account.created', after: input });
        return { id, value: null };
      });
      return found(await em.findOne(Account, { id: made.id }));
    }),
  );
}

/** Changes the fields that are given. If no value differs, no audit event is written. */
export function changeAccount(
  database: Database,
  caller: Caller,
  id: string,
  change: AccountChange,
): Promise<AccountOutcome> {
  return unlessTaken(
    asOperatorIn(database, id).transactional(async (em): Promise<AccountOutcome> => {
      const account = await em.findOne(Account, { id });
      if (account === null) return { outcome: 'not-found' };
      const before = facts(account);
      em.assign(account, change, { ignoreUndefined: true });
      const after = facts(account);
      if (after.name === before.name && after.dataCenter === before.dataCenter)
        return { outcome: 'saved', account };
      await em.flush();
      if (after.dataCenter !== before.dataCenter) await moveAccount(em, id);
      await audit(em, caller, id, { action: 'account.updated', before, after });
      return { outcome: 'saved', account };
    }),
  );
}

type Audited = {
  readonly action: 'account.created' | 'account.updated';
  readonly before?: object;
  readonly after: object;
};

async function audit(em: EntityManager, caller: Caller, accountId: string, change: Audited): Promise<void> {
  const inIt = { ...caller, accountId };
  await recordChange(em, inIt, await actorName(em, inIt.holderId), { ...change, subject: accountId });
}

function facts({ name, dataCenter }: Account) {
  return { name, dataCenter: dataCenter ?? null };
}

function found(account: Account | null): AccountOutcome {
  return account === null ? { outcome: 'not-found' } : { outcome: 'saved', account };
}

/** Whether an account of this name exists already: the unique key reports it, also for two requests at once. */
async function unlessTaken(saving: Promise<AccountOutcome>): Promise<AccountOutcome> {
  try {
    return await saving;
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) return { outcome: 'name-is-taken' };
    throw error;
  }
}
