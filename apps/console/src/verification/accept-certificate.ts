import type { EndpointReport } from '../api/verifications';

/** Called with the SHA-256 digest of the certificate that the user accepts for a server. */
export type AcceptCertificate = (endpoint: EndpointReport['endpoint'], sha256: string) => void;
