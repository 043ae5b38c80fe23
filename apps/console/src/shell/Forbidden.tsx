import type { Role } from '@postern/core/permission';
import { EmptyState } from '../components/EmptyState';
import { Page } from '../components/Page';
import { text } from '../text';

/** Shown in place of a page that the role may not read. The API refuses its requests as well. */
export function Forbidden({ role }: { readonly role: Role }) {
  return (
    <Page>
      <EmptyState icon="lock" title={text.forbidden.title}>
        {text.forbidden.detail(text.roles[role])}
      </EmptyState>
    </Page>
  );
}
