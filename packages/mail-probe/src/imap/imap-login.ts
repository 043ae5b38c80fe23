import type { Duplex } from 'node:stream';
import type { Credentials } from '@postern/core/credentials';
import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import type { Conversation } from '../conversation/conversation.js';
import { LibraryStream } from '../conversation/library-stream.js';
import { libraryTimeoutMs } from '../conversation/limits.js';
import type { LineReader } from '../conversation/line-reader.js';
import { logIn, type Refusal } from '../conversation/log-in.js';
import { StepError } from '../conversation/step-error.js';
import { imapMechanisms } from '../judgement/password-login.js';
import { tokenMechanisms, type TokenMechanism } from '../judgement/token-login.js';
import { codeFacts, readImapReply, type ImapStatus } from './imap-response.js';

/** A connection inside TLS, after the capabilities were read. */
export type ImapSession = { readonly socket: Duplex; readonly reader: LineReader };

type Mechanism = (typeof imapMechanisms)[number] | TokenMechanism | 'LOGIN command';

/** The last status of a login, and the challenge with which the server refused an access token. */
type LoginEnd = { readonly status: ImapStatus; readonly challenge: string | undefined };

/** The prompts of the mechanism LOGIN. imapflow compares their text, which servers are free to choose. */
// cspell:ignore Nlcm dvcm
const loginPrompts = ['VXNlcm5hbWU6', 'UGFzc3dvcmQ6'];

/**
 * Logs in to an IMAP server with imapflow, and out again. A tagged OK to the last command means success, whatever the
 * server sends after it.
 */
export async function logInToImap(
  conversation: Conversation,
  session: ImapSession,
  reopen: () => Promise<ImapSession>,
): Promise<void> {
  await logIn(conversation, session, {
    mechanisms: listMechanisms(conversation),
    async attempt(current, mechanism, onSecret) {
      const { status, challenge } = await authenticate(conversation, current, mechanism, onSecret);
      return status.status === 'OK' ? null : { ...refusalOf(status), challenge };
    },
    goodbye: 'P5 ID ("name" "Postern" "vendor" "Postern")\r\nP6 LOGOUT\r\n',
    reopen,
  });
}

function listMechanisms({ request, report: { authMechanisms, capabilities } }: Conversation): Mechanism[] {
  if (request.credentials !== null && 'accessToken' in request.credentials)
    return tokenMechanisms.filter((name) => authMechanisms.includes(name));
  const offered = imapMechanisms.filter((name) => authMechanisms.includes(name));
  // The LOGIN command is allowed unless the server announces LOGINDISABLED (RFC 9051 §6.2.3).
  return capabilities.includes('LOGINDISABLED') ? offered : [...offered, 'LOGIN command'];
}

/**
 * Lets imapflow log in with one mechanism or with the LOGIN command, and returns the server's status. imapflow waits
 * for a greeting and reads the capabilities; both are answered here, with the one mechanism that it shall use and
 * without SASL-IR, so that a server which refuses the mechanism receives no password or token.
 */
async function authenticate(
  conversation: Conversation,
  { socket, reader }: ImapSession,
  mechanism: Mechanism,
  onSecret: () => void,
): Promise<LoginEnd> {
  const ended = Promise.withResolvers<ImapStatus>();
  const capabilities = mechanism === 'LOGIN command' ? 'IMAP4rev1' : `IMAP4rev1 AUTH=${mechanism}`;
  let hasStarted = false;
  let prompts = 0;
  let isSecretSent = false;
  let challenge: string | undefined;
  let parts: string[] = [];
  const sendPart = (): void => {
    const part = parts.shift()!;
    if (parts.length === 0 && isLastPart(mechanism, part, prompts)) {
      isSecretSent = true;
      onSecret();
    }
    socket.write(`${part}\r\n`, 'latin1');
  };
  const onContinue = (text: string): void => {
    if (parts.length > 0) return sendPart();
    prompts += 1;
    if (isSecretSent && isTokenMechanism(mechanism) && challenge === undefined) {
      challenge = text;
      // imapflow answers a refusal with what ends the exchange, and does not see its text.
      return stream.pass('+ ');
    }
    // imapflow would answer every further request of PLAIN with the password again.
    if (isSecretSent) socket.write('*\r\n');
    else stream.pass(`+ ${mechanism === 'LOGIN' ? loginPrompts[prompts - 1] : ''}`);
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
  const client = new ImapFlow(imapFlowOptions(conversation, stream, mechanism));
  client.on('error', () => {}); // connect() rejects with the same error
  client.connect().catch(() => ended.reject(new StepError('protocol-error')));
  stream.pass(`* OK [CAPABILITY ${capabilities}] ready`);
  try {
    const status = await ended.promise;
    // A server that accepts a login before it has received the password or token has not checked it, and one that has
    // sent a challenge has refused the token.
    const isChecked = isSecretSent && challenge === undefined;
    if (status.status === 'OK' && !isChecked) throw new StepError('protocol-error');
    return { status, challenge };
  } finally {
    client.close();
    stream.destroy();
  }
}

function isTokenMechanism(mechanism: Mechanism): mechanism is TokenMechanism {
  return tokenMechanisms.some((name) => name === mechanism);
}

/** Whether a part of a login is the last one, which contains the password or token. */
function isLastPart(mechanism: Mechanism, part: string, prompts: number): boolean {
  // A part of the LOGIN command that ends with a literal's length waits for the server (RFC 9051 §4.3).
  if (mechanism === 'LOGIN command') return !/\{\d+\}$/.test(part);
  return part !== '*' && prompts === (mechanism === 'LOGIN' ? 2 : 1);
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
  mechanism: Mechanism,
): ImapFlowOptions {
  if (credentials === null) throw new TypeError('A login needs credentials');
  return {
    host,
    port,
    secure: true,
    servername: host,
    auth: authOptions(credentials, mechanism),
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

function authOptions(credentials: Credentials, mechanism: Mechanism): NonNullable<ImapFlowOptions['auth']> {
  const { username: user } = credentials;
  // With a token, imapflow uses the one mechanism that its capabilities name.
  if ('accessToken' in credentials) return { user, accessToken: credentials.accessToken };
  if (isTokenMechanism(mechanism)) throw new TypeError('A password needs a mechanism for passwords');
  const loginMethod = mechanism === 'LOGIN command' ? 'LOGIN' : (`AUTH=${mechanism}` as const);
  return { user, pass: credentials.password, loginMethod };
}

/** The text includes the whole response code, because providers write the cause into the arguments of their codes. */
function refusalOf(status: ImapStatus): Refusal {
  const facts = codeFacts(status);
  return { answer: { ...facts, status: status.status, text: `${status.code} ${status.text}` }, facts };
}
