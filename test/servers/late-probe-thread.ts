import { setTimeout as delay } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import type { FromThread } from '@postern/mail-probe/threads/serve-probe-thread';
import { threadName } from '@postern/mail-probe/threads/thread-cpu-clock';

const loadingMs = 3500;

/* A probe thread that takes long to load without using a processor, like one of a busy machine. */
parentPort?.postMessage({ kind: 'started', threadName: threadName() } satisfies FromThread);
await delay(loadingMs);
const { serveProbeThread } = await import('@postern/mail-probe/threads/serve-probe-thread');
const { runConversation } = await import('@postern/mail-probe/run-conversation');
serveProbeThread(runConversation);
