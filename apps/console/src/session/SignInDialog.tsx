import { Modal, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { text } from '../text';
import { onProviderWindowDone, openProviderWindow } from './provider-window';
import { closeSignIn } from './sign-in-again';
import { SignInForm } from './SignInForm';
import { meQuery } from './use-me';

/** Signs in again over the page that is open, so that nothing typed on it is lost. */
export default function SignInDialog() {
  const queries = useQueryClient();
  const before = queries.getQueryData(meQuery.queryKey);
  const onSignedIn = async () => {
    const now = await queries.fetchQuery({ ...meQuery, staleTime: 0 });
    // What was typed for one account must not be saved in another.
    if (now.role !== before?.role || now.account?.id !== before.account?.id) location.assign('/');
    closeSignIn();
    await queries.invalidateQueries();
  };
  const onWindowDone = useEffectEvent(() => void onSignedIn());
  useEffect(() => onProviderWindowDone(onWindowDone), []);
  return (
    <Modal opened onClose={closeSignIn} title={text.session.endedTitle} centered zIndex={400}>
      <Text size="sm" mb="md">
        {text.session.endedDetail}
      </Text>
      <SignInForm onSignedIn={onSignedIn} onProvider={{ onClick: openProviderWindow }} />
    </Modal>
  );
}
