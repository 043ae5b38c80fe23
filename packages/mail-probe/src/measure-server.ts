import { setTimeout as delay } from 'node:timers/promises';
import type { Server } from '@postern/core/server';
import { emptyReport, type EndpointReport, type Failure } from '@postern/core/verification';
import type { ConversationOutcome, ConversationRequest, StepEvent } from './conversation/conversation.js';
import { defaultLimits } from './conversation/limits.js';
import { dnsClientFor } from './dns/name-lookup.js';
import { resolveHost } from './egress/resolve-host.js';
import type { CertificateRule } from './judgement/judge-certificate.js';
import { LocalShortageError } from './local-shortage.js';
import type { ProbeOptions } from './probe-options.js';
import { runConversation } from './run-conversation.js';

type MeasureOptions = Omit<ProbeOptions, 'onStep'> & {
  readonly onStep?: (event: StepEvent) => void;
};

/**
 * The rule of a measurement without a login, which is not applied: the report is judged later by the rule of each
 * domain.
 */
const noRule: CertificateRule = { allowNonSecureCertificate: false, pin: null, mayPin: true };
const systemLookup = dnsClientFor(undefined).addresses;
const defaultRetryDelaysMs = [2_000, 5_000];
const shortageDelayMs = 1000;
const longestShortageMs = 60_000;

/**
 * Measures one server, from the egress policy to the end of the conversation. Repeats this after each of the retry
 * delays while the failure is temporary and no password has been sent. Without credentials the certificate is
 * reported but not judged; `judgeReport` judges it for each domain that shares the measurement. While this machine has no
 * file descriptor for a connection, the measurement waits, for a minute at most; then it throws `LocalShortageError`.
 */
export async function measureServer(
  server: Server,
  options: MeasureOptions,
  rule: CertificateRule = noRule,
): Promise<EndpointReport> {
  const delays = options.retryDelaysMs ?? defaultRetryDelaysMs;
  const reporter = reportOnce(options.onStep ?? (() => {}));
  for (let attempt = 0; ; attempt += 1) {
    const isLast = attempt >= delays.length;
    const { outcome, resolveStep } = await withoutShortage(options, () =>
      attemptOnce(server, options, rule, reporter.startAttempt(isLast)),
    );
    const report: EndpointReport = { ...outcome.report, steps: [resolveStep, ...outcome.report.steps] };
    const failure = failureOf(report);
    if (outcome.unknownCause !== null) options.log?.(outcome.unknownCause);
    const mayPass = failure?.temporary === true && !outcome.hasSentSecret;
    if (isLast || !mayPass) {
      reporter.finish();
      return report;
    }
    const { signal } = options;
    await delay(withJitter(delays[attempt]!), undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

/** Repeats an attempt that failed for want of descriptors, unless it has sent a password: nobody is logged in twice. */
async function withoutShortage(
  { signal, onShortage }: MeasureOptions,
  attempt: () => ReturnType<typeof attemptOnce>,
): ReturnType<typeof attemptOnce> {
  for (let waitedMs = 0; ; waitedMs += shortageDelayMs) {
    const ended = await attempt().catch((error: unknown) => {
      if (error instanceof LocalShortageError) return error;
      throw error;
    });
    const isShort = ended instanceof LocalShortageError;
    if (!isShort && ended.outcome.shortage === null) return ended;
    const error = isShort ? ended : new LocalShortageError(ended.outcome.shortage!);
    onShortage?.(error);
    const hasSentSecret = !isShort && ended.outcome.hasSentSecret;
    if (hasSentSecret || waitedMs >= longestShortageMs) throw error;
    await delay(shortageDelayMs, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

async function attemptOnce(
  server: Server,
  options: MeasureOptions,
  rule: CertificateRule,
  onStep: (event: StepEvent) => void,
) {
  const { policy, resolve = systemLookup, run = runConversation, signal } = options;
  const { lookUpInTurn = (look) => look() } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const { step, addresses } = await lookUpInTurn(
    () => resolveHost(server, policy, resolve, { timeoutMs: limits.resolveMs, signal }),
    signal,
  );
  signal?.throwIfAborted();
  onStep({ step, certificate: null });
  if (step.failure !== null) return { outcome: notConnected(server), resolveStep: step };
  const { endpoint, host, port, tls, path } = server;
  const request: ConversationRequest = {
    endpoint,
    host,
    port,
    tls,
    path,
    addresses,
    sourceAddresses: options.sourceAddresses ?? [],
    ca: options.ca ?? null,
    ehloName: options.ehloName ?? null,
    credentials: options.credentials ?? null,
    rule,
    limits,
  };
  return { outcome: await run(request, { onStep, signal }), resolveStep: step };
}

/** Returns the outcome for a server that no connection was made to. */
function notConnected(server: Server): ConversationOutcome {
  return {
    report: emptyReport(server),
    bytesRead: 0,
    hasSentSecret: false,
    unknownCause: null,
    shortage: null,
  };
}

/**
 * Reports each step once, even if the server is measured several times. A step that passed in an earlier attempt is not
 * reported again, and a temporary failure is reported only if no further attempt follows.
 */
function reportOnce(onStep: (event: StepEvent) => void) {
  let reported = 0;
  let heldBack: StepEvent | null = null;
  return {
    startAttempt(isLast: boolean) {
      let index = 0;
      heldBack = null;
      return (event: StepEvent): void => {
        index += 1;
        if (index <= reported) return;
        if (event.step.failure?.temporary === true && !isLast) {
          heldBack = event;
          return;
        }
        reported = index;
        onStep(event);
      };
    },
    finish(): void {
      if (heldBack !== null) onStep(heldBack);
    },
  };
}

function failureOf({ steps }: EndpointReport): Failure | null {
  return steps.find(({ failure }) => failure !== null)?.failure ?? null;
}

/**
 * Returns the delay, lengthened by up to a quarter, so that servers that failed at the same time are not measured
 * again at the same time.
 */
function withJitter(ms: number): number {
  return ms * (1 + Math.random() / 4);
}
