import { connect, type TLSSocket } from 'node:tls';
import { isIP } from 'node:net';
import { once } from 'node:events';
import { readCertificate } from './certificate-facts.js';
import type { Conversation } from './conversation.js';
import { recogniseFirstBytes } from './first-bytes.js';
import { judgeCertificate } from './judge-certificate.js';
import { notThisProtocol } from './not-this-protocol.js';
import { StepError } from './step-error.js';
import { trustRoots } from './trust-roots.js';

/**
 * Encrypts the connection and reads the certificate. It is not judged here, so that a shared measurement can be judged
 * for each domain, except before a login: then a bad one ends the conversation before the first secret byte.
 */
export async function handshakeTls(conversation: Conversation, isUpgrade: boolean): Promise<TLSSocket> {
  return await conversation.step('tls', async (facts) => {
    const { request, report, connected: guarded } = conversation;
    const roots = trustRoots(request.ca);
    guarded.forgetFirstBytes();
    const heardBefore = guarded.bytesRead;
    const socket = connect({
      socket: guarded,
      servername: isIP(request.host) === 0 ? request.host : '',
      secureContext: roots.context,
      // Judged by ourselves: OpenSSL tells one error of several, and a pin may waive it.
      rejectUnauthorized: false,
      // For an IP literal there is no servername, and Node would compare the names with "localhost".
      checkServerIdentity: () => undefined,
      ...(request.endpoint === 'exchange' ? { ALPNProtocols: ['http/1.1'] } : {}),
    });
    socket.on('error', (error) => guarded.destroy(error));
    const late = () => new StepError(guarded.bytesRead === heardBefore ? 'tls-silent' : 'deadline-exceeded');
    await conversation.within(request.limits.tlsMs, late, async () => {
      await guarded.whileOpen(once(socket, 'secureConnect')).catch((error: unknown) => {
        throw explainHandshake(conversation, error, isUpgrade);
      });
    });
    report.tlsVersion = socket.getProtocol();
    report.cipher = socket.getCipher().standardName;
    report.certificate = readCertificate(socket, request.host, roots);
    if (report.certificate === null) throw new StepError('tls-failed');
    facts.tlsVersion = report.tlsVersion;
    facts.cipher = report.cipher;
    facts.sha256 = report.certificate.sha256;
    facts.daysLeft = report.certificate.daysLeft;
    facts.failedChecks = report.certificate.failedChecks;
    if (request.credentials !== null) refuseBadCertificate(conversation);
    return socket;
  });
}

/** What came instead of TLS: plain text after STARTTLS was put there by somebody, plain text otherwise is the server's mode. */
function explainHandshake(conversation: Conversation, error: unknown, isUpgrade: boolean): StepError {
  const failed = conversation.explain(error, 'tls');
  const answered = recogniseFirstBytes(conversation.connected.firstBytes);
  if (failed.code !== 'tls-failed' || answered === 'TLS' || answered === 'nothing') return failed;
  if (isUpgrade) return new StepError('starttls-injection', {}, { cause: error });
  return answered === 'other' ? failed : notThisProtocol(conversation.request.endpoint, answered);
}

function refuseBadCertificate({ report, request }: Conversation): void {
  const { certificate } = report;
  if (certificate === null) return;
  const { failure } = judgeCertificate(certificate, request.rule);
  if (failure !== null) throw new StepError(failure, { names: certificate.names });
}
