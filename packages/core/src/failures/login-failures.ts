import type { FailureEntry } from './failure-entry.js';

/** The failures of the login, with their texts. */
export const loginFailures = {
  'auth-rejected': {
    part: 'password',
    title: ({ host }) => `${host} does not accept this user name and password`,
    advice: () =>
      'Check the password. Check whether the user name is the full email address or a name of its own.',
  },
  'auth-temporary': {
    temporary: true,
    part: null,
    title: ({ host }) => `${host} cannot check passwords at the moment`,
    advice: () =>
      'The server reports a temporary problem. Nothing needs to be changed; try again in a few minutes.',
  },
  'auth-not-offered': {
    part: 'tls',
    title: ({ host, port }) => `${host} offers no login on port ${port}`,
    advice: ({ endpoint }) =>
      endpoint === 'smtp'
        ? 'Port 25 is for mail between servers. Use a submission port: 465 or 587.'
        : 'Ask whoever runs the server on which port mail programs log in.',
  },
  'auth-not-tested': {
    part: null,
    title: () => 'The login was not tried',
    advice: () =>
      'If an earlier step failed, correct that first. Otherwise the password could not be used: enter it again and retry.',
  },
  'auth-oauth-only': {
    part: 'password',
    title: ({ host }) => `${host} accepts no passwords, only sign-in with the provider`,
    advice: () => 'Connect this mailbox through the provider’s own sign-in (OAuth) instead.',
  },
  'auth-app-password': {
    part: 'password',
    title: ({ host }) => `${host} requires an app password`,
    advice: () =>
      'Create an app password in the account’s security settings and enter it in place of the usual password.',
  },
  'auth-disabled-by-admin': {
    part: 'username',
    title: ({ host }) => `Password login is disabled for this mailbox on ${host}`,
    advice: () => 'Ask your mail administrator to allow IMAP and authenticated SMTP for this mailbox.',
  },
} as const satisfies Record<string, FailureEntry>;
