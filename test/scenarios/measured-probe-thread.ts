import { runConversation } from '@postern/mail-probe/run-conversation';
import { serveProbeThread } from '@postern/mail-probe/threads/serve-probe-thread';
import type { MeasuredOutcome } from './measured-threads.js';

/**
 * A probe thread that also reports the CPU time that it spent during a conversation. Give it only one conversation
 * at a time.
 */
serveProbeThread(async (request, options): Promise<MeasuredOutcome> => {
  const before = process.threadCpuUsage();
  const outcome = await runConversation(request, options);
  const { user, system } = process.threadCpuUsage();
  return { ...outcome, cpuMs: (user + system - before.user - before.system) / 1_000 };
});
