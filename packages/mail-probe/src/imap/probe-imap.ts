import type { Duplex } from 'node:stream';
import { connectSocket } from '../conversation/connect-socket.js';
import type { Conversation } from '../conversation/conversation.js';
import { knownImapCapabilities, knownMechanisms } from '../conversation/known-words.js';
import { leavePlainText, startTlsTag } from '../conversation/leave-plain-text.js';
import { LineReader } from '../conversation/line-reader.js';
import { readGreeting, refuseForeignGreeting } from '../conversation/read-greeting.js';
import { StepError } from '../conversation/step-error.js';
import { handshakeTls } from '../conversation/tls-handshake.js';
import { logInToImap, type ImapSession } from './imap-login.js';
import { parseImapStatus, readImapReply, refusedBy, type ImapStatus } from './imap-response.js';

/**
 * Runs one IMAP conversation, step by step, with the login if there are credentials. Throws the `StepError` of a
 * failed step.
 */
export async function probeImap(conversation: Conversation): Promise<void> {
  const session = await openSession(conversation);
  if (conversation.request.credentials === null) session.socket.end('P4 LOGOUT\r\n');
  else await logInToImap(conversation, session, () => openSession(conversation));
}

async function openSession(conversation: Conversation): Promise<ImapSession> {
  const { request } = conversation;
  await connectSocket(conversation);
  if (request.tls === 'starttls') await upgradeToTls(conversation);
  const socket = await handshakeTls(conversation, request.tls === 'starttls');
  const reader = new LineReader(socket, request.limits);
  // After STARTTLS the server does not greet again (RFC 9051 §6.2.1).
  const greeting = request.tls === 'implicit' ? await readImapGreeting(conversation, reader, true) : null;
  await askCapabilities(conversation, socket, reader, 'P3', greeting);
  return { socket, reader };
}

async function upgradeToTls(conversation: Conversation): Promise<void> {
  const stream = conversation.connected;
  const reader = new LineReader(stream, conversation.request.limits);
  const greeting = await readImapGreeting(conversation, reader, false);
  const capabilities = await askCapabilities(conversation, stream, reader, 'P1', greeting);
  await startTls(conversation, stream, reader, capabilities);
}

/**
 * Reads the IMAP greeting (RFC 9051 §7.1.4, §7.1.5). PREAUTH before TLS fails, because it makes STARTTLS impossible
 * and an attacker may have sent it (RFC 9051 §11.2). PREAUTH inside TLS fails, because no password can be checked
 * after it.
 */
async function readImapGreeting(
  conversation: Conversation,
  reader: LineReader,
  isSecure: boolean,
): Promise<ImapStatus> {
  return await conversation.step('greeting', async () => {
    const line = await readGreeting(conversation, reader);
    const status = parseImapStatus(line);
    if (status === null || status.tag !== '*') throw refuseForeignGreeting(conversation, line, 'IMAP');
    if (status.status === 'OK') return status;
    if (status.status === 'PREAUTH') throw new StepError(isSecure ? 'preauth' : 'starttls-injection');
    throw refusedBy(status, 'protocol-error');
  });
}

/**
 * Asks for the capabilities (RFC 9051 §6.1.1) and keeps the known ones in the report; returns all of them in upper
 * case. Servers may list them in an untagged response or in the response code of any status (§7.1), such as the
 * greeting.
 */
async function askCapabilities(
  conversation: Conversation,
  stream: Duplex,
  reader: LineReader,
  tag: string,
  greeting: ImapStatus | null,
): Promise<ReadonlySet<string>> {
  return await conversation.step('capability', async (facts) => {
    const answered: string[] = [];
    stream.write(`${tag} CAPABILITY\r\n`);
    const status = await readImapReply(reader, tag, {
      onUntagged: (line) => answered.push(...wordsOf(line)),
    });
    if (status.status !== 'OK') throw refusedBy(status, 'protocol-error');
    answered.push(...wordsOf(`* OK [${status.code}]`));
    const words = new Set(answered.length > 0 ? answered : wordsOf(`* OK [${greeting?.code ?? ''}]`));
    if (!words.has('IMAP4REV1') && !words.has('IMAP4REV2')) throw new StepError('protocol-error');
    const mechanisms = [...words].filter((word) => word.startsWith('AUTH=')).map((word) => word.slice(5));
    conversation.report.capabilities = knownImapCapabilities([...words]);
    conversation.report.authMechanisms = knownMechanisms(mechanisms);
    facts.capabilities = conversation.report.capabilities;
    facts.authMechanisms = conversation.report.authMechanisms;
    return words;
  });
}

/**
 * Asks for STARTTLS (RFC 9051 §6.2.1). If the server does not offer it, the step fails: the conversation never
 * continues in plain text.
 */
async function startTls(
  conversation: Conversation,
  stream: Duplex,
  reader: LineReader,
  capabilities: ReadonlySet<string>,
): Promise<void> {
  await conversation.step('starttls', async () => {
    if (!capabilities.has('STARTTLS')) throw new StepError('starttls-not-offered');
    stream.write(`${startTlsTag} STARTTLS\r\n`);
    const status = await readImapReply(reader, startTlsTag);
    if (status.status !== 'OK') throw refusedBy(status, 'starttls-refused');
    leavePlainText(reader);
  });
}

/** Returns the words of a CAPABILITY response or response code in upper case; an empty list for any other line. */
function wordsOf(line: string): string[] {
  const match = /^\* (?:CAPABILITY |OK \[CAPABILITY )([^\]]+)/i.exec(line);
  return match?.[1]!.trim().toUpperCase().split(/\s+/) ?? [];
}
