import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { text } from '../text';
import type { Fields } from './use-fields';

/** The confirmation that a public suffix has mailboxes; shown once the domain was refused for that reason (R3). */
export function PublicSuffixField({ fields }: { readonly fields: Fields }) {
  const isRefused = fields.errorOf('domain')?.code === 'domain-is-public-suffix';
  const isConfirmed = fields.values.confirmPublicSuffix;
  const [wasRefused, setWasRefused] = useState(false);
  if (isRefused && !wasRefused) setWasRefused(true);
  if (!isRefused && !(wasRefused && isConfirmed)) return null;
  return (
    <Checkbox
      id={fields.idOf('confirmPublicSuffix')}
      label={text.form.hasMailboxes}
      checked={isConfirmed}
      onChange={(event) => fields.change('confirmPublicSuffix', event.currentTarget.checked)}
    />
  );
}
