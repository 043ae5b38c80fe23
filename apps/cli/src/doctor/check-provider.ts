import type { Environment } from '@postern/core/environment';
import { allowInsecureRequests, discovery } from 'openid-client';
import type { Finding } from './finding.js';

const limitSeconds = 5;

/** Checks that the provider of OpenID Connect can be discovered, and that somebody can sign in through it. */
export async function checkProvider(environment: Environment): Promise<Finding[]> {
  const { POSTERN_OIDC_ISSUER: issuer, POSTERN_OIDC_CLIENT_ID: clientId } = environment;
  if (issuer === undefined || clientId === undefined) return [];
  const what = `Provider ${new URL(issuer).host}`;
  const discovered = await findingOfDiscovery(what, new URL(issuer), clientId);
  if (discovered.state !== 'ok' || environment.POSTERN_OIDC_ROLE_MAP.length > 0) return [discovered];
  const text =
    'Nobody may sign in through it, because no group has a role. Set POSTERN_OIDC_ROLE_MAP, like mail-admins=super-admin';
  return [discovered, { state: 'warning', what, text }];
}

async function findingOfDiscovery(what: string, issuer: URL, clientId: string): Promise<Finding> {
  const execute = issuer.protocol === 'http:' ? [allowInsecureRequests] : [];
  try {
    const provider = await discovery(issuer, clientId, undefined, undefined, {
      execute,
      timeout: limitSeconds,
    });
    const { authorization_endpoint, token_endpoint, jwks_uri, end_session_endpoint } =
      provider.serverMetadata();
    const missing = Object.entries({ authorization_endpoint, token_endpoint, jwks_uri })
      .filter(([, address]) => address === undefined)
      .map(([name]) => name);
    if (missing.length > 0) {
      const text = `Its discovery document lacks ${missing.join(', ')}, so nobody can sign in through it. Correct POSTERN_OIDC_ISSUER`;
      return { state: 'fails', what, text };
    }
    const note = end_session_endpoint === undefined ? '; it offers no sign-out' : '';
    return { state: 'ok', what, text: `its discovery document is read${note}` };
  } catch (error) {
    const text = `Its discovery document cannot be used (${causeOf(error)}), so people sign in with tokens and links only. Let this machine reach it, or correct POSTERN_OIDC_ISSUER`;
    return { state: 'warning', what, text };
  }
}

/** The code or the message of what an error comes from: openid-client (6.9) and `fetch` wrap it. */
function causeOf(error: unknown): string {
  const { cause, code, message } = error as { cause?: unknown; code?: unknown; message?: unknown };
  if (typeof cause === 'object' && cause !== null) return causeOf(cause);
  return typeof code === 'string' ? code : String(message);
}
