import type { Role } from '@postern/core/permission';
import { EmptyState } from '../components/EmptyState';
import { Page } from '../components/Page';
import { text } from '../text';

/** For an address that a role may not read: nothing of the page is offered. The API refuses it anyway. */
export function Forbidden({ role }: { readonly role: Role }) {
  return (
    <Page>
      <EmptyState icon="lock" title={text.forbidden.title}>
        {text.forbidden.detail(text.roles[role])}
      </EmptyState>
    </Page>
  );
}
