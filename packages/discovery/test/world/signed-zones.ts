import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createDnsClient } from '@postern/mail-probe/dns/dns-client';

const authority = { host: '127.0.0.54', port: 53 };
export const validatingResolver = { host: '127.0.0.55', port: 53 };
const zones = ['signed.example', 'unsigned.example', 'bogus.example'];

/**
 * Starts Knot DNS with a signed, an unsigned and a wrongly signed zone, and Unbound, which validates them. Each zone
 * has SRV records for mail and an MX record at `provider.example`; all other names are asked at `others`.
 */
export async function startSignedZones(folder: string, others: string): Promise<void> {
  await mkdir(join(folder, 'zones'), { recursive: true });
  for (const zone of zones) await writeFile(join(folder, 'zones', `${zone}.zone`), zoneFile(zone));
  const knotFile = join(folder, 'knot.conf');
  await writeFile(knotFile, knotConfiguration(folder));
  start('knotd', ['-c', knotFile]);
  await untilAnswered(authority, 'bogus.example');
  const { stdout: anchors } = await promisify(execFile)('/usr/sbin/keymgr', [
    '-c',
    knotFile,
    'signed.example',
    'ds',
  ]);
  const unboundFile = join(folder, 'unbound.conf');
  // The anchor of the third zone does not fit its key, so nothing in the zone can be validated.
  const wrong = anchors.replaceAll('signed.example.', 'bogus.example.');
  await writeFile(unboundFile, unboundConfiguration(folder, others, anchors + wrong));
  start('unbound', ['-d', '-c', unboundFile]);
  await untilAnswered(validatingResolver, 'unsigned.example');
}

function start(program: string, options: readonly string[]): ChildProcess {
  const child = spawn(`/usr/sbin/${program}`, options, { stdio: 'ignore' });
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}

async function untilAnswered(resolver: typeof authority, name: string): Promise<void> {
  const client = createDnsClient(() => [resolver], false);
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await client.mx(name).catch(() => ({ records: [] }));
    if (found.records.length > 0) return;
    await delay(50);
  }
  throw new Error(`${resolver.host} does not answer`);
}

function zoneFile(zone: string): string {
  return [
    `$ORIGIN ${zone}.`,
    '$TTL 60',
    '@ SOA ns hostmaster 1 3600 600 86400 60',
    '@ NS ns',
    'ns A 127.0.0.54',
    '@ MX 10 mx1.provider.example.',
    `_imaps._tcp SRV 0 1 993 imap.${zone}.`,
    `_submissions._tcp SRV 0 1 465 smtp.${zone}.`,
    '',
  ].join('\n');
}

function knotConfiguration(folder: string): string {
  const zone = (name: string, isSigned: boolean) =>
    `  - domain: ${name}\n    file: ${folder}/zones/${name}.zone\n    zonefile-load: difference\n    zonefile-sync: -1\n    dnssec-signing: ${isSigned ? 'on' : 'off'}\n`;
  return [
    'server:',
    `    listen: ${authority.host}@${authority.port}`,
    `    rundir: ${folder}`,
    '    udp-workers: 1',
    '    tcp-workers: 1',
    'database:',
    `    storage: ${folder}`,
    'zone:',
    zone('signed.example', true) + zone('unsigned.example', false) + zone('bogus.example', true),
  ].join('\n');
}

function unboundConfiguration(folder: string, others: string, anchors: string): string {
  const stubs = zones.map((zone) => `stub-zone:\n  name: "${zone}"\n  stub-addr: ${authority.host}`);
  const trusted = anchors
    .trim()
    .split('\n')
    .map((anchor) => `  trust-anchor: "${anchor}"`);
  return [
    'server:',
    `  interface: ${validatingResolver.host}`,
    '  access-control: 127.0.0.0/8 allow',
    '  do-daemonize: no',
    '  do-not-query-localhost: no',
    '  username: ""',
    '  chroot: ""',
    `  directory: "${folder}"`,
    '  pidfile: ""',
    '  use-syslog: no',
    `  logfile: "${folder}/unbound.log"`,
    '  module-config: "validator iterator"',
    ...trusted,
    ...stubs,
    `forward-zone:\n  name: "."\n  forward-addr: ${others}`,
    '',
  ].join('\n');
}
