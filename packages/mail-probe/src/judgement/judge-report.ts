import { describeWarning } from '@postern/core/failures/describe-warning';
import { describeFailure } from '@postern/core/failures/describe-failure';
import type { FailureContext } from '@postern/core/failures/failure-entry';
import type { CertificatePin } from '@postern/core/probe-result';
import type { Certificate, EndpointReport, Failure, Step, Warning } from '@postern/core/verification';
import { judgeCertificate, type CertificateRule } from './judge-certificate.js';
import { withOwnAuthorities, type MeasuredCertificate } from './own-authorities.js';
import { passwordLogin } from './password-login.js';

/**
 * A report that was judged by one domain's rule: its failure and warnings, and what happens to the domain's pin.
 */
export type JudgedReport = {
  readonly report: EndpointReport;
  readonly warnings: Warning[];
  readonly newPin: CertificatePin | null;
  readonly dropsPin: boolean;
};

const warnDaysAhead = 30;
type About = Pick<EndpointReport, 'endpoint' | 'host' | 'port' | 'tls'>;

/**
 * Judges a measurement by one domain's flag and pin. Pure, because many domains share one measurement. A bad
 * certificate fails the `tls` step and turns the later steps into skipped ones; waived checks and an expiry within
 * 30 days (B8) become warnings. A report whose certificate was judged before a login keeps its steps.
 */
export function judgeReport(measured: EndpointReport, rule: CertificateRule): JudgedReport {
  const report = forAccount(measured, rule);
  const { certificate } = report;
  const warnings = [...loginWarnings(report), ...keyExchangeWarnings(report), ...slowWarnings(report)];
  const isJudged = report.steps.some(({ stage, state }) => stage === 'tls' && state === 'failed');
  if (certificate === null || isJudged) return { report, warnings, newPin: null, dropsPin: false };
  const verdict = judgeCertificate(certificate, rule);
  // A server with any other failure may be the wrong server, so its certificate does not change the pin.
  const isWhole = report.steps.every(({ state }) => state === 'passed');
  const pins = {
    dropsPin: isWhole && verdict.pin === 'drop',
    newPin: isWhole && verdict.pin === 'make' ? digestsOf(certificate) : null,
  };
  const failure = certificateFailure(report, certificate, rule);
  if (failure !== null) return { ...pins, report: failAtTls(report, failure), warnings: [] };
  const context = contextOf(report, certificate);
  const waived = verdict.waived.filter(isWaivable);
  warnings.unshift(...waived.map((code) => describeWarning(code, context)));
  if (certificate.daysLeft >= 0 && certificate.daysLeft <= warnDaysAhead) {
    warnings.push(describeWarning('cert-expires-soon', context));
  }
  return { ...pins, report, warnings };
}

/** Returns the report with the facts of its certificate as they are for the account of the rule. */
function forAccount(report: EndpointReport, rule: CertificateRule): EndpointReport {
  if (report.certificate === null) return report;
  const certificate = certificateFor(report.certificate, rule);
  return { ...report, certificate, steps: report.steps.map((step) => stepFor(step, certificate)) };
}

function certificateFor(
  certificate: MeasuredCertificate,
  { authorities = [] }: CertificateRule,
): Certificate {
  return withOwnAuthorities(certificate, authorities);
}

/** A measured `tls` step lists the failed checks without the authorities of any account. */
function stepFor(step: Step, { failedChecks }: Certificate): Step {
  if (!('failedChecks' in step.facts)) return step;
  return { ...step, facts: { ...step.facts, failedChecks } };
}

/** Judges a single `tls` step when it ends, because its result is shown while the verification still runs. */
export function judgeStep(
  measured: Step,
  measuredCertificate: Certificate | null,
  about: About,
  rule: CertificateRule,
): Step {
  if (measured.stage !== 'tls' || measuredCertificate === null) return measured;
  const certificate = certificateFor(measuredCertificate, rule);
  const step = stepFor(measured, certificate);
  if (step.state !== 'passed') return step;
  const failure = certificateFailure(about, certificate, rule);
  return failure === null ? step : { ...step, state: 'failed', failure };
}

function certificateFailure(about: About, certificate: Certificate, rule: CertificateRule): Failure | null {
  const { failure } = judgeCertificate(certificate, rule);
  return failure === null ? null : describeFailure(failure, 'tls', contextOf(about, certificate));
}

function failAtTls(report: EndpointReport, failure: Failure): EndpointReport {
  const at = report.steps.findIndex(({ stage }) => stage === 'tls');
  const steps = report.steps.map((step, index): Step => {
    if (index === at) return { ...step, state: 'failed', failure };
    return index < at ? step : { ...step, state: 'skipped', durationMs: 0, facts: {}, failure: null };
  });
  return { ...report, steps, capabilities: [], authMechanisms: [] };
}

/** Returns the warnings of a verification without a password: the reasons why a login would fail. */
function* loginWarnings(report: EndpointReport): Generator<Warning> {
  const isWhole = report.steps.every(({ state }) => state === 'passed');
  if (!isWhole || report.steps.some(({ stage }) => stage === 'authenticate')) return;
  if (report.endpoint === 'exchange') {
    const isSure = report.steps.every(({ facts }) => facts.isExchange !== false);
    if (!isSure) yield describeWarning('exchange-unsure', contextOf(report, null));
    return;
  }
  const login = passwordLogin(report);
  if (login !== 'offered')
    yield describeWarning(login, { ...contextOf(report, null), mechanisms: report.authMechanisms });
}

/**
 * The time in milliseconds from which a server is reported as slow, because mail programs give up after 10 s or
 * more.
 */
const slowMs = 5_000;

/**
 * Returns a warning if the server took long until it was ready: handshake, greeting, and EHLO or CAPABILITY
 * together.
 */
function* slowWarnings(report: EndpointReport): Generator<Warning> {
  const waits = report.steps.filter(
    ({ stage, state }) => state === 'passed' && ['tls', 'greeting', 'capability', 'request'].includes(stage),
  );
  const ms = waits.reduce((sum, { durationMs }) => sum + durationMs, 0);
  if (ms < slowMs || report.steps.some(({ state }) => state === 'failed')) return;
  yield describeWarning('server-slow', { ...contextOf(report, null), seconds: Math.round(ms / 1_000) });
}

/**
 * Returns a warning if the server needed finite-field Diffie-Hellman, which the probe offers only to a server that
 * refused everything else.
 */
function* keyExchangeWarnings(report: EndpointReport): Generator<Warning> {
  if (report.cipher?.startsWith('TLS_DHE_')) yield describeWarning('tls-only-dhe', contextOf(report, null));
}

function contextOf({ endpoint, host, port, tls }: About, certificate: Certificate | null): FailureContext {
  const { names, daysLeft, chainMember } = certificate ?? {};
  return { endpoint, host, port, tls, names, daysLeft, chainMember };
}

const waivable = [
  'cert-self-signed',
  'cert-unknown-ca',
  'cert-chain-incomplete',
  'cert-expired',
  'cert-chain-expired',
  'cert-wrong-purpose',
  'cert-not-yet-valid',
  'cert-name-mismatch',
] as const;

function isWaivable(code: string): code is (typeof waivable)[number] {
  return waivable.some((known) => known === code);
}

function digestsOf({ sha256, spkiSha256 }: Certificate): CertificatePin {
  return { sha256, spkiSha256 };
}
