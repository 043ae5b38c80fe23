import { runConversation } from './run-conversation.js';
import { serveProbeThread } from './serve-probe-thread.js';

/** The entry of a thread of `createProbeThreads`. */
serveProbeThread(runConversation);
