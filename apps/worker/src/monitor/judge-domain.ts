import type { EndpointName } from '@postern/core/endpoint-name';
import type { EndpointReport, Failure, Warning } from '@postern/core/verification';
import type { CertificatePin } from '@postern/core/probe-result';
import { judgeReport } from '@postern/mail-probe/judgement/judge-report';

/** The verification state that a domain shows, and the rule by which its certificates are judged. */
export type DomainState = {
  readonly state: string;
  readonly failure: Failure | null;
  readonly warnings: readonly Warning[];
  readonly unconfirmedFailure: EndpointName | null;
  readonly allowNonSecureCertificate: boolean;
  readonly pin: CertificatePin | null;
  /** The certificate authorities (PEM) of the domain’s account. */
  readonly authorities?: readonly string[];
};

/** The effect of a shared measurement on one domain. */
export type Judgement =
  /** The outcome equals the shown one; only the time of the last measurement changes. */
  | { readonly kind: 'same' }
  /** The first failure in a row; the shown state changes only if the next measurement fails too. */
  | { readonly kind: 'unconfirmed' }
  /** The measurement passed after a single failure that no second one confirmed. */
  | { readonly kind: 'recovered' }
  /** The outcome differs from the shown one and is added to the history. */
  | {
      readonly kind: 'changed';
      readonly report: EndpointReport;
      readonly failure: Failure | null;
      readonly warnings: Warning[];
    };

/**
 * Judges a measurement by one domain's own flag and pin, and its account's certificate authorities (B1). A domain that passes changes to `failed` only if the
 * same endpoint fails twice in a row. A scheduled measurement never makes a pin.
 */
export function judgeDomain(
  report: EndpointReport,
  domain: DomainState,
): Judgement & { readonly isHealthy: boolean } {
  const { allowNonSecureCertificate, pin, authorities = [] } = domain;
  const judged = judgeReport(report, { allowNonSecureCertificate, pin, mayPin: false, authorities });
  const failure = judged.report.steps.find((step) => step.failure !== null)?.failure ?? null;
  const isHealthy = failure === null;
  if (domain.state === 'queued' || domain.state === 'running') return { kind: 'same', isHealthy };
  const { endpoint } = report;
  const shownFailure = domain.failure?.endpoint === endpoint ? domain.failure.code : null;
  const shownWarnings = signature(domain.warnings.filter((warning) => warning.endpoint === endpoint));
  const isSame =
    shownFailure === (failure?.code ?? null) && (!isHealthy || shownWarnings === signature(judged.warnings));
  if (isSame && domain.state !== 'unverified') {
    const wasUnconfirmed = domain.unconfirmedFailure === endpoint && isHealthy;
    return { kind: wasUnconfirmed ? 'recovered' : 'same', isHealthy };
  }
  const isConfirmed = domain.state !== 'passed' || domain.unconfirmedFailure === endpoint;
  if (!isHealthy && !isConfirmed) return { kind: 'unconfirmed', isHealthy };
  return { kind: 'changed', report: judged.report, failure, warnings: judged.warnings, isHealthy };
}

/**
 * Returns a text that differs if two lists of warnings differ. The days until a certificate expires count as
 * changed at 30, 14, 7 and 1 day (B8), not every day.
 */
function signature(warnings: readonly Warning[]): string {
  const parts = warnings.map(({ code, daysLeft }) =>
    daysLeft === undefined ? code : `${code}:${expiryThreshold(daysLeft) ?? daysLeft}`,
  );
  return parts.toSorted().join();
}

/** The least of 1, 7, 14 and 30 days that a certificate with so many days left has reached; null if it has reached none. */
export function expiryThreshold(daysLeft: number): number | null {
  return [1, 7, 14, 30].find((days) => daysLeft <= days) ?? null;
}
