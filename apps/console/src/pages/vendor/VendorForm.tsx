import { Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { problemOf } from '../../api/client';
import { setVendor, vendorQuery, type Vendor } from '../../api/vendor';
import { BusyButton } from '../../components/BusyButton';
import { Notice } from '../../components/Notice';
import { ProblemAlert } from '../../components/ProblemAlert';
import { errorText } from '../../form/error-text';
import { text } from '../../text';
import { useUnsavedWork } from '../../unsaved-work/unsaved-work';

const words = text.vendor;

/** Changes the name, and says which name the published list carries. */
export function VendorForm({ stored }: { readonly stored: Vendor }) {
  const queries = useQueryClient();
  const [name, setName] = useState(stored.vendor ?? '');
  const isChanged = name.trim() !== (stored.vendor ?? '');
  useUnsavedWork(isChanged);
  const save = useMutation({
    mutationFn: setVendor,
    onSuccess: (saved) => {
      setName(saved.vendor ?? '');
      queries.setQueryData(vendorQuery.queryKey, saved);
    },
  });
  const problem = save.error === null ? null : problemOf(save.error);
  const refusal = problem?.errors.find(({ path }) => path === 'vendor');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(name);
  };
  const { vendor, publishedVendor } = stored;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" maw={480}>
        <TextInput
          label={words.name}
          description={words.nameHelp}
          value={name}
          maxLength={40}
          error={errorText(refusal)}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group>
          <BusyButton type="submit" loading={save.isPending} disabled={!isChanged || name.trim() === ''}>
            {words.save}
          </BusyButton>
        </Group>
        <div role="status">
          {save.data?.vendor != null && !isChanged && (
            <Notice tone="pass" title={words.saved(save.data.vendor)} />
          )}
        </div>
        {problem && !refusal && <ProblemAlert problem={problem} />}
        {vendor === null && <Text size="sm">{words.unset}</Text>}
        {publishedVendor === null && <Text size="sm">{words.sample}</Text>}
        {vendor !== null && publishedVendor !== null && publishedVendor !== vendor && (
          <Text size="sm">{words.published(publishedVendor)}</Text>
        )}
      </Stack>
    </form>
  );
}
