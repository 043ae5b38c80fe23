import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { Conversation } from '../conversation/conversation.js';
import { isConnectionClosed } from '../conversation/guarded-socket.js';
import { LibraryStream } from '../conversation/library-stream.js';
import { libraryTimeoutMs } from '../conversation/limits.js';
import type { LineReader } from '../conversation/line-reader.js';
import { StepError } from '../conversation/step-error.js';
import { judgeLoginAnswer } from '../judgement/login-answer.js';
import { passwordLogin, smtpMechanisms } from '../judgement/password-login.js';
import { ehloName, readSmtpReply, smtpReplyFacts, type SmtpReply } from './smtp-reply.js';

/** A connection inside TLS, with the reply to EHLO. */
export type SmtpSession = { readonly socket: Duplex; readonly reader: LineReader; readonly ehlo: SmtpReply };

type Mechanism = (typeof smtpMechanisms)[number];

/**
 * Logs in to an SMTP server (RFC 4954) with nodemailer and sends QUIT. Tries the mechanisms that the server offers
 * until a reply judges the password, on one connection, or on a new one from `reopen` if the server closes the
 * first. Only AUTH is sent between two attempts, because some servers accept EHLO only once.
 */
export async function logInToSmtp(
  conversation: Conversation,
  session: SmtpSession,
  reopen: () => Promise<SmtpSession>,
): Promise<void> {
  await conversation.step('authenticate', async (facts) => {
    const login = passwordLogin(conversation.report);
    const mechanisms = conversation.report.authMechanisms;
    if (login !== 'offered') throw new StepError(login, { mechanisms });
    let current = session;
    let unjudged: StepError | null = null;
    let hasAnswered = false;
    const attempts = smtpMechanisms.filter((name) => mechanisms.includes(name));
    for (let index = 0; index < attempts.length;) {
      const mechanism = attempts[index]!;
      try {
        const reply = await conversation.connected.whileOpen(authenticate(conversation, current, mechanism));
        if (reply.code === 235) {
          current.socket.end('QUIT\r\n');
          facts.mechanism = mechanism;
          return;
        }
        unjudged = refusalOf(reply, mechanisms);
        if (unjudged.code !== 'auth-mechanism-unsupported') throw unjudged;
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

/**
 * Lets nodemailer log in with one mechanism, and returns the server's last reply. nodemailer waits for a greeting and
 * sends EHLO; both are answered from what the server has already sent.
 */
async function authenticate(
  conversation: Conversation,
  { socket, reader, ehlo }: SmtpSession,
  mechanism: Mechanism,
): Promise<SmtpReply> {
  const { credentials } = conversation.request;
  if (credentials === null) throw new TypeError('A login needs credentials');
  const ended = Promise.withResolvers<SmtpReply>();
  let initialResponse = '';
  let reply: SmtpReply | null = null;
  const send = async (line: string): Promise<void> => {
    initialResponse = /^AUTH PLAIN (.+)$/.exec(line)?.[1] ?? initialResponse;
    conversation.hasSentPassword ||= !/^AUTH \S+$/.test(line);
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

function refusalOf(reply: SmtpReply, mechanisms: readonly string[]): StepError {
  const facts = smtpReplyFacts(reply);
  if (reply.code < 400) return new StepError('protocol-error', facts);
  const { replyCode, enhancedStatusCode } = facts;
  const meaning = judgeLoginAnswer({
    text: reply.lines.join(' '),
    ...(replyCode === undefined ? {} : { replyCode }),
    ...(enhancedStatusCode === undefined ? {} : { enhancedStatusCode }),
  });
  return meaning === 'other-mechanism'
    ? new StepError('auth-mechanism-unsupported', { ...facts, mechanisms })
    : new StepError(meaning, facts);
}
