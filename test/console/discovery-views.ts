import type { MailSettings } from '@postern/core/mail-settings';
import type { Page } from 'playwright-core';
import { waitUntil } from '../environment/wait-until.js';
import type { ConsoleStack } from './start-console.js';
import type { View } from './view.js';

const list = '/settings/objects/activities';

/** Types a domain into the form for new settings and looks for its servers. */
const find = (domain: string, ready: string) => async (page: Page) => {
  await page.getByLabel('Domain name', { exact: true }).fill(domain);
  await page.getByRole('button', { name: 'Find settings' }).click();
  await page.getByText(ready).first().waitFor();
};

/** The search for servers in each state that looks different; part of the list in `views.ts`. */
export const discoveryViews: readonly View[] = [
  {
    name: 'find-searching',
    path: `${list}?panel=new-imap`,
    role: 'super-admin',
    ready: 'Find settings',
    isLoading: true,
    act: async (page) => {
      await page.route(/\/v1\/discoveries\/[^/]+(?:\/events)?$/, async (route) => {
        if (route.request().url().endsWith('/events')) return;
        const answer = await route.fetch();
        const body = await answer.json();
        await route.fulfill({
          response: answer,
          json: { ...body, state: 'running', finishedAt: null, candidates: [] },
        });
      });
      await find('harbour.example', 'The domain’s own list for mail programs')(page);
    },
  },
  {
    name: 'find-verified',
    path: `${list}?panel=new-imap`,
    role: 'super-admin',
    ready: 'Find settings',
    act: async (page) => {
      await find('harbour.example', 'The domain says so')(page);
      await page.getByText('Filled in below').waitFor();
      await page.getByRole('list', { name: 'Proposals' }).getByText('Verified', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'places were asked' }).click();
      await page.getByText('Who receives the domain’s mail').waitFor();
    },
  },
  {
    name: 'find-conflict',
    path: `${list}?panel=new-imap`,
    role: 'super-admin',
    ready: 'Find settings',
    act: async (page) => {
      await page.getByLabel('IMAP server name', { exact: true }).fill('imap.workshop.example');
      await find('workshop.example', 'Only unsigned DNS says so')(page);
      await page.getByRole('button', { name: 'Use these settings' }).click();
      await page.getByText('You typed other values').waitFor();
    },
  },
  {
    name: 'find-provider',
    path: `${list}?panel=new-imap`,
    role: 'super-admin',
    ready: 'Find settings',
    act: find('gmail.com', 'Google (Gmail and Workspace)'),
  },
  {
    name: 'find-nothing',
    path: `${list}?panel=new-exchange`,
    role: 'super-admin',
    ready: 'Find settings',
    act: find('nowhere.example', 'No servers were found'),
  },
  {
    name: 'connect-found',
    path: '/connect',
    role: 'member',
    ready: 'Connect my email',
    act: async (page) => {
      await findMine(page);
    },
  },
  {
    name: 'connect-chosen',
    path: '/connect',
    role: 'member',
    ready: 'Connect my email',
    act: async (page) => {
      await findMine(page);
      await page.getByRole('button', { name: 'Use these servers' }).click();
      await page.getByText('Your password will be sent to servers of').waitFor();
    },
  },
  {
    name: 'hint-found',
    path: `${list}?panel=edit&domain=shore.harbour.example`,
    role: 'super-admin',
    ready: 'Your provider now publishes other servers',
    prepare: publishOthers,
  },
  {
    name: 'hint-overview',
    path: '/',
    role: 'super-admin',
    ready: 'Other servers published',
    act: async (page) => {
      await page.getByRole('link', { name: 'Other servers published' }).focus();
    },
  },
];

/** Saves servers of shore.harbour.example that differ from those that it publishes, and has them compared. */
async function publishOthers({ stack, mail }: ConsoleStack): Promise<void> {
  const domain = 'shore.harbour.example';
  const server = (port: number) => ({ host: 'mail.example.com', port, tls: 'starttls' });
  const servers = { imap: server(mail.imapPort), smtp: server(mail.submissionPort) };
  const saved = await stack.call<MailSettings>('POST', '/v1/mail-settings', {
    domain,
    kind: 'imap',
    ...servers,
  });
  await stack.settled(saved.verification.id!);
  await stack.call('POST', '/v1/discoveries', { domain });
  const hints = () => stack.call<{ data: unknown[] }>('GET', `/v1/mail-settings/${domain}/hints`);
  await waitUntil(async () => (await hints()).data.length === 1, 30_000);
}

async function findMine(page: Page): Promise<void> {
  await page.getByLabel('Email address', { exact: true }).fill('jane@harbour.example');
  await page.getByRole('button', { name: 'Find my servers' }).click();
  await page.getByText('The domain itself names these servers.').waitFor();
}
