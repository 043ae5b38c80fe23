import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { MailSettings } from '@postern/core/mail-settings';
import { Client } from 'pg';
import type { BrowserContext, Page } from 'playwright-core';
import { de } from '../../packages/connect/src/text/de.js';
import { axeViolations } from '../console/axe-violations.js';
import { startConsole, type ConsoleStack } from '../console/start-console.js';
import { describeWith } from '../environment/describe-with.js';
import { blocks } from './embed-document.js';
import {
  openHostPage,
  outside,
  recordingContext,
  startPages,
  textsOf,
  watchPage,
  type Pages,
  type Seen,
} from './embedding-page.js';
import { startHostProduct } from './host-product.js';
import { startHostileApi } from './hostile-api.js';

const jane = 'jane@example.com';
let console: ConsoleStack;
let host: Awaited<ReturnType<typeof startHostProduct>>;
let pages: Pages;
let shop: string;
let evil: string;

type Opened = { readonly page: Page; readonly context: BrowserContext; readonly seen: Seen };

/** Runs part of a test on the page of the example product. */
async function onExample(act: (opened: Opened) => Promise<void>): Promise<void> {
  const context = await recordingContext(console.browser);
  try {
    const page = await context.newPage();
    const seen = watchPage(page);
    await page.goto(host.url);
    await act({ page, context, seen });
    expect(seen.faults).toEqual([]);
  } finally {
    await context.close();
  }
}

async function newSecret(email: string, origin: string): Promise<string> {
  const { clientSecret } = await console.stack.call<{ clientSecret: string }>(
    'POST',
    '/v1/connect-sessions',
    {
      email,
      origin,
    },
  );
  return clientSecret;
}

/** Runs part of a test on a page that has the component and nothing else, under a strict policy. */
async function onShop(
  email: string,
  act: (opened: Opened & { readonly secret: string }) => Promise<void>,
  more: { readonly attributes?: Record<string, string>; readonly isEvil?: true } = {},
): Promise<void> {
  const secret = await newSecret(email, shop);
  const context = await recordingContext(console.browser);
  try {
    const attributes = { email, ...more.attributes };
    const origin = more.isEvil === true ? evil : shop;
    const page = await openHostPage(pages, context, { origin, attributes, postern: console.url, secret });
    await act({ page, context, seen: watchPage(page), secret });
  } finally {
    await context.close();
  }
}

const password = (page: Page) => page.getByLabel('Password', { exact: true });
const connect = (page: Page) => page.getByRole('button', { name: 'Connect', exact: true });

async function query(sql: string): Promise<void> {
  const client = new Client({ connectionString: console.databaseUrl });
  await client.connect();
  await client.query(sql);
  await client.end();
}

describeWith(['chromium', 'dovecot', 'postfix', 'openssl', 'root'], 'the embedded component', () => {
  beforeAll(async () => {
    console = await startConsole();
    const server = (port: number) => ({ host: '127.0.0.1', port, tls: 'implicit' });
    const { imapsPort, submissionsPort } = console.mail;
    const body = {
      domain: 'example.com',
      kind: 'imap',
      imap: server(imapsPort),
      smtp: server(submissionsPort),
    };
    const saved = await console.stack.call<MailSettings>('POST', '/v1/mail-settings', body);
    await console.stack.settled(saved.verification.id!);
    pages = await startPages();
    [shop, evil] = [pages.originOf('shop'), pages.originOf('evil')];
    host = await startHostProduct(console.url, console.tokens['account-access']);
  }, 240_000);
  afterAll(async () => {
    pages?.stop();
    await host?.stop();
    await console?.stop();
  });

  test('a colleague types a password on the example’s page and is connected, and its server learns so from Postern', () =>
    onExample(async ({ page, seen }) => {
      await page.getByText('Your organisation has set up example.com.').waitFor();
      await page.getByText(`IMAP 127.0.0.1:${console.mail.imapsPort}`).waitFor();
      expect(await page.getByLabel('IMAP port', { exact: true }).count()).toBe(0);
      await password(page).fill('password');
      await page.keyboard.press('Enter');
      await page.getByText('jane@example.com is connected').waitFor();
      await page.getByText('Your mailbox is connected.').waitFor();
      await page.getByRole('region', { name: 'Outgoing (SMTP)' }).getByText('Log in').waitFor();
      expect(await password(page).inputValue()).toBe('');
      expect(await page.locator('.verdict:focus').innerText()).toContain('jane@example.com is connected');
      expect(await seen.events()).toEqual([
        {
          name: 'postern-connected',
          detail: { email: jane, verificationId: expect.any(String), kind: 'imap' },
        },
      ]);
    }));

  test('a wrong password is diagnosed, leads to its field, and is in no event, attribute, address or storage', () =>
    onExample(async ({ page, seen }) => {
      const wrong = `canary-${randomUUID()}`;
      await password(page).fill(wrong);
      await connect(page).click();
      await page.getByText('does not accept this user name and password').first().waitFor();
      await page.getByText('Not connected: auth-rejected').waitFor();
      const events = await seen.events();
      expect(events).toEqual([
        {
          name: 'postern-failed',
          detail: {
            email: jane,
            verificationId: expect.any(String),
            code: 'auth-rejected',
            endpoint: 'imap',
            field: 'credentials.password',
            isTemporary: false,
          },
        },
      ]);
      expect(`${JSON.stringify(events)}${await textsOf(page)}`).not.toContain(wrong.slice(8, -8));
      await page.getByRole('button', { name: 'Change: Password' }).click();
      expect(await page.locator('input:focus').getAttribute('name')).toBe('credentials.password');
      await page.getByRole('button', { name: 'Change the servers' }).click();
      await page.getByLabel('IMAP port', { exact: true }).fill(String(console.mail.closedPort));
      await connect(page).click();
      await page.getByText(`refuses connections on port ${console.mail.closedPort}`).first().waitFor();
      await page.getByRole('button', { name: 'Change: IMAP port' }).click();
      expect(await page.locator('input:focus').inputValue()).toBe(String(console.mail.closedPort));
    }));

  test('nothing is sent without a password, and the field says so', () =>
    onExample(async ({ page, seen }) => {
      await connect(page).click();
      expect(await page.locator('input:focus').getAttribute('name')).toBe('credentials.password');
      expect(await password(page).getAttribute('aria-invalid')).toBe('true');
      await page.getByText('This field is required.').waitFor();
      expect(await seen.events()).toEqual([]);
    }));

  test('after the secret has ended the example gets a new one, and what was typed stays', () =>
    onExample(async ({ page, seen }) => {
      await password(page).fill('password');
      await query(`update connect_session set expires_at = now()`);
      await connect(page).click();
      await page.waitForFunction(() => (window as unknown as { seen: object[] }).seen.length === 1);
      await page.getByText('This form has expired').waitFor({ state: 'detached' });
      expect(await seen.events()).toEqual([{ name: 'postern-expired', detail: { email: jane } }]);
      await connect(page).click();
      await page.getByText('Your mailbox is connected.').waitFor();
    }));

  test('an expired secret is told before the form is sent, also once the api has deleted it', () =>
    onShop(jane, async ({ page, seen }) => {
      await password(page).fill('password');
      await query(`delete from connect_session`);
      await page.evaluate(() =>
        document.querySelector('postern-connect')!.setAttribute('expires-at', new Date().toISOString()),
      );
      await page.getByText('This form has expired').waitFor();
      expect(await password(page).inputValue()).toBe('password');
      expect(await seen.events()).toEqual([{ name: 'postern-expired', detail: { email: jane } }]);
    }));

  test('the clock of the browser does not end a secret that the api accepts', () =>
    onShop(jane, async ({ page, seen }) => {
      const checked = page.waitForResponse((answer) => answer.url().includes('/v1/populate'));
      await page.evaluate(() =>
        document.querySelector('postern-connect')!.setAttribute('expires-at', '2020-01-01T00:00:00Z'),
      );
      await checked;
      await password(page).fill('password');
      await connect(page).click();
      await page.getByText('jane@example.com is connected').waitFor();
      expect((await seen.events()).map(({ name }) => name)).toEqual(['postern-connected']);
    }));

  test('servers of a domain that nobody has set up are found, named, chosen and connected', () =>
    onShop('jane@harbour.example', async ({ page, seen }) => {
      await page.getByText('They answer as they should.').waitFor();
      await page.getByRole('button', { name: 'Use these servers' }).click();
      expect(await page.locator('input:focus').getAttribute('name')).toBe('credentials.password');
      await page.getByText('Your password will be sent to servers of example.com').waitFor();
      await page.keyboard.type('password');
      await page.getByRole('button', { name: 'I log in with another name' }).click();
      expect(await page.locator('input:focus').getAttribute('name')).toBe('credentials.username');
      await page.keyboard.type(jane);
      await page.keyboard.press('Enter');
      await page.getByText('jane@harbour.example is connected').waitFor();
      expect(seen.faults).toEqual([]);
    }));

  test('a German page has German texts, and servers are entered by hand where none are found', () =>
    onShop(
      'jane@nowhere.example',
      async ({ page }) => {
        await page.getByText(de.nothingFound).first().waitFor();
        await page.getByRole('button', { name: de.byHand }).click();
        expect(await page.locator('input:focus').getAttribute('name')).toBe('imap.host');
        await page.getByLabel(de.kind).selectOption('exchange');
        await page
          .getByLabel(de.fields['exchange.url'])
          .fill(`https://127.0.0.1:${console.mail.exchangePort}/EWS/Exchange.asmx`);
        await page.getByLabel(de.fields['credentials.password'], { exact: true }).fill('password');
        await page.getByRole('button', { name: de.submit, exact: true }).click();
        await page.getByText(de.connected('jane@nowhere.example')).waitFor();
      },
      { attributes: { lang: 'de' } },
    ));

  test('a page of another origin gets nothing for the same secret: the browser refuses, and so does the api', () =>
    onShop(
      jane,
      async ({ page, secret }) => {
        await page.getByText('The connection failed').waitFor();
        expect(await password(page).isVisible()).toBe(false);
        for (const origin of [evil, undefined]) {
          const answer = await fetch(`${console.url}/v1/populate?email=${jane}`, {
            headers: { authorization: `Bearer ${secret}`, ...(origin === undefined ? {} : { origin }) },
          });
          expect([answer.status, (await answer.json()).code]).toEqual([403, 'origin-mismatch']);
        }
      },
      { isEvil: true },
    ));

  test('a script of the right page reads no other route and no other address with the secret', () =>
    onShop(jane, async ({ page, secret }) => {
      const read = (path: string) =>
        page.evaluate(
          ([url, bearer]) =>
            fetch(url!, { headers: { authorization: `Bearer ${bearer}` } }).then(
              ({ status }) => status,
              () => 'refused by the browser',
            ),
          [console.url + path, secret],
        );
      expect(await read(`/v1/populate?email=${jane}`)).toBe(200);
      expect(await read('/v1/populate?email=john@example.com')).toBe(403);
      for (const path of ['/v1/mail-settings', '/v1/tokens', '/v1/allowlist', '/v1/me', '/v1/audit-events']) {
        expect([path, await read(path)]).toEqual([path, 'refused by the browser']);
        const direct = await fetch(console.url + path, {
          headers: { authorization: `Bearer ${secret}`, origin: shop },
        });
        expect([path, direct.status]).toEqual([path, 403]);
      }
    }));

  test.each(['/', '/connect', '/docs'])('no page can put %s of Postern into a frame', async (path) => {
    const context = await recordingContext(console.browser);
    const page = await context.newPage();
    pages.show(`<iframe src="${console.url}${path}"></iframe>`, '');
    const refused = page.waitForEvent('console', (message) => /refused|frame/i.test(message.text()));
    await page.goto(`${shop}/`);
    expect((await refused).text()).toMatch(/frame-ancestors|X-Frame-Options/);
    await context.close();
  });

  test('texts of an api that somebody has taken over are shown as texts, never as markup or script', async () => {
    const { url, server } = await startHostileApi();
    const context = await recordingContext(console.browser);
    try {
      const page = await openHostPage(pages, context, {
        origin: shop,
        postern: console.url,
        secret: 'any',
        attributes: { email: 'jane@example.com', api: url },
      });
      const seen = watchPage(page);
      await page.getByText('<img src=x').first().waitFor();
      await page.getByRole('button', { name: 'Use these servers' }).click();
      await password(page).fill('password');
      await page.getByRole('button', { name: 'Change the servers' }).click();
      await page.getByLabel('IMAP port', { exact: true }).fill('993');
      await page.getByLabel('SMTP port', { exact: true }).fill('465');
      await page.getByLabel('Allow a non-secure certificate').check();
      await connect(page).click();
      await page.locator('.verdict').getByText('<img src=x').first().waitFor();
      await page.getByRole('button', { name: 'Accept this certificate and connect' }).waitFor();
      const made = await page.evaluate(() => {
        const root = document.querySelector('postern-connect')!.shadowRoot!;
        const links = [...root.querySelectorAll('a')].map(({ protocol }) => protocol);
        return {
          markup: root.querySelectorAll('img, script, iframe').length,
          isMarkup: 'isMarkup' in window,
          links,
        };
      });
      expect(made).toEqual({
        markup: 0,
        isMarkup: false,
        links: expect.not.arrayContaining(['javascript:']),
      });
      expect(seen.faults).toEqual([]);
    } finally {
      await context.close();
      server.close();
    }
  });

  test(
    'the component has no axe violations and is not cut off at 320, 390 and 1280 px, light and dark',
    () =>
      onExample(async ({ page }) => {
        const states: (() => Promise<unknown>)[] = [
          () => page.getByText('Your organisation has set up example.com.').waitFor(),
          async () => {
            await page.getByRole('button', { name: 'I log in with another name' }).click();
            await page.getByRole('button', { name: 'Change the servers' }).click();
            await password(page).fill('wrong');
            await connect(page).click();
            await page.getByRole('button', { name: 'Change: Password' }).waitFor();
          },
          async () => {
            await password(page).fill('password');
            await connect(page).click();
            await page.getByText('Your mailbox is connected.').waitFor();
          },
        ];
        for (const reach of states) {
          await reach();
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme });
            for (const width of [1280, 390, 320]) {
              await page.setViewportSize({ width, height: 844 });
              expect(await outside(page)).toEqual([]);
            }
            expect(await axeViolations(page, colorScheme === 'light' ? 'all' : 'colours')).toEqual([]);
          }
        }
      }),
    90_000,
  );

  test('the commands of docs/embed.md start the example and make a client secret', async () => {
    const [start, ask] = blocks('sh');
    expect(start).toBe('node infra/examples/connect/host-product.mjs');
    const { stdout } = await promisify(execFile)('sh', ['-c', ask!], {
      env: { ...process.env, POSTERN_URL: console.url, POSTERN_TOKEN: console.tokens.member },
    });
    expect(JSON.parse(stdout)).toEqual({
      clientSecret: expect.stringMatching(/^connect_/),
      expiresAt: expect.any(String),
    });
  });

  test('the file is served to every origin, compressed, cached for an hour and answered with 304', async () => {
    const url = `${console.url}/connect.js`;
    const answer = await fetch(url, { headers: { origin: shop } });
    expect([answer.status, (await answer.text()).includes('postern-connect')]).toEqual([200, true]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=3600',
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    const again = await fetch(url, { headers: { 'if-none-match': answer.headers.get('etag')! } });
    expect(again.status).toBe(304);
  });
});
