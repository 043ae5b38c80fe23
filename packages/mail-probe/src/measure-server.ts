import { setTimeout as delay } from 'node:timers/promises';
import type { EndpointReport, Failure } from '@postern/core/verification';
import type { ConversationOutcome, ConversationRequest, StepEvent } from './conversation.js';
import { emptyReport } from './empty-report.js';
import type { CertificateRule } from './judge-certificate.js';
import { defaultLimits } from './limits.js';
import type { ProbeOptions } from './probe-options.js';
import { resolveHost } from './resolve-host.js';
import { runConversation } from './run-conversation.js';
import type { Server } from '@postern/core/server';
import { systemLookup } from './system-lookup.js';

export type MeasureOptions = Omit<ProbeOptions, 'pins' | 'onStep'> & {
  readonly onStep?: (event: StepEvent) => void;
};

/** A pin is no business of a measurement: whoever judges it afterwards brings the rule of each domain. */
const unjudged: CertificateRule = { allowNonSecureCertificate: false, pin: null, mayPin: true };
const defaultRetryDelaysMs = [2_000, 5_000];

/**
 * Measures one server, from the egress policy to the end of its conversation, and once more after each of the retry
 * delays while the failure is temporary and no password has been sent. Without credentials the certificate is reported
 * but not judged: `judgeReport` does that for each domain that shares the measurement.
 */
export async function measureServer(
  server: Server,
  options: MeasureOptions,
  rule: CertificateRule = unjudged,
): Promise<EndpointReport> {
  const delays = options.retryDelaysMs ?? defaultRetryDelaysMs;
  const tell = tellOnce(options.onStep ?? (() => {}));
  for (let attempt = 0; ; attempt += 1) {
    const isLast = attempt >= delays.length;
    const { outcome, addressesStep } = await attemptOnce(server, options, rule, tell.startAttempt(isLast));
    const report: EndpointReport = { ...outcome.report, steps: [addressesStep, ...outcome.report.steps] };
    const failure = failureOf(report);
    if (outcome.unknownCause !== null) options.log?.(outcome.unknownCause);
    const mayPass = failure?.temporary === true && !outcome.hasSentPassword;
    if (isLast || !mayPass) {
      tell.finish();
      return report;
    }
    const { signal } = options;
    await delay(withJitter(delays[attempt]!), undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

async function attemptOnce(
  server: Server,
  options: MeasureOptions,
  rule: CertificateRule,
  onStep: (event: StepEvent) => void,
) {
  const { policy, resolve = systemLookup, run = runConversation, signal } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const { step, addresses } = await resolveHost(server, policy, resolve, limits.resolveMs);
  signal?.throwIfAborted();
  onStep({ step, certificate: null });
  if (step.failure !== null) return { outcome: blocked(server), addressesStep: step };
  const request: ConversationRequest = {
    ...server,
    addresses,
    sourceAddresses: options.sourceAddresses ?? [],
    ca: options.ca ?? null,
    credentials: options.credentials ?? null,
    rule,
    limits,
  };
  return { outcome: await run(request, { onStep, signal }), addressesStep: step };
}

/** What a server that was never connected to is reported as. */
function blocked(server: Server): ConversationOutcome {
  return { report: emptyReport(server), bytesRead: 0, hasSentPassword: false, unknownCause: null };
}

/**
 * Tells each step once, however often the server is measured: a step that passed before is not told again, and a
 * temporary failure is held back until it is final.
 */
function tellOnce(onStep: (event: StepEvent) => void) {
  let told = 0;
  let held: StepEvent | null = null;
  return {
    startAttempt(isLast: boolean) {
      let index = 0;
      held = null;
      return (event: StepEvent): void => {
        index += 1;
        if (index <= told) return;
        if (event.step.failure?.temporary === true && !isLast) {
          held = event;
          return;
        }
        told = index;
        onStep(event);
      };
    },
    finish(): void {
      if (held !== null) onStep(held);
    },
  };
}

function failureOf({ steps }: EndpointReport): Failure | null {
  return steps.find(({ failure }) => failure !== null)?.failure ?? null;
}

/** Up to a quarter longer, so that many that failed together do not come back together. */
function withJitter(ms: number): number {
  return ms * (1 + Math.random() / 4);
}
