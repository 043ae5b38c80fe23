import { constants, X509Certificate } from 'node:crypto';
import { createSecureContext, DEFAULT_CIPHERS, getCACertificates, type SecureContext } from 'node:tls';

/**
 * The trusted certificate authorities. They are parsed once, because building a context takes about 50 ms and a
 * handshake 2 ms.
 */
export type TrustRoots = {
  /** The context of every first handshake. It does not offer finite-field Diffie-Hellman. */
  readonly context: SecureContext;
  /** A context that offers nothing else, for a server that refused the first handshake. Built at its first use. */
  finiteFieldContext(): SecureContext;
  holds(certificate: X509Certificate): boolean;
  /** Returns the authority that issued a certificate, preferably one that is valid now. */
  issuerOf(certificate: X509Certificate): X509Certificate | undefined;
};

/**
 * With parameters of 10,000 bits, which the server chooses, finite-field Diffie-Hellman takes 1.6 s of CPU time here.
 * Mail servers that need it have no TLS 1.3.
 */
const withoutFiniteField = { minVersion: 'TLSv1.2', ciphers: `${DEFAULT_CIPHERS}:!kDHE` } as const;
const onlyFiniteField = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
  ciphers: `${DEFAULT_CIPHERS}:!kECDHE:!kRSA`,
} as const;
/** A server can make a client of TLS 1.2 repeat the handshake for ever (RFC 5246 §7.4.1.1); no mail server needs that. */
const secureOptions = constants.SSL_OP_NO_RENEGOTIATION;

const rootsByExtra = new Map<string | null, TrustRoots>();

/**
 * Returns the trusted certificate authorities: those of Node and the system, NODE_EXTRA_CA_CERTS, and those in
 * `extraPem`. Allows TLS 1.2 or newer only (RFC 8996, R27). Throws if `extraPem` contains no readable certificate;
 * a process therefore calls this function at its start.
 */
export function trustRoots(extraPem: string | null): TrustRoots {
  const known = rootsByExtra.get(extraPem);
  if (known !== undefined) return known;
  const extra = extraPem === null ? [] : splitPem(extraPem);
  if (extraPem !== null && extra.length === 0)
    throw new TypeError('The text contains no certificate in PEM format');
  const stores = (['bundled', 'system', 'extra'] as const).flatMap((store) => getCACertificates(store));
  const pems = [...new Set([...stores, ...extra])];
  const authorities = pems.map((pem) => new X509Certificate(pem));
  const digests = new Set(authorities.map(({ fingerprint256 }) => fingerprint256));
  const bySubject = Map.groupBy(authorities, ({ subject }) => subject);
  let finiteField: SecureContext | undefined;
  const roots: TrustRoots = {
    context: createSecureContext({ ca: pems, secureOptions, ...withoutFiniteField }),
    finiteFieldContext: () =>
      (finiteField ??= createSecureContext({ ca: pems, secureOptions, ...onlyFiniteField })),
    holds: ({ fingerprint256 }) => digests.has(fingerprint256),
    issuerOf(certificate) {
      // OpenSSL ignores case and blanks when it compares names; then all authorities are asked.
      const named = bySubject.get(certificate.issuer) ?? authorities;
      const issuers = named.filter((authority) => certificate.checkIssued(authority));
      return issuers.find((issuer) => isValid(issuer, new Date())) ?? issuers[0];
    },
  };
  rootsByExtra.set(extraPem, roots);
  return roots;
}

function splitPem(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

function isValid({ validFromDate, validToDate }: X509Certificate, now: Date): boolean {
  return validFromDate <= now && now <= validToDate;
}
