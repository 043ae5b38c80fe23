import type { Environment } from '@postern/core/environment';
import { print, printError } from './print.js';
import { get } from 'node:http';
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
import { runDatabase, type RunningDatabase } from './running-database.js';
import { processOptions } from './process-entry.js';
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
  const prepared = Promise.withResolvers<() => string>();
  const children = startChildren(environmentOfChildren(port, secretKeys.join(',')), async () =>
    (await prepared.promise)(),
  );
  let database: RunningDatabase | undefined;
  try {
    // The libraries of the database are loaded while it starts.
    const preparing = import('./prepare-database.js');
    const running = await time('PostgreSQL', () =>
      runDatabase(environment, dataDirectory, {
        log: report,
        onMoved: () => children.forEach((child) => child.restart()),
      }),
    );
    database = running;
    if (stopRequest.first.aborted) return;
    const token = environment.POSTERN_BOOTSTRAP_TOKEN ?? (await readBootstrapToken(dataDirectory));
    const { prepareDatabase } = await preparing;
    const signInCode = await time('Schema and first account', () =>
      prepareDatabase(environment, running.connectionString(), token, {
        keys: secretKeys,
        place: secretKeyPlace(environment, dataDirectory),
      }),
    );
    prepared.resolve(running.connectionString);
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
    await database?.stop();
  }
}

/** Starts api and worker, which load their modules and then wait for the connection string. */
function startChildren(
  environment: NodeJS.ProcessEnv,
  databaseUrl: () => Promise<string>,
): SupervisedChild[] {
  return (['api', 'worker'] as const).map(
    (name) => new SupervisedChild({ name, environment, databaseUrl, onLine: writeLine, log: report }),
  );
}

/**
 * Returns the environment of api and worker, without DATABASE_URL, which they are sent. It does not contain the tokens
 * and the migration role, which only this process needs, nor the files of the values that it sets.
 */
function environmentOfChildren(port: number, secretKeys: string): NodeJS.ProcessEnv {
  const {
    POSTERN_BOOTSTRAP_TOKEN,
    POSTERN_BOOTSTRAP_TOKEN_FILE,
    POSTERN_OPERATOR_TOKEN,
    POSTERN_OPERATOR_TOKEN_FILE,
    DATABASE_MIGRATION_URL,
    DATABASE_MIGRATION_URL_FILE,
    DATABASE_URL,
    DATABASE_URL_FILE,
    POSTERN_SECRET_KEY_FILE,
    ...rest
  } = process.env;
  return {
    ...rest,
    NODE_OPTIONS: processOptions(),
    PORT: String(port),
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
    if (await isReady(origin)) return true;
    const crashed = children.some(({ crashes }) => crashes > 0);
    if (crashed)
      throw new InstallationError('A process ended before everything was ready; its log is above.');
    if (Date.now() > deadline)
      throw new InstallationError('Postern is not ready after 60 s; see the log above.');
    await delay(50);
  }
  return false;
}

/** Asks with node:http, because the first `fetch` of a process (Node 24) takes a tenth of a second of processor time. */
function isReady(origin: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get(`${origin}/readyz`, { timeout: 2000, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
  });
}

/** Writes a log line to standard error, because standard output contains only the start screen. */
function writeLine(name: string, line: string): void {
  printError(`${process.stderr.isTTY ? formatLogLine(line, name) : line}\n`);
}

function report(line: string): void {
  printError(`${line}\n`);
}
