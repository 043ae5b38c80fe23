import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { isPrefix, parseEntry } from '@postern/core/prefix';
import { trustRoots } from '@postern/mail-probe/conversation/trust-roots';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { measurePauses } from '@postern/test/environment/measure-pauses';
import { createCertificateAuthority } from '@postern/test/servers/certificate-authority';
import { imapScript } from '@postern/test/servers/imap-script';
import { startScriptedServer } from '@postern/test/servers/scripted-server';
import { smtpScript } from '@postern/test/servers/smtp-script';
import { discover } from '../../src/discover.js';
import { createDnsClient } from '@postern/mail-probe/dns/dns-client';
import { createIspdb } from '../../src/sources/ispdb.js';
import type { WorldOutcome } from './outcome.js';
import { scenarios } from './scenarios.js';
import type { Scenario, ScriptedName, ScriptedPage } from './scenario.js';
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

// It sets the AD bit on everything; nobody may believe it.
await startZoneServer('127.0.0.53', names, { claimsValidation: true });
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
const queue = scenarios.filter(({ isTimed }) => isTimed !== true);
const before = sentPackets('far');
const ca = readFileSync(authority.caFile, 'utf8');

async function runNext(): Promise<void> {
  for (let scenario = queue.shift(); scenario !== undefined; scenario = queue.shift()) {
    const first = await discoverScenario(scenario);
    // The servers run in this process. On a busy machine it may pause longer than a lookup may take, so a scenario that
    // is not about time has a second chance.
    const isPaused = first.result.sources.some(({ state }) => state === 'unreachable');
    outcomes[scenario.domain] = isPaused ? await discoverScenario(scenario) : first;
  }
}

async function discoverScenario({ domain, email, saved, isTimed }: Scenario) {
  const startedAt = performance.now();
  const endPauses = measurePauses();
  let seen = 0;
  const result = await discover(
    { domain, email: email ?? null },
    {
      policy,
      ...(isTimed ? {} : { deadlineMs: 20_000 }),
      ca,
      saved,
      dns: createDnsClient(() => [{ host: resolver, port: 53 }], false),
      ispdb: createIspdb('https://ispdb.example/v1.1/'),
      onAttempt: () => (seen += 1),
    },
  );
  return { result, runMs: performance.now() - startedAt - endPauses(), seen };
}

// The trusted authorities are read before the first discovery, because reading them blocks the servers too.
trustRoots(ca);
// Those about time run together and first, while nothing else does.
await Promise.all(
  scenarios
    .filter(({ isTimed }) => isTimed)
    .map(async (scenario) => (outcomes[scenario.domain] = await discoverScenario(scenario))),
);
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
