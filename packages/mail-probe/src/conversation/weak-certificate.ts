import type { X509Certificate } from 'node:crypto';

/**
 * Whether the key or the digest of a certificate is too weak (CA/Browser Forum BR §6.1.5, §7.1.3.2). OpenSSL reports
 * a weak certificate anywhere in the chain only as `UNSPECIFIED`.
 */
export function isWeak(certificate: X509Certificate): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  const hasSmallKey =
    (type === 'rsa' || type === 'rsa-pss' ? (details?.modulusLength ?? 0) < 2048 : false) ||
    type === 'dsa' ||
    (type === 'ec' && /(?:112|128|160|163|192|193)/.test(details?.namedCurve ?? ''));
  const hasBrokenDigest =
    certificate.subject !== certificate.issuer &&
    /md[245]|sha-?1(?!\d)/i.test(certificate.signatureAlgorithm ?? '');
  return hasSmallKey || hasBrokenDigest;
}
