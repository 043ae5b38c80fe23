import type { View } from './view.js';

const path = '/notifications';
const mailOff = {
  type: '/docs/problems/mail-not-set-up',
  status: 404,
  code: 'mail-not-set-up',
  title: 'Mail is not set up',
  detail: 'Mails are sent after an operator has set POSTERN_SMTP_URL and POSTERN_MAIL_FROM.',
  requestId: '0199aa00-0000-7000-8000-000000000000',
};

/** The page of mails and webhooks in each state that looks different; part of the list in `views.ts`. */
export const notificationViews: readonly View[] = [
  { name: 'notifications-empty', path, role: 'super-admin', ready: 'No webhooks yet' },
  {
    name: 'notifications-without-mail',
    path,
    role: 'super-admin',
    ready: 'No webhooks yet',
    act: async (page) => {
      await page.route('**/v1/notification-settings', (route) =>
        route.fulfill({ status: 404, contentType: 'application/problem+json', json: mailOff }),
      );
      await page.reload();
      await page.getByText('Mails are not set up').waitFor();
    },
  },
  {
    name: 'notifications',
    path,
    role: 'super-admin',
    ready: 'hooks.example.com',
    prepare: async ({ stack, mail }) => {
      const events = ['domain.failed', 'domain.recovered'];
      await stack.call('PUT', '/v1/notification-settings', {
        recipients: [{ email: 'jane@example.com' }, { email: 'it@example.com' }],
        events,
        digest: 'hourly',
      });
      const url = `https://127.0.0.1:${mail.closedPort}/postern`;
      const { id } = await stack.call<{ id: string }>('POST', '/v1/webhooks', {
        url,
        events,
        description: 'CRM',
      });
      await stack.call('POST', `/v1/webhooks/${id}/test`);
      await stack.call('POST', '/v1/webhooks', {
        url: 'https://hooks.example.com/services/a-path-that-is-long-enough-to-be-broken-on-narrow-screens',
        events: 'all',
        enabled: false,
      });
    },
  },
  {
    name: 'notifications-new-webhook',
    path,
    role: 'super-admin',
    ready: 'hooks.example.com',
    act: async (page) => {
      await page.getByRole('button', { name: 'New webhook' }).click();
      await page.getByRole('dialog').getByLabel('URL').fill('http://hooks.example.com');
      await page.getByRole('dialog').getByLabel('Only these').check();
      await page.getByRole('button', { name: 'Save webhook' }).click();
      await page.getByRole('dialog').getByText('https').nth(1).waitFor();
    },
  },
  {
    name: 'notifications-deliveries',
    path,
    role: 'super-admin',
    ready: 'hooks.example.com',
    act: async (page) => {
      await page.getByRole('button', { name: 'Deliveries https://127' }).click();
      await page.getByText('the receiver refuses connections').first().waitFor();
    },
  },
];
