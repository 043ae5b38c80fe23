import type { Role } from '@postern/core/permission';
import type { Page } from 'playwright-core';

/** A page of the console in one state; `ready` is a text that shows once it is all there. */
export type View = {
  readonly name: string;
  readonly path: string;
  /** Whose session; `null` shows it to a stranger. */
  readonly role: Exclude<Role, 'operator'> | null;
  readonly ready: string | RegExp;
  /** What a person does on the page before it is looked at. */
  readonly act?: (page: Page) => Promise<void>;
};

const list = '/settings/objects/activities';
const csv =
  'domain,kind,imapHost,imapPort\njane@example.com,imap,imap.example.com,993\nexample.edu,imap,,99999\n';

/** Every page, and the states of it that look different; axe, the pictures and the narrow screen go through all. */
export const views: readonly View[] = [
  { name: 'sign-in', path: '/sign-in', role: null, ready: 'Sign in to Postern' },
  { name: 'settings', path: list, role: 'super-admin', ready: 'office.example.org' },
  {
    name: 'settings-no-match',
    path: `${list}?search=nothing-like-it`,
    role: 'super-admin',
    ready: 'Nothing matches',
  },
  {
    name: 'settings-read-by-account-access',
    path: list,
    role: 'account-access',
    ready: 'office.example.org',
  },
  { name: 'new-imap', path: `${list}?panel=new-imap`, role: 'super-admin', ready: 'Outgoing Mail (SMTP)' },
  {
    name: 'new-imap-refused',
    path: `${list}?panel=new-imap`,
    role: 'super-admin',
    ready: 'Outgoing Mail (SMTP)',
    act: async (page) => {
      await page.getByLabel('Domain name', { exact: true }).fill('jane@example.com');
      await page.getByRole('button', { name: 'Add IMAP settings' }).click();
      await page.getByText('Use example.com').waitFor();
    },
  },
  { name: 'new-exchange', path: `${list}?panel=new-exchange`, role: 'super-admin', ready: 'Exchange URL' },
  {
    name: 'domain-taken',
    path: `${list}?panel=new-exchange`,
    role: 'super-admin',
    ready: 'Exchange URL',
    act: async (page) => {
      await page.getByLabel('Domain name', { exact: true }).fill('example.com');
      await page
        .getByLabel('Exchange URL', { exact: true })
        .fill('https://mail.example.com/EWS/Exchange.asmx');
      await page.getByRole('button', { name: 'Add Exchange settings' }).click();
      await page.getByText('example.com already has IMAP settings').waitFor();
    },
  },
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
  { name: 'connect', path: '/connect', role: 'member', ready: 'Connect my email' },
  {
    name: 'connect-filled',
    path: '/connect',
    role: 'member',
    ready: 'Connect my email',
    act: async (page) => {
      await page.getByLabel('Email address', { exact: true }).fill('jane@example.com');
      await page.getByText('Filled in from your organisation').waitFor();
    },
  },
  {
    name: 'connect-result',
    path: '/connect',
    role: 'member',
    ready: 'Connect my email',
    act: async (page) => {
      await page.getByLabel('Email address', { exact: true }).fill('jane@example.com');
      await page.getByText('Filled in from your organisation').waitFor();
      await page.getByLabel('Password', { exact: true }).fill('password');
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await page.getByText('Every step passed').waitFor();
    },
  },
  { name: 'allowlist-imap', path: '/allowlist', role: 'network', ready: '54.174.62.196/30' },
  { name: 'allowlist-smtp', path: '/allowlist?list=smtp', role: 'network', ready: '54.174.62.192/30' },
  {
    name: 'firewall-nftables',
    path: '/firewall?target=nftables',
    role: 'super-admin',
    ready: 'Download zip',
  },
  {
    name: 'firewall-terraform',
    path: '/firewall?target=terraform-aws',
    role: 'network',
    ready: 'Download zip',
  },
  { name: 'handover', path: '/firewall/handover', role: 'network', ready: 'How to take it back' },
  { name: 'import', path: '/settings/import', role: 'super-admin', ready: 'Columns of the CSV' },
  {
    name: 'import-problems',
    path: '/settings/import',
    role: 'super-admin',
    ready: 'Columns of the CSV',
    act: async (page) => {
      await page.getByLabel('Rows', { exact: true }).fill(csv);
      await page.getByRole('button', { name: 'Check without importing' }).click();
      await page.getByText('What is wrong').waitFor();
    },
  },
  { name: 'audit', path: '/audit', role: 'super-admin', ready: 'by bootstrap' },
  { name: 'tokens', path: '/tokens', role: 'super-admin', ready: 'Test network' },
  {
    name: 'token-new',
    path: '/tokens',
    role: 'super-admin',
    ready: 'Test network',
    act: async (page) => {
      await page.getByRole('button', { name: 'New token' }).click();
      await page.getByText('The audit log shows this name').waitFor();
    },
  },
  { name: 'not-found', path: '/nowhere', role: 'super-admin', ready: 'There is no such page' },
];
