import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Credentials } from '@postern/core/credentials';
import SMTPConnection, {
  type SMTPConnectionCustomAuthHandler,
  type SMTPConnectionOptions,
} from 'nodemailer/lib/smtp-connection';
import type { Conversation } from '../conversation/conversation.js';
import { LibraryStream } from '../conversation/library-stream.js';
import { libraryTimeoutMs } from '../conversation/limits.js';
import type { LineReader } from '../conversation/line-reader.js';
import { logIn, type Refusal } from '../conversation/log-in.js';
import { StepError } from '../conversation/step-error.js';
import { smtpMechanisms } from '../judgement/password-login.js';
import {
  endOfTokenExchange,
  tokenMechanisms,
  tokenMessage,
  type TokenMechanism,
} from '../judgement/token-login.js';
import { ehloName, readSmtpReply, smtpReplyFacts, type SmtpReply } from './smtp-reply.js';

/** A connection inside TLS, with the reply to EHLO. */
export type SmtpSession = { readonly socket: Duplex; readonly reader: LineReader; readonly ehlo: SmtpReply };

type Mechanism = (typeof smtpMechanisms)[number] | TokenMechanism;

/** The last reply to a login, and the challenge with which the server refused an access token. */
type LoginEnd = { readonly reply: SmtpReply; readonly challenge: string | undefined };

/**
 * Logs in to an SMTP server (RFC 4954) with nodemailer and sends QUIT. Only AUTH is sent between two attempts,
 * because some servers accept EHLO only once.
 */
export async function logInToSmtp(
  conversation: Conversation,
  session: SmtpSession,
  reopen: () => Promise<SmtpSession>,
): Promise<void> {
  const { request, report } = conversation;
  const isToken = request.credentials !== null && 'accessToken' in request.credentials;
  const mechanisms: readonly Mechanism[] = isToken ? tokenMechanisms : smtpMechanisms;
  await logIn(conversation, session, {
    mechanisms: mechanisms.filter((name) => report.authMechanisms.includes(name)),
    async attempt(current, mechanism, onSecret) {
      const { reply, challenge } = await authenticate(conversation, current, mechanism, onSecret);
      return reply.code === 235 ? null : { ...refusalOf(reply), challenge };
    },
    goodbye: 'QUIT\r\n',
    reopen,
  });
}

/**
 * Lets nodemailer log in with one mechanism, and returns the server's last reply. nodemailer waits for a greeting and
 * sends EHLO; both are answered from what the server has already sent.
 */
async function authenticate(
  conversation: Conversation,
  { socket, reader, ehlo }: SmtpSession,
  mechanism: Mechanism,
  onSecret: () => void,
): Promise<LoginEnd> {
  const { credentials } = conversation.request;
  if (credentials === null) throw new TypeError('A login needs credentials');
  const ended = Promise.withResolvers<SmtpReply>();
  let initialResponse = '';
  let reply: SmtpReply | null = null;
  let sent = 0;
  let challenge: string | undefined;
  const send = async (line: string): Promise<void> => {
    initialResponse = /^AUTH PLAIN (.+)$/.exec(line)?.[1] ?? initialResponse;
    if (!/^AUTH \S+$/.test(line)) onSecret();
    sent += 1;
    // Some servers ignore the initial response and ask for it again; nodemailer 10.6 would send an empty line.
    socket.write(`${line === '' ? initialResponse : line}\r\n`, 'latin1');
    reply = await readSmtpReply(reader);
    if ('accessToken' in credentials && sent === 2 && reply.code === 334) challenge = reply.lines[0];
    stream.pass(`${reply.code} ${reply.lines.at(-1) ?? ''}`);
  };
  const stream = new LibraryStream((line) => {
    if (line.startsWith('EHLO ')) passReply(stream, ehlo);
    else send(line).catch(ended.reject);
  });
  const connection = new SMTPConnection({
    ...smtpConnectionOptions(conversation, stream),
    customAuth: { [tokenMethod]: sendToken(conversation, credentials, mechanism) },
  });
  connection.on('error', () => ended.reject(new StepError('protocol-error')));
  connection.connect(() => {
    connection.login(loginOptions(credentials, mechanism), (error) => {
      const isConsistent = reply !== null && (reply.code === 235) === (error === null || error === undefined);
      if (isConsistent) ended.resolve(reply!);
      else ended.reject(new StepError('protocol-error'));
    });
  });
  stream.pass('220 ready');
  try {
    const last = await ended.promise;
    // A server that has sent a challenge has refused the token (RFC 7628 §3.2.2).
    if (last.code === 235 && challenge !== undefined) throw new StepError('protocol-error');
    return { reply: last, challenge };
  } finally {
    connection.close();
    stream.destroy();
  }
}

/** The name under which nodemailer finds `sendToken`. */
const tokenMethod = 'ACCESS-TOKEN';

function loginOptions(credentials: Credentials, mechanism: Mechanism) {
  const { username: user } = credentials;
  if ('accessToken' in credentials) return { method: tokenMethod, user };
  return { method: mechanism, user, pass: credentials.password };
}

/**
 * Sends an access token through nodemailer. nodemailer 10.6 knows no OAUTHBEARER; its XOAUTH2 sends a refused token a
 * second time or asks for a new one, and writes every token into the line of the command, which may have 512 bytes
 * (RFC 4954 §4), while a response may have 12,288.
 */
function sendToken(
  { request: { host, port } }: Conversation,
  credentials: Credentials,
  mechanism: Mechanism,
): SMTPConnectionCustomAuthHandler {
  return async ({ sendCommand }) => {
    if (!('accessToken' in credentials) || !isTokenMechanism(mechanism))
      throw new TypeError('A token needs a mechanism for tokens');
    const { username, accessToken } = credentials;
    const message = tokenMessage(mechanism, { username, accessToken, host, port });
    let { status } = await sendCommand(`AUTH ${mechanism}`);
    if (status === 334) ({ status } = await sendCommand(Buffer.from(message).toString('base64')));
    if (status === 334) ({ status } = await sendCommand(endOfTokenExchange[mechanism]));
    if (status !== 235) throw new Error('The server refuses the token');
  };
}

function isTokenMechanism(mechanism: Mechanism): mechanism is TokenMechanism {
  return tokenMechanisms.some((name) => name === mechanism);
}

function passReply(stream: LibraryStream, { code, lines }: SmtpReply): void {
  for (const line of lines.slice(0, -1)) stream.pass(`${code}-${line}`);
  stream.pass(`${code} ${lines.at(-1) ?? ''}`);
}

/**
 * The options of nodemailer 10.6. It uses the connection inside TLS whose certificate has been judged, and no DNS or
 * socket of its own. It looks up every host name it is given, so it is given the address.
 */
function smtpConnectionOptions(conversation: Conversation, stream: LibraryStream): SMTPConnectionOptions {
  return {
    host: conversation.report.address ?? '',
    port: conversation.request.port,
    secure: true,
    secured: true,
    // nodemailer's types ask for a net.Socket; it uses a Duplex and setTimeout.
    connection: stream as Duplex as Socket,
    name: ehloName(conversation),
    logger: false,
    greetingTimeout: libraryTimeoutMs,
    connectionTimeout: libraryTimeoutMs,
    socketTimeout: libraryTimeoutMs,
  };
}

function refusalOf(reply: SmtpReply): Refusal {
  const facts = smtpReplyFacts(reply);
  if (reply.code < 400) throw new StepError('protocol-error', facts);
  return { answer: { ...facts, text: reply.lines.join(' ') }, facts };
}
