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

/** imapflow waits for a greeting, which was read before TLS was judged. Without capabilities, so that imapflow asks for them. */
const replayedGreeting = Buffer.from('* OK ready\r\n');

/**
 * Logs in with imapflow on the open connection and out again. Passes only if a mechanism succeeded: imapflow's own
 * `authenticated` is also true after a PREAUTH greeting.
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

/** imapflow 2.10 records the outcome of each mechanism in `authCapabilities`, which its types leave out. */
function succeededMechanism(client: object): string | null {
  const tried =
    'authCapabilities' in client && client.authCapabilities instanceof Map
      ? [...client.authCapabilities]
      : [];
  const succeeded = tried.find(([, hasSucceeded]) => hasSucceeded === true);
  return succeeded === undefined ? null : String(succeeded[0]).replace('AUTH=', '');
}

/**
 * Options for imapflow 2.10. It gets a connection that is already inside TLS and whose certificate has been judged,
 * whatever the TLS mode: its own STARTTLS (which continues in plain text when `doSTARTTLS` is unset), DNS and sockets are
 * never used. Built field by field, never spread from input.
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
    // The name shows in the server's log. An empty value is left out, where imapflow would otherwise send its own name.
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

/** RFC 5530 §3; imapflow sets `authenticationFailed` for these as well. */
const temporaryImapCodes = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CORRUPTION']);

/** imapflow's codes for a connection that closed and for responses that it cannot parse. */
const brokenImap =
  /^(?:ClosedAfterConnect|NoConnection|EConnectionClosed|Invalid|Unexpected|Missing|Parser|ResponseProcessing)/;

/** Maps an error of imapflow's login to a code. Pure; the server's text is only matched, never kept. */
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
