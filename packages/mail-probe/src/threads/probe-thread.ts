import { runConversation } from '../run-conversation.js';
import { serveProbeThread } from './serve-probe-thread.js';

/** The entry file of the threads that `createProbeThreads` starts. */
serveProbeThread(runConversation);
