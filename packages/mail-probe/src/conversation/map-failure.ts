import { isNativeError } from 'node:util/types';
import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import type { Stage } from '@postern/core/verification';
import { isConnectionClosed } from './guarded-socket.js';
import { shortageOf } from '../local-shortage.js';
import { StepError } from './step-error.js';

/** The failure code for each error code of Node, OpenSSL and llhttp, at every step. */
const codeOf: Readonly<Record<string, FailureCode>> = {
  // error codes of getaddrinfo and c-ares
  ENOTFOUND: 'dns-not-found',
  ENODATA: 'dns-no-address',
  EAI_AGAIN: 'dns-temporary',
  EAI_FAIL: 'dns-temporary',
  ESERVFAIL: 'dns-temporary',
  ETIMEOUT: 'dns-temporary',
  EREFUSED: 'dns-temporary',
  // error codes of connect(2)
  ECONNREFUSED: 'connect-refused',
  ETIMEDOUT: 'connect-timeout',
  EHOSTUNREACH: 'connect-unreachable',
  ENETUNREACH: 'connect-unreachable',
  ENETDOWN: 'connect-unreachable',
  EHOSTDOWN: 'connect-unreachable',
  EADDRNOTAVAIL: 'connect-unreachable',
  EACCES: 'connect-unreachable',
  EPERM: 'connect-unreachable',
  // OpenSSL's reasons, with the names that Node gives them
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'tls-too-old',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'tls-too-old',
  ERR_SSL_VERSION_TOO_LOW: 'tls-too-old',
  ERR_SSL_DH_KEY_TOO_SMALL: 'tls-weak-key-exchange',
  ERR_SSL_BAD_DH_VALUE: 'tls-weak-key-exchange',
  ERR_SSL_MODULUS_TOO_SMALL: 'tls-weak-key-exchange',
  ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED: 'tls-no-secure-renegotiation',
  ERR_SSL_WRONG_SIGNATURE_TYPE: 'tls-weak-signature',
  ERR_SSL_LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED: 'tls-weak-signature',
  ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM: 'tls-weak-signature',
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: 'tls-name-not-served',
  ERR_SSL_TLSV1_ALERT_UNRECOGNIZED_NAME: 'tls-name-not-served',
  ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY: 'tls-too-old',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'tls-client-certificate-required',
  // The probe sends no certificate, so a server that calls it bad wants one.
  'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE': 'tls-client-certificate-required',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'tls-client-certificate-required',
  ERR_SSL_TLSV1_ALERT_ACCESS_DENIED: 'server-refused',
  ERR_SSL_EE_KEY_TOO_SMALL: 'cert-weak',
  ERR_SSL_CA_KEY_TOO_SMALL: 'cert-weak',
  ERR_SSL_CA_MD_TOO_WEAK: 'cert-weak',
  // error codes of llhttp, Node's HTTP parser
  HPE_HEADER_OVERFLOW: 'limit-exceeded',
  HPE_INVALID_CONSTANT: 'not-this-protocol',
};

const closedCodes = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'ENOTCONN',
  'EOF',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/**
 * Maps any error to a failure; an error that no rule recognises becomes `unknown`. Pure. `hasHeard` says whether
 * the server had sent any byte, because a connection that closes before the first byte has another code than one
 * that closes later.
 */
export function mapFailure(error: unknown, stage: Stage, hasHeard: boolean): StepError {
  if (error instanceof StepError) return error;
  if (!isNativeError(error)) return new StepError('unknown', {}, { cause: error });
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  const cause = { cause: error };
  if (shortageOf(error) !== null) return new StepError('unknown', {}, cause); // Not the server's; it is measured again.
  if (isConnectionClosed(error) || closedCodes.has(code)) {
    return new StepError(codeWhenClosed(stage, hasHeard), {}, cause);
  }
  if (code === 'ETIMEDOUT' && stage !== 'connect') return new StepError('deadline-exceeded', {}, cause);
  const known = Object.hasOwn(codeOf, code) ? codeOf[code] : undefined;
  if (known !== undefined) return new StepError(known, {}, cause);
  if (/^ERR_SSL_|^ERR_TLS_/.test(code)) return new StepError('tls-failed', {}, cause);
  if (code.startsWith('HPE_')) return new StepError('protocol-error', {}, cause);
  return new StepError('unknown', {}, cause);
}

/**
 * Returns the failure for a connection that closed while an answer was expected. A close before the first byte is a
 * refusal.
 */
function codeWhenClosed(stage: Stage, hasHeard: boolean): FailureCode {
  if (!hasHeard) return 'closed-before-greeting';
  return stage === 'tls' ? 'tls-failed' : 'protocol-error';
}
