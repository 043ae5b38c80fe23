import { skippedLogin } from '@postern/core/failures/describe-failure';
import type { MailServers } from '@postern/core/mail-settings';
import { firstFailure } from '@postern/core/verification';
import type { StepEvent } from './conversation.js';
import { judgeReport, judgeStep, type JudgedReport } from './judge-report.js';
import type { CertificateRule } from './judge-certificate.js';
import { emptyReport } from './empty-report.js';
import { measureServer } from './measure-server.js';
import type { ProbeOptions, ProbeResult } from './probe-options.js';
import { serversIn, type Server } from '@postern/core/server';

/**
 * Probes the servers of one domain: IMAP and SMTP side by side without a password; with one, one after the other, so
 * that a failure of SMTP implies that IMAP passed (R23). Everything that a name or a server does is in the result;
 * rejects only when `signal` is aborted, with its reason.
 */
export async function probeServers(settings: MailServers, options: ProbeOptions): Promise<ProbeResult> {
  const allowNonSecureCertificate = settings.kind === 'imap' && settings.allowNonSecureCertificate;
  return await probeTargets(serversIn(settings), allowNonSecureCertificate, options);
}

/** Like `probeServers`, for any choice of servers in the order of their probing. */
export async function probeTargets(
  servers: readonly Server[],
  allowNonSecureCertificate: boolean,
  options: ProbeOptions,
): Promise<ProbeResult> {
  const ruleOf = ({ endpoint }: Server): CertificateRule => ({
    allowNonSecureCertificate,
    pin: options.pins?.[endpoint] ?? null,
    mayPin: options.credentials === undefined,
  });
  const probe = (server: Server) => probeOne(server, ruleOf(server), options);
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

/** Probes one server and judges it by the domain's own rule. */
async function probeOne(server: Server, rule: CertificateRule, options: ProbeOptions): Promise<JudgedReport> {
  const { pins: _, onStep = () => {}, ...shared } = options;
  let hasFailed = false;
  const tell = ({ step, certificate }: StepEvent): void => {
    if (hasFailed) return;
    const judged = judgeStep(step, certificate, server, rule);
    hasFailed = judged.failure !== null;
    onStep(server.endpoint, judged);
  };
  return judgeReport(await measureServer(server, { ...shared, onStep: tell }, rule), rule);
}

async function probeInTurn(
  servers: readonly Server[],
  probe: (server: Server) => Promise<JudgedReport>,
  { onStep = () => {} }: ProbeOptions,
): Promise<JudgedReport[]> {
  const done: JudgedReport[] = [];
  for (const server of servers) {
    const isDecided = firstFailure(done.map(({ report }) => report)) !== null;
    const judged = isDecided ? untested(server) : withLoginStep(await probe(server));
    const added = judged.report.steps.at(-1)!;
    if (added.state === 'skipped') onStep(server.endpoint, added);
    done.push(judged);
  }
  return done;
}

/** A login that did not come about is said to be so, behind the step that prevented it. */
function withLoginStep(judged: JudgedReport): JudgedReport {
  const { report } = judged;
  if (report.steps.some(({ stage }) => stage === 'authenticate')) return judged;
  return { ...judged, report: { ...report, steps: [...report.steps, skippedLogin(report)] } };
}

function untested(server: Server): JudgedReport {
  const report = emptyReport(server);
  return {
    report: { ...report, steps: [skippedLogin(report)] },
    warnings: [],
    newPin: null,
    dropsPin: false,
  };
}

export type { ProbeOptions, ProbeResult } from './probe-options.js';
export type { CertificatePin } from './judge-certificate.js';
