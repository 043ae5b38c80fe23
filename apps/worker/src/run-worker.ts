import { parseEnvironment, EnvironmentError, type Environment } from '@postern/core/environment';
import { logDestination, logOptions } from '@postern/core/log-options';
import { visibleText } from '@postern/core/visible-text';
import { watchClock } from '@postern/database/clock';
import { openDatabase } from '@postern/database/database';
import { refuseUnfit, waitUntilFit } from '@postern/database/fitness';
import { DatabaseUnfitError } from '@postern/database/database-unfit-error';
import { newId } from '@postern/database/id';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { describeFault } from '@postern/jobs/describe-fault';
import { tellOfLogFaults } from '@postern/jobs/log-faults';
import { QueueFaults } from '@postern/jobs/queue-faults';
import { startTracing, stopTracing } from '@postern/jobs/tracing';
import { requireLocalAddress, SourceAddressError } from '@postern/mail-probe/egress/source-address';
import { readFileSync } from 'node:fs';
import { pino, type Logger } from 'pino';
import { bindProbe } from './bind-probe.js';
import { ConversationTurns } from './conversation-turns.js';
import { consumeDeliveries } from './deliveries/consume-deliveries.js';
import { consumeVerifications } from './consume-verifications.js';
import { mailerOf } from './mail/send-mail.js';
import { serveMetrics } from './metrics/serve-metrics.js';
import { WorkerMetrics } from './metrics/worker-metrics.js';
import { monitorServers } from './monitor/monitor-servers.js';
import { watchOwnServers } from './own-servers.js';
import { Progress } from './progress.js';

/** Verifications that run get 40 s; what is left is for farewells to a database and a queue that do not answer. */
const stopWithinMs = 50_000;

/** Runs the process of a worker, which needs DATABASE_URL and POSTERN_SECRET_KEY. */
export function runWorker(): void {
  start().catch(exitWith);
}

async function start(): Promise<void> {
  const environment = readEnvironment();
  const destination = pino.destination(logDestination);
  destination.on('error', tellOfLogFaults());
  const log = pino({ name: 'worker', level: environment.POSTERN_LOG_LEVEL, ...logOptions }, destination);
  const databaseUrl = environment.DATABASE_URL!;
  const metrics = new WorkerMetrics();
  await startTracing('postern-worker', environment.OTEL_EXPORTER_OTLP_ENDPOINT);
  const database = await openDatabase(databaseUrl, { connections: 10 });
  const troubles = new TroubleEpisodes(log);
  for (const { local } of environment.POSTERN_EGRESS_ADDRESS) await requireLocalAddress(local);
  const isFit = await refuseUnfit(database, environment.POSTERN_SECRET_KEY!);
  if (environment.POSTERN_WORKER_METRICS !== undefined)
    await serveMetrics(metrics.registry, environment.POSTERN_WORKER_METRICS, log);
  if (!isFit) await waitUntilFit(database, environment.POSTERN_SECRET_KEY!, troubles);
  const stopClock = watchClock(database, log);
  const sealer = createSecretSealer(environment.POSTERN_SECRET_KEY!);
  const ownServers = await watchOwnServers(environment, database);
  const workerId = newId();
  const turns = new ConversationTurns(database, workerId, troubles, log);
  const bound = await bindProbe(environment, { closed: ownServers.closed, turns, log }, (why) =>
    metrics.countLostThread(why),
  );
  const { discover, send } = bound;
  const probe = metrics.observed(bound.probe);
  const { onEnded, onAttempt } = metrics;
  const faults = new QueueFaults(({ code, error, times }) => {
    if (environment.REDIS_URL === undefined && troubles.report(error)) return;
    const text = environment.REDIS_URL === undefined ? null : describeFault(error);
    if (text === null) log.warn({ err: error, code, times }, 'the queue reports a fault');
    else log.warn({ code, times }, text);
  });
  metrics.addQueue(faults);
  const progress = new Progress(database, troubles, log);
  const parts = { database, sealer, probe, discover, progress, troubles, log, onEnded, faults };
  const consumer = consumeVerifications(environment, workerId, parts);
  const mailer = await mailerOf(environment);
  const sendMail = mailer?.send ?? null;
  const sending = { database, sealer, send, sendMail, onAttempt, troubles, log, faults };
  const deliveries = consumeDeliveries(environment, sending);
  const stopMonitor = new AbortController();
  const dataCenter = environment.POSTERN_DATA_CENTER ?? null;
  const monitor = monitorServers(
    { database, probe, workerId, dataCenter, troubles, log },
    stopMonitor.signal,
  );
  log.info('working');
  exitOnSignals(log, async () => {
    stopMonitor.abort();
    await Promise.all([consumer.close(), deliveries.close(), monitor]);
    mailer?.close();
    turns.close();
    await bound.close();
    ownServers.stop();
    stopClock();
    await stopTracing();
    await database.close();
  });
}

/** Closes everything at the first SIGTERM or SIGINT and exits, with code 1 if that fails or takes too long. */
function exitOnSignals(log: Logger, close: () => Promise<void>): void {
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => fail(new Error('The stop took too long')), stopWithinMs).unref();
    await close();
    // The process exits explicitly, because the connection to a queue that cannot be reached would keep it running.
    process.exit(0);
  };
  const fail = (error: unknown) => {
    log.fatal({ err: error }, 'stopped');
    process.exit(1);
  };
  process.on('uncaughtException', fail); // Node would print the text of the error as it is.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop().catch(fail));
}

function readEnvironment(): Environment {
  const environment = parseEnvironment(process.env, (path) => readFileSync(path, 'utf8'));
  if (environment.DATABASE_URL === undefined) throw new EnvironmentError('DATABASE_URL is required');
  if (environment.POSTERN_SECRET_KEY === undefined)
    throw new EnvironmentError('POSTERN_SECRET_KEY is required');
  return environment;
}

/** Prints the error, as a sentence if an operator can repair it, and ends the process. */
function exitWith(error: unknown): never {
  const isExpected =
    error instanceof EnvironmentError ||
    error instanceof DatabaseUnfitError ||
    error instanceof SourceAddressError;
  const text = isExpected ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${visibleText(text ?? '')}\n`);
  // A supervisor need not start a process again whose variables are bad; a database may be migrated meanwhile.
  process.exit(error instanceof EnvironmentError ? 2 : 1);
}
