import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startBreakableProxy, type BreakableProxy } from '@postern/test/environment/breakable-proxy';
import { startPrivatePostgres, type PrivatePostgres } from '@postern/test/environment/test-postgres';
import { waitUntil } from '@postern/test/environment/wait-until';
import { Client } from 'pg';
import { openDatabase, type Database } from './database.js';
import { databaseTrouble } from './database-trouble.js';

let primaries: PrivatePostgres[];
let proxy: BreakableProxy;
let database: Database;
beforeAll(async () => {
  primaries = await Promise.all([startPrivatePostgres(), startPrivatePostgres()]);
  for (const primary of primaries) await administer(primary, 'create table change (made_by int)');
  proxy = await startBreakableProxy(portOf(primaries[0]!));
  const url = new URL(primaries[0]!.url);
  url.port = String(proxy.port);
  database = await openDatabase(url.href, { connections: 3 });
}, 60_000);
afterAll(async () => {
  await database.close();
  await proxy.cut();
  await Promise.all(primaries.map((primary) => primary.stop()));
});

const portOf = ({ url }: PrivatePostgres) => Number(new URL(url).port);
async function administer({ url }: PrivatePostgres, ...statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}
const change = () => database.em.fork().execute('insert into change values (1)');

test('after a failover behind one name, a connection to the old primary that became read-only refuses once and is closed', async () => {
  const [old, promoted] = primaries;
  await Promise.all([change(), change(), change()]); // Three connections to the old primary.
  await administer(old!, 'alter system set default_transaction_read_only = on', 'select pg_reload_conf()');
  proxy.lead(portOf(promoted!));
  const observer = new Client({ connectionString: promoted!.url });
  await observer.connect();
  const madeOnPromoted = async () =>
    (await observer.query<{ made: number }>('select count(*)::int as made from change')).rows[0]!.made;
  let refusals = 0;
  // A session hears of the setting a moment after the reload, and changes until then.
  await waitUntil(async () => {
    const trouble = await change().then(() => null, databaseTrouble);
    expect([null, 'read-only']).toContain(trouble);
    if (trouble !== null) refusals += 1;
    return (await madeOnPromoted()) >= 10;
  });
  await observer.end();
  expect(refusals).toBeGreaterThan(0);
  expect(refusals).toBeLessThanOrEqual(3);
}, 30_000);
