import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isPrefix, parseEntry, type Prefix } from '@postern/core/prefix';
import type { Server } from '@postern/core/server';
import { describeWith } from '@postern/test/environment/describe-with';
import { startDnsServer, type DnsServer } from '@postern/test/servers/dns-server';
import { imapScript } from '@postern/test/servers/imap-script';
import { startScriptedServer, type ScriptedServer } from '@postern/test/servers/scripted-server';
import { createEgressPolicy } from './egress-policy.js';
import { measureServer } from '../measure-server.js';

const rebindingRounds = 1_000;
let internal: ScriptedServer;
beforeAll(async () => {
  internal = await startScriptedServer(imapScript());
});
afterAll(() => internal.close());

describe('a name whose addresses change between lookups (DNS rebinding)', () => {
  let dns: DnsServer;
  let questions = 0;
  /**
   * Every second DNS answer is the address of the internal server. The other answers are an allowed address on
   * which no server listens.
   */
  beforeAll(async () => {
    dns = await startDnsServer(() => {
      questions += 1;
      return questions % 2 === 0 ? ['127.0.0.1'] : ['127.0.0.2'];
    });
  });
  afterAll(() => dns.close());

  test(`${rebindingRounds} probes of a rebinding name look it up once each and connect to no internal server`, async () => {
    const policy = createEgressPolicy({ allow: [prefix('127.0.0.2')], ports: [internal.port], closed: [] });
    const codes = new Map<string | undefined, number>();
    for (let round = 0; round < rebindingRounds; round += 1) {
      const report = await measureServer(server('mail.example.com'), {
        policy,
        resolve: dns.resolve,
        retryDelaysMs: [],
      });
      const code = report.steps.at(-1)?.failure?.code;
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect(internal.connections()).toBe(0);
    expect(Object.fromEntries(codes)).toEqual({
      'connect-refused': rebindingRounds / 2,
      'target-not-allowed': rebindingRounds / 2,
    });
    expect(questions).toBe(rebindingRounds);
  });
});

describe('the report of a blocked server', () => {
  const policy = () =>
    createEgressPolicy({
      allow: [prefix('127.0.0.0/8')],
      ports: [internal.port],
      closed: [{ address: '127.0.0.1', port: internal.port }],
    });

  test('the report of a blocked server has no address and is the same for every host; nothing connects', async () => {
    const reports = await Promise.all(
      ['127.0.0.1', '10.0.0.1', '169.254.169.254'].map((host) => probe(host)),
    );
    const timeless = reports.map(({ steps, ...rest }) => ({
      ...rest,
      steps: steps.map((step) => ({ ...step, durationMs: 0 })),
    }));
    const reportsWithoutHost = timeless.map((report) =>
      JSON.stringify(report).replaceAll(report.host, 'HOST'),
    );
    expect(new Set(reportsWithoutHost).size).toBe(1);
    expect(timeless[0]).toMatchObject({
      address: null,
      sourceAddress: null,
      steps: [{ failure: { code: 'target-not-allowed', field: 'imap.host' } }],
    });
    expect(internal.connections()).toBe(0);
  });

  test.each(['imap', 'smtp', 'exchange'] as const)(
    'the report of a blocked %s server has the code target-not-allowed',
    async (endpoint) => {
      const report = await measureServer(
        { ...server('127.0.0.1'), endpoint },
        { policy: policy(), retryDelaysMs: [] },
      );
      expect(report.steps.map(({ failure }) => failure?.code)).toEqual(['target-not-allowed']);
      expect(internal.connections()).toBe(0);
    },
  );

  test('the time to refuse a blocked server differs by less than 5 ms between hosts (medians of 200 tries)', async () => {
    const hosts = ['127.0.0.1', '10.0.0.1', '169.254.169.254', 'localhost', 'db.internal', '0x7f.1'];
    const medians = new Map<string, number>();
    for (const host of hosts) {
      const times: number[] = [];
      for (let round = 0; round < 200; round += 1) {
        const startedAt = performance.now();
        await probe(host);
        times.push(performance.now() - startedAt);
      }
      medians.set(host, times.toSorted((a, b) => a - b)[100]!);
    }
    expect(Math.max(...medians.values()) - Math.min(...medians.values())).toBeLessThan(5);
  });

  const probe = (host: string) => measureServer(server(host), { policy: policy(), retryDelaysMs: [] });
});

describeWith(['ip', 'root'], 'a blocked server in a network namespace', () => {
  test('no packet is sent to a blocked server, and packets are sent to an allowed one', async () => {
    const hooks = fileURLToPath(
      new URL('../../../../infra/bootstrap/typescript-imports.mjs', import.meta.url),
    );
    const program = fileURLToPath(
      new URL('../../../../test/servers/count-blocked-packets.ts', import.meta.url),
    );
    const inside = `ip link set lo up && exec "$0" --import "$1" "$2" 127.0.0.1 127.9.9.9 ::1`;
    const { stdout } = await promisify(execFile)('unshare', [
      '-n',
      'sh',
      '-c',
      inside,
      process.execPath,
      hooks,
      program,
    ]);
    const { blocked, allowed } = JSON.parse(stdout) as Record<
      'blocked' | 'allowed',
      { packets: number; codes: string[] }
    >;
    expect(blocked).toEqual({ packets: 0, codes: Array(3).fill('target-not-allowed') });
    expect(allowed.codes).toEqual(Array(3).fill('connect-refused'));
    expect(allowed.packets).toBeGreaterThan(0);
  });
});

function server(host: string): Server {
  return { endpoint: 'imap', host, port: internal.port, tls: 'implicit', path: '' };
}

function prefix(text: string): Prefix {
  const parsed = parseEntry(text);
  if (!isPrefix(parsed)) throw new TypeError(parsed.message);
  return parsed;
}
