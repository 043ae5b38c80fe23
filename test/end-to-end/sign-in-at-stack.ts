import { followProvider, type Cookies } from '../api/sign-in-through-provider.js';
import type { TestProvider } from '../servers/oidc-provider.js';
import type { Stack } from './start-stack.js';

/**
 * Signs a browser in through the provider and returns the secret of its session. The answers are not kept, because they have
 * secrets for this browser.
 */
export async function signInAtStack({ url }: Stack, provider: TestProvider): Promise<string> {
  const open = (path: string, cookie: string) =>
    fetch(url + path, { redirect: 'manual', headers: { cookie } });
  const start = await open('/v1/session/oidc/start', '');
  const location = new URL(start.headers.get('location')!);
  if (location.origin !== provider.issuer) throw new Error(`The sign-in leads to ${location.origin}`);
  const atProvider: Cookies = new Map();
  const callback = await followProvider(location.href, atProvider, url);
  const answer = await open(callback, start.headers.getSetCookie()[0]!.split(';')[0]!);
  const session = answer.headers
    .getSetCookie()
    .map((header) => /^postern_session=([^;]+)/.exec(header)?.[1])
    .find((value) => value !== undefined);
  if (session === undefined) throw new Error(`The sign-in answers ${answer.status}: ${await answer.text()}`);
  return session;
}
