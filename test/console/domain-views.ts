import type { View } from './view.js';

const list = '/settings/objects/activities';

/** The panel of a domain in each state that looks different; part of the list in `views.ts`. */
export const domainViews: readonly View[] = [
  {
    name: 'domain-verified',
    path: `${list}?panel=edit&domain=example.com`,
    role: 'super-admin',
    ready: 'History',
  },
  {
    name: 'domain-failed',
    path: `${list}?panel=edit&domain=example.net`,
    role: 'super-admin',
    ready: 'History',
  },
  {
    name: 'domain-filtered',
    path: `${list}?panel=edit&domain=filtered.example.net`,
    role: 'super-admin',
    ready: 'on your allowlist',
  },
  {
    name: 'domain-untrusted',
    path: `${list}?panel=edit&domain=lab.example.org`,
    role: 'super-admin',
    ready: 'History',
  },
  {
    name: 'domain-pinned',
    path: `${list}?panel=edit&domain=xn--bcher-kva.example.org`,
    role: 'super-admin',
    ready: 'History',
  },
  {
    name: 'domain-exchange',
    path: `${list}?panel=edit&domain=office.example.org`,
    role: 'super-admin',
    ready: 'History',
  },
  {
    name: 'domain-attempt',
    path: `${list}?panel=edit&domain=partner.example`,
    role: 'super-admin',
    ready: 'A user tried to connect',
  },
  {
    name: 'domain-changed',
    path: `${list}?panel=edit&domain=example.com`,
    role: 'super-admin',
    ready: 'History',
    act: async (page) => {
      await page.getByLabel('IMAP port', { exact: true }).fill('143');
      await page.getByRole('table', { name: 'What changes' }).waitFor();
    },
  },
  {
    name: 'domain-replace',
    path: `${list}?panel=replace&domain=example.com`,
    role: 'super-admin',
    ready: 'Exchange URL',
    act: async (page) => {
      await page
        .getByLabel('Exchange URL', { exact: true })
        .fill('https://mail.example.com/EWS/Exchange.asmx');
      await page.getByRole('table', { name: 'What changes' }).waitFor();
    },
  },
];
