import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { isIP } from 'node:net';
import { once } from 'node:events';
import { readCertificate } from './certificate-facts.js';
import type { Conversation } from './conversation.js';
import { createKeyExchangeCheck } from './finite-field-exchange.js';
import { notThisProtocol, recogniseFirstBytes } from './first-bytes.js';
import { refusePlainText } from './leave-plain-text.js';
import { judgeCertificate } from '../judgement/judge-certificate.js';
import { withOwnAuthorities } from '../judgement/own-authorities.js';
import { StepError } from './step-error.js';
import { trustRoots } from './trust-roots.js';

/**
 * Starts TLS on the connection and reads the certificate. Without a login, the certificate is judged after the
 * conversation, because domains with different rules share one measurement. With a login, it is judged here, and a
 * bad certificate ends the conversation before the first byte of the password.
 */
export async function handshakeTls(conversation: Conversation, isUpgrade: boolean): Promise<TLSSocket> {
  return await conversation.step('tls', async (facts) => {
    const { request, report, connected: guarded } = conversation;
    const roots = trustRoots(request.ca);
    guarded.forgetFirstBytes();
    const heardBefore = guarded.bytesRead;
    guarded.inspect(createHandshakeCheck(conversation));
    const socket = connect({
      socket: guarded,
      servername: isIP(request.host) === 0 ? request.host : '',
      secureContext: request.isFiniteField ? roots.finiteFieldContext() : roots.context,
      // Node's check is off and Postern's own rules judge the certificate: OpenSSL reports only one of several
      // errors, and a pin may waive it.
      rejectUnauthorized: false,
      // An IP address has no servername, and Node would then check the certificate for the name "localhost".
      checkServerIdentity: () => undefined,
      ...(request.endpoint === 'exchange' ? { ALPNProtocols: ['http/1.1'] } : {}),
    });
    // Node would read the chain for checkServerIdentity, in 0.3 ms of CPU time; readCertificate reads it.
    socket.getPeerCertificate = () => ({}) as DetailedPeerCertificate;
    socket.on('error', (error) => {
      guarded.closeError ??= error;
      guarded.destroy();
    });
    const { greetingMs, tlsMs } = request.limits;
    // The limit is that of a greeting, because a server may look up names or delay the connection before its first
    // byte of TLS as well.
    const firstByteMs = isUpgrade ? tlsMs : greetingMs;
    const late = () => new StepError(guarded.bytesRead === heardBefore ? 'tls-silent' : 'deadline-exceeded');
    await conversation.within(firstByteMs, late, async () => {
      guarded.onFirstBytes(() => guarded.startPhase(Math.min(tlsMs, conversation.remainingMs), late));
      await guarded.whileOpen(once(socket, 'secureConnect')).catch((error: unknown) => {
        throw explainHandshake(conversation, error, isUpgrade);
      });
    });
    guarded.inspect(() => null);
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

/** Returns a function that is given the bytes of the handshake before OpenSSL, and refuses what would cost too much. */
function createHandshakeCheck({ request }: Conversation): (bytes: Uint8Array) => StepError | null {
  const checkKeyExchange = request.isFiniteField ? createKeyExchangeCheck() : () => null;
  let received = 0;
  return (bytes) => {
    received += bytes.length;
    if (received > request.limits.maxHandshakeBytes) return new StepError('limit-exceeded');
    return checkKeyExchange(bytes);
  };
}

/**
 * Returns the failure for plain text in place of a TLS handshake. After STARTTLS, an attacker may have sent the
 * text; on a port for TLS from the start, the server speaks plain text there.
 */
function explainHandshake(conversation: Conversation, error: unknown, isUpgrade: boolean): StepError {
  const failed = conversation.explain(error, 'tls');
  const answered = recogniseFirstBytes(conversation.connected.firstBytes);
  if (failed.code !== 'tls-failed' || answered === 'TLS' || answered === 'nothing') return failed;
  if (isUpgrade)
    return refusePlainText(conversation.connected.firstBytes.toString('latin1'), { cause: error });
  return answered === 'other' ? failed : notThisProtocol(conversation.request.endpoint, answered);
}

function refuseBadCertificate({ report, request }: Conversation): void {
  if (report.certificate === null) return;
  const certificate = withOwnAuthorities(report.certificate, request.rule.authorities ?? []);
  const { failure } = judgeCertificate(certificate, request.rule);
  if (failure !== null) throw new StepError(failure, { names: certificate.names });
}
