import type { Duplex } from 'node:stream';
import type { Conversation } from '../conversation/conversation.js';
import { isConnectionClosed } from '../conversation/guarded-socket.js';
import type { LineReader } from '../conversation/line-reader.js';
import { saslMechanisms, startSasl, type SaslMechanism } from '../conversation/sasl.js';
import { StepError } from '../conversation/step-error.js';
import { judgeLoginAnswer } from '../judgement/login-answer.js';
import { passwordLogin } from '../judgement/password-login.js';
import { readSmtpReply, smtpReplyFacts, type SmtpReply } from './smtp-reply.js';

/** A connection inside TLS, after the EHLO keywords were read. */
export type SmtpSession = { readonly socket: Duplex; readonly reader: LineReader };

/**
 * Logs in to an SMTP server (RFC 4954) and sends QUIT. Tries the mechanisms that the server offers until a reply
 * judges the password, on one connection, or on a new one from `reopen` if the server closes the first. Only AUTH
 * is sent between two attempts, because some servers accept EHLO only once.
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
    const attempts = saslMechanisms.filter((name) => mechanisms.includes(name));
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

/** Sends AUTH with one mechanism. PLAIN has its initial response in the command line (RFC 4954 §4). */
async function authenticate(
  conversation: Conversation,
  { socket, reader }: SmtpSession,
  mechanism: SaslMechanism,
): Promise<SmtpReply> {
  const { credentials } = conversation.request;
  if (credentials === null) throw new TypeError('A login needs credentials');
  const sasl = startSasl(mechanism, credentials);
  const respond = (challenge: string): string => {
    conversation.hasSentPassword ||= sasl.isPasswordNext;
    return sasl.respond(challenge) ?? '*';
  };
  socket.write(mechanism === 'PLAIN' ? `AUTH PLAIN ${respond('')}\r\n` : `AUTH ${mechanism}\r\n`);
  let initial = mechanism === 'PLAIN' ? startSasl(mechanism, credentials).respond('') : null;
  for (;;) {
    const reply = await readSmtpReply(reader);
    if (reply.code !== 334) return reply;
    // Some servers ignore the initial response and ask for it again.
    socket.write(`${initial ?? respond(reply.lines.at(-1) ?? '')}\r\n`);
    initial = null;
  }
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
