import { readFileSync } from 'node:fs';
import { autoconfigUrl, ispdbUrl, standard } from '@postern/discovery/test/world/scenario-documents';
import { startZoneServer } from '@postern/discovery/test/world/dns-zone-server';
import { startWebServers } from '@postern/discovery/test/world/web-server';

/**
 * The servers of the benchmark, in a process of their own: a domain with a document, an MX record at a provider that
 * the ISPDB knows, and SRV records. The arguments are the files of the key and of the certificate.
 */
const [keyFile = '', certificateFile = ''] = process.argv.slice(2);
const domain = 'bench.example';
const good = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certificateFile, 'utf8') };
await startZoneServer(
  '127.0.0.53',
  new Map([
    [`autoconfig.${domain}`, { A: ['127.0.0.1'] }],
    ['ispdb.example', { A: ['127.0.0.1'] }],
    [domain, { A: ['127.0.0.1'], MX: [[10, 'mx.provider.example']] }],
    [`_imaps._tcp.${domain}`, { SRV: [[0, 1, 993, `imap.${domain}`]] }],
    [`_submissions._tcp.${domain}`, { SRV: [[0, 1, 465, `smtp.${domain}`]] }],
  ]),
);
await startWebServers(
  new Map([
    [autoconfigUrl(domain), standard(domain)],
    [ispdbUrl('provider.example'), standard('provider.example')],
  ]),
  { good, wrong: good, wrongHosts: new Set() },
);
process.stdout.write('ready\n');
