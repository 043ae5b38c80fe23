import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import type { Browser, Page } from 'playwright-core';
import { startStack, type Stack } from '../end-to-end/start-stack.js';
import { describeWith } from '../environment/describe-with.js';
import { createTestDatabase } from '../environment/test-database.js';
import { reservePort } from '../servers/loopback-port.js';
import { startOidcProvider, type TestProvider } from '../servers/oidc-provider.js';
import { axeViolations } from './axe-violations.js';
import { fillImapForm } from './fill-imap-form.js';
import { launchChromium } from './launch-chromium.js';

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let provider: TestProvider;
let stack: Stack;
let browser: Browser;
let page: Page;

const signInButton = 'Sign in with 127.0.0.1';

describeWith(['chromium'], 'signing in through the provider of an organisation', () => {
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    const port = await reservePort();
    provider = await startOidcProvider(`http://127.0.0.1:${port}`);
    provider.asks = true;
    stack = await startStack({
      databaseUrl: testDatabase.connectionString,
      port,
      environment: {
        POSTERN_PUBLIC_URL: `http://127.0.0.1:${port}`,
        POSTERN_OIDC_ISSUER: provider.issuer,
        POSTERN_OIDC_CLIENT_ID: provider.clientId,
        POSTERN_OIDC_CLIENT_SECRET: provider.clientSecret,
        POSTERN_OIDC_ROLE_MAP: 'mail admins=super-admin',
        POSTERN_LOG_LEVEL: 'error',
      },
    });
    browser = await launchChromium();
    page = await browser.newPage({ baseURL: stack.url, reducedMotion: 'reduce' });
    page.setDefaultTimeout(50_000);
    page.on('dialog', (dialog) => void dialog.accept());
  }, 200_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
    await provider?.stop();
    await testDatabase?.drop();
  });

  test('a person signs in, is named in the menu and returns to the page that was asked for', async () => {
    await page.goto('/audit');
    await page.getByText(signInButton).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByText(signInButton).click();
    await page.getByRole('button', { name: 'Continue as Jane' }).click();
    await page.getByRole('heading', { name: 'Audit', exact: false }).first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/audit');
    await page.getByText('Jane Doe').first().waitFor();
    expect(await page.getByTestId('role').textContent()).toBe('Super admin');
  }, 60_000);

  test('a session that ends in the middle of an edit is renewed in a window, and nothing typed is lost', async () => {
    await page.goto('/settings/objects/activities');
    await page.getByRole('button', { name: 'Add IMAP settings' }).click();
    const panel = page.getByRole('dialog');
    await fillImapForm(panel, 'typed.example.com', 993, 465);
    const cookies = await page.context().cookies(stack.url);
    const session = cookies.find(({ name }) => name.endsWith('postern_session'))!;
    await page.context().clearCookies({ name: session.name });
    await page.getByRole('button', { name: 'Add IMAP settings' }).click();
    await page.getByText('Your session has ended').first().waitFor();
    // The dialog is open and covers the button if the list was refreshed in the meantime.
    await page.getByRole('button', { name: 'Sign in again' }).dispatchEvent('click');
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: signInButton }).click();
    // The provider remembers the person and asks nothing; the window closes itself.
    await (await opened).waitForEvent('close').catch(() => undefined);
    await page.getByRole('button', { name: signInButton }).waitFor({ state: 'detached' });
    expect(await panel.getByLabel('Domain name', { exact: true }).inputValue()).toBe('typed.example.com');
    expect((await page.context().cookies(stack.url)).map(({ name }) => name)).toContain(session.name);
  }, 60_000);

  test('a session that ends between two pages is renewed without a click, until the provider wants to ask', async () => {
    await page.goto('/audit');
    await page.getByText('Jane Doe').first().waitFor();
    const endSessions = async () => {
      const client = new Client({ connectionString: testDatabase.connectionString });
      await client.connect();
      expect((await client.query('delete from session')).rowCount).toBeGreaterThan(0);
      await client.end();
    };
    await endSessions();
    const renewed = page.waitForRequest((request) => request.url().includes('/v1/session/oidc/callback'));
    await page.getByRole('link', { name: 'Access tokens' }).click();
    await renewed;
    await page.getByRole('heading', { name: 'Access tokens' }).first().waitFor();
    await page.getByText('Jane Doe').first().waitFor();
    await endSessions();
    await page.context().clearCookies({ name: /^_session/ });
    await page.getByRole('link', { name: 'Audit' }).click();
    await page.getByText(signInButton).waitFor();
    expect(new URL(page.url()).searchParams.get('next')).toBe('/audit');
  }, 60_000);
});
