import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseEnvironment } from '@postern/core/environment';
import { sampleAllowlist } from '@postern/core/sample-allowlist';
import { migrateDatabase } from '@postern/database/migrate';
import { randomBytes } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@postern/test/environment/test-database';
import { startOidcProvider } from '@postern/test/servers/oidc-provider';
import { startDnsServer, type DnsServer } from '@postern/test/servers/dns-server';
import { runPostern } from '@postern/test/servers/run-postern';
import { checkAllowlist } from './check-network.js';
import { checkProvider } from './check-provider.js';
import { judgeRoom } from './check-disk.js';
import { judgeClock } from './check-database.js';
import type { Finding } from './finding.js';

let database: TestDatabase;
let dns: DnsServer;
let healthy: Record<string, string>;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrateDatabase(database.connectionString);
  dns = await startDnsServer(() => []);
  healthy = {
    PORT: '0',
    DATABASE_URL: database.connectionString,
    POSTERN_SECRET_KEY: randomBytes(32).toString('base64'),
    POSTERN_RESOLVER: `127.0.0.1:${dns.port}`,
    POSTERN_EGRESS_ADDRESS: '127.0.0.1/203.0.113.7',
  };
}, 60_000);
afterAll(async () => {
  await dns.close();
  await database.drop();
});

/** What `postern doctor` finds in an environment that differs from the healthy one. */
async function examine(changes: Record<string, string>) {
  const { exitCode, stdout } = await runPostern(['doctor', '--json'], { ...healthy, ...changes });
  const { data } = JSON.parse(stdout) as { data: Finding[] };
  return { exitCode, fails: data.filter(({ state }) => state === 'fails'), data };
}

test('an installation without faults passes, and what should be repaired is a warning', async () => {
  const { exitCode, fails, data } = await examine({});
  expect([exitCode, fails]).toEqual([0, []]);
  expect(data).toContainEqual({ state: 'ok', what: 'PostgreSQL: role', text: 'as Postern needs it' });
  const warnings = data.filter(({ state }) => state === 'warning').map(({ what }) => what);
  expect(warnings.sort()).toEqual(['Allowlist', 'DNS']); // A sample list, and a resolver that does not validate.
  const { stdout } = await runPostern(['doctor'], healthy);
  expect(stdout).toMatch(/^ok {7}PostgreSQL +PostgreSQL 1\d/m);
  expect(stdout).toContain('0 must be repaired before Postern works, 2 should be.');
});

test('it says whether the older ones of several secret keys are still needed', async () => {
  const older = randomBytes(32).toString('base64');
  const { data } = await examine({ POSTERN_SECRET_KEY: `${healthy['POSTERN_SECRET_KEY']},${older}` });
  expect(data).toContainEqual({
    state: 'ok',
    what: 'PostgreSQL: older secret keys',
    text: expect.stringContaining('No webhook needs an older key'),
  });
});

test('each fault fails with its repair, and the others are looked for all the same', async () => {
  const { exitCode, fails } = await examine({
    DATABASE_URL: 'postgresql://postern@127.0.0.1:9/postern',
    REDIS_URL: 'redis://127.0.0.1:9',
    POSTERN_EGRESS_ADDRESS: '192.0.2.77',
    POSTERN_RESOLVER: '127.0.0.1:9',
    POSTERN_EGRESS_CA: '/no/such/file',
  });
  expect(exitCode).toBe(1);
  const texts = Object.fromEntries(fails.map(({ what, text }) => [what, text]));
  expect(texts).toEqual({
    PostgreSQL: expect.stringMatching(/^PostgreSQL cannot be reached.*Start it/),
    Redis: expect.stringMatching(/^Redis cannot be reached \(ECONNREFUSED\)\. Start it/),
    'Egress address 192.0.2.77': expect.stringContaining('(EADDRNOTAVAIL). Add it to an interface'),
    DNS: expect.stringMatching(/^No answer for example\.com \(E[A-Z]+\)\. Let POSTERN_RESOLVER name/),
    'Trusted authorities': expect.stringContaining('POSTERN_EGRESS_CA must name a readable file'),
  });
});

test('the provider of people is discovered; one that is away, or without roles, is a warning', async () => {
  const provider = await startOidcProvider('https://crm.example.com');
  const environment = { ...healthy, POSTERN_OIDC_ISSUER: provider.issuer, POSTERN_OIDC_CLIENT_ID: 'postern' };
  const what = `Provider ${new URL(provider.issuer).host}`;
  try {
    const ok = { state: 'ok', what, text: 'its discovery document is read' };
    expect(await checkProvider(parseEnvironment(environment, () => ''))).toEqual([
      ok,
      { state: 'warning', what, text: expect.stringContaining('Set POSTERN_OIDC_ROLE_MAP') },
    ]);
    const mapped = { ...environment, POSTERN_OIDC_ROLE_MAP: 'ops=operator' };
    expect(await checkProvider(parseEnvironment(mapped, () => ''))).toEqual([ok]);
    const other = { ...mapped, POSTERN_OIDC_ISSUER: provider.issuer.replace('127.0.0.1', 'localhost') };
    const mixedUp = await checkProvider(parseEnvironment(other, () => ''));
    expect(mixedUp).toEqual([expect.objectContaining({ state: 'warning' })]);
    await provider.leave();
    expect(await checkProvider(parseEnvironment(mapped, () => ''))).toEqual([
      // The socket that was kept open may end first.
      { state: 'warning', what, text: expect.stringMatching(/ECONNREFUSED|UND_ERR_SOCKET/) },
    ]);
  } finally {
    await provider.stop();
  }
});

test('a superuser fails, and what depends on the role is not checked', async () => {
  const { fails, data } = await examine({ DATABASE_URL: database.superuserConnectionString });
  expect(fails).toEqual([
    { state: 'fails', what: 'PostgreSQL: role', text: expect.stringContaining('a superuser') },
  ]);
  expect(data.map(({ what }) => what)).not.toContain('PostgreSQL: schema');
});

test('a data directory without an installation is not made', async () => {
  const { exitCode, stdout } = await runPostern(['doctor'], {
    POSTERN_DATA_DIR: '/tmp/postern-no-such-place',
    POSTERN_RESOLVER: healthy.POSTERN_RESOLVER!,
  });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('There is no installation in /tmp/postern-no-such-place yet');
});

test('the addresses of a worker must be in the published list of each protocol', () => {
  const published = { ...sampleAllowlist, revision: 2, sha256: 'of another list' };
  const judge = (addresses: string) =>
    checkAllowlist(
      published,
      parseEnvironment({ POSTERN_EGRESS_ADDRESS: addresses }, () => ''),
    )[0];
  expect(judge('imap=10.0.0.8/54.174.62.196')).toMatchObject({ state: 'ok', text: 'revision 2' });
  expect(judge('10.0.0.8/203.0.113.7')).toMatchObject({
    state: 'warning',
    text: expect.stringContaining(
      'lacks 203.0.113.7 for imap, 203.0.113.7 for smtp, 203.0.113.7 for exchange, so',
    ),
  });
});

test('clocks and disks are judged by how far they are from what works', () => {
  expect([0.2, 20, 86_400].map((seconds) => judgeClock(seconds).state)).toEqual(['ok', 'warning', 'fails']);
  const states = [50, 500, 5000].map((mebibytes) => judgeRoom('/', mebibytes * 1024 * 1024).state);
  expect(states).toEqual(['fails', 'warning', 'ok']);
});
