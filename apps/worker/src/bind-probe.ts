import type { Environment } from '@postern/core/environment';
import type { DomainRule, ProbeResult } from '@postern/core/probe-result';
import type { Server } from '@postern/core/server';
import type { UnknownCause } from '@postern/mail-probe/conversation/conversation';
import { AccountTurns } from '@postern/mail-probe/account-turns';
import { egressOfEnvironment } from '@postern/mail-probe/egress/egress-of-environment';
import type { ClosedTarget } from '@postern/mail-probe/egress/egress-policy';
import type { ProbeOptions } from '@postern/mail-probe/probe-options';
import { probeServers } from '@postern/mail-probe/probe-servers';
import { createProbeThreads, type ThreadLoss } from '@postern/mail-probe/threads/probe-threads';
import { tellRarely } from '@postern/jobs/tell-rarely';
import type { Logger } from 'pino';
import type { ConversationTurns, TurnHolder } from './conversation-turns.js';

/**
 * The look-ups of one account that a worker has at once. Each asks two questions; resolvers bound the questions that they
 * have not answered (dnsmasq: 150 by default) and refuse the rest, whoever asks.
 */
const lookupsOfAccount = 16;

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
  const lookups = new AccountTurns(lookupsOfAccount);
  const onCostly = (accountId: string) =>
    log.warn(
      { accountId },
      'servers of an account cost much CPU time; they are measured two at a time for a minute',
    );
  const threads = createProbeThreads({ onThreadLost, onCostly });
  const shared = {
    ...egress,
    onShortage: tellRarely(({ error, times }) =>
      log.warn({ err: error, times }, 'measurements wait until connections can be made again'),
    ),
    log: (unknown: UnknownCause) => log.error(unknown, 'a cause that no failure code fits'),
  };
  return {
    probe: (servers, rule, { holder, ...options }) =>
      probeServers(servers, rule, {
        ...shared,
        ...options,
        lookUpInTurn: (look, signal) => lookups.run(holder.accountId, look, signal),
        run: (request, runOptions) =>
          threads.run(request, {
            ...runOptions,
            accountId: holder.accountId,
            inTurn: (talk) => turns.run(request, holder, talk, runOptions.signal),
          }),
      }),
    close: () => threads.close(),
  };
}
