import { Box, Button, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { answerOf } from '@postern/client/postern-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, problemOf } from '../../api/client';
import { Notice } from '../../components/Notice';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import classes from './SignInPage.module.css';

const route = getRouteApi('/sign-in');

/** Exchanges an access token for a session; the console does not store the token. */
export function SignInPage() {
  const { next, reason } = route.useSearch();
  const router = useRouter();
  const queries = useQueryClient();
  const [token, setToken] = useState('');
  const signIn = useMutation({
    mutationFn: () => answerOf(api.POST('/v1/session', { body: { token: token.trim() } })),
    onSuccess: () => {
      queries.clear();
      // Only a path of this console is followed, so that a link to the sign-in cannot lead to another site.
      router.history.push(next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <main className={classes.page}>
      <div className={`card ${classes.card}`}>
        <img src="/postern.svg" width={44} height={44} alt="" />
        <Title order={1} mt="md">
          {text.session.title}
        </Title>
        <Text className="soft" mt={6} mb="lg">
          {text.session.lead}
        </Text>
        {reason === 'code' && !signIn.isError && (
          <Box mb="md">
            <Notice tone="warn" role="alert">
              {text.session.codeRefused}
            </Notice>
          </Box>
        )}
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
            {signIn.isError && <ProblemAlert problem={problemOf(signIn.error)} />}
            <Button type="submit" fullWidth loading={signIn.isPending}>
              {text.session.signIn}
            </Button>
          </Stack>
        </form>
      </div>
    </main>
  );
}
