import { connectSocket } from './connect-socket.js';
import type { Conversation } from './conversation.js';
import { askImapCapabilities } from './imap-capability.js';
import { readImapGreeting } from './imap-greeting.js';
import { logInToImap } from './imap-login.js';
import { startImapTls } from './imap-starttls.js';
import { LineReader } from './line-reader.js';
import { handshakeTls } from './tls-handshake.js';

/** One IMAP conversation in wire order, up to the login or through it. Throws the `StepError` of the step that failed. */
export async function probeImap(conversation: Conversation): Promise<void> {
  const { request } = conversation;
  await connectSocket(conversation);
  if (request.tls === 'starttls') await upgradeImap(conversation);
  const socket = await handshakeTls(conversation, request.tls === 'starttls');
  const reader = new LineReader(socket, request.limits);
  // After STARTTLS the server does not greet again (RFC 9051 §6.2.1).
  if (request.tls === 'implicit') await readImapGreeting(conversation, reader, true);
  await askImapCapabilities(conversation, socket, reader, 'P3');
  if (request.credentials === null) socket.end('P4 LOGOUT\r\n');
  else await logInToImap(conversation, socket, reader);
}

async function upgradeImap(conversation: Conversation): Promise<void> {
  const stream = conversation.connected;
  const reader = new LineReader(stream, conversation.request.limits);
  await readImapGreeting(conversation, reader, false);
  const capabilities = await askImapCapabilities(conversation, stream, reader, 'P1');
  await startImapTls(conversation, stream, reader, capabilities, 'P2');
}
