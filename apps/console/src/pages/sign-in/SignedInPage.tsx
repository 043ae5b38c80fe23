import { Text } from '@mantine/core';
import { useEffect } from 'react';
import { usePageTitle } from '../../components/use-page-title';
import { finishProviderWindow } from '../../session/provider-window';
import { text } from '../../text';
import classes from './SignInPage.module.css';

/** The last page of the window in which the provider has signed a person in. It closes itself where the browser allows it. */
export function SignedInPage() {
  usePageTitle(text.session.signedIn);
  useEffect(finishProviderWindow, []);
  return (
    <main className={classes.page}>
      <div className={`card ${classes.card}`}>
        <Text>{text.session.signedIn}</Text>
      </div>
    </main>
  );
}
