import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { firstIdOf } from '@postern/database/id';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { runPostern } from '@postern/test/servers/run-postern';

let api: TestApi;
let environment: Record<string, string>;
beforeAll(async () => {
  api = await startTestApi();
  environment = {
    DATABASE_URL: api.testDatabase.connectionString,
    POSTERN_SECRET_KEY: randomBytes(32).toString('base64'),
  };
  const exchange = { url: 'https://mail.example.com/EWS/Exchange.asmx' };
  await api.call('POST', '/v1/mail-settings', {
    body: { domain: 'example.com', kind: 'exchange', exchange },
  });
});
afterAll(() => api.stop());

test('“postern queue” shows what waits, for whom and why', async () => {
  const { exitCode, stdout } = await runPostern(['queue'], environment);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^A person waits +1 +0$/m);
  expect(stdout).toContain('No worker is running.');
  expect(stdout).toMatch(/ waiting .* mail\.example\.com:443 +No worker is running\.$/m);
});

test('“postern queue --stuck” exits 1 if something was queued 10 minutes ago', async () => {
  expect((await runPostern(['queue', '--stuck'], environment)).exitCode).toBe(0);
  await api.database.em
    .fork()
    .execute(`update verification_job set verification_id = ?, queued_at = now() - interval '10 minutes'`, [
      firstIdOf(new Date(Date.now() - 600_000)),
    ]);
  const { exitCode, stdout } = await runPostern(['queue', '--stuck', '--json'], environment);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout).data).toHaveLength(1);
});

test('“postern queue --account” refuses an account that does not exist', async () => {
  const { exitCode, stderr } = await runPostern(['queue', '--account', 'nobody'], environment);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('there is no account “nobody”')]);
});
