import type { TLSSocket } from 'node:tls';
import type { Credentials } from '@postern/core/credentials';
import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import { connectSocket } from '../conversation/connect-socket.js';
import type { Conversation } from '../conversation/conversation.js';
import { StepError, type StepFacts } from '../conversation/step-error.js';
import { handshakeTls } from '../conversation/tls-handshake.js';
import { askExchange, type HttpAnswer } from './exchange-request.js';
import { judgeTokenAnswer } from '../judgement/token-login.js';
import { isExchangeOnline, judgeExchangeAnswer, judgeOtherAnswer } from './judge-exchange.js';

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
    const isBearerOnly = verdict.schemes.length > 0 && verdict.schemes.every((scheme) => scheme === 'BEARER');
    if (isBearerOnly && !hasToken(request.credentials))
      throw new StepError('auth-oauth-only', { replyCode: answer.status });
    report.authMechanisms = verdict.schemes;
    facts.schemes = verdict.schemes;
    facts.build = verdict.build;
    facts.isExchange = verdict.isExchange;
    // Without a login, the answer shows only that the server and the URL are right.
    facts.notProved = ['password', 'mailbox'];
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
 * The SOAP request GetFolder for the inbox, ids only: the cheapest operation that needs the mailbox. The schema is that
 * of Exchange 2007 SP1, because every later version accepts it; an older server refuses a newer schema.
 */
const getInbox =
  '<?xml version="1.0" encoding="utf-8"?>' +
  '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"' +
  ' xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"' +
  ' xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">' +
  '<soap:Header><t:RequestServerVersion Version="Exchange2007_SP1"/></soap:Header><soap:Body><m:GetFolder>' +
  '<m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>' +
  '<m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder></soap:Body></soap:Envelope>';

function hasToken(credentials: Credentials | null): boolean {
  return credentials !== null && 'accessToken' in credentials;
}

/**
 * Logs in with Basic authentication (RFC 7617) or with a Bearer token (RFC 6750), both of which send the secret in clear
 * text inside TLS: only if the server offers it, and after the certificate was judged. No password is sent to a server
 * that offers only NTLM or Negotiate.
 */
async function logInToExchange(
  conversation: Conversation,
  socket: TLSSocket,
  schemes: readonly string[],
): Promise<void> {
  await conversation.step('authenticate', async (facts) => {
    const { credentials } = conversation.request;
    if (credentials === null) throw new TypeError('A login needs credentials');
    const scheme = hasToken(credentials) ? 'BEARER' : 'BASIC';
    if (!schemes.includes(scheme))
      throw new StepError(scheme === 'BEARER' ? 'oauth-not-offered' : 'auth-mechanism-unsupported', {
        mechanisms: schemes.map((name) => schemeNames[name] ?? name),
        isSkipped: true,
      });
    conversation.hasSentSecret = true;
    const answer = await askExchange(conversation, socket, {
      method: 'POST',
      headers: { authorization: authorizationOf(credentials), 'content-type': 'text/xml; charset=utf-8' },
      body: getInbox,
    });
    const failed = judgeLogin(answer, conversation);
    if (failed !== null) throw failed;
    facts.mechanism = scheme;
  });
}

function authorizationOf(credentials: Credentials): string {
  if ('accessToken' in credentials) return `Bearer ${credentials.accessToken}`;
  const secret = Buffer.from(`${credentials.username}:${credentials.password}`, 'utf8').toString('base64');
  return `Basic ${secret}`;
}

/** MS-ASHTTP §2.2.2.1.1: 456 is a blocked account, which the user unblocks in a browser; 457 an expired password. */
const codeOfLoginStatus: Readonly<Record<number, FailureCode>> = {
  401: 'auth-rejected',
  429: 'auth-temporary',
  456: 'auth-web-login',
  457: 'auth-password-expired',
  503: 'auth-temporary',
};

/** Returns the failure of a login by its answer; null if the answer contains the inbox. */
function judgeLogin(answer: HttpAnswer, { request }: Conversation): StepError | null {
  const replyCode = answer.status;
  const soapCode = replyCode === 401 ? null : soapCodeOf(answer.body);
  if (soapCode === 'NoError' && replyCode === 200) return null;
  if (soapCode !== null && soapCode !== 'NoError')
    return new StepError(judgeSoapCode(soapCode), { replyCode });
  const { credentials } = request;
  if (replyCode === 401 && credentials !== null && 'accessToken' in credentials)
    return new StepError('oauth-token-rejected', {
      replyCode,
      ...tokenFacts(answer, credentials.accessToken),
    });
  const ofLogin = codeOfLoginStatus[replyCode];
  if (ofLogin !== undefined) return new StepError(ofLogin, { replyCode });
  const { failure, facts } = judgeOtherAnswer(answer, request);
  return new StepError(failure, facts);
}

/** RFC 6750 §3 puts the error into WWW-Authenticate, Exchange into a header of its own. */
function tokenFacts({ headers }: HttpAnswer, accessToken: string): StepFacts {
  const words = [headers['www-authenticate'], headers['x-ms-diagnostics']].flat().join(' ').slice(0, 2_000);
  const said = { scopes: [], words };
  const { code: _, ...ofToken } = judgeTokenAnswer({ text: '' }, said, accessToken);
  return ofToken;
}

const schemeNames: Readonly<Record<string, string>> = {
  NEGOTIATE: 'Negotiate',
  NTLM: 'NTLM',
  BASIC: 'Basic',
  BEARER: 'Bearer',
  DIGEST: 'Digest',
};

/**
 * Returns the ResponseCode of an EWS response, or the code of a SOAP fault; null if the body is not an EWS
 * response.
 */
function soapCodeOf(body: string): string | null {
  const match =
    /<(?:\w+:)?(?:ResponseCode|faultcode|Value)(?: [^<>]{0,200})?>\s{0,20}(?:\w+:)?((?:Error|NoError)\w{0,80})\s{0,20}</.exec(
      body,
    );
  return match?.[1] ?? null;
}

/** Error codes of EWS (Microsoft "ResponseCode"). Each of them shows that URL, user name and password are right. */
// cspell:ignore Impersonat Throttl
const codeOfSoap: readonly (readonly [RegExp, FailureCode])[] = [
  [
    /NonExistentMailbox|MissingEmailAddress|MailboxNotFound|NoPublicFolder|MissingInformationEmailAddress|InvalidSmtpAddress/,
    'auth-no-mailbox',
  ],
  [/PasswordExpired|PasswordChangeRequired/, 'auth-password-expired'],
  [
    /AccessDenied|AccountDisabled|Impersonat|NotAllowed|MailboxFailover.*Denied|License|CrossSite|ProxyAccess/,
    'auth-disabled-by-admin',
  ],
  [
    /Busy|Unavailable|Transient|Move|Timeout|InsufficientResources|Exceeded|Failover|InternalServerError|Offline|Quota|Throttl/,
    'auth-temporary',
  ],
];

function judgeSoapCode(code: string): FailureCode {
  return codeOfSoap.find(([pattern]) => pattern.test(code))?.[1] ?? 'auth-unclear';
}
