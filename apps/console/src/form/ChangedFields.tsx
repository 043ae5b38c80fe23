import { Text } from '@mantine/core';
import type { MailSettings, SettingsKind } from '../api/mail-settings';
import { breakable } from '../components/breakable';
import { changedFields } from '../components/changed-fields';
import { text } from '../text';
import { fieldLabel, fieldValue } from '../text/field-labels';
import type { FormValues } from './field-path';
import classes from './ChangedFields.module.css';
import { fromSettings, toServers } from './settings-input';

type Props = {
  readonly stored: MailSettings;
  readonly kind: SettingsKind;
  readonly values: FormValues;
  readonly heading?: string;
};

/** The fields whose values differ from the stored ones, with both values; nothing if all are the same. */
export function ChangedFields({ stored, kind, values, heading = text.form.changes }: Props) {
  const changes = changedFields(toServers(stored.kind, fromSettings(stored)), toServers(kind, values));
  if (changes.length === 0) return null;
  const show = (field: string, value: string | undefined) =>
    value === undefined || value === '' ? (
      <span className="soft">{text.form.noValue}</span>
    ) : (
      breakable(fieldValue(field, value))
    );
  return (
    <div>
      <Text size="sm" fw={600} mb={6}>
        {heading}
      </Text>
      <table className={classes.table} aria-label={heading}>
        <thead>
          <tr>
            {text.form.changeColumns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, before, after }) => (
            <tr key={field}>
              <td>{fieldLabel(field)}</td>
              <td>{show(field, before)}</td>
              <td>
                <ins>{show(field, after)}</ins>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
