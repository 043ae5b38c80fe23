import type { Page } from 'playwright-core';
import type { View } from './view.js';

/** Shows the sign-in of an installation with a provider; `provider-sign-in.test.ts` signs in through a real one. */
async function withProvider(page: Page, acceptsTokens: boolean): Promise<void> {
  const json = { provider: { host: 'login.example.com' }, acceptsTokens };
  await page.route('**/v1/session', (route) => route.fulfill({ json }));
  await page.reload();
  await page.getByText('Sign in with login.example.com').waitFor();
}

/** The sign-in with a token, through a provider, and while the provider is away; part of the list in `views.ts`. */
export const signInViews: readonly View[] = [
  { name: 'sign-in', path: '/sign-in', role: null, ready: 'Sign in to Postern' },
  {
    name: 'sign-in-provider',
    path: '/sign-in',
    role: null,
    ready: 'Sign in to Postern',
    act: (page) => withProvider(page, true),
  },
  {
    name: 'sign-in-provider-away',
    path: '/sign-in?reason=provider',
    role: null,
    ready: 'Sign in to Postern',
    act: async (page) => {
      await withProvider(page, false);
      await page.getByRole('alert').waitFor();
    },
  },
];
