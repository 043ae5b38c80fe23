import { createApp } from '@postern/api/create-app';
import { openDatabase } from '@postern/database/database';
import { openJobQueue } from '@postern/jobs/job-queue';
import { pino } from 'pino';
import type { TestDatabase } from '../environment/test-database.js';

export type ReadAnswer = { readonly url: string; readonly status: number; readonly body: string };

/**
 * Starts an api on a database that exists, reads these routes, and stops it. When a token was last used is left out of the
 * bodies, because reading uses it.
 */
export async function readAnswers(
  { connectionString: databaseUrl }: TestDatabase,
  secretKeys: readonly string[],
  calls: readonly { readonly url: string; readonly token: string }[],
): Promise<ReadAnswer[]> {
  const database = await openDatabase(databaseUrl, { connections: 5 });
  const queue = openJobQueue({ databaseUrl }, 'verification');
  const settings = {
    publicOrigin: null,
    consoleDirectory: null,
    componentFile: null,
    trustedProxies: [],
    corsOrigins: [],
    secretKeys,
    auditRetentionDays: 365,
    isMailSetUp: false,
    oidc: null,
  };
  const app = await createApp(
    { database, maintenance: database, queue, settings },
    pino({ level: 'silent' }),
  );
  const answers: ReadAnswer[] = [];
  for (const { url, token } of calls) {
    const { statusCode, body } = await app.inject({ url, headers: { authorization: `Bearer ${token}` } });
    answers.push({ url, status: statusCode, body: body.replaceAll(/"lastUsedAt":(?:null|"[^"]*")/g, '') });
  }
  await app.close();
  await queue.close();
  await database.close();
  return answers;
}
