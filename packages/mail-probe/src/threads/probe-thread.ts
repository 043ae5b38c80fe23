import { parentPort } from 'node:worker_threads';
import type { FromThread } from './serve-probe-thread.js';
import { threadName } from './thread-cpu-clock.js';

/*
 * The entry file of the threads that `createProbeThreads` starts. The pool learns the thread's name before the modules of
 * a conversation are loaded, so that it can tell a thread that loads slowly on a busy machine from one that is stuck.
 */
parentPort?.postMessage({ kind: 'started', threadName: threadName() } satisfies FromThread);
const { serveProbeThread } = await import('./serve-probe-thread.js');
const { runConversation } = await import('../run-conversation.js');
serveProbeThread(runConversation);
