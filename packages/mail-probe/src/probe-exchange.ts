import type { TLSSocket } from 'node:tls';
import { connectSocket } from './connect-socket.js';
import type { Conversation } from './conversation.js';
import { logInToExchange } from './exchange-login.js';
import { askExchange } from './exchange-request.js';
import { isExchangeOnline, judgeExchangeAnswer } from './judge-exchange.js';
import { StepError } from './step-error.js';
import { handshakeTls } from './tls-handshake.js';

/** One conversation with an Exchange server: an anonymous GET of the EWS URL, judged by status and headers, then the login. */
export async function probeExchange(conversation: Conversation): Promise<void> {
  const { request, report } = conversation;
  const socket = await openTls(conversation);
  await conversation.step('request', async (facts) => {
    const late = () => new StepError('server-silent');
    const answer = await conversation.within(request.limits.greetingMs, late, () =>
      conversation.connected.whileOpen(askExchange(conversation, socket, { method: 'GET' })),
    );
    facts.status = answer.status;
    if (isExchangeOnline(request.host))
      throw new StepError('exchange-online-retired', { replyCode: answer.status });
    const verdict = judgeExchangeAnswer(answer, request);
    if (verdict.failure !== null) throw new StepError(verdict.failure, verdict.facts);
    report.authMechanisms = verdict.schemes;
    facts.schemes = verdict.schemes;
    facts.build = verdict.build;
    facts.isExchange = verdict.isExchange;
  });
  if (request.credentials === null) return;
  // Each request has a connection of its own, and each connection is judged before the password.
  await logInToExchange(conversation, await openTls(conversation), report.authMechanisms);
}

async function openTls(conversation: Conversation): Promise<TLSSocket> {
  conversation.socket?.destroy();
  await connectSocket(conversation);
  return await handshakeTls(conversation, false);
}
