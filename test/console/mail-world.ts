import { makeCertificates, type TestCertificates } from '../certificates/make-certificates.js';
import { startDovecot } from '../servers/dovecot.js';
import { exchangeScript, inboxFound, onPremisesChallenge } from '../servers/exchange-script.js';
import { imapScript } from '../servers/imap-script.js';
import { reservePort } from '../servers/loopback-port.js';
import { startPostfix } from '../servers/postfix.js';
import { startScriptedServer } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';

/** The mail servers of the console's tests and screenshots, all on 127.0.0.1. */
export type MailWorld = {
  readonly certificates: TestCertificates;
  readonly imapPort: number;
  readonly imapsPort: number;
  readonly submissionPort: number;
  readonly submissionsPort: number;
  /** The number of a port that refuses connections. */
  readonly closedPort: number;
  /** The ports of an IMAP and an SMTP server whose certificate no authority has signed. */
  readonly selfSignedImapPort: number;
  readonly selfSignedSmtpPort: number;
  readonly exchangePort: number;
  /** The port of a server that closes each connection without a greeting, as some firewalls do. */
  readonly hangingUpPort: number;
  /** The ports that POSTERN_EGRESS_PORTS must allow. */
  readonly ports: readonly number[];
  /** Makes the servers with the self-signed certificate present another one. */
  replaceCertificate(): void;
  stop(): Promise<void>;
};

/** Starts Dovecot and Postfix, and scripted servers for faults that real servers do not produce on demand. */
export async function startMailWorld(): Promise<MailWorld> {
  const certificates = await makeCertificates();
  const { keyFile, certFile: certificateFile } = certificates.of('good');
  const dovecot = await startDovecot({ keyFile, certificateFile });
  const postfix = await startPostfix({ keyFile, certificateFile }, dovecot.saslPort);
  const shown = { ...certificates.of('selfSigned') };
  const scripted = await Promise.all([
    startScriptedServer(imapScript(), shown),
    startScriptedServer(smtpScript(), shown),
    startScriptedServer(
      exchangeScript(({ login }) => (login?.endsWith(':password') ? inboxFound : onPremisesChallenge)),
      certificates.of('good'),
    ),
    startScriptedServer(async () => {}),
  ]);
  const [selfSignedImap, selfSignedSmtp, exchange, hangingUp] = scripted;
  const ports = {
    imapPort: dovecot.imapPort,
    imapsPort: dovecot.imapsPort,
    submissionPort: postfix.submissionPort,
    submissionsPort: postfix.submissionsPort,
    closedPort: await reservePort(),
    selfSignedImapPort: selfSignedImap!.port,
    selfSignedSmtpPort: selfSignedSmtp!.port,
    exchangePort: exchange!.port,
    hangingUpPort: hangingUp!.port,
  };
  return {
    ...ports,
    certificates,
    ports: Object.values(ports),
    replaceCertificate: () => void Object.assign(shown, certificates.of('selfSignedReplaced')),
    async stop() {
      await Promise.all(scripted.map((server) => server.close()));
      await postfix.stop();
      await dovecot.stop();
    },
  };
}
