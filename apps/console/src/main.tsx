import './early-requests';
import './first-text';
import './mantine-styles';
import './styles.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client';
import { fetchCodeEarly, router } from './router';
import { leaveWhenSignedOut } from './session/leave-when-signed-out';
import { reloadAfterUpgrade } from './session/reload-after-upgrade';
import { takeSignInCode } from './session/sign-in-code';
import { language } from './text/language';
import { theme } from './theme';

document.documentElement.lang = language;
takeSignInCode();
reloadAfterUpgrade();
fetchCodeEarly();
leaveWhenSignedOut(queryClient, () => void router.invalidate());

// Chromium hides the attribute of a nonce from scripts; the property stays readable.
const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
setNonce(nonce);

createRoot(document.getElementById('root')!).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </MantineProvider>,
);
