import type { Conversation } from './conversation.js';
import { recogniseFirstBytes, type Answered } from './first-bytes.js';
import type { LineReader } from './line-reader.js';
import { isConnectionClosed } from './guarded-socket.js';
import { mapFailure } from './map-failure.js';
import { notThisProtocol } from './not-this-protocol.js';
import { StepError } from './step-error.js';

/** Waits for the server's first line that is not blank, within the limit of the greeting. */
export async function readGreeting(conversation: Conversation, reader: LineReader): Promise<string> {
  const { connected: guarded, request } = conversation;
  const late = () => new StepError(reader.hasHeard ? 'deadline-exceeded' : 'server-silent');
  return await conversation.within(request.limits.greetingMs, late, async () => {
    for (;;) {
      const line = await guarded.whileOpen(reader.readLine()).catch((error: unknown) => {
        // Inside TLS bytes have come and still nothing was said.
        const cause = isConnectionClosed(error) ? (guarded.errored ?? error) : error;
        throw guarded.cut ?? mapFailure(cause, 'greeting', reader.hasHeard);
      });
      if (line !== '') return line;
    }
  });
}

/** A greeting that is not the protocol's: names what answered, or says `protocol-error` if it is it in broken grammar. */
export function refuseForeignGreeting(
  conversation: Conversation,
  line: string,
  expected: Answered,
): StepError {
  const answered = recogniseFirstBytes(Buffer.from(line.slice(0, 64), 'latin1'));
  if (answered === expected) return new StepError('protocol-error');
  return notThisProtocol(conversation.request.endpoint, answered);
}
