import { Box, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { LanguagePicker } from '../../components/LanguagePicker';
import { Notice } from '../../components/Notice';
import { usePageTitle } from '../../components/use-page-title';
import { providerAddress } from '../../session/provider-window';
import { SignInForm } from '../../session/SignInForm';
import { useWaysIn } from '../../session/use-ways-in';
import { text } from '../../text';
import classes from './SignInPage.module.css';

const route = getRouteApi('/sign-in');

/** The page on which a person signs in; it then opens the page that needed a session. */
export function SignInPage() {
  usePageTitle(text.session.signIn);
  const { next, reason } = route.useSearch();
  const router = useRouter();
  const queries = useQueryClient();
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const { provider } = useWaysIn();
  // Only a path of this console is followed, so that a link to the sign-in cannot lead to another site.
  const returnTo = next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/';
  const onSignedIn = () => {
    queries.clear();
    router.history.push(returnTo);
  };
  const warning =
    reason === 'code'
      ? text.session.codeRefused
      : reason === 'provider' && provider !== null
        ? text.session.providerAway(provider.host)
        : null;
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
        {warning !== null && !wasSubmitted && (
          <Box mb="md">
            <Notice tone="warn" role="alert">
              {warning}
            </Notice>
          </Box>
        )}
        <SignInForm
          onSignedIn={onSignedIn}
          onSubmit={() => setWasSubmitted(true)}
          onProvider={{ component: 'a', href: providerAddress(returnTo) }}
        />
        <Box mt="lg" maw={160}>
          <LanguagePicker />
        </Box>
      </div>
    </main>
  );
}
