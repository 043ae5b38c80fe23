import type { Duplex } from 'node:stream';
import { connectSocket } from '../conversation/connect-socket.js';
import type { Conversation } from '../conversation/conversation.js';
import { notThisProtocol, recogniseFirstBytes } from '../conversation/first-bytes.js';
import { knownMechanisms, knownSmtpKeywords } from '../conversation/known-words.js';
import { leavePlainText } from '../conversation/leave-plain-text.js';
import { LineReader } from '../conversation/line-reader.js';
import { readGreeting, refuseForeignGreeting } from '../conversation/read-greeting.js';
import { StepError } from '../conversation/step-error.js';
import { handshakeTls } from '../conversation/tls-handshake.js';
import { logInToSmtp, type SmtpSession } from './smtp-login.js';
import { ehloName, readSmtpReply, smtpReplyFacts, type SmtpReply } from './smtp-reply.js';

/**
 * Runs one SMTP submission conversation, step by step, with the login if there are credentials. Throws the
 * `StepError` of a failed step.
 */
export async function probeSmtp(conversation: Conversation): Promise<void> {
  const session = await openSession(conversation);
  if (conversation.request.credentials === null) session.socket.end('QUIT\r\n');
  else await logInToSmtp(conversation, session, () => openSession(conversation));
}

/**
 * Connects and sends EHLO once in plain text and once inside TLS. It is not sent again, because some servers accept
 * it only once in each state.
 */
async function openSession(conversation: Conversation): Promise<SmtpSession> {
  const { request } = conversation;
  await connectSocket(conversation);
  if (request.tls === 'starttls') await upgradeToTls(conversation);
  const socket = await handshakeTls(conversation, request.tls === 'starttls');
  const reader = new LineReader(socket, request.limits);
  // After STARTTLS the server does not greet again (RFC 3207 §4.2).
  if (request.tls === 'implicit') await readSmtpGreeting(conversation, reader);
  const { reply: ehlo } = await sayEhlo(conversation, socket, reader);
  return { socket, reader, ehlo };
}

async function upgradeToTls(conversation: Conversation): Promise<void> {
  const stream = conversation.connected;
  const reader = new LineReader(stream, conversation.request.limits);
  const greeting = await readSmtpGreeting(conversation, reader);
  const hasMaskedGreeting = /\*{4}/.test(greeting.lines.join(''));
  const { keywords } = await sayEhlo(conversation, stream, reader, hasMaskedGreeting);
  const isMasked = hasMaskedGreeting || [...keywords].some((word) => /^X{5,}[A-Z]?$/.test(word));
  await startTls(conversation, stream, reader, keywords, isMasked);
}

/**
 * Reads the SMTP greeting (RFC 5321 §3.1): 220 accepts the connection, 4yz refuses it temporarily, 554 and any
 * other 5yz permanently.
 */
async function readSmtpGreeting(conversation: Conversation, reader: LineReader): Promise<SmtpReply> {
  return await conversation.step('greeting', async () => {
    const line = await readGreeting(conversation, reader);
    const isForeign =
      !/^(?:220|4\d\d|5\d\d)(?:[ -]|$)/.test(line) ||
      ['FTP', 'LMTP'].includes(recogniseFirstBytes(Buffer.from(line, 'latin1')));
    if (isForeign) throw refuseForeignGreeting(conversation, line, 'SMTP');
    const reply = await readSmtpReply(reader, line);
    if (reply.code === 220) return reply;
    throw refusedBy(reply, 'server-refused');
  });
}

/**
 * Sends EHLO (RFC 5321 §4.1.1.1) and keeps the known keywords and mechanisms in the report; returns the reply and all
 * keywords in upper case. If the server refuses the name or the address, the failure is `server-refused`. A server
 * without EHLO (500, 502) supports neither STARTTLS nor AUTH and fails with `protocol-error`, unless a firewall
 * that masks replies may have refused EHLO.
 */
async function sayEhlo(
  conversation: Conversation,
  stream: Duplex,
  reader: LineReader,
  isMasked = false,
): Promise<{ readonly reply: SmtpReply; readonly keywords: ReadonlySet<string> }> {
  return await conversation.step('capability', async (facts) => {
    stream.write(`EHLO ${ehloName(conversation)}\r\n`);
    const reply = await readSmtpReply(reader);
    if (reply.code !== 250) {
      // FTP servers greet with 220 as well. They answer EHLO with the demand for USER and PASS.
      if (/\bUSER\b|\bFTP\b/.test(reply.lines.join(' '))) throw notThisProtocol('smtp', 'FTP');
      const isUnknown = reply.code === 500 || reply.code === 502;
      if (isUnknown && isMasked) return { reply, keywords: new Set() };
      if (isUnknown && (await takesLhlo(conversation, stream, reader))) throw notThisProtocol('smtp', 'LMTP');
      throw refusedBy(reply, isUnknown || reply.code < 400 ? 'protocol-error' : 'server-refused');
    }
    // "AUTH=PLAIN" is the syntax before RFC 2554. Some servers send it in addition to "AUTH PLAIN", some alone.
    const lines = reply.lines.slice(1).map((line) =>
      line
        .trim()
        .toUpperCase()
        .split(/[\s=,]+/),
    );
    const keywords = new Set(lines.map(([keyword]) => keyword!));
    const mechanisms = lines.filter(([keyword]) => keyword === 'AUTH').flatMap(([, ...words]) => words);
    conversation.report.capabilities = knownSmtpKeywords([...keywords]);
    conversation.report.authMechanisms = knownMechanisms(mechanisms);
    facts.capabilities = conversation.report.capabilities;
    facts.authMechanisms = conversation.report.authMechanisms;
    return { reply, keywords };
  });
}

/**
 * Whether a server that does not know EHLO speaks LMTP, which has LHLO in its place (RFC 2033 §4.1). Other servers do not
 * know LHLO; like EHLO it only names us. A server that closes the connection has not taken it.
 */
async function takesLhlo(conversation: Conversation, stream: Duplex, reader: LineReader): Promise<boolean> {
  stream.write(`LHLO ${ehloName(conversation)}\r\n`);
  const reply = await readSmtpReply(reader).catch(() => null);
  return reply?.code === 250;
}

/**
 * Asks for STARTTLS (RFC 3207 §4). If the server does not offer it, the step fails: the conversation never
 * continues in plain text.
 */
async function startTls(
  conversation: Conversation,
  stream: Duplex,
  reader: LineReader,
  keywords: ReadonlySet<string>,
  isMasked: boolean,
): Promise<void> {
  await conversation.step('starttls', async () => {
    if (!keywords.has('STARTTLS')) throw new StepError('starttls-not-offered', { isMasked });
    stream.write('STARTTLS\r\n');
    const reply = await readSmtpReply(reader);
    if (reply.code !== 220) throw refusedBy(reply, 'starttls-refused');
    leavePlainText(reader);
  });
}

/**
 * Returns the failure for a command that the server refused: `server-busy` for any 4yz (RFC 5321 §4.2.1), else
 * `code`.
 */
function refusedBy(
  reply: SmtpReply,
  code: 'protocol-error' | 'server-refused' | 'starttls-refused',
): StepError {
  const isTemporary = reply.code >= 400 && reply.code < 500;
  return new StepError(isTemporary ? 'server-busy' : code, smtpReplyFacts(reply));
}
