import { runConversation } from '../run-conversation.js';
import { serveProbeThread } from './serve-probe-thread.js';

/** Entry file of the threads of `createProbeThreads`. */
serveProbeThread(runConversation);
