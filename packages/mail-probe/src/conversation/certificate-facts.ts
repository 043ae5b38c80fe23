import { hash, X509Certificate, type KeyObject } from 'node:crypto';
import { checkServerIdentity, TLSSocket, type DetailedPeerCertificate, type PeerCertificate } from 'node:tls';
import { formatIpAddress, parseIpAddress } from '@postern/core/ip-address';
import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import { mayBeOfOwnAuthority, type MeasuredCertificate } from '../judgement/own-authorities.js';
import { publicKeyInfo } from './public-key-info.js';
import type { TrustRoots } from './trust-roots.js';
import { isWeak } from './weak-certificate.js';

const dayMs = 86_400_000;
const mostNames = 100;
const mostPresented = 10;
const dateErrors = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
/**
 * OpenSSL's errors for a certificate whose extensions forbid its use as a server certificate or as an issuer (RFC
 * 5280 §4.2.1.3, §4.2.1.9, §4.2.1.12).
 */
const purposeErrors = new Set(['INVALID_PURPOSE', 'INVALID_CA', 'PATH_LENGTH_EXCEEDED', 'CERT_REJECTED']);

/**
 * Reads the certificate of a TLS connection, with every check that it fails in the order weak, issuer, dates, name.
 * Null if the server presented none. `host` is the name or address that the certificate must be valid for.
 */
export function readCertificate(
  socket: TLSSocket,
  host: string,
  roots: TrustRoots,
  now = Date.now(),
): MeasuredCertificate | null {
  const [leaf, ...issuers] = presentedCertificates(socket);
  if (leaf === undefined) return null;
  const chain = listChain(leaf, issuers, roots);
  const validFrom = leaf.validFromDate;
  const validTo = leaf.validToDate;
  const verifyError = socket.authorized ? null : String(socket.authorizationError);
  const badMember = isWeak(leaf) ? null : findBadMember(chain.slice(1), verifyError, now);
  const checks: (FailureCode | null)[] = [
    isWeak(leaf) || verifyError === 'UNSPECIFIED' ? 'cert-weak' : null,
    checkIssuer(leaf, chain, verifyError, roots),
    now > validTo.getTime() ? 'cert-expired' : null,
    now < validFrom.getTime() ? 'cert-not-yet-valid' : null,
    badMember === null || badMember.check === 'cert-weak' ? null : badMember.check,
    purposeErrors.has(verifyError ?? '') && badMember === null ? 'cert-wrong-purpose' : null,
    namesHost(leaf, host) ? null : 'cert-name-mismatch',
  ];
  const failedChecks = failedOf(checks, verifyError);
  return {
    subject: printable(leaf.subject),
    names: listNames(leaf.subjectAltName),
    issuer: printable(leaf.issuer),
    validFrom: validFrom.toISOString(),
    validTo: validTo.toISOString(),
    daysLeft: Math.floor((validTo.getTime() - now) / dayMs),
    key: describeKey(leaf.publicKey),
    sha256: hash('sha256', leaf.raw),
    spkiSha256: hash('sha256', publicKeyInfo(leaf)),
    chainLength: chain.length,
    ...(badMember === null ? {} : { chainMember: badMember.subject }),
    failedChecks,
    ...(mayBeOfOwnAuthority(failedChecks) ? { presented: presentedText([leaf, ...issuers]) } : {}),
  };
}

/** The failed checks in order. An error of OpenSSL that no check explains is a failure all the same. */
function failedOf(checks: readonly (FailureCode | null)[], verifyError: string | null): FailureCode[] {
  const failed = checks.filter((check) => check !== null);
  return failed.length === 0 && verifyError !== null ? ['cert-unknown-ca'] : failed;
}

/**
 * Returns the first issuer in the chain that has expired, is not valid yet, is too weak, or must not sign certificates.
 */
function findBadMember(
  issuers: readonly X509Certificate[],
  verifyError: string | null,
  now: number,
): { readonly check: FailureCode; readonly subject: string } | null {
  if (verifyError === null) return null;
  for (const issuer of issuers) {
    const subject = printable(issuer.subject);
    if (issuer.validToDate.getTime() < now) return { check: 'cert-chain-expired', subject };
    if (issuer.validFromDate.getTime() > now) return { check: 'cert-not-yet-valid', subject };
    if (verifyError === 'UNSPECIFIED' && isWeak(issuer)) return { check: 'cert-weak', subject };
    if (!issuer.ca && purposeErrors.has(verifyError)) return { check: 'cert-wrong-purpose', subject };
  }
  return null;
}

/**
 * Returns the certificate of the server and those of its issuers that it presented or that are trusted, leaf first. Not by
 * `getPeerX509Certificate`: Node 24 never frees the issuers that it returns, about 9 KB for each connection.
 */
function presentedCertificates(socket: TLSSocket): X509Certificate[] {
  // The method of the class: the handshake replaces that of the socket.
  const read = TLSSocket.prototype.getPeerCertificate as (isDetailed: true) => DetailedPeerCertificate;
  const presented = new Set<Buffer>();
  let next: Partial<DetailedPeerCertificate> | undefined = read.call(socket, true);
  // A certificate that issued itself is its own issuer.
  while (next?.raw !== undefined && !presented.has(next.raw)) {
    presented.add(next.raw);
    next = next.issuerCertificate;
  }
  return Array.from(presented, (raw) => new X509Certificate(raw));
}

/** At most as many certificates as fit into the limit of a handshake are kept for the judgement. */
function presentedText(certificates: readonly X509Certificate[]): string[] {
  return certificates.slice(0, mostPresented).map(({ raw }) => raw.toString('base64'));
}

/**
 * Returns the leaf, the issuers that belong to it and the root that was found for them. The last certificate is
 * self-issued, or its issuer is missing.
 */
function listChain(
  leaf: X509Certificate,
  presented: readonly X509Certificate[],
  roots: TrustRoots,
): X509Certificate[] {
  const chain = [leaf];
  for (let last = leaf; !last.checkIssued(last) && chain.length < 16; last = chain.at(-1)!) {
    const issuer = presented.find((one) => last.checkIssued(one)) ?? roots.issuerOf(last);
    if (issuer === undefined || chain.includes(issuer)) break;
    chain.push(issuer);
  }
  return chain;
}

/**
 * Checks who issued the certificate. OpenSSL reports only one of several errors (an expired date hides an unknown
 * issuer), so the chain is examined as well. A chain that does not end in a self-issued certificate lacks an
 * intermediate or comes from an unknown authority; a client cannot distinguish the two. A single certificate that
 * is not self-issued most probably lacks its intermediate.
 */
function checkIssuer(
  leaf: X509Certificate,
  chain: readonly X509Certificate[],
  verifyError: string | null,
  roots: TrustRoots,
): FailureCode | null {
  if (verifyError === null || verifyError === 'UNSPECIFIED' || purposeErrors.has(verifyError)) return null;
  if (dateErrors.has(verifyError) && roots.holds(chain.at(-1)!)) return null;
  if (leaf.subject === leaf.issuer) return 'cert-self-signed';
  return chain.length === 1 ? 'cert-chain-incomplete' : 'cert-unknown-ca';
}

/** Whether the subjectAltName of a certificate contains the host. The common name is ignored (RFC 9525 §6.3). */
function namesHost({ subjectAltName }: X509Certificate, host: string): boolean {
  const names = { subject: {}, subjectaltname: subjectAltName } as PeerCertificate;
  return checkServerIdentity(host, names) === undefined;
}

function listNames(subjectAltName: string | undefined): string[] {
  const names = (subjectAltName ?? '').split(', ').flatMap((part) => {
    const match = /^(?:DNS|IP Address):([\w.:*-]{1,253})$/.exec(part);
    if (match === null) return [];
    const address = parseIpAddress(match[1]!);
    return [address === null ? match[1]! : formatIpAddress(address)];
  });
  return names.slice(0, mostNames);
}

function describeKey(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType ?? 'unknown';
  if (type === 'ec') return `EC ${namedCurve ?? ''}`.trim();
  return modulusLength === undefined ? type : `${type.toUpperCase()} ${modulusLength}`;
}

/** Cuts a text from a server to one line of printable ASCII with at most 200 characters. */
function printable(text: string): string {
  return text
    .replace(/\n/g, ', ')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 200);
}
