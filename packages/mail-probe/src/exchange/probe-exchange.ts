import type { TLSSocket } from 'node:tls';
import { connectSocket } from '../conversation/connect-socket.js';
import type { Conversation } from '../conversation/conversation.js';
import { StepError } from '../conversation/step-error.js';
import { handshakeTls } from '../conversation/tls-handshake.js';
import { askExchange } from './exchange-request.js';
import { isExchangeOnline, judgeExchangeAnswer } from './judge-exchange.js';

/**
 * Runs one conversation with an Exchange server: an anonymous GET of the EWS URL, then the login if there are
 * credentials.
 */
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
  // The login request has a new connection. Its certificate is judged before the password is sent.
  await logInToExchange(conversation, await openTls(conversation), report.authMechanisms);
}

async function openTls(conversation: Conversation): Promise<TLSSocket> {
  conversation.socket?.destroy();
  await connectSocket(conversation);
  return await handshakeTls(conversation, false);
}

/**
 * The SOAP request GetFolder for the inbox, ids only: the cheapest operation that needs the mailbox (EWS schema of
 * Exchange 2013).
 */
const getInbox =
  '<?xml version="1.0" encoding="utf-8"?>' +
  '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"' +
  ' xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"' +
  ' xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">' +
  '<soap:Header><t:RequestServerVersion Version="Exchange2013"/></soap:Header><soap:Body><m:GetFolder>' +
  '<m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>' +
  '<m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder></soap:Body></soap:Envelope>';

/**
 * Logs in with Basic authentication (RFC 7617), which sends the password in clear text inside TLS: only if the
 * server offers it, and after the certificate was judged. NTLM and Negotiate are not implemented; for a server that
 * offers only these, the login is reported as not tested.
 */
async function logInToExchange(
  conversation: Conversation,
  socket: TLSSocket,
  schemes: readonly string[],
): Promise<void> {
  await conversation.step('authenticate', async (facts) => {
    const { credentials } = conversation.request;
    if (credentials === null || !schemes.includes('BASIC')) throw new StepError('auth-not-tested');
    conversation.hasSentPassword = true;
    const secret = Buffer.from(`${credentials.username}:${credentials.password}`, 'utf8').toString('base64');
    const answer = await askExchange(conversation, socket, {
      method: 'POST',
      headers: { authorization: `Basic ${secret}`, 'content-type': 'text/xml; charset=utf-8' },
      body: getInbox,
    });
    const replyCode = answer.status;
    if (replyCode === 401) throw new StepError('auth-rejected', { replyCode });
    if (replyCode === 403) throw new StepError('exchange-forbidden', { replyCode });
    if (replyCode === 429 || replyCode >= 500) throw new StepError('auth-temporary', { replyCode });
    if (replyCode >= 300 && replyCode < 400) throw new StepError('exchange-redirect', { replyCode });
    if (replyCode !== 200 || !hasNoError(answer.body))
      throw new StepError('exchange-wrong-path', { replyCode });
    facts.mechanism = 'BASIC';
  });
}

function hasNoError(body: string): boolean {
  return /<(?:\w+:)?ResponseCode>NoError<\/(?:\w+:)?ResponseCode>/.test(body);
}
