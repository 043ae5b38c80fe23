import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { addAuthority, type CertificateAuthorityInput } from '../../api/certificate-authorities';
import { problemOf } from '../../api/client';
import { useIdempotencyKey } from '../../api/idempotency-key';
import { FileDrop } from '../../components/FileDrop';
import { ProblemAlert } from '../../components/ProblemAlert';
import { errorText } from '../../form/error-text';
import { text } from '../../text';
import { CertificatePreview } from './CertificatePreview';
import { useUnsavedWork } from '../../unsaved-work/unsaved-work';

const words = text.authorities.form;

type Props = { readonly onAdded: () => void; readonly onCancel: () => void };

/** The name and the certificate of a new authority, pasted or from a file. */
export function NewAuthorityForm({ onAdded, onCancel }: Props) {
  const [name, setName] = useState('');
  const [pem, setPem] = useState('');
  useUnsavedWork(name.trim() !== '' || pem !== '');
  const keyFor = useIdempotencyKey();
  const add = useMutation({
    mutationFn: (input: CertificateAuthorityInput) => addAuthority(input, keyFor(input)),
    onSuccess: onAdded,
  });
  const problem = add.error === null ? null : problemOf(add.error);
  const errorOf = (path: string) => errorText(problem?.errors.find((error) => error.path === path));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ name, pem });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          data-autofocus
          label={words.name}
          description={words.nameHelp}
          value={name}
          error={errorOf('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={words.pem}
          description={words.pemHelp}
          placeholder="-----BEGIN CERTIFICATE-----"
          value={pem}
          error={errorOf('pem')}
          autosize
          minRows={5}
          maxRows={10}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setPem(event.currentTarget.value)}
        />
        <FileDrop label={words.drop} accept=".pem,.crt,.cer" onFile={({ content }) => setPem(content)} />
        <CertificatePreview pem={pem} />
        {problem && problem.errors.length === 0 && <ProblemAlert problem={problem} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {text.common.cancel}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {words.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
