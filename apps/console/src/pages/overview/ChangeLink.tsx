import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Summary } from '../../api/summary';

type Change = Summary['changes'][number];

/** The pages of what is changed elsewhere than in the list of domains. */
const pages = {
  'certificate-authority': '/certificate-authorities',
  link: '/links',
  'mail-recipient': '/notifications',
  'notification-settings': '/notifications',
  webhook: '/notifications',
} as const;

/** The subject of a change, as a link to where it is repaired: the list, its own page, or else the audit log. */
export function ChangeLink({ change }: { readonly change: Change }) {
  const { action, subject, displaySubject = subject } = change;
  return (
    <Anchor underline="always" renderRoot={(props) => <Link {...targetOf(action, subject)} {...props} />}>
      {displaySubject}
    </Anchor>
  );
}

/** What was deleted is on no page any more, but the audit log has what it was. */
function targetOf(action: string, subject: string) {
  if (/\.(?:deleted|removed|revoked)$/.test(action)) return { to: '/audit' } as const;
  if (/^(?:mail-settings|certificate|hint|discovery)\./.test(action))
    return { to: '/settings/objects/activities', search: { search: subject } } as const;
  const [kind = ''] = action.split('.');
  return { to: Object.hasOwn(pages, kind) ? pages[kind as keyof typeof pages] : '/audit' } as const;
}
