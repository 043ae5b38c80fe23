import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Server } from '@postern/core/server';
import { isPrefix, parseEntry } from '@postern/core/prefix';
import type { Step } from '@postern/core/verification';
import { makeCertificates, type TestCertificates } from '@postern/test/certificates/make-certificates';
import { loopback } from '@postern/test/scenarios/run-scenario';
import { account, accounts } from '@postern/test/scenarios/scenario';
import type { ServerTls } from '@postern/test/servers/accept-tls';
import { imapScript } from '@postern/test/servers/imap-script';
import { startScriptedServer, type Script, type ScriptedServer } from '@postern/test/servers/scripted-server';
import { smtpScript } from '@postern/test/servers/smtp-script';
import { createEgressPolicy } from './egress/egress-policy.js';
import type { ProbeOptions } from './probe-options.js';
import { probeServers } from './probe-servers.js';
import { chooseSourceAddress, routedFrom, seenSourceAddress } from './egress/source-address.js';

const noPins = { allowNonSecureCertificate: false, pins: {} };
let certificates: TestCertificates;
const running: ScriptedServer[] = [];
beforeAll(async () => {
  certificates = await makeCertificates();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

describe('R23 the order in which IMAP and SMTP are probed', () => {
  test('without a password IMAP and SMTP are probed at the same time', async () => {
    const meeting = meetingOf(2);
    const imap = await play(meeting(imapScript()), certificates.of('good'));
    const smtp = await play(meeting(smtpScript()), certificates.of('good'));
    expect((await probe(imap, smtp)).failure).toBeNull();
  });

  test('with a password no connection to SMTP is made before IMAP has passed', async () => {
    const imap = await play(imapScript({ accounts: {} }), certificates.of('good'));
    const smtp = await play(smtpScript({ accounts }), certificates.of('good'));
    const { failure } = await probe(imap, smtp, { credentials: account });
    expect(failure).toMatchObject({ endpoint: 'imap', code: 'auth-rejected' });
    expect(smtp.connections()).toBe(0);
  });

  test('with a password SMTP can fail only after the login to IMAP succeeded', async () => {
    const imap = await play(imapScript({ accounts }), certificates.of('good'));
    const smtp = await play(smtpScript({ accounts: {} }), certificates.of('good'));
    const { failure, endpoints } = await probe(imap, smtp, { credentials: account });
    expect(failure).toMatchObject({ endpoint: 'smtp', code: 'auth-rejected' });
    expect(endpoints[0]!.steps.at(-1)).toMatchObject({ stage: 'authenticate', state: 'passed' });
  });
});

test('a login sends the name Postern to the server, not that of the mail library', async () => {
  const imap = await play(imapScript({ accounts }), certificates.of('good'));
  const smtp = await play(smtpScript({ accounts }), certificates.of('good'));
  expect((await probe(imap, smtp, { credentials: account })).failure).toBeNull();
  expect(/ ID \((.*)\)/.exec(imap.received())?.[1]).toBe('"name" "Postern" "vendor" "Postern"');
});

describe('R28 connections to one server for one mailbox', () => {
  test('a login uses one connection, whether it succeeds or fails', async () => {
    const imap = await play(imapScript({ accounts }), certificates.of('good'));
    const smtp = await play(smtpScript({ accounts: {}, startTls: certificates.of('good') }));
    await probe(imap, smtp, { credentials: account, retryDelaysMs: [1, 1] }, 'starttls');
    expect([imap.connections(), smtp.connections()]).toEqual([1, 1]);
  });

  test('a busy server gets at most five connections: three attempts, and the probes in the other TLS mode', async () => {
    const busy = await play(async (wire) => wire.send('* BYE later'));
    const smtp = await play(smtpScript(), certificates.of('good'));
    await probe(busy, smtp, { retryDelaysMs: [1, 1] });
    expect(busy.connections()).toBeLessThanOrEqual(5);
  });
});

describe('repeating a probe after a temporary failure', () => {
  test('after a temporary failure the server is probed again, and each step is reported once', async () => {
    let visits = 0;
    const imap = await play(async (wire) => {
      visits += 1;
      if (visits < 3) wire.send('* BYE [UNAVAILABLE] later');
      else await imapScript()(wire);
    }, certificates.of('good'));
    const smtp = await play(smtpScript(), certificates.of('good'));
    const reported: Step[] = [];
    const onStep: ProbeOptions['onStep'] = (endpoint, step) => endpoint === 'imap' && reported.push(step);
    const { failure } = await probe(imap, smtp, { retryDelaysMs: [1, 1], onStep });
    expect(failure).toBeNull();
    expect(visits).toBe(3);
    expect(reported.map(({ stage, state }) => `${stage} ${state}`)).toEqual([
      'resolve passed',
      'connect passed',
      'tls passed',
      'greeting passed',
      'capability passed',
    ]);
  });

  test('a temporary failure is reported after the last attempt', async () => {
    const imap = await play(async (wire) => wire.send('* BYE later'), certificates.of('good'));
    const smtp = await play(smtpScript(), certificates.of('good'));
    const reported: Step[] = [];
    const onStep: ProbeOptions['onStep'] = (endpoint, step) => endpoint === 'imap' && reported.push(step);
    const { failure } = await probe(imap, smtp, { retryDelaysMs: [1], onStep });
    expect(failure).toMatchObject({ code: 'server-busy', temporary: true });
    expect(imap.connections()).toBe(2);
    expect(reported.at(-1)).toMatchObject({
      stage: 'greeting',
      state: 'failed',
      failure: { code: 'server-busy' },
    });
    expect(reported).toHaveLength(4);
  });

  test('a server is not probed again after the password was sent', async () => {
    const imap = await play(
      imapScript({ loginAnswer: () => '% NO [UNAVAILABLE] later\r\n' }),
      certificates.of('good'),
    );
    const smtp = await play(smtpScript({ accounts }), certificates.of('good'));
    const { failure } = await probe(imap, smtp, { credentials: account, retryDelaysMs: [1, 1] });
    expect(failure).toMatchObject({ code: 'auth-temporary', temporary: true });
    expect(imap.connections()).toBe(1);
  });
});

test('B2 each step is reported when it ends, and a bad certificate is reported as a failed step', async () => {
  const imap = await play(imapScript(), certificates.of('selfSigned'));
  const smtp = await play(smtpScript(), certificates.of('good'));
  const reported: string[] = [];
  await probe(imap, smtp, {
    onStep: (endpoint, step) =>
      endpoint === 'imap' && reported.push(`${step.stage} ${step.failure?.code ?? step.state}`),
  });
  expect(reported).toEqual(['resolve passed', 'connect passed', 'tls cert-self-signed']);
});

test('aborting the signal rejects probeServers with its reason and closes the connection', async () => {
  const left = Promise.withResolvers<void>();
  const aborter = new AbortController();
  const imap = await play(async (wire) => {
    aborter.abort(new Error('shutting down'));
    await wire.untilClosed();
    left.resolve();
  });
  const smtp = await play(smtpScript(), certificates.of('good'));
  await expect(probe(imap, smtp, { signal: aborter.signal }, 'starttls', 'starttls')).rejects.toThrow(
    'shutting down',
  );
  await left.promise;
});

describe('probing a name with several addresses', () => {
  const named = async (addresses: string[]) => {
    const imap = await play(imapScript(), certificates.of('good'));
    const smtp = await play(smtpScript(), certificates.of('good'));
    const servers = [
      { endpoint: 'imap', host: 'mail.example.com', port: imap.port, tls: 'implicit', path: '' },
    ] as const;
    const allow = ['127.0.0.0/8', '::1'].map(parseEntry).filter(isPrefix);
    const policy = createEgressPolicy({ allow, ports: [imap.port, smtp.port], closed: [] });
    const resolve = () => Promise.resolve(addresses);
    return await probeServers(servers, noPins, { policy, resolve, ca: certificates.ca, retryDelaysMs: [] });
  };

  test('a host passes if one of its first three addresses answers, even if its AAAA address does not', async () => {
    const { failure, endpoints } = await named(['::1', '127.0.0.1']);
    expect(failure).toBeNull();
    expect(endpoints[0]!.address).toBe('127.0.0.1');
  });

  test('each address family of a host is tried once before one is tried again', async () => {
    const { failure } = await named(['::1', '0:0:0:0:0:0:0:1', '::0:1', '127.0.0.1']);
    expect(failure).toBeNull();
  });

  test('a host fails after three of its addresses have failed', async () => {
    const { failure } = await named(['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.1']);
    expect(failure?.code).toBe('connect-refused');
  });
});

describe('B3 the report of a probe contains the source address that it connected from', () => {
  const local = { imap: '192.0.2.10', all: '192.0.2.11', six: '2001:db8::11' };
  const addresses = [
    { protocol: 'imap', local: local.imap, public: '198.51.100.10' },
    { protocol: null, local: local.all, public: null },
    { protocol: null, local: local.six, public: null },
  ] as const;

  test.each([
    ['imap', '203.0.113.5', local.imap],
    ['smtp', '203.0.113.5', local.all],
    ['imap', '2001:db8::99', local.six],
  ] as const)('the socket for %s to %s is bound to %s', (endpoint, target, expected) => {
    expect(chooseSourceAddress(addresses, endpoint, target)?.local).toBe(expected);
  });

  test('the reported source address is the configured one, else the bound one if it is public, else unknown', () => {
    expect(seenSourceAddress(addresses[0], '192.0.2.10')).toBe('198.51.100.10');
    expect(seenSourceAddress(addresses[1], '192.0.2.11')).toBe('192.0.2.11');
    expect(seenSourceAddress(null, '54.174.62.130')).toBe('54.174.62.130');
    expect(seenSourceAddress(null, '10.0.0.7')).toBeNull();
    expect(seenSourceAddress(null, undefined)).toBeNull();
  });

  test('a connection is made from the configured source address, which the report contains', async () => {
    const imap = await play(imapScript(), certificates.of('good'));
    const smtp = await play(smtpScript(), certificates.of('good'));
    const sourceAddresses = [{ protocol: 'imap', local: '127.0.0.9', public: '198.51.100.9' }] as const;
    const { endpoints } = await probe(imap, smtp, { sourceAddresses });
    expect(endpoints.map(({ sourceAddress }) => sourceAddress)).toEqual(['198.51.100.9', null]);
  });
});

test('B3 the report of a failed connection names the source address', async () => {
  const imap = await play(imapScript(), certificates.of('good'));
  const smtp = await play(smtpScript(), certificates.of('good'));
  await imap.close();
  running.splice(running.indexOf(imap), 1);
  const sourceAddresses = [{ protocol: null, local: '127.0.0.9', public: '198.51.100.9' }] as const;
  const reported = await probe(imap, smtp, { sourceAddresses });
  expect(reported.endpoints[0]).toMatchObject({ address: '127.0.0.1', sourceAddress: '198.51.100.9' });
  expect(reported.failure?.code).toBe('connect-refused');
  expect(await routedFrom('127.0.0.1')).toBe('127.0.0.1');
});

async function play(script: Script, tls?: ServerTls): Promise<ScriptedServer> {
  const server = await startScriptedServer(script, tls);
  running.push(server);
  return server;
}

/** Returns scripts that continue only when `count` of them have a connection. */
function meetingOf(count: number): (script: Script) => Script {
  const met = Promise.withResolvers<void>();
  let waiting = 0;
  return (script) => async (wire) => {
    waiting += 1;
    if (waiting === count) met.resolve();
    await met.promise;
    await script(wire);
  };
}

async function probe(
  imap: ScriptedServer,
  smtp: ScriptedServer,
  options: Partial<ProbeOptions> = {},
  smtpTls: 'implicit' | 'starttls' = 'implicit',
  imapTls: 'implicit' | 'starttls' = 'implicit',
) {
  const servers: Server[] = [
    { endpoint: 'imap', host: '127.0.0.1', port: imap.port, tls: imapTls, path: '' },
    { endpoint: 'smtp', host: '127.0.0.1', port: smtp.port, tls: smtpTls, path: '' },
  ];
  const policy = createEgressPolicy({ allow: [loopback], ports: [imap.port, smtp.port], closed: [] });
  return await probeServers(servers, noPins, { policy, ca: certificates.ca, retryDelaysMs: [], ...options });
}
