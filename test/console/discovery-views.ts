import { Client } from 'pg';
import type { Page } from 'playwright-core';
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
    act: find('gmail.com', 'What Google'),
  },
  {
    name: 'find-nothing',
    path: `${list}?panel=new-exchange`,
    role: 'super-admin',
    ready: 'Find settings',
    act: find('nowhere.example', 'No servers were found'),
  },
  {
    name: 'edit-hint',
    path: `${list}?panel=edit&domain=example.com`,
    role: 'super-admin',
    ready: 'Your provider now publishes other servers',
    prepare: addHint,
  },
  {
    name: 'list-hints',
    path: `${list}?hint=shown`,
    role: 'super-admin',
    ready: 'Other servers published',
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
];

async function findMine(page: Page): Promise<void> {
  await page.getByLabel('Email address', { exact: true }).fill('jane@harbour.example');
  await page.getByRole('button', { name: 'Find my servers' }).click();
  await page.getByText('The domain says so').waitFor();
}

/** Makes other servers known for example.com, as a search would whose check has passed. */
async function addHint({ databaseUrl }: ConsoleStack): Promise<void> {
  const server = (name: string, port: number) => ({ host: `${name}.harbour.example`, port, tls: 'implicit' });
  const servers = { kind: 'imap', imap: server('imap', 993), smtp: server('smtp', 465) };
  const discovered = { source: 'ispdb', trust: 'third-party', at: new Date().toISOString() };
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  await database.query(
    `insert into server_hint (id, settings_id, account_id, servers, discovered, verification_id)
     select gen_random_uuid(), s.id, s.account_id, $1, $2, v.id from mail_settings s, verification v
     where s.domain = 'example.com' and v.account_id = s.account_id and v.state = 'passed' limit 1`,
    [servers, discovered],
  );
  await database.end();
}
