import type { Conversation } from './conversation.js';
import { notThisProtocol, recogniseFirstBytes, type Answered } from './first-bytes.js';
import type { LineReader } from './line-reader.js';
import { isConnectionClosed } from './guarded-socket.js';
import { mapFailure } from './map-failure.js';
import { StepError } from './step-error.js';

/**
 * Returns the first line of the server that is not blank. Fails after the time limit of the greeting, and says so of a
 * server that has begun another protocol whose first message is no line (telnet, MySQL).
 */
export async function readGreeting(conversation: Conversation, reader: LineReader): Promise<string> {
  const { connected: guarded, request } = conversation;
  const late = () =>
    foreignStart(conversation, reader) ??
    new StepError(reader.hasHeard ? 'deadline-exceeded' : 'server-silent');
  return await conversation.within(request.limits.greetingMs, late, async () => {
    for (;;) {
      const line = await guarded.whileOpen(reader.readLine()).catch((error: unknown) => {
        // The reader decides whether the server has sent anything: inside TLS, the socket has always received bytes
        // of the handshake.
        const isClosed = isConnectionClosed(error);
        const cause = isClosed ? (guarded.closeError ?? error) : error;
        const foreign = isClosed ? foreignStart(conversation, reader) : null;
        throw guarded.cut ?? foreign ?? mapFailure(cause, 'greeting', reader.hasHeard);
      });
      if (line !== '') return line;
    }
  });
}

/** The failure for a line that has not ended, and that cannot become a greeting; null if it can, or is empty. */
function foreignStart({ request }: Conversation, { unfinished }: LineReader): StepError | null {
  const begins = request.endpoint === 'imap' ? /^\*/ : /^\d/;
  if (unfinished.length === 0 || begins.test(unfinished.toString('latin1'))) return null;
  return notThisProtocol(request.endpoint, recogniseFirstBytes(unfinished));
}

/**
 * Returns the failure for a greeting that does not follow the expected protocol: `not-this-protocol` with the name
 * of the other protocol, or `protocol-error` if the server speaks the expected protocol with wrong grammar.
 */
export function refuseForeignGreeting(
  conversation: Conversation,
  line: string,
  expected: Answered,
): StepError {
  const answered = recogniseFirstBytes(Buffer.from(line.slice(0, 64), 'latin1'));
  if (answered === expected) return new StepError('protocol-error');
  return notThisProtocol(conversation.request.endpoint, answered);
}
