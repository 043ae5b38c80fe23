import type { Duplex } from 'node:stream';
import type { Credentials } from '@postern/core/credentials';
import type { Conversation } from '../conversation/conversation.js';
import { isConnectionClosed } from '../conversation/guarded-socket.js';
import type { LineReader } from '../conversation/line-reader.js';
import { saslMechanisms, startSasl, type SaslMechanism } from '../conversation/sasl.js';
import { StepError } from '../conversation/step-error.js';
import { judgeLoginAnswer, type LoginMeaning } from '../judgement/login-answer.js';
import { passwordLogin } from '../judgement/password-login.js';
import { codeFacts, knownResponseCode, readImapReply, type ImapStatus } from './imap-response.js';

/** A connection inside TLS, after the capabilities were read. */
export type ImapSession = { readonly socket: Duplex; readonly reader: LineReader };

type Attempt = SaslMechanism | 'LOGIN command';

/**
 * Logs in to an IMAP server and out again. Tries mechanisms until an answer judges the password, on one connection,
 * or on a new one from `reopen` if the server closes the first. Only a refusal after the password was sent, or one
 * that names its cause, ends the attempts; therefore at most one password is refused. A tagged OK to the last
 * command means success, whatever the server sends after it.
 */
export async function logInToImap(
  conversation: Conversation,
  session: ImapSession,
  reopen: () => Promise<ImapSession>,
): Promise<void> {
  await conversation.step('authenticate', async (facts) => {
    const login = passwordLogin(conversation.report);
    const mechanisms = conversation.report.authMechanisms;
    if (login !== 'offered') throw new StepError(login, { mechanisms });
    let current = session;
    let unjudged: StepError | null = null;
    let hasAnswered = false;
    let number = 5;
    const attempts = listAttempts(conversation);
    for (let index = 0; index < attempts.length; number += 1) {
      const attempt = attempts[index]!;
      try {
        const { status, isPasswordSent } = await conversation.connected.whileOpen(
          tryAttempt(conversation, current, attempt, `P${number}`),
        );
        if (status.status === 'OK') {
          // The answers to LOGOUT are not read: the login has passed, and the server may close the connection.
          current.socket.end(
            `P${number + 1} ID ("name" "Postern" "vendor" "Postern")\r\nP${number + 2} LOGOUT\r\n`,
          );
          facts.mechanism = attempt === 'LOGIN command' ? 'LOGIN' : attempt;
          return;
        }
        const failed = refusalOf(conversation, status, isPasswordSent);
        if (failed.isFinal) throw failed.error;
        unjudged = failed.error;
        hasAnswered = true;
        index += 1;
      } catch (error) {
        // The server closed the connection after an answer that did not judge the password, so the attempt is
        // repeated on a new connection.
        if (!hasAnswered || !isConnectionClosed(error)) throw error;
        hasAnswered = false;
        current = await reopen();
      }
    }
    throw unjudged ?? new StepError('auth-mechanism-unsupported', { mechanisms });
  });
}

function listAttempts({ report: { authMechanisms, capabilities } }: Conversation): Attempt[] {
  const [plain, loginMechanism, cram] = saslMechanisms.map((name) => authMechanisms.includes(name));
  return [
    ...(plain ? (['PLAIN'] as const) : []),
    ...(loginMechanism ? (['LOGIN'] as const) : []),
    // The LOGIN command is allowed unless the server announces LOGINDISABLED (RFC 9051 §6.2.3).
    ...(capabilities.includes('LOGINDISABLED') ? [] : (['LOGIN command'] as const)),
    ...(cram ? (['CRAM-MD5'] as const) : []),
  ];
}

async function tryAttempt(
  conversation: Conversation,
  session: ImapSession,
  attempt: Attempt,
  tag: string,
): Promise<{ readonly status: ImapStatus; readonly isPasswordSent: boolean }> {
  const { credentials } = conversation.request;
  if (credentials === null) throw new TypeError('A login needs credentials');
  return attempt === 'LOGIN command'
    ? await sendLoginCommand(conversation, session, credentials, tag)
    : await authenticate(conversation, session, attempt, credentials, tag);
}

/**
 * Sends AUTHENTICATE (RFC 9051 §6.2.2) without an initial response, so that a server which refuses the mechanism
 * receives no password.
 */
async function authenticate(
  conversation: Conversation,
  { socket, reader }: ImapSession,
  mechanism: SaslMechanism,
  credentials: Credentials,
  tag: string,
) {
  const sasl = startSasl(mechanism, credentials);
  let isPasswordSent = false;
  socket.write(`${tag} AUTHENTICATE ${mechanism}\r\n`);
  const status = await readImapReply(reader, tag, {
    onContinue: (challenge) => {
      isPasswordSent ||= sasl.isPasswordNext;
      conversation.hasSentPassword ||= isPasswordSent;
      socket.write(`${sasl.respond(challenge) ?? '*'}\r\n`);
    },
  });
  return { status, isPasswordSent };
}

/**
 * Sends the LOGIN command (RFC 9051 §6.2.3). A value that a quoted string cannot contain is sent as a literal
 * (§4.3).
 */
async function sendLoginCommand(
  conversation: Conversation,
  { socket, reader }: ImapSession,
  { username, password }: Credentials,
  tag: string,
) {
  const parts = [`${tag} LOGIN `];
  for (const value of [username, password]) {
    const isQuotable = /^[\x20-\x7e]*$/.test(value);
    const quoted = `"${value.replace(/["\\]/g, '\\$&')}" `;
    if (isQuotable) parts.push(`${parts.pop()}${quoted}`);
    else parts.push(`${parts.pop()}{${Buffer.byteLength(value)}}`, `${value} `);
  }
  const lines = parts.map((part) => `${part.trimEnd()}\r\n`);
  const send = (): void => {
    conversation.hasSentPassword ||= lines.length === 1;
    socket.write(lines.shift() ?? '\r\n');
  };
  send();
  const status = await readImapReply(reader, tag, { onContinue: send });
  return { status, isPasswordSent: conversation.hasSentPassword };
}

function refusalOf(
  conversation: Conversation,
  status: ImapStatus,
  isPasswordSent: boolean,
): { readonly error: StepError; readonly isFinal: boolean } {
  const { authMechanisms } = conversation.report;
  const responseCode = status.status === 'BAD' ? 'BAD' : knownResponseCode(status.code);
  // The text includes the whole response code, because providers write the cause into the arguments of their codes.
  const text = `${status.code} ${status.text}`;
  const meaning = judgeLoginAnswer({ text, ...(responseCode === undefined ? {} : { responseCode }) });
  const facts = codeFacts(status);
  if (meaning === 'other-mechanism')
    return {
      error: new StepError('auth-mechanism-unsupported', { ...facts, mechanisms: authMechanisms }),
      isFinal: false,
    };
  if (status.status === 'BYE' && meaning === 'auth-unclear')
    return { error: new StepError('auth-temporary', facts), isFinal: true };
  const isOfPassword =
    meaning === 'auth-unclear' || (meaning === 'auth-rejected' && responseCode === undefined);
  const error = new StepError(meaningFor(conversation, meaning), facts);
  // A NO without a response code before the password was sent can only refuse the mechanism.
  return { error, isFinal: isPasswordSent || !isOfPassword };
}

/**
 * A refusal without a cause, from a server that announces only OAuth, means that the server accepts no passwords.
 */
function meaningFor({ report }: Conversation, meaning: Exclude<LoginMeaning, 'other-mechanism'>) {
  const isOauthOnly =
    report.authMechanisms.length > 0 && report.authMechanisms.every((name) => /OAUTH/.test(name));
  return meaning === 'auth-unclear' && isOauthOnly ? 'auth-oauth-only' : meaning;
}
