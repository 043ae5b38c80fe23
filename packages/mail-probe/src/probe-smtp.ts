import { connectSocket } from './connect-socket.js';
import type { Conversation } from './conversation.js';
import { LineReader } from './line-reader.js';
import { sayEhlo } from './smtp-ehlo.js';
import { readSmtpGreeting } from './smtp-greeting.js';
import { logInToSmtp } from './smtp-login.js';
import { startSmtpTls } from './smtp-starttls.js';
import { handshakeTls } from './tls-handshake.js';

/** One submission conversation in wire order, up to the login or through it. Throws the `StepError` of the step that failed. */
export async function probeSmtp(conversation: Conversation): Promise<void> {
  const { request } = conversation;
  await connectSocket(conversation);
  if (request.tls === 'starttls') await upgradeSmtp(conversation);
  const socket = await handshakeTls(conversation, request.tls === 'starttls');
  const reader = new LineReader(socket, request.limits);
  // After STARTTLS the server does not greet again (RFC 3207 §4.2).
  if (request.tls === 'implicit') await readSmtpGreeting(conversation, reader);
  await sayEhlo(conversation, socket, reader);
  if (request.credentials === null) socket.end('QUIT\r\n');
  else await logInToSmtp(conversation, socket, reader);
}

async function upgradeSmtp(conversation: Conversation): Promise<void> {
  const stream = conversation.connected;
  const reader = new LineReader(stream, conversation.request.limits);
  await readSmtpGreeting(conversation, reader);
  const keywords = await sayEhlo(conversation, stream, reader);
  await startSmtpTls(conversation, stream, reader, keywords);
}
