import { expect, test } from '@jest/globals';
import { failureCodes } from '@postern/core/failures/failure-catalogue';
import type { Stage } from '@postern/core/verification';
import fc from 'fast-check';
import { connectionClosed } from './guarded-socket.js';
import { mapFailure } from './map-failure.js';
import { StepError } from './step-error.js';

const coded = (code: string): Error => Object.assign(new Error('text of the server'), { code });

test.each([
  // errors of the step resolve
  ['ENOTFOUND', 'resolve', false, 'dns-not-found'],
  ['ENODATA', 'resolve', false, 'dns-no-address'],
  ['EAI_AGAIN', 'resolve', false, 'dns-temporary'],
  ['ESERVFAIL', 'resolve', false, 'dns-temporary'],
  ['ETIMEOUT', 'resolve', false, 'dns-temporary'],
  // errors of the step connect
  ['ECONNREFUSED', 'connect', false, 'connect-refused'],
  ['ETIMEDOUT', 'connect', false, 'connect-timeout'],
  ['EHOSTUNREACH', 'connect', false, 'connect-unreachable'],
  ['ENETUNREACH', 'connect', false, 'connect-unreachable'],
  ['EADDRNOTAVAIL', 'connect', false, 'connect-unreachable'],
  ['EACCES', 'connect', false, 'connect-unreachable'],
  // a closed connection has different codes before and after the first byte
  ['ECONNRESET', 'greeting', false, 'closed-before-greeting'],
  ['ECONNRESET', 'greeting', true, 'protocol-error'],
  ['ECONNRESET', 'tls', false, 'closed-before-greeting'],
  ['ECONNRESET', 'tls', true, 'tls-failed'],
  ['EPIPE', 'authenticate', true, 'protocol-error'],
  // the time-out of the kernel in the middle of a conversation
  ['ETIMEDOUT', 'capability', true, 'deadline-exceeded'],
  // errors of OpenSSL
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls', true, 'tls-too-old'],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'tls', true, 'tls-too-old'],
  ['ERR_SSL_DH_KEY_TOO_SMALL', 'tls', true, 'tls-weak-key-exchange'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'greeting', true, 'tls-client-certificate-required'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', true, 'tls-failed'],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls', true, 'tls-failed'],
  ['ERR_SSL_CA_MD_TOO_WEAK', 'tls', true, 'cert-weak'],
  // errors of Node's HTTP parser
  ['HPE_HEADER_OVERFLOW', 'request', true, 'limit-exceeded'],
  ['HPE_INVALID_CONSTANT', 'request', true, 'not-this-protocol'],
  ['HPE_INVALID_CHUNK_SIZE', 'request', true, 'protocol-error'],
  // codes that no rule maps
  ['ESOMETHING', 'greeting', true, 'unknown'],
  ['constructor', 'greeting', true, 'unknown'],
] as const)(
  'the error %s at the step %s, with bytes received: %s, becomes %s',
  (code, stage, hasHeard, expected) => {
    expect(mapFailure(coded(code), stage, hasHeard).code).toBe(expected);
  },
);

test('a StepError is returned unchanged, and a closed connection is mapped by the time of the close', () => {
  const own = new StepError('server-busy', { replyCode: 421 });
  expect(mapFailure(own, 'greeting', true)).toBe(own);
  expect(mapFailure(connectionClosed, 'greeting', false).code).toBe('closed-before-greeting');
});

test('every thrown value is mapped to a code of the catalogue, and mapping never throws', () => {
  const stages: Stage[] = [
    'resolve',
    'connect',
    'tls',
    'greeting',
    'capability',
    'starttls',
    'request',
    'authenticate',
  ];
  const thrown = fc.oneof(
    fc.anything(),
    fc.string().map(coded),
    fc.object().map((facts) => Object.assign(new Error(), facts)),
  );
  fc.assert(
    fc.property(thrown, fc.constantFrom(...stages), fc.boolean(), (error, stage, hasHeard) => {
      expect(failureCodes).toContain(mapFailure(error, stage, hasHeard).code);
    }),
  );
});
