import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EnvironmentError } from '@postern/core/environment';
import { describeFailure } from '@postern/core/failures/describe-failure';
import type { MailSettings } from '@postern/core/mail-settings';
import { emptyReport, type EndpointReport, type Step } from '@postern/core/verification';
import { newId } from '@postern/database/id';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { markDispatched } from '@postern/test/api/mark-dispatched';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { reservePort } from '@postern/test/servers/loopback-port';
import type { Probe } from '../bind-probe.js';
import { Progress } from '../progress.js';
import { verifyMailSettings } from '../verify-mail-settings.js';
import { serveMetrics } from './serve-metrics.js';
import { WorkerMetrics } from './worker-metrics.js';

const log = pino({ level: 'silent' });
const troubles = new TroubleEpisodes(log);
const sealer = createSecretSealer([Buffer.alloc(32).toString('base64')]);
const metrics = new WorkerMetrics();
let api: TestApi;
let server: Server;
let port: number;

beforeAll(async () => {
  api = await startTestApi();
  server = await serveMetrics(metrics.registry, { host: '127.0.0.1', port: await reservePort() }, log);
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.close();
  await api.stop();
});

const at = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);
const scrape = async (): Promise<string> => (await at('/metrics')).text();

const target = { endpoint: 'exchange', host: 'mail.example.com', port: 443, tls: 'implicit' } as const;
const failure = describeFailure('connect-refused', 'connect', target);
const steps: Step[] = [
  { stage: 'resolve', state: 'passed', durationMs: 20, facts: {}, failure: null },
  { stage: 'connect', state: 'failed', durationMs: 2000, facts: {}, failure },
  { stage: 'tls', state: 'skipped', durationMs: 0, facts: {}, failure: null },
];
const report: EndpointReport = { ...emptyReport(target), steps };
const refused: Probe = () =>
  Promise.resolve({ endpoints: [report], failure, warnings: [], newPins: [], droppedPins: [] });

/** Saves the settings of a domain; resolves to the id of their verification. */
async function save(domain: string): Promise<string> {
  const body = { domain, kind: 'exchange', exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' } };
  const saved = (await api.call('POST', '/v1/mail-settings', { body })).body as unknown as MailSettings;
  return markDispatched(api.database, saved.verification.id!);
}

function verify(id: string, probe: Probe): Promise<string> {
  return verifyMailSettings(
    {
      database: api.database,
      sealer,
      probe: metrics.observed(probe),
      progress: new Progress(api.database, troubles, log),
      troubles,
      log,
      onEnded: metrics.onEnded,
    },
    id,
  );
}

test('a verification that another worker took over is counted by the worker that stored its result', async () => {
  const id = await save('taken-over.example.com');
  const takenOver: Probe = async (...call) => {
    await api.database.em.fork().execute(`update verification_job set lease_until = now() - interval '1 s'`);
    expect(await verify(id, refused)).toBe('failed');
    return refused(...call);
  };
  expect(await verify(id, takenOver)).toBe('lost-lease');
  expect(await verify(id, refused)).toBe('not-claimed'); // BullMQ may deliver the job a second time.
  const text = await scrape();
  expect(text).toContain(
    'postern_verifications_total{trigger="save",state="failed",code="connect-refused"} 1',
  );
  expect(text).toContain('postern_verification_duration_seconds_count{state="failed"} 1');
  expect(text).toContain('postern_verifications_running 0');
});

test('metrics have durations by protocol and stage, and no label names a domain or a server', async () => {
  metrics.registry.resetMetrics();
  await verify(await save('timed.example.com'), refused);
  const text = await scrape();
  expect(text).toContain('postern_probe_stage_duration_seconds_sum{endpoint="exchange",stage="connect"} 2');
  expect(text).not.toContain('stage="tls"');
  expect(text).not.toContain('example.com');
});

test('the metrics count scheduled measurements, replaced threads and attempts to send', async () => {
  await metrics.observed(refused)([{ ...target, path: '' }], null, {
    holder: { id: target.host, accountId: newId(), isScheduled: true },
  });
  metrics.countLostThread('stuck');
  metrics.onAttempt('mail', 'failed');
  const text = await scrape();
  expect(text).toContain(
    'postern_scheduled_measurements_total{endpoint="exchange",code="connect-refused"} 1',
  );
  expect(text).toContain('postern_probe_threads_lost_total{why="stuck"} 1');
  expect(text).toContain('postern_delivery_attempts_total{kind="mail",outcome="failed"} 1');
});

test('the metrics listener serves /metrics and /healthz, and no other path', async () => {
  expect(await scrape()).toMatch(/^postern_worker_process_resident_memory_bytes \d+$/m);
  expect((await at('/healthz')).status).toBe(200);
  expect((await at('/healthz', { method: 'HEAD' })).status).toBe(200);
  expect((await at('/metrics?name=x')).headers.get('content-type')).toContain('text/plain');
  expect((await at('/metrics', { method: 'POST' })).status).toBe(405);
  expect((await at('/')).status).toBe(404);
});

test('the error for an address that the metrics listener cannot use names POSTERN_WORKER_METRICS', async () => {
  const start = (host: string) => serveMetrics(new WorkerMetrics().registry, { host, port }, log);
  await expect(start('127.0.0.1')).rejects.toThrow(EnvironmentError);
  await expect(start('127.0.0.1')).rejects.toThrow(/^POSTERN_WORKER_METRICS names a port that another/);
  await expect(start('192.0.2.1')).rejects.toThrow(/^POSTERN_WORKER_METRICS names an address that is not/);
});
