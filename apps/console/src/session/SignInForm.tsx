import { Button, PasswordInput, Stack } from '@mantine/core';
import { answerOf } from '@postern/client/postern-client';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, problemOf } from '../api/client';
import { ProblemAlert } from '../components/ProblemAlert';
import { text } from '../text';

type Props = {
  readonly onSignedIn: () => void | Promise<void>;
  readonly onSubmit?: () => void;
};

/** Exchanges an access token for a session; the console does not store the token. */
export function SignInForm({ onSignedIn, onSubmit }: Props) {
  const [token, setToken] = useState('');
  const signIn = useMutation({
    mutationFn: () => answerOf(api.POST('/v1/session', { body: { token: token.trim() } })),
    onSuccess: onSignedIn,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
    signIn.mutate();
  };
  const problem = signIn.error === null ? null : problemOf(signIn.error);
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <PasswordInput
          label={text.session.token}
          description={text.session.tokenHelp}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          required
          withAsterisk={false}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
        {problem && (
          <ProblemAlert
            problem={problem.code === 'unauthenticated' ? { ...problem, code: 'token-refused' } : problem}
          />
        )}
        <Button type="submit" fullWidth loading={signIn.isPending}>
          {text.session.signIn}
        </Button>
      </Stack>
    </form>
  );
}
