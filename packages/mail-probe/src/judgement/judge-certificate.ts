import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import type { CertificatePin } from '@postern/core/probe-result';
import type { Certificate } from '@postern/core/verification';

/**
 * The rule by which a certificate is judged: the domain's flag and pin, and whether this verification may make a
 * pin (never with a login).
 */
export type CertificateRule = {
  readonly allowNonSecureCertificate: boolean;
  readonly pin: CertificatePin | null;
  readonly mayPin: boolean;
  /** The certificate authorities (PEM) that the account has uploaded; default: none. */
  readonly authorities?: readonly string[];
};

/**
 * The judgement of a certificate: the failed check that is reported, the failed checks that a pin waives, and
 * whether the pin is made, kept or dropped.
 */
export type CertificateVerdict = {
  readonly failure: FailureCode | null;
  readonly waived: readonly FailureCode[];
  readonly pin: 'none' | 'make' | 'keep' | 'drop';
};

/**
 * Judges a certificate by the domain's flag and pin (R5). Pure, because many domains share one measurement. A pin
 * waives the checks of issuer, name and dates for one certificate or key, but never a weak key. A publicly valid
 * certificate needs no pin.
 */
export function judgeCertificate(
  certificate: Pick<Certificate, 'failedChecks' | 'sha256' | 'spkiSha256'>,
  { allowNonSecureCertificate, pin, mayPin }: CertificateRule,
): CertificateVerdict {
  const [firstFailed] = certificate.failedChecks;
  if (firstFailed === undefined) return { failure: null, waived: [], pin: pin === null ? 'none' : 'drop' };
  const keep = pin === null ? 'none' : 'keep';
  if (certificate.failedChecks.includes('cert-weak')) return { failure: 'cert-weak', waived: [], pin: keep };
  if (!allowNonSecureCertificate) return { failure: firstFailed, waived: [], pin: keep };
  if (pin === null) {
    return mayPin
      ? { failure: null, waived: certificate.failedChecks, pin: 'make' }
      : { failure: firstFailed, waived: [], pin: 'none' };
  }
  const isAccepted = certificate.sha256 === pin.sha256 || certificate.spkiSha256 === pin.spkiSha256;
  return isAccepted
    ? { failure: null, waived: certificate.failedChecks, pin: 'keep' }
    : { failure: 'cert-changed', waived: [], pin: 'keep' };
}
