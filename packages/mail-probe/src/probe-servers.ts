import { describeFailure } from '@postern/core/failure-catalogue';
import type { MailServers } from '@postern/core/mail-settings';
import { firstFailure, type EndpointReport, type Step } from '@postern/core/verification';
import type { StepEvent } from './conversation.js';
import { judgeReport, judgeStep, type JudgedReport } from './judge-report.js';
import type { CertificateRule } from './judge-certificate.js';
import { emptyReport } from './empty-report.js';
import { measureServer } from './measure-server.js';
import type { ProbeOptions, ProbeResult } from './probe-options.js';
import { listTargets, type ServerTarget } from '@postern/core/server-target';

/**
 * Probes the servers of one domain: IMAP and SMTP side by side without a password; with one, one after the other, so
 * that a failure of SMTP implies that IMAP passed (R23). Everything that a name or a server does is in the result;
 * rejects only when `signal` is aborted, with its reason.
 */
export async function probeServers(servers: MailServers, options: ProbeOptions): Promise<ProbeResult> {
  const allowNonSecureCertificate = servers.kind === 'imap' && servers.allowNonSecureCertificate;
  return await probeTargets(listTargets(servers), allowNonSecureCertificate, options);
}

/** Like `probeServers`, for any choice of servers in the order of their probing. */
export async function probeTargets(
  targets: readonly ServerTarget[],
  allowNonSecureCertificate: boolean,
  options: ProbeOptions,
): Promise<ProbeResult> {
  const ruleOf = ({ endpoint }: ServerTarget): CertificateRule => ({
    allowNonSecureCertificate,
    pin: options.pins?.[endpoint] ?? null,
    mayPin: options.credentials === undefined,
  });
  const probe = (target: ServerTarget) => probeOne(target, ruleOf(target), options);
  const judged =
    options.credentials === undefined
      ? await Promise.all(targets.map(probe))
      : await probeInTurn(targets, probe, options);
  const endpoints = judged.map(({ report }) => report);
  return {
    endpoints,
    failure: firstFailure(endpoints),
    warnings: judged.flatMap(({ warnings }) => warnings),
    newPins: judged.flatMap(({ newPin, report: { endpoint } }) =>
      newPin === null ? [] : [{ endpoint, ...newPin }],
    ),
    droppedPins: judged.flatMap(({ dropsPin, report: { endpoint } }) => (dropsPin ? [endpoint] : [])),
  };
}

/** Probes one server and judges it by the domain's own rule. */
async function probeOne(
  target: ServerTarget,
  rule: CertificateRule,
  options: ProbeOptions,
): Promise<JudgedReport> {
  const { pins: _, onStep = () => {}, ...shared } = options;
  let hasFailed = false;
  const tell = ({ step, certificate }: StepEvent): void => {
    if (hasFailed) return;
    const judged = judgeStep(step, certificate, target, rule);
    hasFailed = judged.failure !== null;
    onStep(target.endpoint, judged);
  };
  return judgeReport(await measureServer(target, { ...shared, onStep: tell }, rule), rule);
}

async function probeInTurn(
  targets: readonly ServerTarget[],
  probe: (target: ServerTarget) => Promise<JudgedReport>,
  { onStep = () => {} }: ProbeOptions,
): Promise<JudgedReport[]> {
  const done: JudgedReport[] = [];
  for (const target of targets) {
    const isDecided = firstFailure(done.map(({ report }) => report)) !== null;
    const judged = isDecided ? untested(target) : withLoginStep(await probe(target));
    const added = judged.report.steps.at(-1)!;
    if (added.state === 'skipped') onStep(target.endpoint, added);
    done.push(judged);
  }
  return done;
}

/** A login that did not come about is said to be so, behind the step that prevented it. */
function withLoginStep(judged: JudgedReport): JudgedReport {
  const { report } = judged;
  if (report.steps.some(({ stage }) => stage === 'authenticate')) return judged;
  return { ...judged, report: { ...report, steps: [...report.steps, loginNotTested(report)] } };
}

function untested(target: ServerTarget): JudgedReport {
  const report = emptyReport(target);
  return {
    report: { ...report, steps: [loginNotTested(report)] },
    warnings: [],
    newPin: null,
    dropsPin: false,
  };
}

function loginNotTested(report: EndpointReport): Step {
  const failure = describeFailure('auth-not-tested', 'authenticate', report);
  return { stage: 'authenticate', state: 'skipped', durationMs: 0, facts: {}, failure };
}

export type { ProbeOptions, ProbeResult } from './probe-options.js';
export type { CertificatePin } from './judge-certificate.js';
