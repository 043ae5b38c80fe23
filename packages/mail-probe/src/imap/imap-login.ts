import type { Duplex } from 'node:stream';
import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import type { Conversation } from '../conversation/conversation.js';
import { LibraryStream } from '../conversation/library-stream.js';
import { libraryTimeoutMs } from '../conversation/limits.js';
import type { LineReader } from '../conversation/line-reader.js';
import { logIn, type Refusal } from '../conversation/log-in.js';
import { StepError } from '../conversation/step-error.js';
import { imapMechanisms } from '../judgement/password-login.js';
import { codeFacts, readImapReply, type ImapStatus } from './imap-response.js';

/** A connection inside TLS, after the capabilities were read. */
export type ImapSession = { readonly socket: Duplex; readonly reader: LineReader };

type Mechanism = (typeof imapMechanisms)[number] | 'LOGIN command';

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
    async attempt(current, mechanism, onPassword) {
      const status = await authenticate(conversation, current, mechanism, onPassword);
      return status.status === 'OK' ? null : refusalOf(status);
    },
    goodbye: 'P5 ID ("name" "Postern" "vendor" "Postern")\r\nP6 LOGOUT\r\n',
    reopen,
  });
}

function listMechanisms({ report: { authMechanisms, capabilities } }: Conversation): Mechanism[] {
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
  mechanism: Mechanism,
  onPassword: () => void,
): Promise<ImapStatus> {
  const ended = Promise.withResolvers<ImapStatus>();
  const capabilities = mechanism === 'LOGIN command' ? 'IMAP4rev1' : `IMAP4rev1 AUTH=${mechanism}`;
  let hasStarted = false;
  let prompts = 0;
  let isPasswordSent = false;
  let parts: string[] = [];
  const sendPart = (): void => {
    const part = parts.shift()!;
    if (parts.length === 0 && isLastPart(mechanism, part, prompts)) {
      isPasswordSent = true;
      onPassword();
    }
    socket.write(`${part}\r\n`, 'latin1');
  };
  const onContinue = (): void => {
    if (parts.length > 0) return sendPart();
    prompts += 1;
    // imapflow would answer every further request of PLAIN with the password again.
    if (isPasswordSent) socket.write('*\r\n');
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
    // A server that accepts a login before it has received the password has not checked it.
    if (status.status === 'OK' && !isPasswordSent) throw new StepError('protocol-error');
    return status;
  } finally {
    client.close();
    stream.destroy();
  }
}

/** Whether a part of a login is the last one, which contains the password. */
function isLastPart(mechanism: Mechanism, part: string, prompts: number): boolean {
  // A part of the LOGIN command that ends with a literal's length waits for the server (RFC 9051 §4.3).
  if (mechanism === 'LOGIN command') return !/\{\d+\}$/.test(part);
  return part !== '*' && prompts === (mechanism === 'PLAIN' ? 1 : 2);
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
  const { username: user, password: pass } = credentials;
  const loginMethod = mechanism === 'LOGIN command' ? 'LOGIN' : (`AUTH=${mechanism}` as const);
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

/** The text includes the whole response code, because providers write the cause into the arguments of their codes. */
function refusalOf(status: ImapStatus): Refusal {
  const facts = codeFacts(status);
  return { answer: { ...facts, status: status.status, text: `${status.code} ${status.text}` }, facts };
}
