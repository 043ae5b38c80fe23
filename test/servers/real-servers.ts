import { parseEntry, isPrefix } from '@postern/core/prefix';
import type { TlsMode } from '@postern/core/tls-mode';
import type { EndpointName } from '@postern/core/endpoint-name';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { probeServers } from '@postern/mail-probe/probe-servers';
import type { TestCertificates } from '../certificates/make-certificates.js';
import { findProgram, type SystemProgram } from '../environment/system-packages.js';
import { startCourier } from './courier.js';
import { startDovecot } from './dovecot.js';
import { startExim } from './exim.js';
import { mailUsers } from './mail-users.js';
import { startPostfix } from './postfix.js';

/** A server program that runs privately, with a port for each TLS mode. */
export type RealServer = {
  readonly name: string;
  readonly endpoint: EndpointName;
  readonly ports: Readonly<Record<TlsMode, number>>;
  /** Returns the number of wrong passwords that the server has logged; absent if it logs none. */
  readonly refusals?: () => Promise<number>;
};

export type RealServers = {
  readonly servers: readonly RealServer[];
  /** Programs that this system lacks, and why. */
  readonly skipped: readonly string[];
  stop(): Promise<void>;
};

const withoutTls =
  'opensmtpd: Debian 12 has 6.8.0, which closes every TLS connection with an error of OpenSSL 3; its one EHLO is a scenario';

/** Starts a private instance of every mail server that this system has. Needs root. */
export async function startRealServers(certificates: TestCertificates): Promise<RealServers> {
  const { keyFile, certFile: certificateFile } = certificates.of('good');
  const certificate = { keyFile, certificateFile };
  const servers: RealServer[] = [];
  const stops: (() => Promise<void>)[] = [];
  const skipped: string[] = [withoutTls];
  const has = async (...names: SystemProgram[]): Promise<boolean> => {
    for (const name of names) {
      if ((await findProgram(name)) !== null) continue;
      skipped.push(`${name}: not here`);
      return false;
    }
    return true;
  };
  if (await has('dovecot', 'postfix')) {
    const dovecot = await startDovecot(certificate);
    const postfix = await startPostfix(certificate, dovecot.saslPort);
    stops.push(postfix.stop, dovecot.stop);
    servers.push(
      {
        name: 'dovecot',
        endpoint: 'imap',
        ports: { implicit: dovecot.imapsPort, starttls: dovecot.imapPort },
        refusals: dovecot.refusals,
      },
      {
        name: 'postfix',
        endpoint: 'smtp',
        ports: { implicit: postfix.submissionsPort, starttls: postfix.submissionPort },
        refusals: dovecot.refusals,
      },
    );
  }
  const overlaid = [
    ['courier', 'imap', startCourier],
    ['exim', 'smtp', startExim],
  ] as const;
  for (const [name, endpoint, start] of overlaid) {
    if (!(await has(name))) continue;
    const { implicitPort, startTlsPort, stop } = await start(certificate);
    stops.push(stop);
    servers.push({ name, endpoint, ports: { implicit: implicitPort, starttls: startTlsPort } });
  }
  return {
    servers,
    skipped,
    async stop() {
      for (const stop of stops) await stop();
    },
  };
}

/** What a login of the first user must come to, with the right password and with a wrong one. */
export const realLogins = [
  { password: mailUsers[0].password, expected: 'passed' },
  { password: 'wrong', expected: 'auth-rejected' },
] as const;

/** Logs in to a real server; resolves to `passed` or to the code of the failure. */
export async function logInToRealServer(
  { endpoint, ports }: RealServer,
  tls: TlsMode,
  password: string,
  ca: string,
): Promise<{ readonly code: string; readonly mechanism: string }> {
  const port = ports[tls];
  const loopback = parseEntry('127.0.0.0/8');
  const { endpoints, failure } = await probeServers(
    [{ endpoint, host: 'mail.example.com', port, tls, path: '' }],
    { allowNonSecureCertificate: false, pins: {} },
    {
      policy: createEgressPolicy({ allow: isPrefix(loopback) ? [loopback] : [], ports: [port], closed: [] }),
      ca,
      resolve: () => Promise.resolve(['127.0.0.1']),
      retryDelaysMs: [],
      credentials: { username: mailUsers[0].username, password },
      ehloName: 'probe.example.com',
    },
  );
  const mechanism = endpoints[0]?.steps.at(-1)?.facts.mechanism ?? '';
  return { code: failure?.code ?? 'passed', mechanism: String(mechanism) };
}
