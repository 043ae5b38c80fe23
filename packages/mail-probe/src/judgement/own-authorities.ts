import { X509Certificate } from 'node:crypto';
import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import type { Certificate } from '@postern/core/verification';
import { isWeak } from '../conversation/weak-certificate.js';

/**
 * The facts of a certificate with the certificates that the server presented (DER in base64, leaf first), which are there
 * only if the authority is unknown. They are for the judgement alone, which removes them.
 */
export type MeasuredCertificate = Certificate & { readonly presented?: readonly string[] };

const serverAuth = ['1.3.6.1.5.5.7.3.1', '2.5.29.37.0'];
const longestChain = 8;
const unknownIssuer: readonly FailureCode[] = ['cert-unknown-ca', 'cert-chain-incomplete'];

/** Whether a certificate fails because its authority is unknown, which an authority of the account may repair. */
export function mayBeOfOwnAuthority(failedChecks: readonly FailureCode[]): boolean {
  return failedChecks.some((check) => unknownIssuer.includes(check));
}

/**
 * Returns the facts of a certificate as they are for an account with these authorities (PEM), without the presented
 * certificates: the check of the issuer is passed if the chain ends at one of them. Pure, because several accounts share a
 * measurement and each has authorities of its own.
 */
export function withOwnAuthorities(
  measured: MeasuredCertificate,
  authorities: readonly string[],
  now = Date.now(),
): Certificate {
  const { presented, ...certificate } = measured;
  if (presented === undefined || authorities.length === 0) return certificate;
  if (!mayBeOfOwnAuthority(certificate.failedChecks)) return certificate;
  const [leaf, ...issuers] = presented.map((der) => new X509Certificate(Buffer.from(der, 'base64')));
  const anchors = authorities.map((pem) => new X509Certificate(pem));
  if (leaf === undefined || !isForServers(leaf) || !endsAt(leaf, issuers, anchors, now)) return certificate;
  return {
    ...certificate,
    failedChecks: certificate.failedChecks.filter((check) => !unknownIssuer.includes(check)),
  };
}

/**
 * Whether a path leads from a certificate to one of the anchors (RFC 5280 §6.1): each issuer has signed the one before, is
 * valid now, strong, an authority, and allows as many authorities below it.
 */
function endsAt(
  certificate: X509Certificate,
  issuers: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  now: number,
  below = 0,
): boolean {
  if (below >= longestChain) return false;
  const mayIssue = (issuer: X509Certificate): boolean => isIssuer(issuer, certificate, below, now);
  if (anchors.some(mayIssue)) return true;
  return issuers.some(
    (issuer) =>
      mayIssue(issuer) &&
      endsAt(
        issuer,
        issuers.filter((one) => one !== issuer),
        anchors,
        now,
        below + 1,
      ),
  );
}

function isIssuer(issuer: X509Certificate, subject: X509Certificate, below: number, now: number): boolean {
  const { validFromDate, validToDate } = issuer;
  return (
    subject.checkIssued(issuer) &&
    subject.verify(issuer.publicKey) &&
    issuer.ca &&
    validFromDate.getTime() <= now &&
    now <= validToDate.getTime() &&
    !isWeak(issuer) &&
    isForServers(issuer) &&
    below <= pathLength(issuer) &&
    // The names that an authority is limited to are not compared here, so such an authority is not accepted.
    !issuer.raw.includes(nameConstraints)
  );
}

/** Node returns the extended key usages (RFC 5280 §4.2.1.12) as `keyUsage`; undefined if the extension is absent. */
function isForServers({ keyUsage }: X509Certificate): boolean {
  const usages = keyUsage as readonly string[] | undefined;
  return usages === undefined || usages.some((usage) => serverAuth.includes(usage));
}

/** The object identifiers 2.5.29.30 and 2.5.29.19 in DER. */
const nameConstraints = Buffer.from('0603551d1e', 'hex');
const basicConstraints = Buffer.from('0603551d13', 'hex');

/** How many authorities may be below this one (RFC 5280 §4.2.1.9); Infinity without a limit. Node does not tell it. */
function pathLength({ raw }: X509Certificate): number {
  const at = raw.indexOf(basicConstraints);
  if (at === -1) return Infinity;
  // [BOOLEAN critical] OCTET STRING { SEQUENCE { [BOOLEAN cA] [INTEGER pathLenConstraint] } }
  const value = raw.subarray(at + basicConstraints.length, at + basicConstraints.length + 20);
  const match = /^(?:0101ff)?04..30..(?:0101ff)?0201(..)/.exec(value.toString('hex'));
  return match === null ? Infinity : Number.parseInt(match[1]!, 16);
}
