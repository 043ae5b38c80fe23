import type { RunOptions } from '@postern/mail-probe/conversation/conversation';
import { runConversation } from '@postern/mail-probe/run-conversation';
import { serveProbeThread } from '@postern/mail-probe/threads/serve-probe-thread';

/**
 * A probe thread with a faulty parser. Depending on the host name of the server, it loops endlessly, allocates
 * memory without end, exits, or takes 250 ms of CPU time for each chunk.
 */
serveProbeThread(async (request, options) => {
  if (request.host === 'strains.example.com') return await runConversation(request, strained(options));
  const trap = traps[request.host];
  if (trap === undefined) return await runConversation(request, options);
  options.onChunk?.();
  trap();
  return await new Promise(() => {});
});

const traps: Readonly<Record<string, () => void>> = {
  'spins.example.com': () => {
    for (;;) Math.random();
  },
  'hoards.example.com': () => {
    const hoard: number[][] = [];
    for (;;) hoard.push(Array.from({ length: 1e5 }, Math.random));
  },
  'crashes.example.com': () => process.exit(1),
};

function strained(options: RunOptions): RunOptions {
  return {
    ...options,
    onChunk() {
      options.onChunk?.();
      const { user } = process.threadCpuUsage();
      while (process.threadCpuUsage().user - user < 250_000) Math.random();
    },
  };
}
