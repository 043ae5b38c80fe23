import { withoutAccount, type Database, type EntityManager } from './database.js';

/** The name under which the customers of this installation know its operator; `null` until it is set. */
export async function readVendor(database: Database): Promise<string | null> {
  const [row] = await withoutAccount(database).execute<{ name: string }[]>(
    'select name from allowlist_vendor',
  );
  return row?.name ?? null;
}

/** Sets the name for lists that are published from now on. `holderId` is null for the command line. */
export async function storeVendor(em: EntityManager, name: string, holderId: string | null): Promise<void> {
  await em.execute(
    `insert into allowlist_vendor (name, set_by) values (?, ?)
     on conflict (id) do update set name = excluded.name, set_by = excluded.set_by, set_at = now()
       where allowlist_vendor.name <> excluded.name`,
    [name, holderId],
    'run',
  );
}
