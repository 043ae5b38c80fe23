import { List } from '@mantine/core';
import { Notice } from '../components/Notice';
import { text } from '../text';
import { fieldLabel } from '../text/field-labels';
import type { FieldPath } from './field-path';
import { messageFor } from './message-for';
import type { Fields } from './use-fields';

/** An alert with the errors of fields that the form does not show, so that no submit fails without a word. */
export function HiddenErrors({ fields }: { readonly fields: Fields }) {
  const hidden = fields.errors.filter(
    ({ path }) => document.getElementById(fields.idOf(path as FieldPath)) === null,
  );
  if (hidden.length === 0) return null;
  return (
    <Notice tone="fail" role="alert" title={text.form.cannotSubmit}>
      <List size="sm">
        {hidden.map(({ path, code, message }) => (
          <List.Item key={path}>
            {fieldLabel(path)}: {messageFor(path, code) ?? message}
          </List.Item>
        ))}
      </List>
    </Notice>
  );
}
