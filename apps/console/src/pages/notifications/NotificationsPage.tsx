import { Page } from '../../components/Page';
import { text } from '../../text';
import { MailSection } from './MailSection';
import { WebhookSection } from './WebhookSection';

/** Who is told what happens to the account's domains: recipients of mails, and webhooks. */
export function NotificationsPage() {
  return (
    <Page title={text.notifications.title} lead={text.notifications.lead}>
      <MailSection />
      <WebhookSection />
    </Page>
  );
}
