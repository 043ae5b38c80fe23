import { Button, Divider, PasswordInput, Stack } from '@mantine/core';
import { answerOf } from '@postern/client/postern-client';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, problemOf } from '../api/client';
import { ProblemAlert } from '../components/ProblemAlert';
import { text } from '../text';
import { useWaysIn } from './use-ways-in';

type TokenProps = {
  readonly onSignedIn: () => void | Promise<void>;
  readonly onSubmit?: () => void;
};
type Props = TokenProps & {
  /** Leads to the provider: a link of this page, or a button that opens a window. */
  readonly onProvider: { readonly component: 'a'; readonly href: string } | { readonly onClick: () => void };
};

/** The ways to sign in: through the provider, if there is one, and with a token, unless the operator wants none. */
export function SignInForm({ onProvider, ...props }: Props) {
  const { provider, acceptsTokens } = useWaysIn();
  return (
    <Stack gap="md">
      {provider && <Button {...onProvider}>{text.session.signInWith(provider.host)}</Button>}
      {provider && acceptsTokens && <Divider label={text.session.orToken} />}
      {acceptsTokens && <TokenForm {...props} isSecond={provider !== null} />}
    </Stack>
  );
}

/** Exchanges an access token for a session; the console does not store the token. */
function TokenForm({ onSignedIn, onSubmit, isSecond }: TokenProps & { readonly isSecond: boolean }) {
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
          autoFocus={!isSecond}
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
        <Button type="submit" fullWidth variant={isSecond ? 'default' : 'filled'} loading={signIn.isPending}>
          {text.session.signIn}
        </Button>
      </Stack>
    </form>
  );
}
