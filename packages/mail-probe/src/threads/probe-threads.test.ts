import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { makeCertificates, type TestCertificates } from '@postern/test/certificates/make-certificates';
import { allScenarios } from '@postern/test/scenarios/all-scenarios';
import { waitUntil } from '@postern/test/environment/wait-until';
import { runScenario } from '@postern/test/scenarios/run-scenario';
import type { Scenario } from '@postern/test/scenarios/scenario';
import { ProbeThreadHost } from './probe-thread-host.js';
import { createProbeThreads, type ProbeThreads, type ProbeThreadsOptions } from './probe-threads.js';

/** Options with which the threads of this test load TypeScript. */
const hooks = fileURLToPath(new URL('../../../../infra/bootstrap/typescript-imports.mjs', import.meta.url));
const execArgv = ['--disable-warning=ExperimentalWarning', '--import', hooks];
const entry = new URL('../../../../test/servers/faulty-probe-thread.ts', import.meta.url);

let certificates: TestCertificates;
let threads: ProbeThreads;
beforeAll(async () => {
  certificates = await makeCertificates();
});
afterEach(async () => {
  await threads.close();
});

describe('conversations in a pool of threads', () => {
  test.each([
    'R27 a good RSA certificate',
    'R23 the right password (SMTP)',
    'a POP3 server on a mail port',
    'R26 Exchange on premises',
  ])('a conversation in a pool thread ends as in the main thread: %s', async (name) => {
    start({ threads: 1 });
    const scenario = find(name);
    const { result } = await runScenario(scenario, certificates, threads.run);
    expect(result.failure?.code).toBe(scenario.expected?.code);
  });

  test('the thread of an endless parser is terminated and its conversation fails with limit-exceeded', async () => {
    const lost: string[] = [];
    start({ entry, threads: 1, stuckAfterMs: 500, onThreadLost: (why) => lost.push(why) });
    const { result } = await runScenario(trapped('spins'), certificates, threads.run);
    expect(result.failure).toMatchObject({ code: 'limit-exceeded', endpoint: 'imap', stage: 'connect' });
    expect(lost).toContain('stuck');
  });

  test('another conversation in the thread of an endless parser is started again and passes', async () => {
    start({ entry, threads: 1, stuckAfterMs: 500 });
    const { result } = await runScenario(trapped('spins'), certificates, threads.run);
    const smtp = result.endpoints.find(({ endpoint }) => endpoint === 'smtp')!;
    expect(smtp.steps.map(({ state }) => state)).toEqual(Array(5).fill('passed'));
    const after = await runScenario(find('R27 a good RSA certificate'), certificates, threads.run);
    expect(after.result.failure).toBeNull();
  });

  test('a conversation that takes more than 200 ms of CPU time fails with limit-exceeded, and its neighbours pass', async () => {
    const lost: string[] = [];
    start({ entry, threads: 1, stuckAfterMs: 20_000, onThreadLost: (why) => lost.push(why) });
    const good = find('R27 a good RSA certificate');
    const [costly, ...neighbours] = await Promise.all([
      runScenario(trapped('strains'), certificates, threads.run),
      ...Array.from({ length: 3 }, () => runScenario(good, certificates, threads.run)),
    ]);
    expect(costly!.result.failure).toMatchObject({ code: 'limit-exceeded', endpoint: 'imap' });
    expect(neighbours.map(({ result }) => result.failure)).toEqual([null, null, null]);
    expect(lost).toEqual([]);
  });

  test('a thread with an endless parser has no room for another conversation and is not answering', async () => {
    const host = new ProbeThreadHost({
      stuckAfterMs: 20_000,
      loadMs: 10_000,
      execArgv,
      entry,
      onThreadLost: undefined,
      isForCostly: false,
      onCostly: () => {},
    });
    host.start();
    expect(host.isAnswering).toBe(false);
    await waitUntil(() => host.isAnswering);
    let id = 0;
    const run: ProbeThreads['run'] = async (request, options) => {
      const ended = await host.run({ id: (id += 1), request, accountId: null, options });
      if (ended.kind === 'outcome') return ended.outcome;
      throw new Error('The thread was lost');
    };
    await runScenario(find('R27 a good RSA certificate'), certificates, run);
    expect(host.hasRoom).toBe(true);
    const spinning = expect(runScenario(trapped('spins'), certificates, run)).rejects.toThrow('closed');
    await waitUntil(() => !host.hasRoom && !host.isAnswering);
    await host.close();
    await spinning;
  });

  test('a thread that loads for longer than its time limit without using a processor is not terminated', async () => {
    const lost: string[] = [];
    const late = new URL('late-probe-thread.ts', entry);
    start({
      entry: late,
      threads: 1,
      stuckAfterMs: 500,
      loadMs: 2000,
      onThreadLost: (why) => lost.push(why),
    });
    const { result } = await runScenario(find('R27 a good RSA certificate'), certificates, threads.run);
    expect(result.failure).toBeNull();
    expect(lost).toEqual([]);
  });

  test('a conversation whose parser uses too much memory fails with limit-exceeded', async () => {
    start({ entry, threads: 1, stuckAfterMs: 20_000 });
    const { result } = await runScenario(trapped('hoards'), certificates, threads.run);
    expect(result.failure).toMatchObject({ code: 'limit-exceeded', endpoint: 'imap' });
  });

  test('a conversation whose thread crashes fails with unknown and a support id', async () => {
    start({ entry, threads: 1 });
    const { result, unknowns } = await runScenario(trapped('crashes'), certificates, threads.run);
    expect(result.failure).toMatchObject({ code: 'unknown', supportId: unknowns[0]?.supportId });
  });

  test('a conversation in a thread rejects with the reason of its aborted signal', async () => {
    start({ threads: 1 });
    const aborter = new AbortController();
    const run: ProbeThreads['run'] = async (request, options) => {
      setImmediate(() => aborter.abort(new Error('lease lost')));
      return await threads.run(request, { ...options, signal: aborter.signal });
    };
    await expect(
      runScenario(find('a server that accepts the connection and sends nothing'), certificates, run),
    ).rejects.toThrow('lease lost');
  });
});

function start(options: ProbeThreadsOptions): void {
  threads = createProbeThreads({ execArgv, ...options });
}

function find(name: string): Scenario {
  return allScenarios.find((scenario) => scenario.name === name)!;
}

/** Returns a scenario that passes, with a host name at which the faulty thread fails. */
function trapped(how: 'spins' | 'hoards' | 'crashes' | 'strains'): Scenario {
  return { ...find('R27 a wildcard certificate'), host: `${how}.example.com` };
}
