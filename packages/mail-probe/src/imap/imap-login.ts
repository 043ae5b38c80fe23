import type { Duplex } from 'node:stream';
import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import type { Conversation } from '../conversation/conversation.js';
import { isConnectionClosed } from '../conversation/guarded-socket.js';
import { LibraryStream } from '../conversation/library-stream.js';
import { libraryTimeoutMs } from '../conversation/limits.js';
import type { LineReader } from '../conversation/line-reader.js';
import { StepError } from '../conversation/step-error.js';
import { judgeLoginAnswer, type LoginMeaning } from '../judgement/login-answer.js';
import { imapMechanisms, passwordLogin } from '../judgement/password-login.js';
import { codeFacts, knownResponseCode, readImapReply, type ImapStatus } from './imap-response.js';

/** A connection inside TLS, after the capabilities were read. */
export type ImapSession = { readonly socket: Duplex; readonly reader: LineReader };

type Attempt = (typeof imapMechanisms)[number] | 'LOGIN command';

/** The prompts of the mechanism LOGIN. imapflow compares their text, which servers are free to choose. */
// cspell:ignore Nlcm dvcm
const loginPrompts = ['VXNlcm5hbWU6', 'UGFzc3dvcmQ6'];

/**
 * Logs in to an IMAP server with imapflow, and out again. Tries mechanisms until an answer judges the password, on one connection,
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
    const attempts = listAttempts(conversation);
    for (let index = 0; index < attempts.length;) {
      const attempt = attempts[index]!;
      try {
        const { status, isPasswordSent } = await conversation.connected.whileOpen(
          authenticate(conversation, current, attempt),
        );
        if (status.status === 'OK') {
          // The answers to LOGOUT are not read: the login has passed, and the server may close the connection.
          current.socket.end('P5 ID ("name" "Postern" "vendor" "Postern")\r\nP6 LOGOUT\r\n');
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
  const offered = imapMechanisms.filter((name) => authMechanisms.includes(name));
  // The LOGIN command is allowed unless the server announces LOGINDISABLED (RFC 9051 §6.2.3).
  return capabilities.includes('LOGINDISABLED') ? offered : [...offered, 'LOGIN command'];
}

/**
 * Lets imapflow log in with one mechanism or with the LOGIN command, and returns the server's status. imapflow waits
 * for a greeting and reads the capabilities; both are answered here, with the one mechanism that it shall use and
 * without SASL-IR, so that a server which refuses the mechanism receives no password.
 */
async function authenticate(
  conversation: Conversation,
  { socket, reader }: ImapSession,
  attempt: Attempt,
): Promise<{ readonly status: ImapStatus; readonly isPasswordSent: boolean }> {
  const ended = Promise.withResolvers<ImapStatus>();
  const capabilities = attempt === 'LOGIN command' ? 'IMAP4rev1' : `IMAP4rev1 AUTH=${attempt}`;
  let hasStarted = false;
  let prompts = 0;
  let isPasswordSent = false;
  let parts: string[] = [];
  const sendPart = (): void => {
    const part = parts.shift()!;
    isPasswordSent ||= parts.length === 0 && isLastPart(attempt, part, prompts);
    conversation.hasSentPassword ||= isPasswordSent;
    socket.write(`${part}\r\n`, 'latin1');
  };
  const onContinue = (): void => {
    if (parts.length > 0) return sendPart();
    prompts += 1;
    // imapflow would answer every further request of PLAIN with the password again.
    if (isPasswordSent) socket.write('*\r\n');
    else stream.pass(`+ ${attempt === 'LOGIN' ? loginPrompts[prompts - 1] : ''}`);
  };
  const stream = new LibraryStream((line) => {
    const [tag = '', command = ''] = line.split(' ');
    if (!hasStarted && command === 'CAPABILITY') {
      stream.pass(`* CAPABILITY ${capabilities}`);
      return stream.pass(`${tag} OK`);
    }
    if (!hasStarted)
      readImapReply(reader, tag.toUpperCase(), { onContinue }).then(ended.resolve, ended.reject);
    hasStarted = true;
    parts = command === 'LOGIN' ? withLiterals(line) : [line];
    sendPart();
  });
  const client = new ImapFlow(imapFlowOptions(conversation, stream, attempt));
  client.on('error', () => {}); // connect() rejects with the same error
  client.connect().catch(() => ended.reject(new StepError('protocol-error')));
  stream.pass(`* OK [CAPABILITY ${capabilities}] ready`);
  try {
    const status = await ended.promise;
    // A server that accepts a login before it has received the password has not checked it.
    if (status.status === 'OK' && !isPasswordSent) throw new StepError('protocol-error');
    return { status, isPasswordSent };
  } finally {
    client.close();
    stream.destroy();
  }
}

/** Whether a part of a login is the last one, which contains the password. */
function isLastPart(attempt: Attempt, part: string, prompts: number): boolean {
  // A part of the LOGIN command that ends with a literal's length waits for the server (RFC 9051 §4.3).
  if (attempt === 'LOGIN command') return !/\{\d+\}$/.test(part);
  return part !== '*' && prompts === (attempt === 'PLAIN' ? 1 : 2);
}

/**
 * Splits a LOGIN command at its quoted strings with bytes beyond ASCII, and writes those as literals. imapflow 2.10
 * quotes them, which IMAP4rev1 does not allow (RFC 3501 §4.3).
 */
function withLiterals(line: string): string[] {
  const parts = [''];
  for (const [token] of line.matchAll(/"(?:[^"\\]|\\.)*"|[^"]+/g)) {
    const last = parts.pop()!;
    if (!token.startsWith('"') || /^[\x20-\x7e]*$/.test(token)) parts.push(`${last}${token}`);
    else {
      const value = token.slice(1, -1).replace(/\\(.)/g, '$1');
      parts.push(`${last}{${value.length}}`, value);
    }
  }
  return parts;
}

/**
 * The options of imapflow 2.10. It uses the connection inside TLS whose certificate has been judged, and no STARTTLS,
 * DNS or socket of its own.
 */
function imapFlowOptions(
  { request: { host, port, credentials } }: Conversation,
  stream: LibraryStream,
  attempt: Attempt,
): ImapFlowOptions {
  if (credentials === null) throw new TypeError('A login needs credentials');
  const { username: user, password: pass } = credentials;
  const loginMethod = attempt === 'LOGIN command' ? 'LOGIN' : (`AUTH=${attempt}` as const);
  return {
    host,
    port,
    secure: true,
    servername: host,
    auth: { user, pass, loginMethod },
    verifyOnly: true,
    logger: false,
    disableCompression: true,
    disableAutoEnable: true,
    greetingTimeout: libraryTimeoutMs,
    connectionTimeout: libraryTimeoutMs,
    socketTimeout: libraryTimeoutMs,
    transport: {
      connect: (_options, onConnect) => {
        setImmediate(onConnect);
        return stream;
      },
    },
  };
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
