import type { EndpointReport } from '../api/verifications';

/** Called with the digest of the certificate that a person accepts at a server. */
export type AcceptCertificate = (endpoint: EndpointReport['endpoint'], sha256: string) => void;
