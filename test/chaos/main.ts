/**
 * `npm run chaos`: breaks Postern under load and checks that nothing is lost, doubled or leaked. Ends with 1 if
 * something is.
 *
 * - `--kills 500` (the default, with 20): kills workers and apis at random moments; `--seed` repeats the choices.
 * - `--deliveries 500`: kills workers at random moments while changes are told to webhooks and by mail.
 * - `--redis 5000`: Redis is flushed, stopped and refuses in five ways while 5,000 domains are verified.
 * - `--soak 60`: an hour of load; measures how memory and handles grow.
 *
 * `--backend redis` or `--backend postgres` chooses one queue for kills, deliveries and soak; by default both run at the same time.
 */
import { parseArgs } from 'node:util';
import { startTestServers } from '../environment/test-servers.js';
import { runDeliveries } from './deliveries.js';
import { deliveriesTable } from './deliveries-outcome.js';
import { runKills } from './kills.js';
import { outcomeTable } from './kills-outcome.js';
import { runMisbehavingRedis, violationsOf } from './misbehaving-redis.js';
import { runSoak } from './soak.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    deliveries: { type: 'string' },
    redis: { type: 'string' },
    soak: { type: 'string' },
    seed: { type: 'string' },
    backend: { type: 'string', multiple: true, default: ['postgres', 'redis'] },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));

const stopServers = await startTestServers();
try {
  const outcomes = await runChosen();
  if (outcomes.includes(false)) process.exitCode = 1;
} finally {
  await stopServers();
}

async function runChosen(): Promise<boolean[]> {
  const backends = values.backend.map((backend) => ({
    backend,
    redisUrl: backend === 'redis' ? `${process.env.TEST_REDIS_URL}/6` : undefined,
  }));
  if (values.redis !== undefined) {
    const outcome = await runMisbehavingRedis(Number(values.redis), console.log);
    const violations = violationsOf(outcome, 10_000);
    console.log(outcome, violations);
    return [violations.length === 0];
  }
  if (values.soak !== undefined)
    return await runEach(backends, (one) => runSoak({ minutes: Number(values.soak), ...one }), false);
  if (values.deliveries !== undefined) {
    const wanted = { kills: Number(values.deliveries), seed, size: 'long' } as const;
    const outcomes = await runEach(backends, (one) => runDeliveries({ ...wanted, ...one }), null);
    console.log(deliveriesTable(outcomes.filter((outcome) => outcome !== null)));
    return outcomes.map((outcome) => outcome?.violations.length === 0);
  }
  const kills = Number(values.kills);
  const outcomes = await runEach(backends, (one) => runKills({ kills, seed, ...one }), null);
  const ended = outcomes.filter((outcome) => outcome !== null);
  console.log(outcomeTable(ended));
  return outcomes.map((outcome) => outcome?.violations.length === 0);
}

/** Runs all at the same time. One that fails is told at once and does not end the others. */
async function runEach<Given, Result>(
  all: readonly Given[],
  run: (one: Given) => Promise<Result>,
  failed: Result,
): Promise<Result[]> {
  return await Promise.all(
    all.map((one) =>
      run(one).catch((error: unknown) => {
        console.error(one, error);
        return failed;
      }),
    ),
  );
}
