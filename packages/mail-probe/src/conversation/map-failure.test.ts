import { expect, test } from '@jest/globals';
import { failureCodes } from '@postern/core/failures/failure-catalogue';
import type { Stage } from '@postern/core/verification';
import fc from 'fast-check';
import { ConnectionClosed } from './guarded-socket.js';
import { mapFailure } from './map-failure.js';
import { mapImapLogin } from '../imap/imap-login.js';
import { mapSmtpLogin } from '../smtp/smtp-login.js';
import { StepError } from './step-error.js';

const coded = (code: string): Error => Object.assign(new Error('text of the server'), { code });

test.each([
  // resolve
  ['ENOTFOUND', 'resolve', false, 'dns-not-found'],
  ['ENODATA', 'resolve', false, 'dns-no-address'],
  ['EAI_AGAIN', 'resolve', false, 'dns-temporary'],
  ['ESERVFAIL', 'resolve', false, 'dns-temporary'],
  ['ETIMEOUT', 'resolve', false, 'dns-temporary'],
  // connect
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
  // OpenSSL
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls', true, 'tls-too-old'],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'tls', true, 'tls-too-old'],
  ['ERR_SSL_DH_KEY_TOO_SMALL', 'tls', true, 'tls-too-old'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'greeting', true, 'tls-client-certificate-required'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', true, 'tls-failed'],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls', true, 'tls-failed'],
  ['ERR_SSL_CA_MD_TOO_WEAK', 'tls', true, 'cert-weak'],
  // HTTP
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
  expect(mapFailure(new ConnectionClosed(), 'greeting', false).code).toBe('closed-before-greeting');
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
      expect(failureCodes).toContain(mapImapLogin(error).code);
      expect(failureCodes).toContain(mapSmtpLogin(error).code);
    }),
  );
});

test.each([
  [{ authenticationFailed: true }, 'auth-rejected'],
  [{ authenticationFailed: true, serverResponseCode: 'AUTHENTICATIONFAILED' }, 'auth-rejected'],
  [{ authenticationFailed: true, serverResponseCode: 'UNAVAILABLE' }, 'auth-temporary'],
  [{ authenticationFailed: true, serverResponseCode: 'INUSE' }, 'auth-temporary'],
  [{ authenticationFailed: true, serverResponseCode: 'PASSWORD-SECRET' }, 'auth-rejected'],
  [{ authenticationFailed: true, response: 'Application-specific password required' }, 'auth-app-password'],
  [{ code: 'EConnectionClosed' }, 'protocol-error'],
  [{ code: 'LiteralTooLarge' }, 'limit-exceeded'],
])('the imapflow error %j becomes %s', (facts, expected) => {
  const mapped = mapImapLogin(Object.assign(new Error('text of the server'), facts));
  expect(mapped.code).toBe(expected);
  expect(JSON.stringify(mapped.facts)).not.toContain('SECRET');
});

test.each([
  [{ code: 'EAUTH', responseCode: 535, response: '535 5.7.8 no' }, 'auth-rejected', '5.7.8'],
  [{ code: 'EAUTH', responseCode: 535, response: '535 no' }, 'auth-rejected', undefined],
  [
    { code: 'EAUTH', responseCode: 535, response: '535 5.7.139 disabled' },
    'auth-disabled-by-admin',
    '5.7.139',
  ],
  [
    { code: 'EAUTH', responseCode: 534, response: '534-5.7.9 app\n534 5.7.9 password' },
    'auth-app-password',
    '5.7.9',
  ],
  [{ code: 'EAUTH', responseCode: 454, response: '454 4.7.0 later' }, 'auth-temporary', '4.7.0'],
  [{ code: 'EAUTH', responseCode: 504, response: '504 5.5.4 mechanism' }, 'auth-not-offered', '5.5.4'],
  [{ code: 'EAUTH', responseCode: 421, response: '421 bye' }, 'auth-temporary', undefined],
  [{ code: 'ECONNECTION' }, 'protocol-error', undefined],
  [{ code: 'ESOCKET', originalCode: 'ECONNRESET' }, 'protocol-error', undefined],
])('the nodemailer error %j becomes %s', (facts, expected, enhancedStatusCode) => {
  const mapped = mapSmtpLogin(Object.assign(new Error('text of the server'), facts));
  expect(mapped.code).toBe(expected);
  expect(mapped.facts.enhancedStatusCode).toBe(enhancedStatusCode);
});
