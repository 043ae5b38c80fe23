import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isPrefix, parseEntry } from '@postern/core/prefix';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { probeServers } from '@postern/mail-probe/probe-servers';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { startScriptedServer, type ScriptedServer } from '@postern/test/servers/scripted-server';
import { explainSource } from './explain-source.js';

let api: TestApi;
let closing: ScriptedServer;
beforeAll(async () => {
  api = await startTestApi();
  closing = await startScriptedServer(() => Promise.resolve());
});
afterAll(async () => {
  await closing.close();
  await api.stop();
});

const loopback = parseEntry('127.0.0.0/8');
const probeFrom = async (publicAddress: string | null) => {
  const server = { host: '127.0.0.1', port: closing.port, tls: 'starttls', path: '' } as const;
  const result = await probeServers(
    [
      { endpoint: 'imap', ...server },
      { endpoint: 'smtp', ...server },
    ],
    { allowNonSecureCertificate: false, pins: {} },
    {
      policy: createEgressPolicy({
        allow: isPrefix(loopback) ? [loopback] : [],
        ports: [closing.port],
        closed: [],
      }),
      retryDelaysMs: [],
      sourceAddresses:
        publicAddress === null ? [] : [{ protocol: null, local: '127.0.0.1', public: publicAddress }],
    },
  );
  return explainSource(api.database, api.account.id, result);
};

test('B3 if the server closes the connection, the advice says whether the published allowlist contains our source address', async () => {
  const listedForImapOnly = await probeFrom('54.174.62.196');
  const [imap, smtp] = listedForImapOnly.endpoints.map(
    ({ steps }) => steps.find(({ failure }) => failure !== null)!.failure!,
  );
  expect(imap).toMatchObject({
    code: 'closed-before-greeting',
    source: { address: '54.174.62.196', isListed: true },
  });
  expect(imap!.advice).toContain('54.174.62.196, which is on the list');
  expect(smtp).toMatchObject({ source: { address: '54.174.62.196', isListed: false } });
  expect(listedForImapOnly.failure).toEqual(imap);
});

test('B3 without POSTERN_EGRESS_ADDRESS the advice says that our outbound address is unknown', async () => {
  const { failure } = await probeFrom(null);
  expect(failure).toMatchObject({ source: { address: null, isListed: null } });
  expect(failure!.advice).toContain('does not know its own outbound address');
});
