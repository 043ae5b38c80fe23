import type { EndpointReport } from '@postern/core/verification';

/**
 * The mechanisms that take a password, in the order in which they are tried: PLAIN needs the fewest round trips.
 * nodemailer 10.6 supports all of them, imapflow 2.10 all but CRAM-MD5.
 */
export const smtpMechanisms = ['PLAIN', 'LOGIN', 'CRAM-MD5'] as const;
export const imapMechanisms = ['PLAIN', 'LOGIN'] as const;
const oauthMechanisms = ['OAUTHBEARER', 'XOAUTH2', 'XOAUTH'];

/**
 * Whether a server accepts a password, judged by the mechanisms that it offers inside TLS. Every IMAP server has
 * the LOGIN command unless it announces LOGINDISABLED (RFC 9051 §6.2.3), whatever mechanisms it offers.
 */
export function passwordLogin({
  endpoint,
  capabilities,
  authMechanisms,
}: Pick<EndpointReport, 'endpoint' | 'capabilities' | 'authMechanisms'>):
  | 'offered'
  | 'auth-oauth-only'
  | 'auth-mechanism-unsupported'
  | 'auth-not-offered' {
  const usable: readonly string[] = endpoint === 'imap' ? imapMechanisms : smtpMechanisms;
  if (authMechanisms.some((mechanism) => usable.includes(mechanism))) return 'offered';
  if (endpoint === 'imap' && !capabilities.includes('LOGINDISABLED')) return 'offered';
  if (authMechanisms.length === 0) return 'auth-not-offered';
  return isOauthOnly(authMechanisms) ? 'auth-oauth-only' : 'auth-mechanism-unsupported';
}

/** Whether a server announces OAuth mechanisms and no others. */
export function isOauthOnly(authMechanisms: readonly string[]): boolean {
  return (
    authMechanisms.length > 0 && authMechanisms.every((mechanism) => oauthMechanisms.includes(mechanism))
  );
}
