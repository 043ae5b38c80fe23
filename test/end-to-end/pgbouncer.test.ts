import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { asOperator, openDatabase } from '@postern/database/database';
import { refuseUnfit } from '@postern/database/fitness';
import { migrateDatabase } from '@postern/database/migrate';
import { bootstrapTokens } from '@postern/database/tokens';
import { startJobConsumer } from '@postern/jobs/job-consumer';
import { openJobQueue } from '@postern/jobs/job-queue';
import { describeWith } from '../environment/describe-with.js';
import { findProgram } from '../environment/system-packages.js';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { waitUntil } from '../environment/wait-until.js';
import { startPgBouncer, type PgBouncer } from '../servers/pgbouncer.js';

const keys = [Buffer.alloc(32).toString('base64')];

describeWith(['pgbouncer'], 'PostgreSQL behind PgBouncer with its own settings', () => {
  let testDatabase: TestDatabase;
  let bouncer: PgBouncer | null;
  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    bouncer = null;
  });
  afterEach(async () => {
    await bouncer?.stop();
    await testDatabase.drop();
  });
  const behind = async (mode: 'session' | 'transaction' | 'statement'): Promise<string> => {
    bouncer = await startPgBouncer((await findProgram('pgbouncer'))!, testDatabase.connectionString, mode);
    return bouncer.through(testDatabase.connectionString);
  };

  test('in session mode the schema, the limits of a session, and the queue work', async () => {
    const url = await behind('session');
    await migrateDatabase(url);
    const database = await openDatabase(url, { connections: 3 });
    await refuseUnfit(database, keys);
    const [limit] = await asOperator(database).execute<object[]>('show statement_timeout');
    expect(limit).toEqual({ statement_timeout: '10s' });
    await bootstrapTokens(database, { superAdmin: null, operator: null });
    const taken: string[] = [];
    const queue = openJobQueue({ databaseUrl: url }, 'verification');
    const consumer = startJobConsumer({ databaseUrl: url }, 'verification', {
      concurrency: 5,
      handle: async (id) => void taken.push(id),
      onError: () => undefined,
    });
    await queue.enqueue([{ id: 'through the pooler', dataCenter: '' }]);
    await waitUntil(() => taken.length === 1);
    await consumer.close();
    await queue.close();
    await database.close();
  }, 30_000);

  test.each(['transaction', 'statement'] as const)('%s mode is refused with the repair', async (mode) => {
    await migrateDatabase(testDatabase.connectionString);
    const url = await behind(mode);
    const database = await openDatabase(url, { connections: 3 });
    const repair = 'Set pool_mode = session in PgBouncer';
    await expect(refuseUnfit(database, keys)).rejects.toThrow(`DATABASE_URL leads to a pooler`);
    await expect(migrateDatabase(url)).rejects.toThrow(repair);
    await expect(migrateDatabase(testDatabase.connectionString, url)).rejects.toThrow(
      'DATABASE_MIGRATION_URL leads to a pooler',
    );
    await database.close();
  });
});
