import type { EndpointReport } from '@postern/core/verification';
import { saslMechanisms } from '../conversation/sasl.js';

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
  if (authMechanisms.some((mechanism) => saslMechanisms.some((known) => known === mechanism)))
    return 'offered';
  if (endpoint === 'imap' && !capabilities.includes('LOGINDISABLED')) return 'offered';
  if (authMechanisms.length === 0) return 'auth-not-offered';
  const isOauthOnly = authMechanisms.every((mechanism) => oauthMechanisms.includes(mechanism));
  return isOauthOnly ? 'auth-oauth-only' : 'auth-mechanism-unsupported';
}
