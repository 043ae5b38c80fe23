import { asOperator, inAccount, openDatabase, type Database } from '@postern/database/database';
import { bootstrapTokens, createToken } from '@postern/database/tokens';
import type { Role } from '@postern/core/permission';
import type { Browser } from 'playwright-core';
import { createTestDatabase } from '../environment/test-database.js';
import { startStack, type Stack } from '../end-to-end/start-stack.js';
import { startDiscoveryWorld, type DiscoveryWorld } from './discovery-world.js';
import { launchChromium } from './launch-chromium.js';
import { startMailWorld, type MailWorld } from './mail-world.js';

/**
 * The outbound addresses of the worker in the tests: one is on the IMAP list of the sample, one on its SMTP list.
 */
export const egressAddresses = { imap: '54.174.62.196', smtp: '54.174.62.195' } as const;

/** A complete installation with a browser: api and worker as processes, a database, and mail servers. */
export type ConsoleStack = {
  readonly url: string;
  readonly stack: Stack;
  readonly mail: MailWorld;
  readonly discovery: DiscoveryWorld;
  readonly browser: Browser;
  /** The tokens of the account `default`, and that of the operator, which belongs to no account. */
  readonly tokens: Readonly<Record<Role, string>>;
  /** The connection string of the superuser, for test data that the API does not accept. */
  readonly databaseUrl: string;
  stop(): Promise<void>;
};

/**
 * Starts the console with a browser. Requires the built apps and the servers that Jest's globalSetup starts
 * (outside Jest: `startTestServers`).
 */
export async function startConsole(): Promise<ConsoleStack> {
  const testDatabase = await createTestDatabase();
  const mail = await startMailWorld();
  const discovery = await startDiscoveryWorld(mail);
  const stack = await startStack({
    databaseUrl: testDatabase.connectionString,
    environment: {
      POSTERN_EGRESS_PORTS: [443, ...mail.ports].join(),
      ...discovery.environment,
      POSTERN_EGRESS_CA: mail.certificates.caFile,
      POSTERN_EGRESS_ADDRESS: `127.0.0.1/${egressAddresses.imap},smtp=127.0.0.1/${egressAddresses.smtp}`,
      POSTERN_SMTP_URL: `smtps://jane%40example.com:password@127.0.0.1:${mail.submissionsPort}`,
      POSTERN_MAIL_FROM: 'postern@example.com',
      // At this level the worker does not log a warning for each domain that waits when it is stopped.
      POSTERN_LOG_LEVEL: 'error',
    },
  });
  const database = await openDatabase(testDatabase.connectionString);
  const tokens = await createTokens(database);
  const browser = await launchChromium();
  return {
    url: stack.url,
    stack,
    mail,
    discovery,
    browser,
    tokens,
    databaseUrl: testDatabase.superuserConnectionString,
    async stop() {
      await browser.close();
      await database.close();
      await stack.stop();
      discovery.stop();
      await mail.stop();
      await testDatabase.drop();
    },
  };
}

async function createTokens(database: Database): Promise<ConsoleStack['tokens']> {
  const accountId = await bootstrapTokens(database, { superAdmin: null, operator: null });
  const secretOf = async (role: Role) => {
    const isOperator = role === 'operator';
    const em = isOperator ? asOperator(database) : inAccount(database, accountId);
    const wanted = {
      accountId: isOperator ? null : accountId,
      role,
      name: `Test ${role}`,
      createdBy: 'test',
    };
    return (await em.transactional((tx) => createToken(tx, wanted))).secret;
  };
  return {
    operator: await secretOf('operator'),
    'super-admin': await secretOf('super-admin'),
    'account-access': await secretOf('account-access'),
    member: await secretOf('member'),
    network: await secretOf('network'),
  };
}
