import { parseEnvironment, EnvironmentError, type Environment } from '@postern/core/environment';
import { logDestination, logOptions } from '@postern/core/log-options';
import { visibleText } from '@postern/core/visible-text';
import { listDataCenters } from '@postern/database/data-centers';
import { watchClock } from '@postern/database/clock';
import { openDatabase, openMaintenance } from '@postern/database/database';
import { refuseUnfit, waitUntilFit } from '@postern/database/fitness';
import { DatabaseUnfitError } from '@postern/database/database-unfit-error';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { jobBackendOf } from '@postern/jobs/job-backend';
import { describeFault } from '@postern/jobs/describe-fault';
import { tellOfLogFaults } from '@postern/jobs/log-faults';
import { QueueFaults } from '@postern/jobs/queue-faults';
import { startTracing, stopTracing } from '@postern/jobs/tracing';
import { openJobQueue } from '@postern/jobs/job-queue';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pino, type Logger } from 'pino';
import { createApp } from './create-app.js';
import { oidcSettingsOf } from './oidc/oidc-settings.js';

/** Runs the process of the api, which needs DATABASE_URL and POSTERN_SECRET_KEY. */
export function runApi(): void {
  start().catch(exitWith);
}

async function start(): Promise<void> {
  const environment = readEnvironment();
  const destination = pino.destination(logDestination);
  destination.on('error', tellOfLogFaults());
  const logger = pino({ name: 'api', level: environment.POSTERN_LOG_LEVEL, ...logOptions }, destination);
  const databaseUrl = environment.DATABASE_URL!;
  await startTracing('postern-api', environment.OTEL_EXPORTER_OTLP_ENDPOINT);
  const database = await openDatabase(databaseUrl, { connections: 20, queryTimeoutMs: 2500 });
  const maintenance = await openMaintenance(databaseUrl);
  const isFit = await refuseUnfit(database, environment.POSTERN_SECRET_KEY!);
  const stopClock = watchClock(database, logger);
  const troubles = new TroubleEpisodes(logger);
  const queue = openJobQueue(
    jobBackendOf(environment),
    'verification',
    () => listDataCenters(database),
    new QueueFaults(({ code, error, times }) => {
      if (environment.REDIS_URL === undefined && troubles.report(error)) return;
      const text = environment.REDIS_URL === undefined ? null : describeFault(error);
      if (text === null) logger.warn({ err: error, code, times }, 'the queue reports a fault');
      else logger.warn({ code, times }, text);
    }),
  );
  void queue.check().catch(() => undefined); // What is missing is told, and readiness shows it.
  const settings = {
    publicOrigin: environment.POSTERN_PUBLIC_URL ? new URL(environment.POSTERN_PUBLIC_URL).origin : null,
    consoleDirectory: builtConsole(),
    componentFile: builtComponent(),
    trustedProxies: environment.POSTERN_TRUST_PROXY,
    corsOrigins: environment.POSTERN_CORS_ORIGINS,
    secretKeys: environment.POSTERN_SECRET_KEY!,
    auditRetentionDays: environment.POSTERN_AUDIT_RETENTION_DAYS,
    isMailSetUp: environment.POSTERN_SMTP_URL !== undefined,
    oidc: oidcSettingsOf(environment),
  };
  const app = await createApp({ database, maintenance, queue, settings }, logger, troubles);
  await app.listen(environment.PORT, environment.HOST);
  logger.info({ url: await app.getUrl() }, 'listening');

  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    await app.close();
    await queue.close();
    stopClock();
    await stopTracing();
    await maintenance.close();
    await database.close();
    process.exit(0); // Otherwise idle connections of BullMQ's pool (6.7.0) may keep the process running for another 10 s.
  };
  if (!isFit)
    waitUntilFit(database, environment.POSTERN_SECRET_KEY!, troubles).catch((error: unknown) => {
      if (!isStopping) exitWith(error);
    });
  process.on('uncaughtException', fail(logger)); // Node would print the text of the error as it is.
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => void stop().catch(fail(logger)));
}

function readEnvironment(): Environment {
  const environment = parseEnvironment(process.env, (path) => readFileSync(path, 'utf8'));
  if (environment.DATABASE_URL === undefined) throw new EnvironmentError('DATABASE_URL is required');
  return environment;
}

function builtConsole(): string | null {
  const directory = fileURLToPath(new URL('../../console/dist', import.meta.url));
  return existsSync(directory) ? directory : null;
}

function builtComponent(): string | null {
  const file = fileURLToPath(import.meta.resolve('@postern/connect'));
  return existsSync(file) ? file : null;
}

function fail(logger: Logger) {
  return (error: unknown) => {
    logger.fatal({ err: error }, 'stopped');
    process.exit(1);
  };
}

/** Prints the error, as a sentence if an operator can repair it, and ends the process. */
function exitWith(error: unknown): never {
  const isExpected = error instanceof EnvironmentError || error instanceof DatabaseUnfitError;
  const text = isExpected ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${visibleText(text ?? '')}\n`);
  // A supervisor need not start a process again whose variables are bad; a database may be migrated meanwhile.
  process.exit(error instanceof EnvironmentError ? 2 : 1);
}
