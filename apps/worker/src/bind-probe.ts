import type { Person } from '@postern/core/discovery';
import type { Environment } from '@postern/core/environment';
import type { DomainRule, ProbeResult } from '@postern/core/probe-result';
import type { Server } from '@postern/core/server';
import { discover, type DiscoverOptions, type DiscoveryResult } from '@postern/discovery/discover';
import { createIspdb } from '@postern/discovery/sources/ispdb';
import type { UnknownCause } from '@postern/mail-probe/conversation/conversation';
import { AccountTurns } from '@postern/mail-probe/account-turns';
import { egressOfEnvironment } from '@postern/mail-probe/egress/egress-of-environment';
import type { ClosedTarget } from '@postern/mail-probe/egress/egress-policy';
import type { DnsClient } from '@postern/mail-probe/dns/dns-client';
import { dnsClientFor } from '@postern/mail-probe/dns/name-lookup';
import type { LookUpInTurn, ProbeOptions } from '@postern/mail-probe/probe-options';
import { probeServers } from '@postern/mail-probe/probe-servers';
import { createProbeThreads, type ThreadLoss } from '@postern/mail-probe/threads/probe-threads';
import { tellRarely } from '@postern/jobs/tell-rarely';
import type { Logger } from 'pino';
import { createWebhookSender, type SendWebhook } from './deliveries/send-webhook.js';
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

/** `discover` without the options that the operator's settings determine. */
export type Discover = (
  person: Person,
  options: Pick<DiscoverOptions, 'saved' | 'onAttempt' | 'signal'> & { readonly holder: TurnHolder },
) => Promise<DiscoveryResult>;

/** The probe of this worker, which runs in threads, its discovery, and what posts to webhooks. `close` terminates the threads. */
export type BoundProbe = {
  readonly probe: Probe;
  readonly discover: Discover;
  readonly send: SendWebhook;
  close(): Promise<void>;
};

type ProbeParts = {
  readonly closed: (port: number) => readonly ClosedTarget[];
  readonly turns: ConversationTurns;
  readonly log: Logger;
};

/**
 * Returns `probeServers` and `discover` bound to the operator's egress settings; their look-ups and conversations with mail
 * servers wait for their turns. `closed` lists what may never be reached.
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
  const tellOfThread = tellRarely(({ code, times }) => log.warn({ code, times }, threadText(code)));
  const threads = createProbeThreads({
    onCostly,
    onThreadLost(why) {
      onThreadLost(why);
      tellOfThread({ code: why });
    },
  });
  const dns = dnsClientFor(environment.POSTERN_RESOLVER);
  const ispdb = createIspdb(environment.POSTERN_ISPDB);
  const shared = {
    ...egress,
    onShortage: tellRarely(({ code, times }) => log.warn({ code, times }, shortageText(code))),
    log: (unknown: UnknownCause) => log.error(unknown, 'a cause that no failure code fits'),
  };
  const inTurns = (holder: TurnHolder): Pick<ProbeOptions, 'run'> & { lookUpInTurn: LookUpInTurn } => ({
    lookUpInTurn: (look, signal) => lookups.run(holder.accountId, look, signal),
    run: (request, options) =>
      threads.run(request, {
        ...options,
        accountId: holder.accountId,
        inTurn: (talk) => turns.run(request, holder, talk, options.signal),
      }),
  });
  return {
    probe: (servers, rule, { holder, ...options }) =>
      probeServers(servers, rule, { ...shared, ...options, ...inTurns(holder) }),
    discover: (person, { holder, ...options }) => {
      const { lookUpInTurn, ...running } = inTurns(holder);
      return discover(person, {
        ...shared,
        ...options,
        ...running,
        dns: askInTurn(dns, lookUpInTurn),
        ispdb,
      });
    },
    send: createWebhookSender(egress),
    close: () => threads.close(),
  };
}

function shortageText(code: string): string {
  return code === 'EADDRNOTAVAIL'
    ? `An address that probes leave from is not one of this machine (${code}): measurements wait until it is. Add it to an interface, or correct POSTERN_EGRESS_ADDRESS`
    : `This process or machine has too few files, sockets or memory (${code}): measurements wait until connections can be made again. Raise the limit, such as LimitNOFILE of systemd`;
}

function threadText(why: string): string {
  return `A thread of probes has ended (${why}), and another one goes on. Look whether this machine has enough memory; if it has, report this line and those before it`;
}

/** A client whose questions wait for their turns; the time of a discovery goes on meanwhile. */
function askInTurn(dns: DnsClient, take: LookUpInTurn): DnsClient {
  return {
    addresses: (name, signal) => take(() => dns.addresses(name, signal), signal),
    mx: (name) => take(() => dns.mx(name), undefined),
    srv: (name) => take(() => dns.srv(name), undefined),
    txt: (name) => take(() => dns.txt(name), undefined),
  };
}
