/** Every problem code of the API: its status, its title, and what to do about it. The codes are stable. */
export const problemCatalogue = {
  'invalid-input': [
    400,
    'Something in the request is not right',
    'Each entry of `errors` names a field and, where there is one, a value that would be accepted.',
  ],
  'invalid-request': [400, 'This is not an HTTP request', 'The request could not be read as HTTP/1.1.'],
  'invalid-body': [
    400,
    'The body cannot be read',
    'Send JSON in UTF-8 with the media type application/json.',
  ],
  'account-needed': [
    400,
    'An account must be named',
    'An operator token belongs to no account: name one in the header Postern-Account.',
  ],
  unauthenticated: [
    401,
    'A valid token is needed',
    'Send `Authorization: Bearer <token>`. The token is unknown, expired or revoked, or none was sent.',
  ],
  forbidden: [403, 'Your role does not allow this', 'Ask a super admin of your account.'],
  'https-required': [
    403,
    'This needs https',
    'Passwords and tokens are only taken over https or from this machine itself. Behind a proxy, set POSTERN_TRUST_PROXY.',
  ],
  'origin-mismatch': [
    403,
    'The request comes from another site',
    'With a session cookie, changes are only taken from the console’s own origin.',
  ],
  'not-found': [
    404,
    'There is no such thing here',
    'Check the address; what belongs to another account is not found either.',
  ],
  'no-entries': [
    404,
    'The list has no entries',
    'No address is published for this choice. An empty list is never served, because a firewall could take it for a complete one.',
  ],
  'unknown-data-center': [
    404,
    'The list has no such data centre',
    'Name one of the data centres of the list. A list without its addresses is never served, because a firewall could take it for a complete one.',
  ],
  'method-not-allowed': [
    405,
    'This address does not take that method',
    'See the API’s reference under /docs.',
  ],
  'request-timeout': [
    408,
    'The request took too long to arrive',
    'Send the whole request within 30 seconds.',
  ],
  'domain-already-configured': [
    409,
    'This domain is already configured',
    'A domain has IMAP or Exchange settings, never both. Change the existing settings, or delete them first.',
  ],
  'kind-is-fixed': [
    409,
    'The kind of settings cannot be changed',
    'Delete the domain’s settings, then create them with the other kind.',
  ],
  'idempotency-key-reused': [
    409,
    'This Idempotency-Key was used for something else',
    'Use a new key for a new request.',
  ],
  conflict: [409, 'Something like it exists already', 'Choose another name.'],
  'revision-is-stale': [
    412,
    'Somebody changed it in the meantime',
    'Read it again, look at the changes, and send yours with the new ETag.',
  ],
  'body-too-large': [413, 'The body is too large', 'Send less at once.'],
  'unsupported-media-type': [415, 'This media type is not taken here', 'Send application/json.'],
  'cannot-act-on-it': [422, 'The request is understood but cannot be carried out', 'See the detail.'],
  'import-refused': [
    422,
    'The file cannot be imported',
    'Nothing was imported. Each entry of `errors` names a row, counted from 0, and its line.',
  ],
  'allowlist-refused': [
    422,
    'The list has errors',
    'Nothing was published. Repair what `findings` names as errors.',
  ],
  'rules-refused': [
    422,
    'No rules can be written',
    'Repair what `findings` names as errors. With `Accept: application/json` the answer lists all findings.',
  ],
  'if-match-required': [428, 'The current revision must be named', 'Send its ETag in If-Match.'],
  'too-many-requests': [429, 'Too many requests', 'Wait for the seconds named in Retry-After.'],
  'header-too-large': [431, 'The headers are too large', 'Send smaller headers.'],
  'internal-error': [
    500,
    'Something unexpected happened here',
    'Nothing was changed. Tell whoever runs this installation the request id.',
  ],
  'temporarily-unavailable': [
    503,
    'The database is away at the moment',
    'Nothing was changed. Try again after the seconds named in Retry-After.',
  ],
} as const satisfies Record<string, readonly [status: number, title: string, help: string]>;

export type ProblemCode = keyof typeof problemCatalogue;
