const programmersError = 'Reload the page and try again. If it happens again, report the problem.';

/** What people read for each problem code of the API; the API's own texts are for programmers. */
export const problemWords = {
  'account-needed': { title: 'No account is chosen', action: 'Choose an account and try again.' },
  'allowlist-refused': {
    title: 'The list has errors',
    action: 'Nothing was published. Correct the errors and try again.',
  },
  'body-too-large': { title: 'That is too much at once', action: 'Split it into smaller parts.' },
  'cannot-act-on-it': { title: 'That cannot be done', action: '' },
  conflict: { title: 'This name is already in use', action: 'Choose another name.' },
  'console-error': { title: 'Something went wrong on this page', action: programmersError },
  'import-interrupted': {
    title: 'The import was interrupted',
    action: 'Nothing was imported. Import the file again.',
  },
  'database-full': {
    title: 'The disk of the database is full',
    action: 'Nothing was changed. Tell the people who run Postern.',
  },
  'database-read-only': {
    title: 'Nothing can be changed at the moment',
    action: 'Nothing was changed. Tell the people who run Postern if it stays so.',
  },
  'database-slow': {
    title: 'The database took too long',
    action: 'Load the page again before you repeat a change.',
  },
  'domain-already-configured': {
    title: 'This domain already has settings',
    action: 'Change the existing settings, or replace them by the other kind.',
  },
  forbidden: { title: 'Your role does not allow this', action: 'Ask a super admin of your account.' },
  'header-too-large': { title: 'The browser sent too much', action: 'Delete the cookies of this site.' },
  'https-required': {
    title: 'Passwords and tokens need a secure connection',
    action:
      'Open this page over https. To try it out without a certificate, forward the port with “ssh -L 3000:127.0.0.1:3000 your-server” and open http://127.0.0.1:3000.',
  },
  'idempotency-key-reused': {
    title: 'This was already sent with other values',
    action: 'Try again.',
  },
  'if-match-required': { title: 'The page is out of date', action: 'Reload it and try again.' },
  'import-refused': {
    title: 'The file cannot be imported',
    action: 'Nothing was imported. Correct the lines below and check again.',
  },
  'internal-error': {
    title: 'Something went wrong on the server',
    action: 'Try again. If it happens again, report the request id.',
  },
  'invalid-body': { title: 'The server did not understand this page', action: programmersError },
  'invalid-input': { title: 'Some fields need a correction', action: '' },
  'invalid-request': { title: 'The server did not understand this page', action: programmersError },
  'kind-is-fixed': {
    title: 'The kind of these settings cannot be changed',
    action: 'Open the settings again: there you can replace them by the other kind.',
  },
  'method-not-allowed': { title: 'The server did not understand this page', action: programmersError },
  'no-answer': { title: 'Postern cannot be reached', action: 'Check the network and try again.' },
  'mail-not-set-up': {
    title: 'Mail is not set up',
    action: 'An operator of this installation sets it up; webhooks work without it.',
  },
  'no-entries': { title: 'No addresses are published for this choice', action: 'Choose another list.' },
  'not-found': {
    title: 'This no longer exists',
    action: 'Somebody has deleted it in the meantime. What you typed is still here.',
  },
  'origin-mismatch': {
    title: 'This page was opened under a different address than the server expects',
    action: 'Open the console under the address that the installation was set up for.',
  },
  'provider-required': {
    title: 'Access tokens do not sign in to this console',
    action: 'Sign in with the provider of your organisation.',
  },
  'request-timeout': { title: 'The connection is too slow', action: 'Nothing was changed. Try again.' },
  'revision-is-stale': {
    title: 'Somebody changed this in the meantime',
    action: 'Load it again and repeat your changes.',
  },
  'rules-refused': { title: 'No rules can be written', action: 'Correct what the notes say.' },
  'temporarily-unavailable': {
    title: 'The database cannot be reached',
    action: 'Nothing was changed. Try again in a moment.',
  },
  'too-many-requests': { title: 'Too many attempts', action: 'Try again later.' },
  'token-refused': {
    title: 'This access token is not valid',
    action: 'It may be mistyped, expired or revoked. Ask a super admin for another one.',
  },
  unauthenticated: {
    title: 'Your session has ended',
    action: 'Sign in again to continue. What you typed is still here.',
  },
  'unexpected-answer': {
    title: 'The answer did not come from Postern',
    action: 'A proxy between you and Postern may be the cause. Try again.',
  },
  'unknown-data-center': { title: 'The list has no such data centre', action: 'Choose another one.' },
  'unsupported-media-type': {
    title: 'This kind of file is not supported',
    action: 'Choose a CSV or NDJSON file.',
  },
};
