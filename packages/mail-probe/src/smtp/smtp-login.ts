import type { TLSSocket } from 'node:tls';
import { isNativeError } from 'node:util/types';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import type { Conversation } from '../conversation/conversation.js';
import { maxReplyBytes, neverMs } from '../conversation/limits.js';
import type { LineReader } from '../conversation/line-reader.js';
import { mapFailure, wantsAppPassword } from '../conversation/map-failure.js';
import { StepError } from '../conversation/step-error.js';
import { passwordLogin } from '../judgement/password-login.js';
import { ehloName } from './smtp-reply.js';

/**
 * The greeting that nodemailer waits for; the real one was read before. After it, nodemailer sends EHLO again (RFC
 * 5321 §4.1.4).
 */
const replayedGreeting = Buffer.from('220 ready\r\n');
const mechanisms = ['PLAIN', 'LOGIN', 'CRAM-MD5'] as const;

/** Logs in with nodemailer on the open connection, by a mechanism that the server offers, and sends QUIT. */
export async function logInToSmtp(
  conversation: Conversation,
  socket: TLSSocket,
  reader: LineReader,
): Promise<void> {
  await conversation.step('authenticate', async (facts) => {
    const login = passwordLogin(conversation.report);
    if (login !== 'offered') throw new StepError(login);
    if (reader.release().hasLeftovers) throw new StepError('protocol-error');
    const method = mechanisms.find((name) => conversation.report.authMechanisms.includes(name))!;
    socket.unshift(replayedGreeting);
    const connection = new SMTPConnection(smtpConnectionOptions(conversation, socket));
    try {
      await new Promise<void>((resolve, reject) => {
        connection.on('error', reject);
        connection.on('end', () => reject(new StepError('protocol-error')));
        connection.connect((failed) => {
          if (failed) return reject(failed);
          // The server may not offer AUTH in its answer to the second EHLO. The password has not been sent at this
          // point.
          if (!connection.allowsAuth) return reject(new StepError('auth-not-offered'));
          conversation.hasSentPassword = true;
          const { username: user = '', password: pass = '' } = conversation.request.credentials ?? {};
          connection.login({ method, user, pass }, (refused) => (refused ? reject(refused) : resolve()));
        });
      });
      facts.mechanism = method;
    } catch (error) {
      throw conversation.connected.cut ?? mapSmtpLogin(error);
    } finally {
      connection.removeAllListeners('error').on('error', () => {});
      connection.close();
    }
  });
}

/**
 * Returns the options for nodemailer 10.6: a connection that is already inside TLS. The host is an IP address,
 * because nodemailer looks up any host name that it is given.
 */
function smtpConnectionOptions(conversation: Conversation, socket: TLSSocket): SMTPConnectionOptions {
  return {
    host: conversation.report.address ?? '',
    port: conversation.request.port,
    secure: true,
    secured: true,
    connection: socket,
    name: ehloName(conversation),
    logger: false,
    maxResponseSize: maxReplyBytes,
    greetingTimeout: neverMs,
    connectionTimeout: neverMs,
    socketTimeout: neverMs,
  };
}

/** The properties of nodemailer 10.6's errors. */
type SmtpLoginError = Error & {
  readonly code?: string;
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly response?: unknown;
};

/**
 * Enhanced status codes that are more specific than their class: Google's 5.7.9, Microsoft's 5.7.139 and 5.7.57.
 */
const codeOfEnhancedStatus: Readonly<Record<string, FailureCode>> = {
  '5.7.9': 'auth-app-password',
  '5.7.139': 'auth-disabled-by-admin',
  '5.7.57': 'auth-disabled-by-admin',
};

/**
 * Maps an error of nodemailer's login to a failure. Pure. The text of the server is only compared with patterns and
 * never kept.
 */
export function mapSmtpLogin(error: unknown): StepError {
  if (error instanceof StepError || !isNativeError(error)) return mapFailure(error, 'authenticate', true);
  const { code, originalCode, responseCode, response } = error as SmtpLoginError;
  if (responseCode !== undefined && responseCode >= 400) {
    return mapReply(responseCode, typeof response === 'string' ? response : '');
  }
  if (/exceeds maximum allowed size/.test(error.message)) return new StepError('limit-exceeded');
  if (code === 'ECONNECTION' || code === 'EPROTOCOL' || code === 'EAUTH')
    return new StepError('protocol-error');
  const inner = originalCode === undefined ? error : Object.assign(new Error(code), { code: originalCode });
  return mapFailure(inner, 'authenticate', true);
}

function mapReply(replyCode: number, response: string): StepError {
  const enhancedStatusCode = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/m.exec(response)?.[1];
  const facts = { replyCode, ...(enhancedStatusCode === undefined ? {} : { enhancedStatusCode }) };
  const special = codeOfEnhancedStatus[enhancedStatusCode ?? ''];
  if (special !== undefined) return new StepError(special, facts);
  if (wantsAppPassword.test(response)) return new StepError('auth-app-password', facts);
  if (replyCode < 500) return new StepError('auth-temporary', facts);
  // RFC 4954 §4, §6: 504 is an unknown mechanism; 500 and 502 an unknown command AUTH; 538 a missing encryption,
  // although the connection is encrypted.
  const isNotOffered = [500, 502, 503, 504, 538].includes(replyCode);
  return new StepError(isNotOffered ? 'auth-not-offered' : 'auth-rejected', facts);
}
