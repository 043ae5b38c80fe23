import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ApiSettings } from '@postern/api/api-settings';
import { createApp } from '@postern/api/create-app';
import {
  inAccount,
  asOperator,
  openDatabase,
  openMaintenance,
  type Database,
} from '@postern/database/database';
import type { Role } from '@postern/core/permission';
import { Account } from '@postern/database/entities/account';
import { newId } from '@postern/database/id';
import { createToken } from '@postern/database/tokens';
import type { JobBackend } from '@postern/jobs/job-backend';
import { openJobQueue } from '@postern/jobs/job-queue';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { pino, type Logger } from 'pino';
import { createMigratedDatabase } from '../database/create-migrated-database.js';
import type { TestDatabase } from '../environment/test-database.js';

export type TestAccount = {
  readonly id: string;
  readonly tokens: Readonly<Record<Exclude<Role, 'operator'>, string>>;
};
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly body: Body;
};
/**
 * The fields of response bodies that tests read. The types are not checked at run time: an assertion on a missing
 * field fails.
 */
type Body = {
  readonly id: string;
  readonly domain: string;
  readonly kind: string;
  readonly code: string;
  readonly token: string;
  readonly role: string;
  readonly match: string;
  readonly revision: number;
  readonly nextCursor: string | null;
  readonly data: readonly Body[];
  readonly errors: readonly { readonly path: string; readonly code: string; readonly message: string }[];
  readonly imap: { readonly host: string; readonly port: number };
  readonly verification: { readonly id: string; readonly state: string };
  readonly [field: string]: unknown;
};
type CallOptions = {
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};

/** An api in this process with its own database, two accounts, and one token for each role. */
export type TestApi = {
  readonly app: NestFastifyApplication;
  readonly database: Database;
  readonly testDatabase: TestDatabase;
  readonly account: TestAccount;
  readonly other: TestAccount;
  readonly operatorToken: string;
  /** Calls a route. `token` is by default that of the first account's super admin; null sends no token. */
  call(method: string, url: string, options?: CallOptions): Promise<Answer>;
  stop(): Promise<void>;
};

export type TestApiOptions = {
  readonly backend?: JobBackend;
  /** The URL of a superuser of the PostgreSQL to use; by default the one that all suites share. */
  readonly postgresUrl?: string;
  readonly logLevel?: string;
  readonly logger?: Logger;
  readonly settings?: Partial<ApiSettings>;
};

/** Arguments of Node with which a thread loads TypeScript. */
export const typeScriptThreads = [
  '--disable-warning=ExperimentalWarning',
  '--import',
  fileURLToPath(new URL('../../infra/bootstrap/typescript-imports.mjs', import.meta.url)),
];

/**
 * Starts the api of a test; `backend` is by default BullMQ on the same PostgreSQL. Call its `stop` in `afterAll`.
 */
export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const testDatabase = await createMigratedDatabase(options.postgresUrl);
  const databaseUrl = testDatabase.connectionString;
  const database = await openDatabase(databaseUrl, {
    connections: 20,
    // The api's own limit, with which a query on a busy machine fails, is for the suites that trouble their PostgreSQL.
    queryTimeoutMs: options.postgresUrl === undefined ? 20_000 : 2500,
  });
  const maintenance = await openMaintenance(databaseUrl);
  const queue = openJobQueue(options.backend ?? { databaseUrl }, 'verification');
  const settings = {
    publicOrigin: null,
    consoleDirectory: null,
    componentFile: null,
    trustedProxies: [],
    corsOrigins: [],
    secretKeys: [randomBytes(32).toString('base64')],
    auditRetentionDays: 365,
    isMailSetUp: true,
    oidc: null,
    threadArguments: typeScriptThreads,
    ...options.settings,
  };
  const app = await createApp(
    { database, maintenance, queue, settings },
    options.logger ?? pino({ level: options.logLevel ?? 'silent' }),
  );
  const account = await createTestAccount(database, 'first');
  const other = await createTestAccount(database, 'other');
  const operator = await asOperator(database).transactional((em) =>
    createToken(em, { accountId: null, role: 'operator', name: 'operator', createdBy: 'test' }),
  );
  return {
    app,
    database,
    testDatabase,
    account,
    other,
    operatorToken: operator.secret,
    call: (method, url, call = {}) =>
      inject(app, method, url, { token: account.tokens['super-admin'], ...call }),
    async stop() {
      await app.close();
      await queue.close();
      await maintenance.close();
      await database.close();
      await testDatabase.drop();
    },
  };
}

/** Makes one more account, with one token for each role except the operator. */
export async function createTestAccount(database: Database, name: string): Promise<TestAccount> {
  const id = newId();
  await asOperator(database).insert(Account, { id, name });
  const tokens: [string, string][] = [];
  for (const role of ['super-admin', 'account-access', 'member', 'network'] as const) {
    const wanted = { accountId: id, role, name: `${name} ${role}`, createdBy: 'test' };
    const { secret } = await inAccount(database, id).transactional((em) => createToken(em, wanted));
    tokens.push([role, secret]);
  }
  return { id, tokens: Object.fromEntries(tokens) as TestAccount['tokens'] };
}

async function inject(
  app: NestFastifyApplication,
  method: string,
  url: string,
  { token, body, headers }: CallOptions,
): Promise<Answer> {
  const response = await app.inject({
    method: method as 'GET',
    url,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined
      ? {}
      : { payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
  });
  // The pattern matches application/json and problem+json, but not application/x-ndjson.
  const isJson = /\bjson\b/.test(String(response.headers['content-type']));
  return {
    status: response.statusCode,
    headers: response.headers as Answer['headers'],
    body: (isJson ? response.json() : response.body) as Body,
  };
}
