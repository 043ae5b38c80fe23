import { createHash, X509Certificate } from 'node:crypto';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

/**
 * The trusted certificate authorities. They are parsed once, because building a context takes about 50 ms and a
 * handshake 2 ms.
 */
export type TrustRoots = { readonly context: SecureContext; holds(certificate: Buffer): boolean };

const rootsByExtra = new Map<string, TrustRoots>();

/**
 * Returns the trusted certificate authorities: those of Node and the system, NODE_EXTRA_CA_CERTS, and those in
 * `extraPem`. Allows TLS 1.2 or newer only (RFC 8996, R27). Throws if `extraPem` contains no readable certificate;
 * a process therefore calls this function at its start.
 */
export function trustRoots(extraPem: string | null): TrustRoots {
  const known = rootsByExtra.get(extraPem ?? '');
  if (known !== undefined) return known;
  const extra = extraPem === null ? [] : splitPem(extraPem);
  if (extraPem !== null && extra.length === 0)
    throw new TypeError('The text contains no certificate in PEM format');
  const stores = (['bundled', 'system', 'extra'] as const).flatMap((store) => getCACertificates(store));
  const pems = [...new Set([...stores, ...extra])];
  for (const pem of extra) void new X509Certificate(pem);
  let digests: Set<string> | undefined;
  const roots: TrustRoots = {
    context: createSecureContext({ ca: pems, minVersion: 'TLSv1.2' }),
    holds(certificate) {
      digests ??= new Set(pems.map((pem) => digestOf(new X509Certificate(pem).raw)));
      return digests.has(digestOf(certificate));
    },
  };
  rootsByExtra.set(extraPem ?? '', roots);
  return roots;
}

function splitPem(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

function digestOf(der: Buffer): string {
  return createHash('sha256').update(der).digest('hex');
}
