import type { Page } from 'playwright-core';
import type { View } from './view.js';

const path = '/links';
const dayMs = 86_400_000;

/** Makes a link for all domains in the dialog and returns its address. */
async function sendToIt(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Send to IT' }).click();
  await page.getByRole('button', { name: 'Make the link' }).click();
  return (await page.getByTestId('link-url').textContent())!;
}

/** Links for IT, and tokens with limits; part of the list in `views.ts`. */
export const linkViews: readonly View[] = [
  {
    name: 'links',
    path,
    role: 'super-admin',
    ready: 'Not opened yet',
    prepare: async ({ stack }) => {
      const expiresAt = new Date(Date.now() + dayMs).toISOString();
      await stack.call('POST', '/v1/links', { expiresAt, domains: ['example.com'] });
    },
  },
  {
    name: 'link-made',
    path,
    role: 'super-admin',
    ready: 'Links for IT',
    act: async (page) => void (await sendToIt(page)),
  },
  {
    name: 'link-opened',
    path,
    role: 'super-admin',
    ready: 'Links for IT',
    act: async (page) => {
      await page.goto(await sendToIt(page));
      await page.getByText('asks you to allow the connections').waitFor();
      await page.getByRole('article').waitFor();
      await page.getByText('Made from revision').waitFor();
    },
  },
  {
    name: 'link-ended',
    path: '/it#link_unknown',
    role: null,
    ready: 'This link is no longer valid',
  },
  {
    name: 'token-limits',
    path: '/tokens',
    role: 'super-admin',
    ready: 'Test network',
    act: async (page) => {
      await page.getByRole('button', { name: 'New token' }).click();
      await page.getByText('Limit this token').click();
      await page.getByLabel('Addresses it is used from').fill('192.0.2.0/24');
    },
  },
  {
    name: 'token-rotate',
    path: '/tokens',
    role: 'super-admin',
    ready: 'Test network',
    act: async (page) => {
      await page.getByRole('button', { name: 'Renew secret Test network' }).click();
      await page.getByText('Renew the secret of “Test network”?').waitFor();
    },
  },
  {
    name: 'overview-ending',
    path: '/',
    role: 'super-admin',
    ready: 'Access that ends soon',
    prepare: async ({ stack }) => {
      const expiresAt = new Date(Date.now() + 10 * dayMs).toISOString();
      await stack.call('POST', '/v1/tokens', { name: 'Nightly export', role: 'member', expiresAt });
    },
  },
];
