import type { Environment } from '@postern/core/environment';
import {
  clockDifference,
  clockLimitSeconds,
  clockWarningSeconds,
  describeClocks,
} from '@postern/database/clock';
import { openDatabase, type Database } from '@postern/database/database';
import { countWebhooksWithOlderSeals } from '@postern/database/seal-again';
import { fitnessChecks, unfitnessOf } from '@postern/database/fitness';
import { dataDirectoryPath, hasInstallation } from '../data-directory.js';
import { reachDatabase } from '../open-installation.js';
import { findingOf, type Finding } from './finding.js';

/** An api holds up to 24 connections and a worker 15; one of each, and some for an operator. */
const fewConnections = 46;

type ServerFacts = {
  readonly version: string;
  readonly role: string;
  readonly connections: number;
};

/** Checks PostgreSQL, and resolves to the database if it can be used; the caller closes it. */
export async function checkDatabase(
  environment: Environment,
  use: (database: Database) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const { DATABASE_URL: url, POSTERN_DATA_DIR: configured } = environment;
  if (url === undefined && !(await hasInstallation(configured))) {
    const text = `There is no installation in ${dataDirectoryPath(configured)} yet; “postern up” makes one, with a PostgreSQL of its own`;
    return [{ state: 'skipped', what: 'PostgreSQL', text }];
  }
  let reached;
  try {
    reached = await reachDatabase(environment);
  } catch (error) {
    return [{ state: 'fails', what: 'PostgreSQL', text: (error as Error).message }];
  }
  const database = await openDatabase(reached.connectionString, { connections: 2 });
  try {
    const findings = [...(await checkServer(database))];
    for (const { what, check } of fitnessChecks) {
      const found = await findingOf(`PostgreSQL: ${what}`, async () => {
        await check(database, reached.secretKeys).catch((error: unknown) => {
          throw unfitnessOf(error);
        });
        return 'as Postern needs it';
      });
      findings.push(found);
      if (found.state === 'fails') return findings; // The later checks depend on the earlier ones.
    }
    return [...findings, ...(await checkOlderKeys(database, reached.secretKeys)), ...(await use(database))];
  } finally {
    await database.close();
    await reached.release();
  }
}

async function checkServer(database: Database): Promise<Finding[]> {
  const [facts] = await database.em.fork().execute<ServerFacts[]>(
    `select current_setting('server_version') as version, current_user as role,
       current_setting('max_connections')::int as connections`,
  );
  const { version, role, connections } = facts!;
  return [
    { state: 'ok', what: 'PostgreSQL', text: `PostgreSQL ${version}, as the role ${role}` },
    connections < fewConnections
      ? {
          state: 'warning',
          what: 'PostgreSQL: connections',
          text: `It takes ${connections} connections, and one api and one worker need ${fewConnections}. Raise max_connections`,
        }
      : { state: 'ok', what: 'PostgreSQL: connections', text: `It takes ${connections} connections` },
    judgeClock(await clockDifference(database)),
  ];
}

/** Tells whether the older ones of several secret keys are still needed. */
async function checkOlderKeys(database: Database, secretKeys: readonly string[]): Promise<Finding[]> {
  if (secretKeys.length < 2) return [];
  const count = await countWebhooksWithOlderSeals(database, secretKeys);
  const text =
    count === 0
      ? 'No webhook needs an older key: POSTERN_SECRET_KEY can be the newest alone'
      : `Webhooks whose secret an older key has sealed: ${count}. Keep that key; an api seals them again within two hours`;
  return [{ state: 'ok', what: 'PostgreSQL: older secret keys', text }];
}

/** Judges the difference of the clocks of this machine and of PostgreSQL. */
export function judgeClock(seconds: number): Finding {
  const what = 'Clock';
  if (seconds < clockWarningSeconds)
    return { state: 'ok', what, text: `This machine and PostgreSQL differ by ${seconds.toFixed(1)} s` };
  return {
    state: seconds < clockLimitSeconds ? 'warning' : 'fails',
    what,
    text: describeClocks(seconds),
  };
}
