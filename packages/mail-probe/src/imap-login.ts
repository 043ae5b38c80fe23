import type { TLSSocket } from 'node:tls';
import { ImapFlow } from 'imapflow';
import type { Conversation } from './conversation.js';
import { imapFlowOptions } from './library-options.js';
import type { LineReader } from './line-reader.js';
import { mapImapLogin } from './map-login.js';
import { passwordLogin } from './password-login.js';
import { StepError } from './step-error.js';

/** The server's own greeting was read long ago; imapflow waits for one. Without capabilities, so that it asks for them. */
const replayedGreeting = Buffer.from('* OK ready\r\n');

/**
 * Logs in with imapflow on the open connection and out again. Passes only if a mechanism really succeeded: a server
 * may greet with PREAUTH or answer anything to anything.
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

/** imapflow 2.10 keeps what succeeded in a property that its types leave out; `authenticated` is true after PREAUTH as well. */
function succeededMechanism(client: object): string | null {
  const tried =
    'authCapabilities' in client && client.authCapabilities instanceof Map
      ? [...client.authCapabilities]
      : [];
  const succeeded = tried.find(([, hasSucceeded]) => hasSucceeded === true);
  return succeeded === undefined ? null : String(succeeded[0]).replace('AUTH=', '');
}
