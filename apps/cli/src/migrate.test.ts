import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '@postern/database/database';
import { refuseUnfit } from '@postern/database/fitness';
import { createTestDatabase, type TestDatabase } from '@postern/test/environment/test-database';
import { runPostern } from '@postern/test/servers/run-postern';

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const withKey = (key: string, ...command: string[]) =>
  runPostern(command, { DATABASE_URL: testDatabase.connectionString, POSTERN_SECRET_KEY: key });
const migrate = (...options: string[]) => withKey(keyOf(0), 'migrate', ...options);

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

test('postern migrate --new-secret-key takes another key when the key of the database is lost', async () => {
  const database = await openDatabase(testDatabase.connectionString, { connections: 1 });
  /** What api and worker check at their start. */
  const starts = (key: string) => refuseUnfit(database, [key]).then(() => 'starts', String);
  const [lost, other] = [keyOf(0), keyOf(1)];
  expect(await starts(lost)).toBe('starts');
  expect((await withKey(other, 'migrate')).exitCode).toBe(0);
  expect(await starts(other)).toContain('run “postern migrate --new-secret-key”');
  expect((await withKey(other, 'migrate', '--new-secret-key')).exitCode).toBe(0);
  expect(await starts(other)).toBe('starts');
  expect(await starts(lost)).toContain('is not the secret key of this database');
  await database.close();
}, 60_000);
