import type { EndpointReport } from '@postern/core/verification';

/** The SASL mechanisms that use a password and that the mail libraries support (imapflow 2.10, nodemailer 10.6). */
const passwordMechanisms = ['PLAIN', 'LOGIN', 'CRAM-MD5'];
const oauthMechanisms = ['OAUTHBEARER', 'XOAUTH2', 'XOAUTH'];

/**
 * Whether a server accepts a password, judged by the mechanisms that it offers inside TLS. Every IMAP server has
 * the LOGIN command unless it announces LOGINDISABLED (RFC 9051 §6.2.3).
 */
export function passwordLogin({
  endpoint,
  capabilities,
  authMechanisms,
}: Pick<EndpointReport, 'endpoint' | 'capabilities' | 'authMechanisms'>):
  | 'offered'
  | 'auth-oauth-only'
  | 'auth-not-offered' {
  const usable = endpoint === 'imap' ? passwordMechanisms.slice(0, 2) : passwordMechanisms;
  if (authMechanisms.some((mechanism) => usable.includes(mechanism))) return 'offered';
  const hasOauth = authMechanisms.some((mechanism) => oauthMechanisms.includes(mechanism));
  if (endpoint === 'imap' && !capabilities.includes('LOGINDISABLED') && !hasOauth) return 'offered';
  return hasOauth ? 'auth-oauth-only' : 'auth-not-offered';
}
