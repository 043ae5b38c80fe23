import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { describeWith } from '../environment/describe-with.js';
import { reservePort } from '../servers/loopback-port.js';
import { startPostern, type StartedPostern } from '../servers/started-postern.js';
import { axeViolations } from './axe-violations.js';
import { fillImapForm } from './fill-imap-form.js';
import { launchChromium } from './launch-chromium.js';
import { startMailWorld, type MailWorld } from './mail-world.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Whoever serves or reads the built console sees another time if it is built again. */
const builtAt = async () => (await stat(join(root, 'apps/console/dist/index.html'))).mtimeMs;
const npmStart = ['npm', '--prefix', root, 'start'] as const;

let dataDirectory = '';
let builtBefore = 0;
let mail: MailWorld;
let postern: StartedPostern;
let browser: Browser;
let page: Page;

const panel = () => page.getByRole('dialog');

describeWith(
  ['chromium', 'dovecot', 'postfix', 'openssl', 'root'],
  'the first run: npm start, signing in with its link, and verifying a domain',
  () => {
    beforeAll(async () => {
      dataDirectory = await mkdtemp(join(tmpdir(), 'postern-first-run-'));
      mail = await startMailWorld();
      const environment = {
        POSTERN_DATA_DIR: dataDirectory,
        PORT: String(await reservePort()),
        POSTERN_EGRESS_ALLOW: '127.0.0.0/8',
        POSTERN_EGRESS_PORTS: mail.ports.join(),
        POSTERN_EGRESS_CA: mail.certificates.caFile,
      };
      builtBefore = await builtAt();
      postern = await startPostern(environment, { command: npmStart, deadlineMs: 100_000 });
      browser = await launchChromium();
      page = await browser.newPage();
    }, 150_000);
    afterAll(async () => {
      await browser?.close();
      await postern?.kill();
      await mail?.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    });

    test('the printed link signs in, and its code is removed from the browser’s address bar', async () => {
      const link = /http:\S+#code=\S+/.exec(postern.screen)![0];
      await page.goto(link);
      await page.getByRole('heading', { name: 'Activities' }).waitFor();
      expect(page.url()).toBe(`${postern.origin}/settings/objects/activities`);
      expect(await page.getByTestId('role').textContent()).toBe('Super admin');
      await page.getByText('No domains yet').waitFor();
      expect(await axeViolations(page)).toEqual([]);
    });

    test('R10 R11 IMAP settings are added where the help page says, and Dovecot and Postfix verify them', async () => {
      await page.getByRole('tab', { name: 'Email Logging' }).click();
      const section = page.getByRole('button', { name: 'Exchange & IMAP Settings' });
      expect(await section.getAttribute('aria-expanded')).toBe('true');
      await page.getByRole('button', { name: 'Add IMAP settings' }).click();
      await panel().getByRole('heading', { name: 'Incoming Mail (IMAP)' }).waitFor();
      await panel().getByRole('heading', { name: 'Outgoing Mail (SMTP)' }).waitFor();
      await fillImapForm(panel(), 'first.example.com', mail.imapsPort, mail.submissionsPort);
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Add IMAP settings' }).click();
      await panel().getByText('Every step passed: users can connect with these servers.').waitFor();
      expect(await panel().getByRole('list', { name: 'Steps' }).count()).toBe(2);
      expect(await axeViolations(page)).toEqual([]);
      await panel().getByRole('button', { name: 'Close' }).click();
      const row = page.getByRole('row').filter({ hasText: 'first.example.com' });
      await row.getByText('Verified').waitFor();
    }, 30_000);

    test('R12 R23 a mailbox on the domain is connected with the saved settings', async () => {
      await page.getByRole('link', { name: 'Connect my email' }).click();
      await page.getByLabel('Email address', { exact: true }).fill('jane@first.example.com');
      await page.getByText('Your organisation has set up first.example.com.').waitFor();
      await page.getByRole('button', { name: 'I log in with another name' }).click();
      await page.getByLabel('User name', { exact: true }).fill('jane@example.com');
      await page.getByLabel('Password', { exact: true }).fill('password');
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await page.getByText('jane@first.example.com is connected').waitFor();
      expect(await axeViolations(page)).toEqual([]);
    }, 30_000);

    test('the sign-in link works once: a second browser stays signed out and shows the reason', async () => {
      const other = await browser.newContext();
      const otherPage = await other.newPage();
      await otherPage.goto(/http:\S+#code=\S+/.exec(postern.screen)![0]);
      await otherPage.getByText('This sign-in link has already been used').waitFor();
      expect(await axeViolations(otherPage)).toEqual([]);
      await other.close();
    });

    test('npm start leaves the files of the console as they were built, because another Postern may serve them', async () => {
      expect(await builtAt()).toBe(builtBefore);
    });

    test('SIGTERM to npm start stops every process of Postern with exit code 0', async () => {
      await page.close();
      expect(await postern.stop()).toBe(0);
      expect(await postern.processes()).toEqual([]);
    }, 45_000);
  },
);
