import type { OidcSettings } from '@postern/api/oidc/oidc-settings';
import { bootstrapTokens } from '@postern/database/tokens';
import { randomBytes } from 'node:crypto';
import type { TestProvider } from '../servers/oidc-provider.js';
import { startTestApi, type TestApi } from './start-test-api.js';

/** The origin of the Postern that `startOidcApi` makes, as browsers see it behind a proxy. */
export const oidcOrigin = 'https://crm.example.com';
const proxied = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.7', host: 'crm.example.com' };

/** The secret key of every api that `startOidcApi` makes. */
export const secretKeys = [randomBytes(32).toString('base64')];
/** The person whom a new provider knows, a super admin. */
export const jane = {
  sub: 'jane',
  name: 'Jane Doe',
  email: 'jane@example.com',
  groups: ['mail admins'],
};

/** Starts an api whose people sign in through the provider, and which has the account `default`. */
export async function startOidcApi(
  provider: TestProvider,
  changes: Partial<OidcSettings> = {},
): Promise<TestApi> {
  const oidc: OidcSettings = {
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    roleClaim: 'groups',
    roleMap: [
      { group: 'mail admins', role: 'super-admin' },
      { group: 'staff', role: 'member' },
      { group: 'ops', role: 'operator' },
    ],
    accountClaim: null,
    isForced: false,
    ...changes,
  };
  const api = await startTestApi({
    settings: { oidc, trustedProxies: ['127.0.0.1'], publicOrigin: oidcOrigin, secretKeys },
  });
  await bootstrapTokens(api.database, { superAdmin: null, operator: null });
  return api;
}

/** The cookies of a browser, by name. */
export type Cookies = Map<string, string>;

function keep(cookies: Cookies, headers: readonly string[]): void {
  for (const header of headers) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(header)!;
    if (value === '') cookies.delete(name!);
    else cookies.set(name!, value!);
  }
}

const textOf = (cookies: Cookies) => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

/** Calls the api as the console in a browser does. */
export async function callAsBrowser(
  api: TestApi,
  cookies: Cookies,
  method: string,
  url: string,
  body?: object,
) {
  const headers = { ...proxied, origin: oidcOrigin, cookie: textOf(cookies) };
  const answer = await api.call(method, url, { token: null, headers, ...(body ? { body } : {}) });
  const set = answer.headers['set-cookie'];
  keep(cookies, set === undefined ? [] : [set].flat().map(String));
  return answer;
}

/** Follows the provider's pages until it leads back to Postern at `origin`; returns the path with the code. */
export async function followProvider(
  address: string,
  cookies: Cookies,
  origin = oidcOrigin,
): Promise<string> {
  let url = address;
  for (let step = 0; step < 10; step += 1) {
    if (url.startsWith(origin)) return url.slice(origin.length);
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie: textOf(cookies) } });
    keep(cookies, answer.headers.getSetCookie());
    const next = answer.headers.get('location');
    if (next === null) throw new Error(`The provider answers ${answer.status}: ${await answer.text()}`);
    url = new URL(next, url).href;
  }
  throw new Error('The provider does not lead back');
}

/** Signs a browser in through the provider; `cookies` are those of Postern, `atProvider` those of the provider. */
export async function signInThroughProvider(
  api: TestApi,
  cookies: Cookies = new Map(),
  atProvider: Cookies = new Map(),
  query = '',
) {
  const start = await callAsBrowser(api, cookies, 'GET', `/v1/session/oidc/start${query}`);
  const callback = await followProvider(String(start.headers['location']), atProvider);
  const answer = await callAsBrowser(api, cookies, 'GET', callback);
  return { cookies, atProvider, start, callback, answer };
}
