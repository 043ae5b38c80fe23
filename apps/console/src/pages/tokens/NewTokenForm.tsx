import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { mayCreateToken, roleSchema, type Role } from '@postern/core/permission';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { problemOf } from '../../api/client';
import { useIdempotencyKey } from '../../api/idempotency-key';
import { createToken, type NewToken, type TokenInput } from '../../api/tokens';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useMe } from '../../session/use-me';
import { errorText } from '../../form/error-text';
import { text } from '../../text';
import { choicesOf } from '../../text/choices-of';
import { limitsInput, noLimits, TokenLimits } from './TokenLimits';
import { useUnsavedWork } from '../../unsaved-work/unsaved-work';

const words = text.tokens.form;
const dayMs = 86_400_000;

type Props = { readonly onMade: (token: NewToken) => void; readonly onCancel: () => void };

/** The name, role and expiry of a new token; the role is never above the caller's own. */
export function NewTokenForm({ onMade, onCancel }: Props) {
  const me = useMe();
  const roles = roleSchema.options.filter((role) => role !== 'operator' && mayCreateToken(me.role, role));
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('member');
  const [days, setDays] = useState('90');
  const [limits, setLimits] = useState(noLimits);
  useUnsavedWork(name.trim() !== '');
  const keyFor = useIdempotencyKey();
  const create = useMutation({
    mutationFn: (input: TokenInput) => createToken(input, keyFor(input)),
    onSuccess: onMade,
  });
  const problem = create.error === null ? null : problemOf(create.error);
  const errorOf = (path: string) => errorText(problem?.errors.find((error) => error.path === path));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const expiresAt = days === '' ? null : new Date(Date.now() + Number(days) * dayMs).toISOString();
    create.mutate({ name, role, expiresAt, ...limitsInput(limits) });
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
        <NativeSelect
          label={words.role}
          description={words.roleHelp[role]}
          value={role}
          error={errorOf('role')}
          data={roles.map((value) => ({ value, label: text.roles[value] }))}
          onChange={(event) => setRole(event.currentTarget.value as Role)}
        />
        <NativeSelect
          label={words.life}
          value={days}
          error={errorOf('expiresAt')}
          data={choicesOf(words.lives)}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        <TokenLimits role={role} limits={limits} problem={problem} onChange={setLimits} />
        {problem && problem.errors.length === 0 && <ProblemAlert problem={problem} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {text.common.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {words.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
