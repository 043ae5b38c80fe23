import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { measureServer } from '@postern/mail-probe/measure-server';
import type { ConversationRunner } from '@postern/mail-probe/conversation/conversation';
import { loopback } from './run-scenario.js';
import type { FloodServers } from './start-flood-servers.js';

export type FloodCosts = {
  /** The growth of this process in bytes, and the 99th percentile of its event-loop delay in milliseconds. */
  readonly grownBytes: number;
  readonly loopDelayP99Ms: number;
  /** The number of times that each failure code was reported. */
  readonly codes: Readonly<Record<string, number>>;
};

/** Probes flooding servers `count` times, `atATime` at once, and measures the effect on this process. */
export async function runFloods(
  { targets }: FloodServers,
  run: ConversationRunner,
  count: number,
  atATime: number,
): Promise<FloodCosts> {
  const policy = createEgressPolicy({
    allow: [loopback],
    ports: targets.map(({ port }) => port),
    closed: [],
  });
  const codes: Record<string, number> = {};
  const delay = monitorEventLoopDelay({ resolution: 5 });
  let next = 0;
  const probeOnAndOn = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const report = await measureServer(targets[index % targets.length]!, {
        policy,
        run,
        retryDelaysMs: [],
      });
      const code = report.steps.at(-1)?.failure?.code ?? 'passed';
      codes[code] = (codes[code] ?? 0) + 1;
    }
  };
  const before = process.memoryUsage().rss;
  delay.enable();
  await Promise.all(Array.from({ length: atATime }, probeOnAndOn));
  delay.disable();
  return {
    grownBytes: process.memoryUsage().rss - before,
    loopDelayP99Ms: delay.percentile(99) / 1e6,
    codes,
  };
}
