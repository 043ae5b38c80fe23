import { rootCertificates } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import type { View } from './view.js';

const path = '/certificate-authorities';
const pem = rootCertificates.find((root) => new X509Certificate(root).subject.includes('ISRG Root X1'));

/** The page of certificate authorities, and a login with an access token; part of the list in `views.ts`. */
export const authorityViews: readonly View[] = [
  {
    name: 'authorities-refused',
    path,
    role: 'super-admin',
    ready: 'No authorities are added',
    act: async (page) => {
      await page.getByRole('button', { name: 'Add an authority' }).click();
      await page.getByLabel('Name').fill('Office root 2026');
      await page.getByLabel('Certificate', { exact: true }).fill('not a certificate');
      await page.getByRole('button', { name: 'Add authority', exact: true }).click();
      await page.locator('textarea[aria-invalid=true]').waitFor();
    },
  },
  {
    name: 'authorities-preview',
    path,
    role: 'super-admin',
    ready: 'No authorities are added',
    act: async (page) => {
      await page.getByRole('button', { name: 'Add an authority' }).click();
      await page.getByLabel('Certificate', { exact: true }).fill(pem!);
      await page.getByText('ISRG Root X1').first().waitFor();
    },
  },
  {
    name: 'authorities-delete',
    path,
    role: 'super-admin',
    ready: 'Office root 2026',
    prepare: async ({ stack }) => {
      await stack.call('POST', '/v1/certificate-authorities', { name: 'Office root 2026', pem });
    },
    act: async (page) => {
      await page.getByRole('button', { name: 'Delete Office root 2026' }).click();
      await page.getByText('No password is sent to them any more').waitFor();
    },
  },
  {
    name: 'connect-token',
    path: '/connect',
    role: 'member',
    ready: 'Connect my email',
    act: async (page) => {
      await page.getByLabel('Email address').fill('jane@example.com');
      await page.getByRole('button', { name: 'Use an access token' }).click();
      await page.getByLabel('Access token', { exact: true }).waitFor();
    },
  },
];
