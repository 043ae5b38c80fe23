import { inAccount, openDatabase, type Database } from '@postern/database/database';
import { createSignInCode } from '@postern/database/sign-in-code';
import { bootstrapTokens, createToken } from '@postern/database/tokens';
import type { Role } from '@postern/core/permission';
import type { Browser } from 'playwright-core';
import { createTestDatabase } from '../environment/test-database.js';
import { startStack, type Stack } from '../end-to-end/start-stack.js';
import { launchChromium } from './launch-chromium.js';
import { startMailWorld, type MailWorld } from './mail-world.js';

type AccountRole = Exclude<Role, 'operator'>;

/** The console as people have it: api and worker as processes, a database of its own, mail servers, a browser. */
export type ConsoleStack = {
  readonly url: string;
  readonly stack: Stack;
  readonly mail: MailWorld;
  readonly browser: Browser;
  readonly tokens: Readonly<Record<AccountRole, string>>;
  /** The superuser's, to put in what no API would take at once. */
  readonly databaseUrl: string;
  /** A link as `npm start` prints it: single use, 15 minutes. */
  signInLink(): Promise<string>;
  stop(): Promise<void>;
};

/** Needs what Jest's globalSetup starts (`startTestServers` outside of Jest) and the built apps. */
export async function startConsole(): Promise<ConsoleStack> {
  const testDatabase = await createTestDatabase();
  const mail = await startMailWorld();
  const stack = await startStack({
    databaseUrl: testDatabase.connectionString,
    environment: {
      POSTERN_EGRESS_PORTS: mail.ports.join(),
      POSTERN_EGRESS_CA: mail.certificates.caFile,
      POSTERN_LOG_LEVEL: 'error', // A thousand imported domains that wait when the worker stops are no news.
    },
  });
  const database = await openDatabase(testDatabase.connectionString);
  const tokens = await createTokens(database);
  const browser = await launchChromium();
  return {
    url: stack.url,
    stack,
    mail,
    browser,
    tokens,
    databaseUrl: testDatabase.superuserConnectionString,
    signInLink: async () => `${stack.url}/#code=${await createSignInCode(database, stack.token)}`,
    async stop() {
      await browser.close();
      await database.close();
      await stack.stop();
      await mail.stop();
      await testDatabase.drop();
    },
  };
}

async function createTokens(database: Database): Promise<ConsoleStack['tokens']> {
  const accountId = await bootstrapTokens(database, { superAdmin: null, operator: null });
  const secretOf = async (role: AccountRole) => {
    const wanted = { accountId, role, name: `Test ${role}`, createdBy: 'test' };
    const made = await inAccount(database, accountId).transactional((em) => createToken(em, wanted));
    return made.secret;
  };
  return {
    'super-admin': await secretOf('super-admin'),
    'account-access': await secretOf('account-access'),
    member: await secretOf('member'),
    network: await secretOf('network'),
  };
}
