import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { Conversation } from '../conversation/conversation.js';
import { LibraryStream } from '../conversation/library-stream.js';
import { libraryTimeoutMs } from '../conversation/limits.js';
import type { LineReader } from '../conversation/line-reader.js';
import { logIn, type Refusal } from '../conversation/log-in.js';
import { StepError } from '../conversation/step-error.js';
import { smtpMechanisms } from '../judgement/password-login.js';
import { ehloName, readSmtpReply, smtpReplyFacts, type SmtpReply } from './smtp-reply.js';

/** A connection inside TLS, with the reply to EHLO. */
export type SmtpSession = { readonly socket: Duplex; readonly reader: LineReader; readonly ehlo: SmtpReply };

type Mechanism = (typeof smtpMechanisms)[number];

/**
 * Logs in to an SMTP server (RFC 4954) with nodemailer and sends QUIT. Only AUTH is sent between two attempts,
 * because some servers accept EHLO only once.
 */
export async function logInToSmtp(
  conversation: Conversation,
  session: SmtpSession,
  reopen: () => Promise<SmtpSession>,
): Promise<void> {
  const offered = conversation.report.authMechanisms;
  await logIn(conversation, session, {
    mechanisms: smtpMechanisms.filter((name) => offered.includes(name)),
    async attempt(current, mechanism, onPassword) {
      const reply = await authenticate(conversation, current, mechanism, onPassword);
      return reply.code === 235 ? null : refusalOf(reply);
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
  onPassword: () => void,
): Promise<SmtpReply> {
  const { credentials } = conversation.request;
  if (credentials === null) throw new TypeError('A login needs credentials');
  const ended = Promise.withResolvers<SmtpReply>();
  let initialResponse = '';
  let reply: SmtpReply | null = null;
  const send = async (line: string): Promise<void> => {
    initialResponse = /^AUTH PLAIN (.+)$/.exec(line)?.[1] ?? initialResponse;
    if (!/^AUTH \S+$/.test(line)) onPassword();
    // Some servers ignore the initial response and ask for it again; nodemailer 10.6 would send an empty line.
    socket.write(`${line === '' ? initialResponse : line}\r\n`, 'latin1');
    reply = await readSmtpReply(reader);
    stream.pass(`${reply.code} ${reply.lines.at(-1) ?? ''}`);
  };
  const stream = new LibraryStream((line) => {
    if (line.startsWith('EHLO ')) passReply(stream, ehlo);
    else send(line).catch(ended.reject);
  });
  const connection = new SMTPConnection(smtpConnectionOptions(conversation, stream));
  connection.on('error', () => ended.reject(new StepError('protocol-error')));
  connection.connect(() => {
    const { username: user, password: pass } = credentials;
    connection.login({ method: mechanism, user, pass }, (error) => {
      const isConsistent = reply !== null && (reply.code === 235) === (error === null || error === undefined);
      if (isConsistent) ended.resolve(reply!);
      else ended.reject(new StepError('protocol-error'));
    });
  });
  stream.pass('220 ready');
  try {
    return await ended.promise;
  } finally {
    connection.close();
    stream.destroy();
  }
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
