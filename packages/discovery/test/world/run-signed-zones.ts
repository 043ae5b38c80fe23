import { readFileSync } from 'node:fs';
import { isPrefix, parseEntry } from '@postern/core/prefix';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { createCertificateAuthority } from '@postern/test/servers/certificate-authority';
import { discover } from '../../src/discover.js';
import type { DiscoveryResult } from '../../src/discover.js';
import { dnsClientFor } from '@postern/mail-probe/dns/name-lookup';
import { createIspdb } from '../../src/sources/ispdb.js';
import { startZoneServer } from './dns-zone-server.js';
import { autoconfigUrl, ispdbUrl, standard } from './scenario-documents.js';
import { startSignedZones, validatingResolver } from './signed-zones.js';
import { startWebServers } from './web-server.js';

/**
 * Runs in a network namespace of its own: discovers a domain in a signed, an unsigned and a wrongly signed zone through
 * a validating resolver, and prints the results as JSON. The first argument is a folder.
 */
const [folder = ''] = process.argv.slice(2);
const others = '127.0.0.53';
const pages = new Map([
  [autoconfigUrl('provider.example'), standard('autoconfig.provider.example')],
  [ispdbUrl('provider.example'), standard('ispdb.provider.example')],
]);
const authority = await createCertificateAuthority(folder);
const names = ['DNS:*.provider.example', 'DNS:ispdb.example'];
const { keyFile, certificateFile } = await authority.issue('good', names);
const good = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certificateFile, 'utf8') };
await startZoneServer(
  others,
  new Map([...pages.keys()].map((url) => [new URL(url).hostname, { A: ['127.0.0.1'] }])),
);
await startWebServers(pages, { good, wrong: good, wrongHosts: new Set() });
await startSignedZones(folder, others);

const policy = createEgressPolicy({
  allow: [parseEntry('127.0.0.0/8')].filter(isPrefix),
  ports: [443, 465, 587, 993],
  closed: [],
});
const results: Record<string, DiscoveryResult> = {};
for (const domain of ['signed.example', 'unsigned.example', 'bogus.example'])
  results[domain] = await discover(
    { domain, email: null },
    {
      policy,
      ca: readFileSync(authority.caFile, 'utf8'),
      dns: dnsClientFor(validatingResolver),
      ispdb: createIspdb('https://ispdb.example/v1.1/'),
      deadlineMs: 20_000,
    },
  );
process.stdout.write(JSON.stringify(results), () => process.exit(0));
