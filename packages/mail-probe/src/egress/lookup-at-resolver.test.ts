import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseEnvironment } from '@postern/core/environment';
import { startDnsServer, type DnsServer } from '@postern/test/servers/dns-server';
import { measureServer } from '../measure-server.js';
import { egressOfEnvironment } from './egress-of-environment.js';

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer((host) => {
    if (host === 'empty.example.com') return [];
    return host === 'private.example.com' ? ['10.0.0.8'] : 'no-such-name';
  });
});
afterAll(() => dns.close());

/** The failure of a probe at a name, where POSTERN_RESOLVER names the DNS server of this test. */
async function failureAt(host: string) {
  const environment = parseEnvironment({ POSTERN_RESOLVER: `127.0.0.1:${dns.port}` });
  const server = { endpoint: 'imap', host, port: 993, tls: 'implicit', path: '' } as const;
  const report = await measureServer(server, {
    ...(await egressOfEnvironment(environment)),
    retryDelaysMs: [],
  });
  return report.steps.at(-1)!.failure!.code;
}

test.each([
  ['unknown.example.com', 'dns-not-found'],
  ['empty.example.com', 'dns-no-address'],
  ['private.example.com', 'target-not-allowed'],
])('with POSTERN_RESOLVER a probe of %s ends %s', async (host, code) => {
  expect(await failureAt(host)).toBe(code);
});
