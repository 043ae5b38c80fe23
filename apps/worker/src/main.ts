import { parseEnvironment, EnvironmentError, type Environment } from '@postern/core/environment';
import { errorFacts } from '@postern/core/error-facts';
import { listDataCenters } from '@postern/database/data-centers';
import { openDatabase } from '@postern/database/database';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { startTracing, stopTracing, traced } from '@postern/jobs/tracing';
import { startVerificationConsumer } from '@postern/jobs/verification-consumer';
import { pino } from 'pino';
import { bindProbe } from './bind-probe.js';
import { readTurn } from './claim-verification.js';
import { FairTurns, TurnRefused } from './fair-turns.js';
import { serveMetrics } from './metrics/serve-metrics.js';
import { WorkerMetrics } from './metrics/worker-metrics.js';
import { monitorServers } from './monitor/monitor-servers.js';
import { verifyMailSettings, type Ended } from './verify-mail-settings.js';

/** Jobs are taken beyond what may run, so that a crowd before one server does not hide the others from view. */
const jobsWaitingForTurn = 10;
/** The rest of the turns is there for others, while one account's servers all drag on. */
const shareOfAccount = 0.8;
/**
 * Servers that flood us or speak no mail protocol cost work and are no mail servers. After each, the account waits a
 * little for its next turn, so that a loop over such servers slows nobody else.
 */
const wastefulEnds: ReadonlySet<string> = new Set([
  'limit-exceeded',
  'deadline-exceeded',
  'not-this-protocol',
  'protocol-error',
  'starttls-injection',
]);
const restAfterWasteMs = 100;

/** The process of the worker; `postern up` starts it with DATABASE_URL and POSTERN_SECRET_KEY set. */
async function main(): Promise<void> {
  const environment = readEnvironment();
  const log = pino({
    name: 'worker',
    level: environment.POSTERN_LOG_LEVEL,
    serializers: { err: errorFacts },
  });
  const databaseUrl = environment.DATABASE_URL!;
  const metrics = new WorkerMetrics();
  if (environment.POSTERN_WORKER_METRICS !== undefined)
    await serveMetrics(metrics.registry, environment.POSTERN_WORKER_METRICS, log);
  await startTracing('postern-worker', environment.OTEL_EXPORTER_OTLP_ENDPOINT);
  const database = await openDatabase(databaseUrl, { connections: 10 });
  const inAll = environment.POSTERN_WORKER_CONCURRENCY;
  const turns = new FairTurns({ inAll, ofAccount: Math.ceil(inAll * shareOfAccount), onServer: 2 });
  const sealer = createSecretSealer(environment.POSTERN_SECRET_KEY!);
  const bound = await bindProbe(environment, log, (why) => metrics.countLostThread(why));
  const { probe, measure, close: closeProbe } = metrics.observed(bound);
  const dataCenter = environment.POSTERN_DATA_CENTER ?? null;
  const onEnded = (ended: Ended) => {
    metrics.countEnded(ended);
    if (wastefulEnds.has(ended.code)) turns.rest(ended.accountId, restAfterWasteMs);
  };
  const consumer = startVerificationConsumer(
    environment.REDIS_URL === undefined ? { databaseUrl } : { redisUrl: environment.REDIS_URL },
    {
      concurrency: inAll * jobsWaitingForTurn,
      listDataCenters: dataCenter === null ? () => listDataCenters(database) : async () => [dataCenter],
      async handle(id) {
        const turn = await readTurn(database, id);
        if (turn === null) return;
        const verify = () => verifyMailSettings({ database, sealer, probe, log, onEnded }, id);
        const outcome = await turns.take(turn, () => traced('verify', 'consumer', verify, turn.traceparent));
        log.debug({ verification: id, outcome }, 'verified');
      },
      onError(error) {
        if (!(error instanceof TurnRefused)) log.warn({ err: error }, 'the queue reports');
      },
    },
  );
  const stopMonitor = new AbortController();
  const monitor = monitorServers({ database, measure, dataCenter, log }, stopMonitor.signal);
  log.info('working');

  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    stopMonitor.abort();
    turns.stop(); // The sweeper brings back those who waited.
    await Promise.all([consumer.close(), monitor]);
    await closeProbe();
    await stopTracing();
    await database.close();
    process.exit(0); // A queue that is away keeps reconnecting otherwise.
  };
  const fail = (error: unknown) => {
    log.fatal({ err: error }, 'stopped');
    process.exit(1);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop().catch(fail));
}

function readEnvironment(): Environment {
  const environment = parseEnvironment(process.env);
  if (environment.DATABASE_URL === undefined) throw new EnvironmentError('DATABASE_URL is required');
  if (environment.POSTERN_SECRET_KEY === undefined)
    throw new EnvironmentError('POSTERN_SECRET_KEY is required');
  return environment;
}

main().catch((error: unknown) => {
  if (!(error instanceof EnvironmentError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
