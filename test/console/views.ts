import type { Page } from 'playwright-core';
import { listViews } from './list-views.js';
import { discoveryViews } from './discovery-views.js';
import { domainViews } from './domain-views.js';
import { editorViews } from './editor-views.js';
import { authorityViews } from './authority-views.js';
import { linkViews } from './link-views.js';
import { notificationViews } from './notification-views.js';
import { overviewViews } from './overview-views.js';
import { publishExample } from './publish-allowlist.js';
import { signInViews } from './sign-in-views.js';
import type { View } from './view.js';

const list = '/settings/objects/activities';
const csv =
  'domain,kind,imapHost,imapPort\njane@example.com,imap,imap.example.com,993\nexample.edu,imap,,99999\n';

const unknownColumns = `Kunde;Maildomain des Kunden;Eingehend;Port;Ausgehend;Port
Müller GmbH;example.edu;imap.example.edu;993;smtp.example.edu;465
`;
const goodCsv = `domain,kind,imapHost,imapPort,smtpHost,smtpPort,exchangeUrl
example.edu,imap,imap.example.edu,993,smtp.example.edu,465,
example.info,exchange,,,,,https://mail.example.info/EWS/Exchange.asmx
example.net,imap,imap.example.net,993,smtp.example.net,465,
`;
const deployedUfw = `Added user rules (see 'ufw status' for running firewall):
ufw allow from 54.174.62.128/25 to any port 993 proto tcp comment 'Postern: IMAP to 127.0.0.1'
`;
/** The console repeats a query after 503, which takes seconds, and not after 500. */
const unexpected = {
  status: 500,
  code: 'internal-error',
  title: 'An unexpected error occurred',
  detail: 'Nothing was changed.',
  requestId: '0199aa00-0000-7000-8000-000000000000',
};

/** Every page in each state that looks different. The test of every view and the screenshots use this list. */
export const views: readonly View[] = [
  ...signInViews,
  { name: 'overview', path: '/overview', role: 'super-admin', ready: 'What fails' },
  ...overviewViews,
  { name: 'settings', path: list, role: 'super-admin', ready: 'office.example.org' },
  {
    name: 'settings-no-match',
    path: `${list}?search=nothing-like-it`,
    role: 'super-admin',
    ready: 'Nothing matches',
  },
  {
    name: 'settings-loading',
    path: list,
    role: 'super-admin',
    ready: 'office.example.org',
    isLoading: true,
    act: async (page) => {
      await page.route('**/v1/mail-settings?*', () => undefined);
      await page.reload();
      await page.getByRole('status', { name: 'Loading' }).waitFor();
    },
  },
  {
    name: 'settings-error',
    path: list,
    role: 'super-admin',
    ready: 'office.example.org',
    act: async (page) => {
      await page.route('**/v1/mail-settings?*', (route) =>
        route.fulfill({ status: 500, contentType: 'application/problem+json', json: unexpected }),
      );
      await page.reload();
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  },
  {
    name: 'settings-read-by-account-access',
    path: list,
    role: 'account-access',
    ready: 'office.example.org',
  },
  {
    name: 'settings-delete',
    path: list,
    role: 'super-admin',
    ready: 'office.example.org',
    act: async (page) => {
      await page.getByRole('button', { name: 'Delete example.com', exact: true }).click();
      await page.getByRole('button', { name: 'Delete settings' }).waitFor();
    },
  },
  { name: 'new-imap', path: `${list}?panel=new-imap`, role: 'super-admin', ready: 'Outgoing Mail (SMTP)' },
  {
    name: 'new-imap-help',
    path: `${list}?panel=new-imap`,
    role: 'super-admin',
    ready: 'Outgoing Mail (SMTP)',
    act: async (page) => {
      await page.getByRole('button', { name: 'Learn how to find this server information' }).first().click();
      await page.getByText('Thunderbird').first().waitFor();
    },
  },
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
      await page.getByRole('button', { name: 'Open the existing settings' }).waitFor();
    },
  },
  ...listViews,
  ...discoveryViews,
  ...domainViews,
  ...notificationViews,
  ...authorityViews,
  ...linkViews,
  { name: 'connect', path: '/connect', role: 'member', ready: 'Connect my email' },
  {
    name: 'connect-unknown',
    path: '/connect',
    role: 'member',
    ready: 'Connect my email',
    act: async (page) => {
      await page.getByLabel('Email address', { exact: true }).fill('tom@partner.example');
      await page.getByText('Nobody has set up partner.example yet.').waitFor();
    },
  },
  {
    name: 'connect-filled',
    path: '/connect',
    role: 'member',
    ready: 'Connect my email',
    act: async (page) => {
      await page.getByLabel('Email address', { exact: true }).fill('jane@example.com');
      await page.getByText('Your organisation has set up example.com.').waitFor();
    },
  },
  {
    name: 'connect-result',
    path: '/connect',
    role: 'member',
    ready: 'Connect my email',
    act: async (page) => {
      await page.getByLabel('Email address', { exact: true }).fill('jane@example.com');
      await page.getByText('Your organisation has set up example.com.').waitFor();
      await page.getByLabel('Password', { exact: true }).fill('password');
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await page.getByText('jane@example.com is connected').waitFor();
    },
  },
  { name: 'allowlist-imap', path: '/allowlist', role: 'network', ready: '54.174.62.196/30' },
  { name: 'allowlist-smtp', path: '/allowlist?list=smtp', role: 'network', ready: '54.174.62.192/30' },
  {
    name: 'allowlist-match',
    path: '/allowlist',
    role: 'network',
    ready: '54.174.62.196/30',
    act: async (page) => {
      await page.getByLabel('Source address').fill('54.174.62.196');
      await page.getByLabel('Your mail server').fill('127.0.0.1');
      await page.getByRole('button', { name: 'Find out' }).click();
      await page.getByText('No rule allows it').waitFor();
    },
  },
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
  {
    name: 'firewall-drifted',
    path: '/firewall?target=ufw',
    role: 'super-admin',
    ready: 'Download zip',
    act: async (page) => {
      await page.getByLabel('What the device prints').fill(deployedUfw);
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.getByText('The device differs from revision 1').waitFor();
    },
  },
  { name: 'handover', path: '/firewall/handover', role: 'network', ready: 'How to take it back' },
  { name: 'import', path: '/settings/import', role: 'super-admin', ready: 'Columns of a CSV file' },
  {
    name: 'import-checked',
    path: '/settings/import',
    role: 'super-admin',
    ready: 'Columns of a CSV file',
    act: async (page) => {
      await page.getByRole('button', { name: 'Fill in an example' }).click();
      await page.getByLabel('Rows', { exact: true }).fill(goodCsv);
      await page.getByRole('button', { name: 'Check without importing' }).click();
      await page.getByText('All 3 rows can be imported').waitFor();
    },
  },
  {
    name: 'import-columns',
    path: '/settings/import',
    role: 'super-admin',
    ready: 'Columns of a CSV file',
    act: async (page) => {
      await page.getByLabel('Rows', { exact: true }).fill(unknownColumns);
      await page.getByRole('button', { name: 'Check without importing' }).click();
      await page.getByText('Which column is which?').first().waitFor();
      await page.getByText('Müller GmbH').last().waitFor();
    },
  },
  {
    name: 'import-problems',
    path: '/settings/import',
    role: 'super-admin',
    ready: 'Columns of a CSV file',
    act: async (page) => {
      await page.getByLabel('Rows', { exact: true }).fill(csv);
      await page.getByRole('button', { name: 'Check without importing' }).click();
      await page.getByText('What is wrong').waitFor();
    },
  },
  { name: 'audit', path: '/audit', role: 'super-admin', ready: 'by bootstrap' },
  {
    name: 'audit-details',
    path: '/audit',
    role: 'super-admin',
    ready: 'by bootstrap',
    act: async (page) => {
      await page.getByText('8 fields').first().click();
      await page.getByText('IMAP server name').first().waitFor();
    },
  },
  { name: 'tokens', path: '/tokens', role: 'super-admin', ready: 'Test network' },
  {
    name: 'token-revoke',
    path: '/tokens',
    role: 'super-admin',
    ready: 'Test network',
    act: async (page) => {
      await page.getByRole('button', { name: 'Revoke Test network' }).click();
      await page.getByRole('button', { name: 'Revoke token' }).waitFor();
    },
  },
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
  { name: 'not-found', path: '/nowhere', role: 'super-admin', ready: 'This page does not exist' },
  { name: 'forbidden', path: '/tokens', role: 'member', ready: 'Your role does not allow this' },
  { name: 'operator-accounts', path: '/', role: 'operator', ready: 'Example Industries' },
  {
    name: 'operator-acting',
    path: '/',
    role: 'operator',
    ready: 'Example Industries',
    act: async (page) => {
      await page.getByRole('button', { name: 'Choose default' }).click();
      await page.getByText('office.example.org').waitFor();
    },
  },
  {
    name: 'operator-queue',
    path: '/queue',
    role: 'operator',
    ready: 'Example Industries',
    act: async (page) => {
      await page.getByRole('button', { name: 'Choose default' }).click();
      await page.getByRole('heading', { name: 'Queue' }).waitFor();
      await page.getByText('for all data centres').waitFor();
    },
  },
  {
    name: 'operator-vendor',
    path: '/vendor',
    role: 'operator',
    ready: 'Example Industries',
    act: async (page) => {
      await page.getByRole('button', { name: 'Choose default' }).click();
      await page.getByText('No name is set').waitFor();
    },
  },
  {
    name: 'operator-empty-account',
    path: '/',
    role: 'operator',
    ready: 'Example Industries',
    act: async (page) => {
      await page.getByRole('button', { name: 'Choose Example Schools' }).click();
      await page.getByText('No domains yet').waitFor();
    },
  },
  {
    name: 'allowlist-changes',
    path: '/allowlist',
    role: 'network',
    ready: 'retiring',
    prepare: publishExample,
  },
  ...editorViews,
  {
    name: 'allowlist-data-centre',
    path: '/allowlist?dataCenter=eu1',
    role: 'network',
    ready: '198.51.100.0/27',
    prepare: publishExample,
  },
  {
    name: 'domain-certificate-changed',
    path: `${list}?panel=edit&domain=xn--bcher-kva.example.org`,
    role: 'super-admin',
    ready: 'Trust this certificate',
    prepare: async ({ mail, stack }) => {
      mail.replaceCertificate();
      const path = '/v1/mail-settings/xn--bcher-kva.example.org/verifications';
      const { id } = await stack.call<{ id: string }>('POST', path, {});
      await stack.settled(id);
    },
    act: async (page) => {
      await page.getByRole('button', { name: 'Trust this certificate' }).first().click();
      await page.getByText('Compare the fingerprint first').waitFor();
    },
  },
  {
    name: 'domain-stale',
    path: `${list}?panel=edit&domain=sales.example.com`,
    role: 'super-admin',
    ready: 'History',
    act: async (page) => {
      await changeElsewhere(page, 'sales.example.com');
      await page.getByRole('button', { name: 'Update' }).click();
      await page.getByText('Somebody changed these settings in the meantime').waitFor();
    },
  },
];

/** Saves the domain's settings as another admin, with the other value of allowNonSecureCertificate. */
async function changeElsewhere(page: Page, domain: string): Promise<void> {
  const path = `/v1/mail-settings/${domain}`;
  const { kind, imap, smtp, allowNonSecureCertificate } = await (await page.request.get(path)).json();
  const data = { domain, kind, imap, smtp, allowNonSecureCertificate: !allowNonSecureCertificate };
  await page.request.put(path, { data, headers: { origin: new URL(page.url()).origin } });
}
