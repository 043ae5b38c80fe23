import type { TLSSocket } from 'node:tls';
import { isNativeError } from 'node:util/types';
import { ImapFlow, type ImapFlowOptions, type ImapTransportSocket } from 'imapflow';
import type { Conversation } from '../conversation/conversation.js';
import { maxReplyBytes, neverMs } from '../conversation/limits.js';
import type { LineReader } from '../conversation/line-reader.js';
import { mapFailure, wantsAppPassword } from '../conversation/map-failure.js';
import { StepError } from '../conversation/step-error.js';
import { passwordLogin } from '../judgement/password-login.js';
import { knownResponseCode } from './imap-response.js';

/**
 * The greeting that imapflow waits for; the real one was read before TLS was judged. It lists no capabilities, so
 * that imapflow asks the server for them.
 */
const replayedGreeting = Buffer.from('* OK ready\r\n');

/**
 * Logs in and out with imapflow on the open connection. Passes only if a mechanism succeeded, because imapflow's
 * own `authenticated` is also true after a PREAUTH greeting.
 */
export async function logInToImap(
  conversation: Conversation,
  socket: TLSSocket,
  reader: LineReader,
): Promise<void> {
  await conversation.step('authenticate', async (facts) => {
    const login = passwordLogin(conversation.report);
    if (login !== 'offered') throw new StepError(login);
    if (reader.release().hasLeftovers) throw new StepError('protocol-error');
    socket.unshift(replayedGreeting);
    conversation.hasSentPassword = true;
    const client = new ImapFlow(imapFlowOptions(conversation, socket));
    client.on('error', () => {}); // connect() rejects with it too
    try {
      await client.connect();
    } catch (error) {
      throw conversation.connected.cut ?? mapImapLogin(error);
    } finally {
      client.close();
    }
    const mechanism = succeededMechanism(client);
    if (mechanism === null) throw new StepError('protocol-error');
    facts.mechanism = mechanism;
  });
}

/**
 * The outcome of each mechanism, which imapflow 2.10 records in `authCapabilities`; its types do not declare this
 * property.
 */
function succeededMechanism(client: object): string | null {
  const tried =
    'authCapabilities' in client && client.authCapabilities instanceof Map
      ? [...client.authCapabilities]
      : [];
  const succeeded = tried.find(([, hasSucceeded]) => hasSucceeded === true);
  return succeeded === undefined ? null : String(succeeded[0]).replace('AUTH=', '');
}

/**
 * Returns the options for imapflow 2.10. It is given a connection that is already inside TLS and whose certificate
 * has been judged, in either TLS mode. Its own STARTTLS (which continues in plain text if `doSTARTTLS` is unset),
 * DNS lookup and sockets are never used. The options are listed one by one, so that no input can add one.
 */
function imapFlowOptions(conversation: Conversation, socket: TLSSocket): ImapFlowOptions {
  const { host, port, credentials } = conversation.request;
  return {
    host,
    port,
    secure: true,
    servername: host,
    auth: { user: credentials?.username ?? '', pass: credentials?.password ?? '' },
    verifyOnly: true,
    logger: false,
    disableCompression: true,
    disableAutoEnable: true,
    // The name appears in the log of the mail server. An empty value would make imapflow send its own name, so the
    // field is left out.
    clientInfo: { name: 'Postern', vendor: 'Postern', version: '', 'support-url': '' },
    maxLineLength: maxReplyBytes,
    maxLiteralSize: maxReplyBytes,
    maxResponseSize: 4 * maxReplyBytes,
    maxResponseTokens: 4_000,
    greetingTimeout: neverMs,
    connectionTimeout: neverMs,
    socketTimeout: neverMs,
    transport: {
      connect: (_options, onConnect): ImapTransportSocket => {
        setImmediate(onConnect);
        return socket;
      },
    },
  };
}

/** The properties of imapflow 2.10's errors. */
type ImapLoginError = Error & {
  readonly code?: string;
  readonly authenticationFailed?: boolean;
  readonly serverResponseCode?: string;
  readonly response?: unknown;
};

/**
 * Response codes that make the failure of a login temporary (RFC 5530 §3). imapflow sets `authenticationFailed` for
 * these as well.
 */
const temporaryImapCodes = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CORRUPTION']);

/** imapflow's error codes for a connection that closed and for responses that it cannot parse. */
const brokenImap =
  /^(?:ClosedAfterConnect|NoConnection|EConnectionClosed|Invalid|Unexpected|Missing|Parser|ResponseProcessing)/;

/**
 * Maps an error of imapflow's login to a failure. Pure. The text of the server is only compared with patterns and
 * never kept.
 */
export function mapImapLogin(error: unknown): StepError {
  if (!isNativeError(error)) return mapFailure(error, 'authenticate', true);
  const { authenticationFailed, serverResponseCode, response, code } = error as ImapLoginError;
  if (authenticationFailed === true) {
    const responseCode = knownResponseCode(serverResponseCode ?? '');
    const facts = responseCode === undefined ? {} : { responseCode };
    if (responseCode !== undefined && temporaryImapCodes.has(responseCode))
      return new StepError('auth-temporary', facts);
    const isForApps = typeof response === 'string' && wantsAppPassword.test(response);
    return new StepError(isForApps ? 'auth-app-password' : 'auth-rejected', facts);
  }
  if (brokenImap.test(code ?? '')) return new StepError('protocol-error');
  return mapFailure(error, 'authenticate', true);
}
