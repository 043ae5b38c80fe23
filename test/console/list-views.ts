import type { Page } from 'playwright-core';
import type { View } from './view.js';

const list = '/settings/objects/activities';
const act = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Selected domains' }).getByRole('button', { name, exact: true }).click();
const ended = {
  id: '0199aa00-0000-7000-8000-000000000000',
  action: 'verify',
  state: 'done',
  domains: 3210,
  processed: 3210,
  changed: 3208,
  failures: [
    { domain: 'a-long-name.of-a-department.example.com', code: 'revision-is-stale' },
    { domain: 'example.net', code: 'not-found' },
  ],
  createdAt: '2026-11-26T12:00:00.000Z',
  finishedAt: '2026-11-26T12:00:09.000Z',
};

/** Actions on many domains, saved views and keys; part of the list in `views.ts`. */
export const listViews: readonly View[] = [
  {
    name: 'bulk-selected',
    path: list,
    role: 'super-admin',
    ready: 'office.example.org',
    act: async (page) => {
      await page.getByLabel('Select example.com', { exact: true }).check();
      await page.getByText('1 domain selected').waitFor();
    },
  },
  {
    name: 'bulk-host',
    path: `${list}?search=example`,
    role: 'super-admin',
    ready: 'office.example.org',
    act: async (page) => {
      await page.getByLabel('Select all').first().check();
      await act(page, 'Change a host');
      await page.getByLabel('Old host').fill('127.0.0.1');
      await page.getByLabel('New host').fill('mail.a-long-name.of-a-department.example.com');
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByText('will be changed and verified').waitFor();
    },
  },
  {
    name: 'bulk-ended',
    path: list,
    role: 'super-admin',
    ready: 'office.example.org',
    act: async (page) => {
      await page.route('**/v1/mail-settings/bulk', (route) => route.fulfill({ status: 202, json: ended }));
      await page.route('**/v1/bulk-changes/**', (route) => route.fulfill({ json: ended }));
      await page.getByLabel('Select all').first().check();
      await act(page, 'Verify');
      await page.getByRole('dialog').getByRole('button', { name: 'Verify' }).click();
      await page.getByText('3,208 of 3,210 domains done').waitFor();
    },
  },
  {
    name: 'saved-views',
    path: `${list}?search=example&state=failed`,
    role: 'super-admin',
    ready: 'example.net',
    act: async (page) => {
      for (const name of ['Failing', 'A view with the longest name that is kept']) {
        await page.getByRole('button', { name: 'Save this view' }).click();
        await page.keyboard.type(name);
        await page.keyboard.press('Enter');
        await page.getByLabel('State').selectOption('passed');
      }
      await page.getByLabel('Origin').selectOption('admin');
      await page.getByRole('button', { name: 'Save this view' }).waitFor();
    },
  },
  {
    name: 'palette',
    path: '/overview',
    role: 'super-admin',
    ready: 'What fails',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Page, action or domain' }).fill('ex');
      await page.getByRole('option', { name: 'sales.example.com' }).waitFor();
    },
  },
  {
    name: 'keys',
    path: '/overview',
    role: 'super-admin',
    ready: 'What fails',
    act: async (page) => {
      await page.keyboard.press('?');
      await page.getByText('Show these keys').waitFor();
    },
  },
];
