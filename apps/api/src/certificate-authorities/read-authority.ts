import { hash, X509Certificate } from 'node:crypto';
import type { CertificateAuthorityAnswer, CertificatePreview } from '@postern/core/certificate-authority';
import type { StoredAuthority } from '@postern/database/certificate-authorities';
import { invalidInput } from '../http/api-problem.js';

const dayMs = 86_400_000;

type Problem = CertificatePreview['problems'][number];

/**
 * Reads a certificate that is to be added. Throws the first problem of `problemsOf`, and those of `readCertificate`.
 */
export function readAuthority(
  pem: string,
  now = Date.now(),
): { readonly pem: string; readonly sha256: string } {
  const certificate = readCertificate(pem);
  const [problem] = problemsOf(certificate, now);
  if (problem !== undefined) throw refused(problem.code, problem.message);
  return { pem: certificate.toString(), sha256: hash('sha256', certificate.raw) };
}

/** Returns what a certificate says of itself, and each reason against adding it. Throws the problems of `readCertificate`. */
export function previewAuthority(pem: string, now = Date.now()): CertificatePreview {
  const certificate = readCertificate(pem);
  return {
    ...presentCertificate(certificate, now),
    issuer: printable(certificate.issuer),
    sha256: hash('sha256', certificate.raw),
    problems: problemsOf(certificate, now),
  };
}

/**
 * Reads the one certificate of a text in PEM. Throws a problem that names the rule and never the text if that has a
 * private key, no certificate or several.
 */
function readCertificate(pem: string): X509Certificate {
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
  return parse(blocks[0]);
}

/** Why a certificate cannot be that of a trusted authority: it is none, it has expired, or its key is too weak. */
function problemsOf(certificate: X509Certificate, now: number): Problem[] {
  const rules: readonly (readonly [boolean, string, string])[] = [
    [
      certificate.ca,
      'not-an-authority',
      'This is not the certificate of an authority (basicConstraints without CA)',
    ],
    [certificate.validToDate.getTime() >= now, 'expired', 'This certificate has expired'],
    [
      isStrong(certificate),
      'weak-key',
      'The key is too weak. It must be RSA with 2048 bits, EC with 256 bits, or stronger',
    ],
  ];
  return rules.filter(([holds]) => !holds).map(([, code, message]) => ({ code, message }));
}

/** Returns an authority as the API shows it. */
export function presentAuthority(stored: StoredAuthority, now = Date.now()): CertificateAuthorityAnswer {
  return {
    id: stored.id,
    name: stored.name,
    ...presentCertificate(new X509Certificate(stored.pem), now),
    sha256: stored.sha256,
    createdAt: new Date(stored.createdAt).toISOString(),
    createdBy: stored.createdBy,
  };
}

function presentCertificate(
  { subject, validFromDate, validToDate, publicKey }: X509Certificate,
  now: number,
) {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  const type = (publicKey.asymmetricKeyType ?? 'unknown').toUpperCase();
  return {
    subject: printable(subject),
    validFrom: validFromDate.toISOString(),
    validTo: validToDate.toISOString(),
    daysLeft: daysUntil(validToDate, now),
    key: `${type} ${modulusLength ?? namedCurve ?? ''}`.trim(),
  };
}

/** The whole days until a time; negative after it. */
export function daysUntil(end: Date, now = Date.now()): number {
  return Math.floor((end.getTime() - now) / dayMs);
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
