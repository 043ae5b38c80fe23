import type { Duplex } from 'node:stream';
import { connectSocket } from '../conversation/connect-socket.js';
import type { Conversation } from '../conversation/conversation.js';
import { knownImapCapabilities, knownMechanisms } from '../conversation/known-words.js';
import { LineReader } from '../conversation/line-reader.js';
import { readGreeting, refuseForeignGreeting } from '../conversation/read-greeting.js';
import { StepError } from '../conversation/step-error.js';
import { handshakeTls } from '../conversation/tls-handshake.js';
import { logInToImap } from './imap-login.js';
import { codeFacts, parseImapStatus, readImapReply } from './imap-response.js';

/**
 * Runs one IMAP conversation, step by step, with the login if there are credentials. Throws the `StepError` of a
 * failed step.
 */
export async function probeImap(conversation: Conversation): Promise<void> {
  const { request } = conversation;
  await connectSocket(conversation);
  if (request.tls === 'starttls') await upgradeToTls(conversation);
  const socket = await handshakeTls(conversation, request.tls === 'starttls');
  const reader = new LineReader(socket, request.limits);
  // After STARTTLS the server does not greet again (RFC 9051 §6.2.1).
  if (request.tls === 'implicit') await readImapGreeting(conversation, reader, true);
  await askCapabilities(conversation, socket, reader, 'P3');
  if (request.credentials === null) socket.end('P4 LOGOUT\r\n');
  else await logInToImap(conversation, socket, reader);
}

async function upgradeToTls(conversation: Conversation): Promise<void> {
  const stream = conversation.connected;
  const reader = new LineReader(stream, conversation.request.limits);
  await readImapGreeting(conversation, reader, false);
  const capabilities = await askCapabilities(conversation, stream, reader, 'P1');
  await startTls(conversation, stream, reader, capabilities, 'P2');
}

/**
 * Reads the IMAP greeting (RFC 9051 §7.1.4, §7.1.5). PREAUTH before TLS fails, because it makes STARTTLS impossible
 * and an attacker may have sent it (RFC 9051 §11.2). PREAUTH inside TLS fails, because any password would then seem
 * right.
 */
async function readImapGreeting(
  conversation: Conversation,
  reader: LineReader,
  isSecure: boolean,
): Promise<void> {
  await conversation.step('greeting', async () => {
    const line = await readGreeting(conversation, reader);
    const status = parseImapStatus(line);
    if (status === null || status.tag !== '*') throw refuseForeignGreeting(conversation, line, 'IMAP');
    if (status.status === 'OK') return;
    if (status.status === 'BYE') throw new StepError('server-busy', codeFacts(status));
    if (status.status === 'PREAUTH' && !isSecure) throw new StepError('starttls-injection');
    throw new StepError('protocol-error');
  });
}

/**
 * Asks for the capabilities (RFC 9051 §6.1.1) and keeps the known ones in the report; returns all of them in upper
 * case.
 */
async function askCapabilities(
  conversation: Conversation,
  stream: Duplex,
  reader: LineReader,
  tag: string,
): Promise<ReadonlySet<string>> {
  return await conversation.step('capability', async (facts) => {
    const words = new Set<string>();
    stream.write(`${tag} CAPABILITY\r\n`);
    const status = await readImapReply(reader, tag, (line) => {
      const match = /^\* CAPABILITY (.+)$/i.exec(line);
      for (const word of match?.[1]!.trim().toUpperCase().split(/ +/) ?? []) words.add(word);
    });
    if (status.status !== 'OK') throw new StepError('protocol-error', codeFacts(status));
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
 * continues in plain text. Bytes that follow the answer would be read as if they had been sent encrypted
 * (CVE-2011-0411), so they end the conversation.
 */
async function startTls(
  conversation: Conversation,
  stream: Duplex,
  reader: LineReader,
  capabilities: ReadonlySet<string>,
  tag: string,
): Promise<void> {
  await conversation.step('starttls', async () => {
    if (!capabilities.has('STARTTLS')) throw new StepError('starttls-not-offered');
    stream.write(`${tag} STARTTLS\r\n`);
    const status = await readImapReply(reader, tag);
    if (status.status !== 'OK') throw new StepError('starttls-refused', codeFacts(status));
    if (reader.release().hasLeftovers) throw new StepError('starttls-injection');
  });
}
