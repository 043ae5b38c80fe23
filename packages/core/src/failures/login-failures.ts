import type { FailureEntry, FailureWords } from './failure-entry.js';
import { offersUsedMechanism } from './used-mechanisms.js';

/** The failures of the login, with their texts. */
export const loginFailures = {
  'auth-rejected': {
    part: 'password',
    title: ({ host }) => `${host} does not accept this user name and password`,
    advice: () =>
      'Check the password. Check whether the user name is the full email address or a name of its own. Some providers answer the same when IMAP or SMTP is disabled for the mailbox, or when they require an app password.',
  },
  'auth-unclear': {
    part: null,
    title: ({ host }) => `${host} refuses the login without a reason that we recognise`,
    advice: ({ protocol }) =>
      `The password may be right. Check that ${protocol} is enabled for the mailbox, then ask whoever runs the server to look up the login in its log.`,
  },
  'auth-password-expired': {
    part: 'password',
    title: ({ host }) => `The password of this mailbox on ${host} has expired`,
    advice: () =>
      'Set a new password, usually on the web site of the provider, and enter it here. If the password is current, ask your mail administrator whether IMAP and SMTP are enabled for the mailbox.',
  },
  'auth-web-login': {
    part: 'password',
    title: ({ host }) => `${host} requires a login in a web browser first`,
    advice: () =>
      'The provider blocked the login as unusual. Log in once on the web site of the provider, confirm the login there, and try again.',
  },
  'auth-no-mailbox': {
    part: 'username',
    title: ({ host }) => `${host} has no mailbox for this user name`,
    advice: () =>
      'The password or token may be right. Check the user name, and ask your mail administrator whether this login has a mailbox on this server.',
  },
  'auth-username-format': {
    part: 'username',
    title: ({ host }) => `${host} expects a different form of the user name`,
    advice: () =>
      'Enter the full email address as user name, or the form that your mail administrator gives (for example DOMAIN\\name).',
  },
  'auth-mechanism-unsupported': {
    part: null,
    title: ({ host, mechanisms = [] }) => {
      if (mechanisms.length === 0) return `${host} offers no login method that Postern uses`;
      return offersUsedMechanism(mechanisms)
        ? `${host} refuses the login methods that it offers (${mechanisms.join(', ')})`
        : `${host} offers only login methods that Postern does not use (${mechanisms.join(', ')})`;
    },
    advice: ({ endpoint, mechanisms = [] }) =>
      endpoint === 'exchange'
        ? `${isWindowsOnly(mechanisms) ? `The server offers only Windows sign-in (${mechanisms.join(', ')}), so the` : 'The'} password was not tried. The settings may be right. Ask IT to enable Basic authentication for EWS, or use IMAP.`
        : offersUsedMechanism(mechanisms)
          ? 'The password was not checked. A server behind a proxy that ends TLS may take the connection for unencrypted: ask whoever runs the server to look up the login in its log.'
          : 'The password was not tried or not checked. Postern uses PLAIN, LOGIN and CRAM-MD5: ask whoever runs the server to enable one of them inside TLS.',
  },
  'auth-temporary': {
    temporary: true,
    part: null,
    title: ({ host }) => `${host} cannot check logins at the moment`,
    advice: () =>
      'The server reports a temporary problem, too many connections or too many logins. Nothing needs to be changed; try again in a few minutes.',
  },
  'auth-not-offered': {
    part: 'tls',
    title: ({ host, port }) => `${host} offers no login on port ${port}`,
    advice: ({ endpoint }) =>
      endpoint === 'smtp'
        ? 'If this is a port for mail between servers, such as 25, use a submission port: 465 or 587. Otherwise ask whoever runs the server to enable authentication (AUTH).'
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
    title: ({ host }) => `Login is disabled for this mailbox on ${host}`,
    advice: () => 'Ask your mail administrator to allow IMAP and authenticated SMTP for this mailbox.',
  },
  'oauth-token-rejected': {
    part: 'accessToken',
    title: ({ host, tokenFault }) =>
      tokenFault === 'expired'
        ? `The access token for ${host} has expired`
        : `${host} does not accept this access token`,
    advice: tokenAdvice,
  },
  'oauth-not-offered': {
    part: 'accessToken',
    title: ({ host }) => `${host} accepts no access tokens`,
    advice: ({ endpoint, mechanisms = [] }) =>
      `${mechanisms.length === 0 ? 'The server offers no login method' : `The server offers ${mechanisms.join(', ')}`}; the token was not sent. Log in with a password, or ask whoever runs the server to enable ${endpoint === 'exchange' ? 'Bearer' : 'OAUTHBEARER or XOAUTH2'}.`,
  },
} as const satisfies Record<string, FailureEntry>;

function tokenAdvice(words: FailureWords): string {
  return words.tokenFault === 'expired' ? faultAdvice(words) : faultAdvice(words) + ownWords(words);
}

/** What the token says of itself, which shows the fault that most servers do not name. */
function ownWords({ tokenAudiences = [], tokenScopes = [] }: FailureWords): string {
  const audience = tokenAudiences.length === 0 ? [] : [`the audience ${tokenAudiences.join(', ')}`];
  const scopes = tokenScopes.length === 0 ? [] : [`the scopes ${tokenScopes.join(', ')}`];
  const named = [...audience, ...scopes].join(' and ');
  return named === '' ? '' : ` The token itself names ${named}.`;
}

function faultAdvice({ protocol, tokenFault, scopes = [] }: FailureWords): string {
  const named = scopes.length === 0 ? '' : `; the server names ${scopes.join(', ')}`;
  if (tokenFault === 'expired')
    return 'Get a new token from the provider and try again. Most tokens are valid for an hour, and Postern does not renew them.';
  if (tokenFault === 'audience')
    return 'The server says that the token was issued for another service (audience). Get a token for this mail server.';
  if (tokenFault === 'scope')
    return `The server says that the token does not permit ${protocol} (scope${named}). Get a token with the scopes of this mail server.`;
  return `Check that the token was issued for this mail server (audience), that it permits ${protocol} (scope${named}), that it has not expired or been revoked, and that it belongs to this user name.`;
}

function isWindowsOnly(mechanisms: readonly string[]): boolean {
  return mechanisms.length > 0 && mechanisms.every((name) => name === 'Negotiate' || name === 'NTLM');
}
