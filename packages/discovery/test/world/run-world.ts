import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { isPrefix, parseEntry } from '@postern/core/prefix';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { createCertificateAuthority } from '@postern/test/servers/certificate-authority';
import { imapScript } from '@postern/test/servers/imap-script';
import { startScriptedServer } from '@postern/test/servers/scripted-server';
import { smtpScript } from '@postern/test/servers/smtp-script';
import { discover } from '../../src/discover.js';
import { createDnsClient } from '../../src/dns/dns-client.js';
import { createIspdb } from '../../src/sources/ispdb.js';
import type { WorldOutcome } from './outcome.js';
import { scenarios } from './scenarios.js';
import type { ScriptedName, ScriptedPage } from './scenario.js';
import { startWebServers } from './web-server.js';
import { startZoneServer } from './dns-zone-server.js';

/**
 * Runs in a network namespace of its own: starts the DNS, web and mail servers of all scenarios, discovers each domain,
 * and prints the outcomes as JSON. The first argument is a folder for certificates. The interface `far` leads to
 * addresses that must not be reached, `silent` to allowed addresses that do not answer.
 */
const [folder = '', resolver = '127.0.0.53'] = process.argv.slice(2);
const atOnce = 8;
const names = new Map<string, ScriptedName>();
const pages = new Map<string, ScriptedPage>();
const wrongHosts = new Set<string>();

for (const { dns = {}, pages: own = {}, wrongCertificate = [] } of scenarios) {
  for (const [url, page] of Object.entries(own)) {
    pages.set(url, page);
    names.set(new URL(url).hostname, { A: ['127.0.0.1'] });
  }
  for (const [name, scripted] of Object.entries(dns)) names.set(name, { ...names.get(name), ...scripted });
  for (const host of wrongCertificate) wrongHosts.add(host);
}

const authority = await createCertificateAuthority(folder);
const hosts = [...new Set([...pages.keys()].map((url) => new URL(url).hostname))];
const parents = new Set([
  ...hosts.map((host) => host.slice(host.indexOf('.') + 1)),
  'ispdb.example',
  ...scenarios.map(({ domain }) => domain),
]);
const covered = [...parents]
  .filter((parent) => parent.includes('.'))
  .flatMap((parent) => [`DNS:${parent}`, `DNS:*.${parent}`]);
const good = await readPair('good', covered);
const wrong = await readPair('wrong', ['DNS:somebody.else.example']);

async function readPair(name: string, alternatives: readonly string[]) {
  const { keyFile, certificateFile } = await authority.issue(name, alternatives);
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certificateFile, 'utf8') };
}

await startZoneServer('127.0.0.53', names);
const web = await startWebServers(pages, { good, wrong, wrongHosts });
// A server that accepts connections and says nothing.
createServer(() => {}).listen(443, '127.0.0.3');
await startScriptedServer(imapScript(), good, { host: '127.0.0.4', port: 993 });
await startScriptedServer(smtpScript(), good, { host: '127.0.0.4', port: 465 });
await startScriptedServer(imapScript(), wrong, { host: '127.0.0.5', port: 993 });
await startScriptedServer(smtpScript(), good, { host: '127.0.0.5', port: 465 });

const allow = ['127.0.0.0/8', '192.0.2.0/24'].map(parseEntry).filter(isPrefix);
const policy = createEgressPolicy({ allow, ports: [443, 465, 587, 993], closed: [] });
const outcomes: WorldOutcome['outcomes'] = {};
const queue = [...scenarios];
const before = sentPackets('far');

async function runNext(): Promise<void> {
  for (let scenario = queue.shift(); scenario !== undefined; scenario = queue.shift()) {
    const { domain, email = null } = scenario;
    const startedAt = performance.now();
    const seen: string[] = [];
    const result = await discover(
      { domain, email },
      {
        policy,
        ...(scenario.isTimed ? {} : { deadlineMs: 20_000 }),
        ca: readFileSync(authority.caFile, 'utf8'),
        dns: createDnsClient([{ host: resolver, port: 53 }], false),
        ispdb: createIspdb('https://ispdb.example/v1.1/'),
        onAttempt: ({ source }) => seen.push(source),
      },
    );
    outcomes[domain] = { result, elapsedMs: performance.now() - startedAt, seen: seen.length };
  }
}
await Promise.all(Array.from({ length: atOnce }, runNext));

/** Returns the number of packets that an interface has sent (proc(5), /proc/net/dev). */
function sentPackets(device: string): number {
  const line = readFileSync('/proc/net/dev', 'utf8')
    .split('\n')
    .find((text) => text.trim().startsWith(`${device}:`));
  return Number(line?.trim().split(/[\s:]+/)[10] ?? Number.NaN);
}

const outcome: WorldOutcome = {
  outcomes,
  blockedPackets: sentPackets('far') - before,
  silentPackets: sentPackets('silent'),
  httpConnections: web.httpConnections(),
  forbiddenHeaders: web.forbiddenHeaders,
  requests: web.requests,
};
process.stdout.write(JSON.stringify(outcome), () => process.exit(0));
