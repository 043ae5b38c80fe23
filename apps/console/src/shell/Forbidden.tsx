import type { Role } from '@postern/core/permission';
import { EmptyState } from '../components/EmptyState';
import { Page } from '../components/Page';
import { usePageTitle } from '../components/use-page-title';
import { text } from '../first-text';

/** Shown in place of a page that the role may not read. The API refuses its requests as well. */
export function Forbidden({ role }: { readonly role: Role }) {
  usePageTitle(text.forbidden.title);
  return (
    <Page>
      <EmptyState icon="lock" title={text.forbidden.title}>
        {text.forbidden.detail(text.roles[role])}
      </EmptyState>
    </Page>
  );
}
