import { expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createTestDatabase } from '@postern/test/environment/test-database';
import { runPostern } from '@postern/test/servers/run-postern';

test('“postern allowlist vendor” sets the vendor’s name of the installation and prints it', async () => {
  const { connectionString } = await createTestDatabase();
  const environment = {
    DATABASE_URL: connectionString,
    POSTERN_SECRET_KEY: randomBytes(32).toString('base64'),
  };
  const vendor = (...options: string[]) => runPostern(['allowlist', 'vendor', ...options], environment);
  expect((await vendor()).stdout).toBe('No name is set.\n');
  expect((await vendor('Example CRM', '--json')).stdout).toBe('{"vendor":"Example CRM"}\n');
  const refused = await vendor('a\nb');
  expect([refused.exitCode, refused.stderr]).toEqual([
    2,
    expect.stringContaining('must not contain control characters'),
  ]);
  expect((await vendor()).stdout).toBe('Example CRM\n');
});
