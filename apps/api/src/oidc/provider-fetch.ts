import { isLoopbackUrl } from '@postern/core/loopback-url';
import type { CustomFetch } from 'openid-client';

/** How long one call of the provider may take. */
export const providerTimeoutSeconds = 5;

/** The provider gave no answer, or answered that it is out of order. */
class ProviderAwayError extends Error {
  override readonly name = 'ProviderAwayError';
}

/**
 * Calls the provider: https, or http on this machine, no redirects (openid-client sets `redirect: 'manual'`), five seconds.
 * Throws `ProviderAwayError` without an answer and for a status of 500 or above.
 */
export const providerFetch: CustomFetch = async (address, options) => {
  const url = new URL(address);
  if (url.protocol !== 'https:' && !isLoopbackUrl(url))
    throw new TypeError('The provider names an address that is not https');
  const signal = AbortSignal.timeout(providerTimeoutSeconds * 1000);
  const response = await fetch(address, { ...(options as RequestInit), redirect: 'manual', signal }).catch(
    (error: unknown) => {
      throw new ProviderAwayError(`${url.host} gives no answer`, { cause: error });
    },
  );
  if (response.status >= 500) throw new ProviderAwayError(`${url.host} answers ${response.status}`);
  return response;
};

/** Whether an error, or one of its causes, says that the provider is away; openid-client (6.9) wraps what `fetch` throws. */
export function isProviderAway(error: unknown): boolean {
  if (error instanceof ProviderAwayError) return true;
  return error instanceof Error && error.cause !== undefined && isProviderAway(error.cause);
}
