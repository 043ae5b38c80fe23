import { isNativeError } from 'node:util/types';
import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import { knownResponseCode } from './imap-response.js';
import { mapFailure } from './map-failure.js';
import { StepError } from './step-error.js';

/** What imapflow 2.10 puts on its errors. */
type ImapLoginError = Error & {
  readonly code?: string;
  readonly authenticationFailed?: boolean;
  readonly serverResponseCode?: string;
  readonly response?: unknown;
};

/** What nodemailer 10.6 puts on its errors. */
type SmtpLoginError = Error & {
  readonly code?: string;
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly response?: unknown;
};

/** RFC 5530 §3; `authenticationFailed` is set for these as well. */
const temporaryImapCodes = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CORRUPTION']);

/** imapflow's codes for a connection that went away and for grammar that nobody can read. */
const brokenImap =
  /^(?:ClosedAfterConnect|NoConnection|EConnectionClosed|Invalid|Unexpected|Missing|Parser|ResponseProcessing)/;

const wantsAppPassword = /application[- ]specific password|\bapp password/i;

/** Enhanced status codes that say more than their class: Google's 5.7.9, Microsoft's 5.7.139 and 5.7.57. */
const codeOfEnhancedStatus: Readonly<Record<string, FailureCode>> = {
  '5.7.9': 'auth-app-password',
  '5.7.139': 'auth-disabled-by-admin',
  '5.7.57': 'auth-disabled-by-admin',
};

/** Names why imapflow could not log in. Pure; the server's text is looked at and thrown away. */
export function mapImapLogin(error: unknown): StepError {
  if (!isNativeError(error)) return mapFailure(error, 'authenticate', true);
  const { authenticationFailed, serverResponseCode, response, code } = error as ImapLoginError;
  if (authenticationFailed === true) {
    const responseCode = knownResponseCode(serverResponseCode ?? '');
    const facts = responseCode === undefined ? {} : { responseCode };
    if (responseCode !== undefined && temporaryImapCodes.has(responseCode))
      return new StepError('auth-temporary', facts);
    const isForApps = typeof response === 'string' && wantsAppPassword.test(response);
    return new StepError(isForApps ? 'auth-app-password' : 'auth-rejected', facts);
  }
  if (brokenImap.test(code ?? '')) return new StepError('protocol-error');
  return mapFailure(error, 'authenticate', true);
}

/** Names why nodemailer could not log in. Pure; the server's text is looked at and thrown away. */
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
  // RFC 4954 §4, §6: 504 unknown mechanism; 502 and 500 know no AUTH at all; 538 wants encryption it already has.
  const isNotOffered = [500, 502, 503, 504, 538].includes(replyCode);
  return new StepError(isNotOffered ? 'auth-not-offered' : 'auth-rejected', facts);
}
