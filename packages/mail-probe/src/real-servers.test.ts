import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Credentials } from '@postern/core/credentials';
import type { Server } from '@postern/core/server';
import type { TlsMode } from '@postern/core/tls-mode';
import { makeCertificates, type TestCertificates } from '@postern/test/certificates/make-certificates';
import { describeWith } from '@postern/test/environment/describe-with';
import { waitUntil } from '@postern/test/environment/wait-until';
import { loopback } from '@postern/test/scenarios/run-scenario';
import { startDovecot, type PrivateDovecot } from '@postern/test/servers/dovecot';
import { mailUsers } from '@postern/test/servers/mail-users';
import { startPostfix, type PrivatePostfix } from '@postern/test/servers/postfix';
import {
  logInToRealServer,
  realLogins,
  startRealServers,
  type RealServers,
} from '@postern/test/servers/real-servers';
import { createEgressPolicy } from './egress/egress-policy.js';
import { probeServers } from './probe-servers.js';

const [byAddress, byName] = mailUsers;

describeWith(['dovecot', 'postfix', 'openssl', 'root'], 'a real Dovecot and a real Postfix', () => {
  let certificates: TestCertificates;
  let dovecot: PrivateDovecot;
  let postfix: PrivatePostfix;
  beforeAll(async () => {
    certificates = await makeCertificates();
    const { keyFile, certFile: certificateFile } = certificates.of('good');
    dovecot = await startDovecot({ keyFile, certificateFile });
    postfix = await startPostfix({ keyFile, certificateFile }, dovecot.saslPort);
  });
  afterAll(async () => {
    await postfix?.stop();
    await dovecot?.stop();
  });

  test.each(['implicit', 'starttls'] as const)(
    'R27 B2 Dovecot and Postfix pass over %s TLS, and the report has the facts of every step',
    async (tls) => {
      const result = await probe(tls);
      expect(result.failure).toBeNull();
      expect(result.warnings).toEqual([]);
      for (const report of result.endpoints) {
        expect(report).toMatchObject({
          address: '127.0.0.1',
          tlsVersion: 'TLSv1.3',
          certificate: { key: 'RSA 2048', failedChecks: [] },
        });
        expect(report.authMechanisms).toEqual(expect.arrayContaining(['PLAIN']));
        expect(report.steps.every(({ state }) => state === 'passed')).toBe(true);
      }
    },
  );

  test.each(['implicit', 'starttls'] as const)(
    'R23 R24 a login over %s TLS succeeds with the email address and with another user name',
    async (tls) => {
      for (const credentials of [byAddress, byName]) {
        const result = await probe(tls, credentials);
        expect(result.failure).toBeNull();
        expect(result.endpoints.map(({ steps }) => steps.at(-1))).toMatchObject(
          Array(2).fill({ stage: 'authenticate', state: 'passed' }),
        );
      }
    },
  );

  test('R23 a wrong password fails at IMAP, and SMTP is not tried', async () => {
    const before = await dovecot.refusals();
    const result = await probe('implicit', { ...byAddress, password: 'wrong' });
    await waitUntil(async () => (await dovecot.refusals()) > before);
    expect(await dovecot.refusals()).toBe(before + 1);
    expect(result.failure).toMatchObject({
      endpoint: 'imap',
      stage: 'authenticate',
      code: 'auth-rejected',
      field: 'credentials.password',
      responseCode: 'AUTHENTICATIONFAILED',
    });
    expect(result.endpoints[1]).toMatchObject({
      endpoint: 'smtp',
      address: null,
      steps: [{ stage: 'authenticate', state: 'skipped', failure: { code: 'auth-not-tested' } }],
    });
  });

  test('R25 recognises that the ports of IMAP and SMTP were swapped', async () => {
    const swapped = { imap: postfix.submissionsPort, smtp: dovecot.imapsPort };
    const result = await probe('implicit', undefined, swapped);
    expect(result.endpoints.map(({ steps }) => steps.at(-1)?.failure)).toMatchObject([
      { code: 'not-this-protocol', field: 'imap.port', suggestion: '993' },
      { code: 'not-this-protocol', field: 'smtp.port', suggestion: '465' },
    ]);
  });

  async function probe(tls: TlsMode, credentials?: Credentials, ports = portsOf(tls)) {
    const servers: Server[] = [
      { endpoint: 'imap', host: 'mail.example.com', port: ports.imap, tls, path: '' },
      { endpoint: 'smtp', host: 'mail.example.com', port: ports.smtp, tls, path: '' },
    ];
    const rule = { allowNonSecureCertificate: false, pins: {} };
    return await probeServers(servers, rule, {
      policy: createEgressPolicy({ allow: [loopback], ports: [ports.imap, ports.smtp], closed: [] }),
      ca: certificates.ca,
      resolve: () => Promise.resolve(['127.0.0.1']),
      retryDelaysMs: [],
      ...(credentials === undefined ? {} : { credentials }),
    });
  }

  function portsOf(tls: TlsMode): { imap: number; smtp: number } {
    return tls === 'implicit'
      ? { imap: dovecot.imapsPort, smtp: postfix.submissionsPort }
      : { imap: dovecot.imapPort, smtp: postfix.submissionPort };
  }
});

describeWith(
  ['exim', 'courier', 'dovecot', 'postfix', 'openssl', 'root'],
  'servers of several vendors',
  () => {
    let certificates: TestCertificates;
    let real: RealServers;
    beforeAll(async () => {
      certificates = await makeCertificates();
      real = await startRealServers(certificates);
    }, 60_000);
    afterAll(() => real?.stop());

    const cases = ['dovecot', 'postfix', 'courier', 'exim'].flatMap((name) =>
      (['implicit', 'starttls'] as const).flatMap((tls) =>
        realLogins.map(({ password, expected }) => [name, tls, expected, password] as const),
      ),
    );
    test.each(cases)('%s over %s TLS: %s', async (name, tls, expected, password) => {
      const server = real.servers.find((one) => one.name === name)!;
      const before = (await server.refusals?.()) ?? 0;
      expect((await logInToRealServer(server, tls, password, certificates.ca)).code).toBe(expected);
      if (server.refusals === undefined || expected === 'passed') return;
      await waitUntil(async () => (await server.refusals!()) > before);
      expect(await server.refusals()).toBe(before + 1);
    });
  },
);
