import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  type ClientAuth,
  type ClientMetadata,
  type Configuration,
} from 'openid-client';
import type { OidcSettings } from './oidc-settings.js';
import { providerFetch, providerTimeoutSeconds } from './provider-fetch.js';

/**
 * Reads the provider's metadata (OpenID Connect Discovery 1.0). The signature of each ID token is checked with the
 * provider's published keys, although OpenID Connect Core 1.0 §3.1.3.7 would allow to rely on TLS alone.
 */
export function discoverProvider(
  { issuer, clientId, clientSecret }: Pick<OidcSettings, 'issuer' | 'clientId' | 'clientSecret'>,
  metadata: Partial<ClientMetadata>,
): Promise<Configuration> {
  const isPlain = issuer.startsWith('http:');
  return discovery(new URL(issuer), clientId, metadata, authenticationFor(clientSecret), {
    [customFetch]: providerFetch,
    timeout: providerTimeoutSeconds,
    execute: [enableNonRepudiationChecks, ...(isPlain ? [allowInsecureRequests] : [])],
  });
}

/** Without a list of methods a provider takes the secret in the header only (OpenID Connect Discovery 1.0 §3). */
function authenticationFor(secret: string | null): ClientAuth {
  if (secret === null) return None();
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (provider, client, body, headers) => {
    const methods = provider.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const chosen = methods.includes('client_secret_basic') ? basic : post;
    chosen(provider, client, body, headers);
  };
}
