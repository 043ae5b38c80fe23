import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from './test-database.js';
import { describeWith } from './describe-with.js';
import { findProgram } from './system-packages.js';
import { startPrivateRedis } from './test-redis.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('createTestDatabase creates an empty database whose owner is no superuser', async () => {
  const client = new Client({ connectionString: database.connectionString });
  await client.connect();
  const { rows } = await client.query(
    `select rolsuper, rolbypassrls, pg_get_userbyid(datdba) = current_user as owns_it
     from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
  );
  await client.end();
  expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, owns_it: true }]);
});

describeWith(['redis'], 'a private Redis', () => {
  test('a test suite can start its own Redis and stop it', async () => {
    const redis = await startPrivateRedis((await findProgram('redis'))!);
    await redis.stop();
    expect(() => process.kill(redis.pid, 0)).toThrow('ESRCH');
  });
});
