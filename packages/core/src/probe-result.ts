import type { EndpointName } from './endpoint-name.js';
import type { EndpointReport, Failure, Warning } from './verification.js';

/** SHA-256 digests of a certificate and of its public key that an admin accepted, in lower-case hex. */
export type CertificatePin = { readonly sha256: string; readonly spkiSha256: string };

/** The accepted certificates of one domain, by endpoint. */
export type CertificatePins = { readonly [endpoint in EndpointName]?: CertificatePin | undefined };

/**
 * The settings of a domain that decide how its servers' certificates are checked. Pins apply only if
 * `allowNonSecureCertificate` is true.
 */
export type DomainRule = {
  readonly allowNonSecureCertificate: boolean;
  readonly pins: CertificatePins;
  /** The certificate authorities (PEM) that the domain’s account has uploaded; default: none. */
  readonly authorities?: readonly string[];
};

/** The outcome of probing the servers of one domain. */
export type ProbeResult = {
  readonly endpoints: EndpointReport[];
  /** The failure of the first endpoint that failed; null if all passed. */
  readonly failure: Failure | null;
  readonly warnings: Warning[];
  /** Certificates to pin: the domain accepts any certificate, had no pin, and the verification used no password. */
  readonly newPins: readonly (CertificatePin & { readonly endpoint: EndpointName })[];
  /** Endpoints whose pin is no longer needed, because their certificate is now signed by a trusted authority. */
  readonly droppedPins: readonly EndpointName[];
};
