import { spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { createSecureContext } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { isPrefix, parseEntry } from '@postern/core/prefix';
import { discover } from '@postern/discovery/discover';
import { createDnsClient } from '@postern/mail-probe/dns/dns-client';
import { createIspdb } from '@postern/discovery/sources/ispdb';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { alternate, median, timeConcurrently } from './alternate.js';

/** Runs in a network namespace, see `discover.ts`. The arguments are a folder and the options of the benchmark. */
const [folder = '', ...options] = process.argv.slice(2);
const [count, rounds] = options.includes('--quick') ? [40, 3] : [200, 7];
const atOnce = 8;
const domain = 'bench.example';
const dnsServer = '127.0.0.53';

const authority = await createCertificateAuthority(folder);
const names = [`DNS:${domain}`, `DNS:*.${domain}`, 'DNS:ispdb.example'];
const { keyFile, certificateFile } = await authority.issue('bench', names);
const ca = readFileSync(authority.caFile, 'utf8');
const servers = spawn(
  process.execPath,
  [
    ...process.execArgv,
    fileURLToPath(new URL('./discover-servers.ts', import.meta.url)),
    keyFile,
    certificateFile,
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
await once(servers.stdout, 'data');

const policy = createEgressPolicy({
  allow: [parseEntry('127.0.0.0/8')].filter(isPrefix),
  ports: [443],
  closed: [],
});
const dns = createDnsClient(() => [{ host: dnsServer, port: 53 }], false);
const ispdb = createIspdb('https://ispdb.example/v1.1/');

async function discoverOnce(): Promise<void> {
  const { candidates } = await discover(
    { domain, email: null },
    { policy, ca, dns, ispdb, deadlineMs: 20_000 },
  );
  if (candidates.length !== 2) throw new Error(`${candidates.length} candidates were found`);
}

// Every request has a full handshake, as in a discovery: no connection and no TLS session is kept.
const agent = new Agent({
  secureContext: createSecureContext({ ca }),
  keepAlive: false,
  maxCachedSessions: 0,
});
const resolver = new Resolver();
resolver.setServers([dnsServer]);

/** The questions of one discovery and nothing else: no policy, no parsing, no judgement. */
async function requestOnce(): Promise<void> {
  const ask = (name: string, type: string) => resolver.resolve(name, type).catch(() => []);
  const hosts = ['ua-auto-config', 'autodiscover', 'autoconfig'].map((label) => `${label}.${domain}`);
  const provider = ['autoconfig.provider.example', 'provider.example'];
  const addresses = (name: string) => Promise.all([ask(name, 'A'), ask(name, 'AAAA')]);
  const fetchFrom = async (host: string, path: string) => {
    await addresses(host);
    await fetchPath(host, path);
  };
  await Promise.all([
    ask(`_ua-auto-config.${domain}`, 'TXT'),
    ...['_imaps', '_imap', '_submissions', '_submission'].map((label) =>
      ask(`${label}._tcp.${domain}`, 'SRV'),
    ),
    ...hosts.slice(0, 2).map(addresses),
    fetchFrom(`autoconfig.${domain}`, '/mail/config-v1.1.xml'),
    fetchFrom(domain, '/.well-known/autoconfig/mail/config-v1.1.xml'),
    fetchFrom('ispdb.example', `/v1.1/${domain}`),
    ask(domain, 'MX').then(() =>
      Promise.all([...provider.map(addresses), fetchFrom('ispdb.example', '/v1.1/provider.example')]),
    ),
  ]);
}

async function fetchPath(host: string, path: string): Promise<void> {
  const request = get({ host: '127.0.0.1', servername: host, headers: { host }, path, agent });
  const [answer] = (await once(request, 'response')) as [NodeJS.ReadableStream];
  await buffer(answer);
}

/** The processor time of this process for each discovery, in milliseconds; the servers are another process. */
const cpuMs = { ours: [] as number[], theirs: [] as number[] };
const perSecond = (call: () => Promise<void>, used: number[]) => async (round: number) => {
  const before = process.cpuUsage();
  const seconds = await timeConcurrently(count, atOnce, call);
  const { user, system } = process.cpuUsage(before);
  if (round > 0) used.push((user + system) / 1000 / count);
  return count / seconds;
};
console.log(
  `${count} discoveries of one domain, ${atOnce} at a time: 4 https requests and 20 DNS questions each`,
);
try {
  await alternate(
    { name: 'Postern', run: perSecond(discoverOnce, cpuMs.ours) },
    { name: 'bare requests', run: perSecond(requestOnce, cpuMs.theirs) },
    rounds,
    'per second',
  );
  const [ours, theirs] = [median(cpuMs.ours), median(cpuMs.theirs)];
  console.log(
    `processor time: ${ours.toFixed(1)} ms and ${theirs.toFixed(1)} ms, ratio ${(theirs / ours).toFixed(2)}`,
  );
} finally {
  servers.kill();
}
process.exit(0);
