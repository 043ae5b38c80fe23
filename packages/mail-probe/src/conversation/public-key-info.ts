import type { X509Certificate } from 'node:crypto';

const sequence = 0x30;
const explicitVersion = 0xa0;

/**
 * Returns the SubjectPublicKeyInfo of a certificate in DER, which a pin is the digest of (RFC 7469 §2.4). It is cut out of
 * the certificate, because exporting the key takes OpenSSL 3.5 0.1 ms of CPU time.
 */
export function publicKeyInfo({ raw, publicKey }: X509Certificate): Buffer {
  return cutOut(raw) ?? publicKey.export({ type: 'spki', format: 'der' });
}

/** Null if the certificate is not in DER. The fields are those of TBSCertificate (RFC 5280 §4.1). */
function cutOut(certificate: Buffer): Buffer | null {
  const start = contentOf(certificate, contentOf(certificate, 0)); // of TBSCertificate
  const first = certificate[start] === explicitVersion ? endOf(certificate, start) : start;
  // Before the key there are serialNumber, signature, issuer, validity and subject.
  const key = [1, 2, 3, 4, 5].reduce((at) => endOf(certificate, at), first);
  const end = endOf(certificate, key);
  return certificate[key] === sequence && end <= certificate.length ? certificate.subarray(key, end) : null;
}

/** Returns the offset of the content of the element at `at`; NaN for a length of another form than DER has here. */
function contentOf(der: Buffer, at: number): number {
  const length = der[at + 1];
  if (length === undefined || length === 0x80 || length > 0x83) return Number.NaN;
  return at + 2 + (length < 0x80 ? 0 : length - 0x80);
}

function endOf(der: Buffer, at: number): number {
  const content = contentOf(der, at);
  if (!(content <= der.length)) return Number.NaN;
  const length = der[at + 1]!;
  return content + (length < 0x80 ? length : der.readUIntBE(at + 2, length - 0x80));
}
