import { skippedLogin } from '@postern/core/failures/describe-failure';
import type { DomainRule, ProbeResult } from '@postern/core/probe-result';
import type { Server } from '@postern/core/server';
import { firstFailure } from '@postern/core/failures/failures-of';
import { emptyReport, type EndpointReport } from '@postern/core/verification';
import type { StepEvent } from './conversation/conversation.js';
import type { CertificateRule } from './judgement/judge-certificate.js';
import { judgeReport, judgeStep, type JudgedReport } from './judgement/judge-report.js';
import { measureServer } from './measure-server.js';
import type { ProbeOptions } from './probe-options.js';

/**
 * Probes the servers of one domain: at the same time without credentials; with credentials one after the other, so
 * that a failure of SMTP implies that IMAP passed (R23). Each report is judged by the rule of one domain. Without a
 * rule nothing is judged: the result is a measurement that many domains share, and `judgeReport` judges it for each
 * of them. Every failure is part of the result; the promise rejects only if `signal` is aborted, with its reason.
 */
export async function probeServers(
  servers: readonly Server[],
  rule: DomainRule | null,
  options: ProbeOptions,
): Promise<ProbeResult> {
  const probe =
    rule === null
      ? (server: Server) => probeUnjudged(server, options)
      : (server: Server) => probeJudged(server, ruleFor(server, rule, options), options);
  const judged =
    options.credentials === undefined
      ? await Promise.all(servers.map(probe))
      : await probeInTurn(servers, probe, options);
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

/** Returns the domain's rule for one endpoint. A verification with a password never makes a pin. */
function ruleFor(
  { endpoint }: Server,
  { allowNonSecureCertificate, pins, authorities = [] }: DomainRule,
  { credentials }: ProbeOptions,
): CertificateRule {
  const mayPin = credentials === undefined;
  return { allowNonSecureCertificate, pin: pins[endpoint] ?? null, mayPin, authorities };
}

async function probeUnjudged(server: Server, options: ProbeOptions): Promise<JudgedReport> {
  const { onStep = () => {} } = options;
  const report = await measureServer(server, {
    ...options,
    onStep: ({ step }) => onStep(server.endpoint, step),
  });
  return unjudged(report);
}

async function probeJudged(
  server: Server,
  rule: CertificateRule,
  options: ProbeOptions,
): Promise<JudgedReport> {
  const { onStep = () => {} } = options;
  let hasFailed = false;
  const judgeAndReport = ({ step, certificate }: StepEvent): void => {
    if (hasFailed) return;
    const judged = judgeStep(step, certificate, server, rule);
    hasFailed = judged.failure !== null;
    onStep(server.endpoint, judged);
  };
  return judgeReport(await measureServer(server, { ...options, onStep: judgeAndReport }, rule), rule);
}

async function probeInTurn(
  servers: readonly Server[],
  probe: (server: Server) => Promise<JudgedReport>,
  { onStep = () => {} }: ProbeOptions,
): Promise<JudgedReport[]> {
  const done: JudgedReport[] = [];
  for (const server of servers) {
    const hasFailed = firstFailure(done.map(({ report }) => report)) !== null;
    const probed = hasFailed ? unjudged(emptyReport(server)) : await probe(server);
    const judged = withLoginStep(probed);
    if (judged !== probed) onStep(server.endpoint, judged.report.steps.at(-1)!);
    done.push(judged);
  }
  return done;
}

/** Adds a skipped login to the end of a report that has no login step. */
function withLoginStep(judged: JudgedReport): JudgedReport {
  const { report } = judged;
  if (report.steps.some(({ stage }) => stage === 'authenticate')) return judged;
  return { ...judged, report: { ...report, steps: [...report.steps, skippedLogin(report)] } };
}

function unjudged(report: EndpointReport): JudgedReport {
  return { report, warnings: [], newPin: null, dropsPin: false };
}
