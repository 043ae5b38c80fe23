import { fileURLToPath } from 'node:url';
import { startZoneServer } from '@postern/discovery/test/world/dns-zone-server';
import type { ScriptedName } from '@postern/discovery/test/world/scenario';
import {
  autoconfigUrl,
  autodiscoverUrl,
  documentOf,
  ewsPage,
  imapServer,
  smtpServer,
  wellKnownUrl,
} from '@postern/discovery/test/world/scenario-documents';
import { startWebServers } from '@postern/discovery/test/world/web-server';
import { reservePort } from '../servers/loopback-port.js';
import type { MailWorld } from './mail-world.js';

/** The DNS and web servers in which the console's tests look for mail servers. */
export type DiscoveryWorld = {
  /** What makes the worker ask these servers, and the copy of the public database that the tests have. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): void;
};

/** The name of the mail servers of `startMailWorld`; their certificate is valid for it. */
const host = 'mail.example.com';

/**
 * Starts a world with `harbour.example` and `shore.harbour.example`, whose own documents name Dovecot and Postfix, `workshop.example`, whose SRV
 * records name them, `ruin.example`, whose document names servers that refuse connections, and `office.example`, whose Autodiscover names an Exchange server. Other names do not exist.
 */
export async function startDiscoveryWorld(mail: MailWorld): Promise<DiscoveryWorld> {
  // An address of its own, because several tests may run on one machine and https has one port.
  const address = `127.77.${(process.pid >> 8) & 255}.${process.pid & 255}`;
  const server = { hostname: host };
  const document = documentOf(
    imapServer('', { ...server, port: String(mail.imapsPort) }),
    smtpServer('', { ...server, port: String(mail.submissionsPort) }),
  );
  const silent = documentOf(
    imapServer('', { ...server, port: String(mail.closedPort) }),
    smtpServer('', { ...server, port: String(mail.closedPort) }),
  );
  const exchange = ewsPage(`https://${host}:${mail.exchangePort}/EWS/Exchange.asmx`);
  const pages = new Map([
    [autoconfigUrl('harbour.example'), document],
    [wellKnownUrl('shore.harbour.example'), document],
    [autoconfigUrl('ruin.example'), silent],
    [autodiscoverUrl('office.example'), exchange],
  ]);
  const names = new Map<string, ScriptedName>([
    [host, { A: ['127.0.0.1'] }],
    ['autoconfig.harbour.example', { A: [address] }],
    ['shore.harbour.example', { A: [address] }],
    ['autoconfig.ruin.example', { A: [address] }],
    ['autodiscover.office.example', { A: [address] }],
    ['_imaps._tcp.workshop.example', { SRV: [[0, 1, mail.imapsPort, host]] }],
    ['_submissions._tcp.workshop.example', { SRV: [[0, 1, mail.submissionsPort, host]] }],
  ]);
  const dnsPort = await reservePort();
  const closeDns = await startZoneServer('127.0.0.1', names, { port: dnsPort });
  const pair = mail.certificates.of('discovery');
  const web = await startWebServers(pages, { good: pair, wrong: pair, wrongHosts: new Set() }, address);
  return {
    environment: {
      POSTERN_RESOLVER: `127.0.0.1:${dnsPort}`,
      POSTERN_ISPDB: fileURLToPath(new URL('../../packages/discovery/test/ispdb', import.meta.url)),
    },
    stop() {
      web.close();
      closeDns();
    },
  };
}
