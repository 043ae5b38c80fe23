import { hash, X509Certificate } from 'node:crypto';
import type { CertificateAuthorityAnswer } from '@postern/core/certificate-authority';
import type { StoredAuthority } from '@postern/database/certificate-authorities';
import { invalidInput } from '../http/api-problem.js';

const dayMs = 86_400_000;

/**
 * Reads the one certificate of a text in PEM. Throws a problem that names the rule and never the text if that has a
 * private key, no certificate or several, or one that is no authority, not valid now, or too weak.
 */
export function readAuthority(
  pem: string,
  now = Date.now(),
): { readonly pem: string; readonly sha256: string } {
  if (/PRIVATE KEY/.test(pem))
    throw refused(
      'private-key',
      'The text contains a private key. Send the certificate alone, and keep the key secret',
    );
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length > 1)
    throw refused(
      'several-certificates',
      'The text contains several certificates. Add each authority by itself',
    );
  const certificate = parse(blocks[0]);
  if (!certificate.ca)
    throw refused(
      'not-an-authority',
      'This is not the certificate of an authority (basicConstraints without CA)',
    );
  if (certificate.validToDate.getTime() < now) throw refused('expired', 'This certificate has expired');
  if (!isStrong(certificate))
    throw refused(
      'weak-key',
      'The key is too weak. It must be RSA with 2048 bits, EC with 256 bits, or stronger',
    );
  return { pem: certificate.toString(), sha256: hash('sha256', certificate.raw) };
}

/** Returns an authority as the API shows it. */
export function presentAuthority(stored: StoredAuthority, now = Date.now()): CertificateAuthorityAnswer {
  const { subject, validFromDate, validToDate, publicKey } = new X509Certificate(stored.pem);
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  const type = (publicKey.asymmetricKeyType ?? 'unknown').toUpperCase();
  return {
    id: stored.id,
    name: stored.name,
    subject: printable(subject),
    validFrom: validFromDate.toISOString(),
    validTo: validToDate.toISOString(),
    daysLeft: Math.floor((validToDate.getTime() - now) / dayMs),
    key: `${type} ${modulusLength ?? namedCurve ?? ''}`.trim(),
    sha256: stored.sha256,
    createdAt: new Date(stored.createdAt).toISOString(),
    createdBy: stored.createdBy,
  };
}

function parse(block: string | undefined): X509Certificate {
  try {
    if (block !== undefined) return new X509Certificate(block);
  } catch {
    // The error of OpenSSL says nothing that its reader could correct.
  }
  throw refused('no-certificate', 'The text contains no readable certificate in PEM');
}

/** The EC curves whose keys have 256 bits or more. */
const strongCurves = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

function isStrong({ publicKey }: X509Certificate): boolean {
  const { modulusLength = 0, namedCurve = '' } = publicKey.asymmetricKeyDetails ?? {};
  const type = publicKey.asymmetricKeyType ?? '';
  if (type === 'rsa' || type === 'rsa-pss') return modulusLength >= 2048;
  return type === 'ec' ? strongCurves.has(namedCurve) : ['ed25519', 'ed448'].includes(type);
}

function refused(code: string, message: string) {
  return invalidInput('pem', code, message);
}

/** The subject in one line of at most 200 printable characters. */
function printable(text: string): string {
  return text.replaceAll('\n', ', ').replaceAll(/\p{C}/gu, '?').slice(0, 200);
}
