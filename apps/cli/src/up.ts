import type { Environment } from '@postern/core/environment';
import { print, printError } from './print.js';
import { openDatabase } from '@postern/database/database';
import { migrateDatabase } from '@postern/database/migrate';
import { requireConnection } from '@postern/database/require-connection';
import { checkSecretKey } from '@postern/database/secret-key';
import { createSignInCode } from '@postern/database/sign-in-code';
import { bootstrapTokens } from '@postern/database/tokens';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import {
  bootstrapTokenFile,
  InstallationError,
  createDataDirectory,
  readBootstrapToken,
  readSecretKey,
  secretKeyPlace,
} from './data-directory.js';
import { checkListeningAddress, visitableOrigin } from './listening-address.js';
import { refuseLittleRoom } from './doctor/check-disk.js';
import { formatLogLine } from './log-line.js';
import { runDatabase } from './running-database.js';
import { processEntry, processOptions } from './process-entry.js';
import { startScreen } from './start-screen.js';
import { aborted, listenForStop, type StopRequest } from './stop-request.js';
import { SupervisedChild } from './supervised-child.js';
import { timeParts } from './time-parts.js';

const readyDeadlineMs = 60_000;
const drainMs = 30_000;

/**
 * Runs all of Postern on this machine until a stop is requested: database, migrations, api and worker. Resolves
 * when all of them have ended; a second request to stop kills them at once. Throws `InstallationError` if Postern
 * cannot start. With `hasTimings` it prints how long each part of the start took.
 */
export async function up(
  environment: Environment,
  { hasTimings }: { readonly hasTimings: boolean },
): Promise<void> {
  const time = timeParts(hasTimings ? report : () => {});
  const stopRequest = listenForStop();
  const port = await checkListeningAddress(environment.HOST, environment.PORT);
  await refuseLittleRoom(environment);
  const dataDirectory = await createDataDirectory(environment.POSTERN_DATA_DIR);
  const secretKeys = environment.POSTERN_SECRET_KEY ?? [await readSecretKey(dataDirectory)];
  const children: SupervisedChild[] = [];
  const database = await time('PostgreSQL', () =>
    runDatabase(environment, dataDirectory, {
      log: report,
      onMoved: () => children.forEach((child) => child.restart()),
    }),
  );
  try {
    if (stopRequest.first.aborted) return;
    const token = environment.POSTERN_BOOTSTRAP_TOKEN ?? (await readBootstrapToken(dataDirectory));
    const signInCode = await time('Schema and first account', () =>
      prepareDatabase(environment, database.connectionString(), token, {
        keys: secretKeys,
        place: secretKeyPlace(environment, dataDirectory),
      }),
    );
    const childEnvironment = () =>
      environmentOfChildren(port, database.connectionString(), secretKeys.join(','));
    for (const name of ['api', 'worker'] as const) {
      const entry = fileURLToPath(processEntry(name));
      children.push(
        new SupervisedChild({ name, entry, environment: childEnvironment, onLine: writeLine, log: report }),
      );
    }
    const origin = visitableOrigin(environment.HOST, port);
    if (!(await time('api and worker', () => becomesReady(origin, children, stopRequest)))) return;
    print(
      startScreen({
        origin: environment.POSTERN_PUBLIC_URL ?? origin,
        signInCode,
        dataDirectory,
        tokenFile:
          environment.POSTERN_BOOTSTRAP_TOKEN === undefined ? bootstrapTokenFile(dataDirectory) : null,
        hasOwnDatabase: environment.DATABASE_URL === undefined,
        hasRedis: environment.REDIS_URL !== undefined,
      }),
    );
    await aborted(stopRequest.first);
  } finally {
    if (stopRequest.first.aborted) report('Stopping …');
    await Promise.all(children.map((child) => child.stop(drainMs, stopRequest.second)));
    await database.stop();
  }
}

/**
 * Creates the database schema, the first account and its tokens; resolves to a code that signs a browser in once.
 */
async function prepareDatabase(
  environment: Environment,
  connectionString: string,
  token: string,
  secret: { readonly keys: readonly string[]; readonly place: string },
): Promise<string | null> {
  await requireConnection(connectionString);
  await migrateDatabase(connectionString, environment.DATABASE_MIGRATION_URL);
  const database = await openDatabase(connectionString, { connections: 2 });
  try {
    await checkSecretKey(database, secret.keys, secret.place);
    const operator = environment.POSTERN_OPERATOR_TOKEN ?? null;
    await bootstrapTokens(database, { superAdmin: token, operator });
    return await createSignInCode(database, token);
  } finally {
    await database.close();
  }
}

/**
 * Returns the environment of api and worker. It does not contain the tokens and the migration role, which only this
 * process needs, nor the files of the values that it sets.
 */
function environmentOfChildren(port: number, databaseUrl: string, secretKeys: string): NodeJS.ProcessEnv {
  const {
    POSTERN_BOOTSTRAP_TOKEN,
    POSTERN_BOOTSTRAP_TOKEN_FILE,
    POSTERN_OPERATOR_TOKEN,
    POSTERN_OPERATOR_TOKEN_FILE,
    DATABASE_MIGRATION_URL,
    DATABASE_MIGRATION_URL_FILE,
    DATABASE_URL_FILE,
    POSTERN_SECRET_KEY_FILE,
    ...rest
  } = process.env;
  return {
    ...rest,
    NODE_OPTIONS: processOptions(),
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    POSTERN_SECRET_KEY: secretKeys,
  };
}

/** Waits until /readyz reports that the api is ready; false if a stop was requested first. */
async function becomesReady(
  origin: string,
  children: readonly SupervisedChild[],
  { first }: StopRequest,
): Promise<boolean> {
  const deadline = Date.now() + readyDeadlineMs;
  while (!first.aborted) {
    const answer = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
    if (answer?.ok) return true;
    const crashed = children.some(({ crashes }) => crashes > 0);
    if (crashed)
      throw new InstallationError('A process ended before everything was ready; its log is above.');
    if (Date.now() > deadline)
      throw new InstallationError('Postern is not ready after 60 s; see the log above.');
    await delay(50);
  }
  return false;
}

/** Writes a log line to standard error, because standard output contains only the start screen. */
function writeLine(name: string, line: string): void {
  printError(`${process.stderr.isTTY ? formatLogLine(line, name) : line}\n`);
}

function report(line: string): void {
  printError(`${line}\n`);
}
