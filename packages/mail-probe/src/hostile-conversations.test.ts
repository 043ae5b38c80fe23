import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeCertificates, type TestCertificates } from '@postern/test/certificates/make-certificates';
import { allScenarios } from '@postern/test/scenarios/all-scenarios';
import { hostileScenarios } from '@postern/test/scenarios/hostile-scenarios';
import { MeasuredThreads } from '@postern/test/scenarios/measured-threads';
import { runFloods } from '@postern/test/scenarios/run-floods';
import { startFloodServers } from '@postern/test/scenarios/start-flood-servers';
import { defaultLimits } from './conversation/limits.js';

/** The number of hostile conversations per run: as many as take a few seconds. `npm run lab` runs 1,000. */
const inARow = 200;
const atATime = 10;

let certificates: TestCertificates;
let threads: MeasuredThreads;
beforeAll(async () => {
  certificates = await makeCertificates();
  threads = new MeasuredThreads(2);
  // The first conversation of a thread is slower, because the thread compiles code and reads the trust roots.
  const good = allScenarios.find(({ name }) => name === 'R27 a good RSA certificate')!;
  for (let round = 0; round < 10; round += 1) await threads.measure(good, certificates);
});
afterAll(() => threads.close());

describe('a hostile conversation', () => {
  test.each(hostileScenarios.map((scenario) => [scenario.name, scenario] as const))(
    'the conversation with %s ends before its deadline and takes less than 100 ms of CPU time and 128 KiB',
    async (_name, scenario) => {
      const { ms, cpuMs, bytesRead } = await threads.measure(scenario, certificates);
      const limits = { ...defaultLimits, ...scenario.limits };
      expect(ms).toBeLessThan((scenario.password ? limits.loginDeadlineMs : limits.deadlineMs) + 500);
      expect(cpuMs).toBeLessThan(100);
      expect(bytesRead).toBeLessThan(128 * 1024);
    },
  );
});

test(`${inARow} servers that flood the probe do not block the event loop, and their memory is freed`, async () => {
  const servers = await startFloodServers();
  try {
    await runFloods(servers, threads.run, inARow / 2, atATime);
    const before = await runFloods(servers, threads.run, inARow, atATime);
    const costs = await runFloods(servers, threads.run, inARow, atATime);
    expect(Object.keys(costs.codes).toSorted()).toEqual(['limit-exceeded', 'tls-failed']);
    // The second thread loads in one of the rounds, at a moment of its own; what is lost would be lost in both.
    expect(Math.min(before.grownBytes, costs.grownBytes)).toBeLessThan(20 * 1024 * 1024);
    expect(await shortestDelay(costs.loopDelayP99Ms)).toBeLessThan(50);
  } finally {
    await servers.close();
  }

  /**
   * Returns the shortest delay of three runs, because other processes of the machine can delay the event loop as
   * well.
   */
  async function shortestDelay(first: number): Promise<number> {
    let shortest = first;
    for (let again = 0; again < 2 && shortest >= 50; again += 1) {
      const { loopDelayP99Ms } = await runFloods(servers, threads.run, inARow / 2, atATime);
      shortest = Math.min(shortest, loopDelayP99Ms);
    }
    return shortest;
  }
});
