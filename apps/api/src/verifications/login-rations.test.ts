import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { MailServers } from '@postern/core/mail-settings';
import { inAccount } from '@postern/database/database';
import { queueVerification } from '@postern/database/functions/queue-verifications';
import { newId } from '@postern/database/id';
import { recordRefusedLogin } from '@postern/database/refused-logins';
import { createTestAccount, startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { loginWait } from './login-rations.js';

let api: TestApi;
let accountId = '';
let accounts = 0;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  accountId = (await createTestAccount(api.database, `account ${(accounts += 1)}`)).id;
});

const server = (host: string) => ({ host, port: 993, tls: 'implicit' }) as const;
const serversAt = (imap: string, smtp: string): MailServers => ({
  kind: 'imap',
  imap: server(imap),
  smtp: server(smtp),
  allowNonSecureCertificate: false,
});
const servers = serversAt('imap.example.com', 'smtp.example.com');

/** Asks, and queues the login if it may start; null once it did. */
const logIn = (username = 'jane', at = servers) =>
  inAccount(api.database, accountId).transactional(async (em) => {
    const wait = await loginWait(em, accountId, { domain: 'example.com', servers: at, username });
    if (wait !== null) return wait;
    const wanted = { id: newId(), accountId, startedBy: newId(), domain: 'example.com', servers: at };
    await queueVerification(em, { ...wanted, trigger: 'connection', settings: null, withLogin: true });
    return null;
  });
const makeOlder = (interval: string) =>
  inAccount(api.database, accountId).execute(
    `update verification set created_at = created_at - interval '${interval}'`,
  );
const refuse = async (host: string, username: string, times: number) => {
  const em = inAccount(api.database, accountId);
  const login = { accountId, domain: 'example.com', host, username };
  for (let time = 0; time < times; time += 1) await recordRefusedLogin(em, login);
};

describe('loginWait', () => {
  test('lets ten logins start in a minute, and says how many seconds the eleventh must wait', async () => {
    for (let login = 0; login < 10; login += 1) expect(await logIn()).toBeNull();
    const wait = await logIn();
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
    await makeOlder('1 minute');
    expect(await logIn()).toBeNull();
  });

  test('lets a hundred logins start in an hour', async () => {
    for (let minute = 0; minute < 10; minute += 1) {
      for (let login = 0; login < 10; login += 1) expect(await logIn()).toBeNull();
      await makeOlder('61 seconds');
    }
    const wait = await logIn();
    expect(wait).toBeGreaterThan(45 * 60);
    expect(wait).toBeLessThanOrEqual(60 * 60);
    await makeOlder('50 minutes');
    expect(await logIn()).toBeNull();
  });

  test('counts simultaneous requests against each other', async () => {
    const waits = await Promise.all(Array.from({ length: 15 }, () => logIn()));
    expect(waits.filter((wait) => wait === null)).toHaveLength(10);
  });

  test('counts logins only, and those of another account not at all', async () => {
    for (let login = 0; login < 10; login += 1) await logIn();
    accountId = (await createTestAccount(api.database, `account ${(accounts += 1)}`)).id;
    expect(await logIn()).toBeNull();
    const em = inAccount(api.database, accountId);
    for (let verification = 0; verification < 20; verification += 1) {
      const wanted = { id: newId(), accountId, startedBy: newId(), domain: 'example.com', servers };
      await queueVerification(em, { ...wanted, trigger: 'try', settings: null });
    }
    expect(await logIn()).toBeNull();
  });

  test.each(['imap', 'smtp'])(
    'after three refusals of an account as a user on the %s host, that user waits and others do not',
    async (endpoint) => {
      const at = serversAt(`imap.${endpoint}.example.com`, `smtp.${endpoint}.example.com`);
      const host = `${endpoint}.${endpoint}.example.com`;
      await refuse(host, 'jane', 2);
      expect(await logIn('jane', at)).toBeNull();
      await refuse(host, 'jane', 1);
      const wait = await logIn('jane', at);
      expect(wait).toBeGreaterThan(9 * 60);
      expect(wait).toBeLessThanOrEqual(10 * 60);
      expect(await logIn('joe', at)).toBeNull();
      accountId = (await createTestAccount(api.database, `account ${(accounts += 1)}`)).id;
      expect(await logIn('jane', at)).toBeNull();
    },
  );

  test.each(['JANE', ' jane ', 'ja ne', '\uff4a\uff41\uff4e\uff45', 'jane@example.com', 'Jane@EXAMPLE.com'])(
    '%j is the user jane of example.com',
    async (spelling) => {
      const at = serversAt('imap.spelled.example.com', 'smtp.spelled.example.com');
      await refuse('imap.spelled.example.com', 'jane', 3);
      expect(await logIn(spelling, at)).toBeGreaterThan(9 * 60);
      expect(await logIn('jane@other.example', at)).toBeNull();
    },
  );

  test('refusals of many accounts only slow a user down, by 20 s after each', async () => {
    const at = serversAt('imap.slow.example.com', 'smtp.slow.example.com');
    for (let other = 0; other < 3; other += 1) {
      accountId = (await createTestAccount(api.database, `account ${(accounts += 1)}`)).id;
      await refuse('imap.slow.example.com', 'jane', 2);
    }
    accountId = (await createTestAccount(api.database, `account ${(accounts += 1)}`)).id;
    const wait = await logIn('jane', at);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(20);
    await api.database.em.fork().execute(`update refused_login set at = at - interval '20 seconds'`);
    expect(await logIn('jane', at)).toBeNull();
  });
});
