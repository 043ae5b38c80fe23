import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { TextPath } from './field-path';
import { FieldError } from './FieldError';
import type { Fields } from './use-fields';

type Props = {
  readonly fields: Fields;
  readonly path: TextPath;
  readonly label: string;
  readonly description?: ReactNode;
  readonly placeholder?: string;
  readonly readOnly?: boolean;
  /** Whether the field is focused when the form opens. */
  readonly isFirst?: boolean;
  readonly kind?: 'text' | 'port';
};

/** A labelled input bound to one path of the form; a port takes digits only. */
export function TextField({ fields, path, kind = 'text', isFirst = false, ...rest }: Props) {
  const problem = fields.errorOf(path);
  const repair = (value: string) => {
    fields.change(path, value);
    fields.focus(path);
  };
  const shared = {
    ...rest,
    // A dialog that opens focuses what is marked; a field that is rendered after that takes the focus by itself.
    'data-autofocus': isFirst || undefined,
    autoFocus: isFirst,
    id: fields.idOf(path),
    name: path,
    autoComplete: 'off',
    spellCheck: false,
    autoCapitalize: 'none',
    value: fields.values[path],
    error: problem && <FieldError problem={problem} onRepair={repair} />,
  };
  const clean = (value: string) => (kind === 'port' ? value.replace(/\D/g, '').slice(0, 5) : value);
  return (
    <TextInput
      {...shared}
      type="text"
      inputMode={kind === 'port' ? 'numeric' : undefined}
      // What is typed replaces the port that is filled in.
      onFocus={kind === 'port' ? (event) => event.currentTarget.select() : undefined}
      onChange={(event) => fields.change(path, clean(event.currentTarget.value))}
    />
  );
}
