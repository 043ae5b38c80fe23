import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { makeCostlyChain } from '@postern/test/certificates/costly-chain';
import { makeCertificates } from '@postern/test/certificates/make-certificates';
import { imapScript } from '@postern/test/servers/imap-script';
import { startScriptedServer, type ScriptedServer } from '@postern/test/servers/scripted-server';
import type { ConversationRequest, StepEvent } from '../conversation/conversation.js';
import { defaultLimits } from '../conversation/limits.js';
import { createProbeThreads, type PoolRunOptions, type ProbeThreads } from './probe-threads.js';

const hooks = fileURLToPath(new URL('../../../../infra/bootstrap/typescript-imports.mjs', import.meta.url));
const execArgv = ['--disable-warning=ExperimentalWarning', '--import', hooks];
const costly: string[] = [];
let ca: string;
let chain: ScriptedServer;
let good: ScriptedServer;
let threads: ProbeThreads;
beforeAll(async () => {
  const certificates = await makeCertificates();
  ({ ca } = certificates);
  chain = await startScriptedServer(imapScript(), makeCostlyChain(6));
  good = await startScriptedServer(imapScript(), certificates.of('good'));
  threads = createProbeThreads({ execArgv, threads: 1, onCostly: (accountId) => costly.push(accountId) });
});
afterAll(async () => {
  await threads.close();
  await Promise.all([chain.close(), good.close()]);
});

async function converse({ port }: ScriptedServer, accountId: string, inTurn?: PoolRunOptions['inTurn']) {
  const request: ConversationRequest = {
    endpoint: 'imap',
    host: 'mail.example.com',
    port,
    tls: 'implicit',
    path: '',
    addresses: ['127.0.0.1'],
    sourceAddresses: [],
    ca,
    ehloName: null,
    credentials: null,
    rule: { allowNonSecureCertificate: false, pin: null, mayPin: true },
    limits: defaultLimits,
  };
  const reported: string[] = [];
  const onStep = ({ step }: StepEvent) => reported.push(step.stage);
  const options = { onStep, signal: undefined, accountId, ...(inTurn === undefined ? {} : { inTurn }) };
  const { report } = await threads.run(request, options);
  return { steps: report.steps.map(({ stage, state }) => `${stage} ${state}`), reported };
}

const passed = ['connect passed', 'tls passed', 'greeting passed', 'capability passed'];

test('costly conversations of one account that start together end rightly and delay another account little', async () => {
  expect((await converse(good, 'quiet')).steps).toEqual(passed);
  let ended = 0;
  const all = Array.from({ length: 24 }, () => converse(chain, 'costly').finally(() => (ended += 1)));
  for (let place = 0; place < 5; place += 1) expect((await converse(good, 'quiet')).steps).toEqual(passed);
  // In the same thread, all of them would have ended before the second good conversation.
  expect(ended).toBeLessThan(12);
  for (const { steps, reported } of await Promise.all(all)) {
    expect(steps).toEqual(passed);
    expect(reported).toEqual(['connect', 'tls', 'greeting', 'capability']);
  }
  expect(new Set(costly)).toEqual(new Set(['costly']));
}, 120_000);

test('two conversations of a costly account run at once, and none holds the turn of a server while it waits', async () => {
  let [running, most] = [0, 0];
  const inTurn: PoolRunOptions['inTurn'] = async (talk) => {
    running += 1;
    most = Math.max(most, running);
    return await talk().finally(() => (running -= 1));
  };
  const all = Array.from({ length: 5 }, () => converse(good, 'costly', inTurn));
  for (const { steps } of await Promise.all(all)) expect(steps).toEqual(passed);
  expect(most).toBe(2);
}, 120_000);
