import type { Environment } from '@postern/core/environment';
import type { DomainRule, ProbeResult } from '@postern/core/probe-result';
import type { Server } from '@postern/core/server';
import type { UnknownCause } from '@postern/mail-probe/conversation/conversation';
import { egressOfEnvironment } from '@postern/mail-probe/egress/egress-of-environment';
import type { ClosedTarget } from '@postern/mail-probe/egress/egress-policy';
import type { ProbeOptions } from '@postern/mail-probe/probe-options';
import { probeServers } from '@postern/mail-probe/probe-servers';
import { createProbeThreads, type ThreadLoss } from '@postern/mail-probe/threads/probe-threads';
import type { Logger } from 'pino';
import type { ConversationTurns, TurnHolder } from './conversation-turns.js';
import { LookupTurns } from './lookup-turns.js';

/** `probeServers` without the options that the operator's settings determine. */
export type Probe = (
  servers: readonly Server[],
  rule: DomainRule | null,
  options: Pick<ProbeOptions, 'credentials' | 'onStep' | 'signal'> & { readonly holder: TurnHolder },
) => Promise<ProbeResult>;

/** The probe of this worker, which runs in threads. `close` terminates the threads. */
export type BoundProbe = { readonly probe: Probe; close(): Promise<void> };

type ProbeParts = {
  readonly closed: (port: number) => readonly ClosedTarget[];
  readonly turns: ConversationTurns;
  readonly log: Logger;
};

/**
 * Returns `probeServers` bound to the operator's egress settings; its look-ups and conversations wait for their turns. `closed` lists
 * what no probe may ever reach.
 */
export async function bindProbe(
  environment: Environment,
  { closed, turns, log }: ProbeParts,
  onThreadLost: (why: ThreadLoss) => void,
): Promise<BoundProbe> {
  const egress = await egressOfEnvironment(environment, closed);
  const lookups = new LookupTurns();
  const threads = createProbeThreads({ onThreadLost });
  const shared = {
    ...egress,
    log: (unknown: UnknownCause) => log.error(unknown, 'a cause that no failure code fits'),
  };
  return {
    probe: (servers, rule, { holder, ...options }) =>
      probeServers(servers, rule, {
        ...shared,
        ...options,
        lookUpInTurn: lookups.of(holder.accountId),
        run: turns.limit(threads.run, holder),
      }),
    close: () => threads.close(),
  };
}
