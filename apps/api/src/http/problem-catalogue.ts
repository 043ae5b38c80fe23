/** Every problem code of the API with its status, its title, and what to do about it. The codes never change. */
export const problemCatalogue = {
  'invalid-input': [
    400,
    'The request has invalid values',
    'Each entry of `errors` names a field and, if one is known, a value that would be accepted.',
  ],
  'invalid-request': [400, 'This is not an HTTP request', 'The request could not be read as HTTP/1.1.'],
  'invalid-body': [
    400,
    'The body cannot be read',
    'Send JSON in UTF-8 with the media type application/json.',
  ],
  'account-needed': [
    400,
    'The request must name an account',
    'An operator token belongs to no account. Name an account in the header Postern-Account.',
  ],
  unauthenticated: [
    401,
    'A valid token is needed',
    'Send `Authorization: Bearer <token>`. The token is unknown, expired or revoked, or none was sent.',
  ],
  forbidden: [403, 'Your role does not allow this', 'Ask a super admin of your account.'],
  'https-required': [
    403,
    'The request must use https',
    'Passwords and tokens are accepted only over https or from loopback. Behind a proxy, set POSTERN_TRUST_PROXY.',
  ],
  'origin-mismatch': [
    403,
    'The request comes from another site',
    'With a session cookie, changes are accepted only from the origin of the console.',
  ],
  'provider-required': [
    403,
    'People sign in through the provider',
    'This Postern accepts no token for the console. Sign in through the provider, or with the link that Postern prints when it starts.',
  ],
  'not-found': [404, 'Not found', 'Check the path and the id. Data of another account is not found either.'],
  'no-entries': [
    404,
    'The list has no entries',
    'No address is published for this selection. An empty list is never sent, because a firewall could use it as the complete list.',
  ],
  'unknown-data-center': [
    404,
    'The list has no such data centre',
    'Name a data centre of the list. A list without the addresses of a data centre is never sent, because a firewall could use it as the complete list.',
  ],
  'mail-not-set-up': [
    404,
    'Mail is not set up',
    'Mails are sent after an operator has set POSTERN_SMTP_URL and POSTERN_MAIL_FROM. Webhooks work without them.',
  ],
  'method-not-allowed': [
    405,
    'This path does not support the method',
    'The API reference under /docs lists the methods.',
  ],
  'request-timeout': [
    408,
    'The request took too long to arrive',
    'Send the whole request within 30 seconds.',
  ],
  'domain-already-configured': [
    409,
    'This domain is already configured',
    'A domain has IMAP or Exchange settings, never both. Change the existing settings, or replace them by settings of the other kind.',
  ],
  'kind-is-fixed': [
    409,
    'The kind of settings cannot be changed',
    'Replace the settings with POST /v1/mail-settings/{domain}/replace.',
  ],
  'idempotency-key-reused': [
    409,
    'The Idempotency-Key was used for another request',
    'Use a new key for a new request.',
  ],
  conflict: [
    409,
    'The request conflicts with existing data',
    'Read the detail, then change the request or try again.',
  ],
  'revision-is-stale': [
    412,
    'The settings or the list changed since they were read',
    'Read again, check the changes, and send the request with the new ETag.',
  ],
  'body-too-large': [413, 'The body is too large', 'Send a smaller body.'],
  'unsupported-media-type': [415, 'The media type is not supported', 'Send application/json.'],
  'cannot-act-on-it': [422, 'The request cannot be carried out', 'Read the detail.'],
  'import-refused': [
    422,
    'The file cannot be imported',
    'Nothing was imported. Each entry of `errors` names a row, counted from 0, and its line.',
  ],
  'allowlist-refused': [
    422,
    'The list has errors',
    'Nothing was published. Correct the errors in `findings`.',
  ],
  'rules-refused': [
    422,
    'No rules can be written',
    'Correct the errors in `findings`. With `Accept: application/json` the answer contains all findings.',
  ],
  'if-match-required': [
    428,
    'The request must name the current revision',
    'Send its ETag in the header If-Match.',
  ],
  'too-many-requests': [429, 'Too many requests', 'Wait for the seconds named in Retry-After.'],
  'header-too-large': [431, 'The headers are too large', 'Send smaller headers.'],
  'internal-error': [
    500,
    'An unexpected error occurred',
    'Nothing was changed. Report the request id to the operator of this installation.',
  ],
  'import-interrupted': [
    503,
    'The import was interrupted',
    'The process that imported was stopped. Nothing was imported; send the file again.',
  ],
  'temporarily-unavailable': [
    503,
    'The database cannot be reached',
    'Nothing was changed. Try again after the seconds named in Retry-After.',
  ],
  'database-slow': [
    503,
    'The database took too long',
    'The request was given up. Read the data before you repeat a change; ask for less if you can.',
  ],
  'database-read-only': [
    503,
    'The database accepts no changes',
    'Nothing was changed. The database of this installation is read-only, for example a standby; its operator must look.',
  ],
  'database-full': [
    503,
    'The disk of the database is full',
    'Nothing was changed. The operator of this installation must make room on the disk of the database.',
  ],
} as const satisfies Record<string, readonly [status: number, title: string, help: string]>;

export type ProblemCode = keyof typeof problemCatalogue;
