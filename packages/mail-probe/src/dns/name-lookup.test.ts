import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnvironment } from '@postern/core/environment';
import { waitUntil } from '@postern/test/environment/wait-until';
import { startDnsServer, type DnsServer } from '@postern/test/servers/dns-server';
import { createPrivateFolder } from '@postern/test/servers/private-folder';
import { egressOfEnvironment } from '../egress/egress-of-environment.js';
import { measureServer } from '../measure-server.js';
import { HostsFile } from './hosts-file.js';
import { dnsClientFor } from './name-lookup.js';

let dns: DnsServer;
let asked = 0;
beforeAll(async () => {
  dns = await startDnsServer((host, question) => {
    asked += 1;
    if (host.endsWith('silent.example.com')) return 'silence';
    if (host === 'half.example.com' && question === 'AAAA') return 'silence';
    if (host === 'broken.example.com') return question === 'A' ? ['192.0.2.1'] : 'trouble';
    if (host === 'empty.example.com') return [];
    if (host === 'trouble.example.com') return 'trouble';
    if (host.endsWith('good.example.com') || host === 'half.example.com') return ['192.0.2.1'];
    return host === 'private.example.com' ? ['10.0.0.8'] : 'no-such-name';
  });
});
afterAll(() => dns.close());
const lookUp = (host: string, signal?: AbortSignal) =>
  dnsClientFor({ host: '127.0.0.1', port: dns.port }).addresses(host, signal);
const openSockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWRAP').length;

/** The failure of a probe at a name, where POSTERN_RESOLVER names the DNS server of this test. */
async function failureAt(host: string) {
  const environment = parseEnvironment({ POSTERN_RESOLVER: `127.0.0.1:${dns.port}` }, () => '');
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
  ['trouble.example.com', 'dns-temporary'],
  ['silent.example.com', 'dns-temporary'],
])('with POSTERN_RESOLVER a probe of %s ends %s', async (host, code) => {
  expect(await failureAt(host)).toBe(code);
});

test.each(['half.example.com', 'broken.example.com'])(
  'a name whose question for IPv6 addresses is not answered has its IPv4 address: %s',
  async (host) => {
    expect(await lookUp(host)).toEqual(['192.0.2.1']);
  },
);

test('names are looked up beside 100 names without an answer, and an aborted look-up closes its sockets', async () => {
  const before = openSockets();
  const aborter = new AbortController();
  asked = 0;
  const silent = Array.from({ length: 100 }, (_, place) =>
    lookUp(`${place}.silent.example.com`, aborter.signal).catch((error: unknown) => error),
  );
  await waitUntil(() => asked >= 200);
  const good = Array.from({ length: 20 }, (_, place) => lookUp(`${place}.good.example.com`));
  expect(await Promise.all(good)).toEqual(Array(20).fill(['192.0.2.1']));
  aborter.abort(new Error('lease lost'));
  expect(new Set(await Promise.all(silent))).toEqual(new Set([aborter.signal.reason]));
  await waitUntil(() => openSockets() <= before);
});

describe('a file of hosts', () => {
  test('names a host on several lines, in capitals, beside comments, and is read again when it changed', async () => {
    const folder = await createPrivateFolder('hosts');
    const path = join(folder.path, 'hosts');
    const hosts = new HostsFile(path);
    expect(hosts.addressesOf('mail.example.com')).toEqual([]);
    await writeFile(
      path,
      '# 192.0.2.9 mail.example.com\n192.0.2.1\tMail.example.com mail # ours\nnonsense mail\n',
    );
    expect(hosts.addressesOf('mail.EXAMPLE.com')).toEqual(['192.0.2.1']);
    await writeFile(
      path,
      '192.0.2.2 mail.example.com\n2001:db8::2 mail.example.com\n192.0.2.2 mail.example.com',
    );
    expect(hosts.addressesOf('mail.example.com')).toEqual(['192.0.2.2', '2001:db8::2']);
    expect(hosts.addressesOf('mail')).toEqual([]);
    await folder.remove();
  });

  test('/etc/hosts counts without POSTERN_RESOLVER only', async () => {
    expect(await dnsClientFor(undefined).addresses('localhost')).toContain('127.0.0.1');
    await expect(lookUp('localhost')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});
