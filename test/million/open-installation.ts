import { createApp } from '@postern/api/create-app';
import { openDatabase, openMaintenance } from '@postern/database/database';
import { beginHousekeeping } from '@postern/database/housekeeping-run';
import { openJobQueue } from '@postern/jobs/job-queue';
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { typeScriptThreads } from '../api/start-test-api.js';
import type { FilledAccount } from './fill-domains.js';
import { request, type Installation } from './operations.js';

/** Starts an api in this process on a database that `fillDomains` filled. `close` ends it and its connections. */
export async function openInstallation(
  databaseUrl: string,
  accounts: readonly FilledAccount[],
): Promise<Installation & { close(): Promise<void> }> {
  const database = await openDatabase(databaseUrl, { connections: 20, queryTimeoutMs: 2500 });
  const maintenance = await openMaintenance(databaseUrl);
  const queue = openJobQueue({ databaseUrl }, 'verification');
  const settings = {
    publicOrigin: null,
    consoleDirectory: null,
    componentFile: null,
    trustedProxies: [],
    corsOrigins: [],
    secretKeys: [randomBytes(32).toString('base64')],
    auditRetentionDays: 365,
    isMailSetUp: false,
    oidc: null,
    threadArguments: typeScriptThreads,
  };
  const app = await createApp({ database, maintenance, queue, settings }, pino({ level: 'silent' }));
  await beginHousekeeping(database, 0); // The api's own housekeeping would begin in a minute.
  const page = await request({ app }, accounts[0]!, 'GET', '/v1/mail-settings?limit=1&search=d7');
  const { domain } = (JSON.parse(page) as { data: { domain: string }[] }).data[0]!;
  return {
    app,
    maintenance,
    accounts,
    domain,
    deepCursor: Buffer.from(JSON.stringify(['domain', null, domain])).toString('base64url'),
    async close() {
      await app.close();
      await queue.close();
      await maintenance.close();
      await database.close();
    },
  };
}
