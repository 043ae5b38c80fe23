import type { TLSSocket } from 'node:tls';
import type { Conversation } from './conversation.js';
import { askExchange } from './exchange-request.js';
import { StepError } from './step-error.js';

/** GetFolder of the inbox, ids only: the cheapest operation that needs the mailbox (EWS schema of Exchange 2013). */
const getInbox =
  '<?xml version="1.0" encoding="utf-8"?>' +
  '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"' +
  ' xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"' +
  ' xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">' +
  '<soap:Header><t:RequestServerVersion Version="Exchange2013"/></soap:Header><soap:Body><m:GetFolder>' +
  '<m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>' +
  '<m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder></soap:Body></soap:Envelope>';

/**
 * Logs in with Basic (RFC 7617), which is a password in clear text inside TLS: only where the server offers it and the
 * certificate was judged. NTLM and Negotiate are not spoken here, so such a login is said not to have been tested.
 */
export async function logInToExchange(
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
