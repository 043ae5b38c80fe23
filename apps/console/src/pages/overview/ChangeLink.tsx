import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Summary } from '../../api/summary';

type Change = Summary['changes'][number];

/** The subject of a change, as a link to where it is repaired: the list, the notifications, or else the audit log. */
export function ChangeLink({ change }: { readonly change: Change }) {
  const { action, subject, displaySubject = subject } = change;
  return (
    <Anchor underline="always" renderRoot={(props) => <Link {...targetOf(action, subject)} {...props} />}>
      {displaySubject}
    </Anchor>
  );
}

/** Deleted settings are not in the list any more, but the audit log has what they were. */
function targetOf(action: string, subject: string) {
  const isOfDomain = /^(?:mail-settings|certificate|hint|discovery)\./.test(action);
  if (isOfDomain && action !== 'mail-settings.deleted')
    return { to: '/settings/objects/activities', search: { search: subject } } as const;
  const isOfNotification = /^(?:webhook|notification-settings|mail-recipient)\./.test(action);
  return { to: isOfNotification ? '/notifications' : '/audit' } as const;
}
