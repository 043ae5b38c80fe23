import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@postern/test/environment/test-database';
import { runPostern } from '@postern/test/servers/run-postern';

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const migrate = (...options: string[]) =>
  runPostern(['migrate', ...options], {
    DATABASE_URL: testDatabase.connectionString,
    POSTERN_SECRET_KEY: Buffer.alloc(32).toString('base64'),
  });

test('postern migrate says what is missing, shows its statements, applies it, and finds nothing afterwards', async () => {
  const missing = await migrate('--check');
  expect(missing).toMatchObject({
    exitCode: 1,
    stdout: expect.stringMatching(/^Missing migrations: .*first-schema/),
  });
  const plan = await migrate('--plan');
  expect(plan).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('create table mail_settings') });
  expect(await migrate()).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^Applied: .*first-schema/),
  });
  expect(await migrate('--check')).toMatchObject({ exitCode: 0, stdout: 'The schema is up to date.\n' });
  expect(await migrate()).toMatchObject({ exitCode: 0, stdout: 'The schema was up to date.\n' });
}, 60_000);
