import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import {
  allowlistEntryInputSchema,
  allowlistProtocolSchema,
  entryStateSchema,
  type DataCenter,
} from '@postern/core/allowlist-document';
import { inputErrors, type InputError } from '@postern/core/problem';
import { useState, type FormEvent } from 'react';
import type { AllowlistEntry } from '../../api/allowlist-draft';
import { FieldError } from '../../form/FieldError';
import { text } from '../../text';
import { mayLeave, useUnsavedWork } from '../../unsaved-work/unsaved-work';
import { dataCenterChoices } from './data-center-choices';
import { inWords } from './in-words';
import { dateAfterNotice, endOfDate, startOfDate } from './life-dates';

const words = text.allowlistEditor;

type Props = {
  readonly entry: AllowlistEntry;
  /** Whether the entry is about to retire; the date is filled in then. */
  readonly isRetiring: boolean;
  readonly dataCenters: readonly DataCenter[];
  readonly onSave: (entry: AllowlistEntry) => void;
  readonly onClose: () => void;
};

/** The fields of one entry. Dates are days in UTC; a date that is not touched keeps its time. */
export default function EntryDialog({ entry, isRetiring, dataCenters, onSave, onClose }: Props) {
  const [values, setValues] = useState<AllowlistEntry>(() =>
    isRetiring ? { ...entry, state: 'retiring', retireAfter: endOfDate(dateAfterNotice()) } : entry,
  );
  const [isTyped, setTyped] = useState(false);
  const [errors, setErrors] = useState<readonly InputError[]>([]);
  useUnsavedWork(isTyped);
  const change = (some: Partial<AllowlistEntry>) => {
    setTyped(true);
    setValues({ ...values, ...some });
    setErrors(errors.filter(({ path }) => !(path in some)));
  };
  const close = async () => {
    // The list behind the dialog has unsaved changes of its own, which stay.
    if (!isTyped || (await mayLeave())) onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = allowlistEntryInputSchema.safeParse(values);
    if (parsed.success) onSave(parsed.data);
    else setErrors(inputErrors(parsed.error.issues));
  };
  const errorOf = (field: keyof AllowlistEntry) => {
    const problem = errors.find(({ path }) => path === field);
    return (
      problem && <FieldError problem={inWords(problem)} onRepair={(value) => change({ [field]: value })} />
    );
  };
  const dateField = (field: 'activeFrom' | 'retireAfter', timeOf: (date: string) => string) => (
    <TextInput
      type="date"
      label={words.fields[field]}
      description={words.dateHelp}
      data-autofocus={(isRetiring && field === 'retireAfter') || undefined}
      value={values[field]?.slice(0, 10) ?? ''}
      error={errorOf(field)}
      onChange={({ currentTarget: { value } }) => change({ [field]: value === '' ? null : timeOf(value) })}
    />
  );
  const title = isRetiring ? words.entry.retireTitle(entry.cidr) : words.entry.editTitle(entry.cidr);
  return (
    <Modal opened onClose={() => void close()} title={title} centered>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {isRetiring && <Text size="sm">{words.entry.retireHelp}</Text>}
          {!isRetiring && (
            <>
              <TextInput
                label={words.fields.cidr}
                classNames={{ input: 'mono' }}
                spellCheck={false}
                autoComplete="off"
                data-autofocus
                value={values.cidr}
                error={errorOf('cidr')}
                onChange={({ currentTarget: { value } }) => change({ cidr: value.trim() })}
              />
              <NativeSelect
                label={words.fields.protocol}
                data={allowlistProtocolSchema.options.map((value) => ({
                  value,
                  label: text.allowlist.lists[value],
                }))}
                value={values.protocol}
                onChange={({ currentTarget: { value } }) =>
                  change({ protocol: allowlistProtocolSchema.parse(value) })
                }
              />
              <NativeSelect
                label={words.fields.dataCenter}
                data={dataCenterChoices(dataCenters, values.dataCenter)}
                value={values.dataCenter ?? ''}
                error={errorOf('dataCenter')}
                onChange={({ currentTarget: { value } }) =>
                  change({ dataCenter: value === '' ? null : value })
                }
              />
              <NativeSelect
                label={words.fields.state}
                data={entryStateSchema.options.map((value) => ({
                  value,
                  label: text.allowlist.states[value],
                }))}
                value={values.state}
                onChange={({ currentTarget: { value } }) => change({ state: entryStateSchema.parse(value) })}
              />
              {dateField('activeFrom', startOfDate)}
            </>
          )}
          {dateField('retireAfter', endOfDate)}
          {!isRetiring && (
            <TextInput
              label={words.fields.note}
              value={values.note ?? ''}
              maxLength={200}
              error={errorOf('note')}
              onChange={({ currentTarget: { value } }) => change({ note: value === '' ? null : value })}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => void close()}>
              {text.common.cancel}
            </Button>
            <Button type="submit">{isRetiring ? words.entry.retire : words.entry.save}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
