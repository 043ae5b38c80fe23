import { formats } from './formats';
import type { FieldPath } from '../../form/field-path';

const { number, plural } = formats;

/** The buttons that lead from a failure to the field of the form that repairs it. */
const goTo: Readonly<Record<FieldPath, string>> = {
  domain: 'Go to the domain name',
  'imap.host': 'Go to the IMAP server name',
  'imap.port': 'Go to the IMAP port',
  'imap.tls': 'Go to the IMAP TLS mode',
  'smtp.host': 'Go to the SMTP server name',
  'smtp.port': 'Go to the SMTP port',
  'smtp.tls': 'Go to the SMTP TLS mode',
  'exchange.url': 'Go to the Exchange URL',
  allowNonSecureCertificate: 'Go to “Allow non-secure certificate”',
  confirmPublicSuffix: 'Go to “This domain has mailboxes”',
};

/** What a step found out; a fact that is not here has its name from the API. */
const factNames = {
  address: 'Address',
  addresses: 'Addresses',
  answered: 'Answered',
  authMechanisms: 'Login methods',
  build: 'Build',
  capabilities: 'Capabilities',
  cipher: 'Cipher',
  isExchange: 'Exchange',
  notProved: 'Not checked',
  mechanism: 'Method',
  replyCode: 'Reply',
  schemes: 'Login methods',
  status: 'Status',
  tlsVersion: 'Version',
  tokenStatus: 'Token',
};

/** Texts about verifications and certificates. */
export const verificationWords = {
  stages: {
    resolve: 'Find the address',
    connect: 'Connect',
    tls: 'Encrypt (TLS)',
    greeting: 'Greeting',
    capability: 'Capabilities',
    starttls: 'Upgrade (STARTTLS)',
    request: 'Ask Exchange',
    authenticate: 'Log in',
  },
  stepStates: { passed: 'passed', failed: 'failed', skipped: 'not reached' },
  triggers: {
    save: 'After saving',
    manual: 'On demand',
    schedule: 'On schedule',
    connection: 'Connection by a user',
    try: 'Test without saving',
  },
  verification: {
    heading: 'Verification',
    testHeading: 'Test result',
    announce: (state: string) => `Verification: ${state}`,
    swapTitle: 'The two servers seem to be exchanged',
    swapDetail:
      'The incoming server answered as an outgoing one, and the outgoing server as an incoming one.',
    swap: 'Swap the servers',
    again: 'Verify again',
    first: 'Verify now',
    lastChecked: 'Last checked',
    nextCheck: 'The next regular check is due',
    none: 'These servers have not been verified yet.',
    waiting: 'Waiting to start…',
    inProgress: 'In progress…',
    allWell: 'Every step passed: users can connect with these servers.',
    mailboxWell: 'Every step passed: your mailbox can be connected.',
    steps: 'Steps',
    serverAnswered: 'The server answered',
    supportId: 'Support id:',
    connectedFrom: 'Our address was',
    sourceListed: 'on your allowlist',
    sourceNotListed: 'not on your allowlist',
    sourceUnknown: 'This installation does not know from which of our addresses it connected.',
    toAuthorities: 'Add the certificate authority',
    toAllowlist: 'Show the allowlist for your IT team',
    seeBelow: 'Show the result',
    facts: factNames,
    yes: 'yes',
    no: 'no',
    goTo,
    useValue: (value: string) => `Use ${value}`,
  },
  certificate: {
    heading: 'Certificate',
    subject: 'Issued to',
    names: 'Names',
    noNames: 'none',
    issuer: 'Issued by',
    validity: 'Valid',
    key: 'Key',
    fingerprint: 'SHA-256',
    copy: 'Copy the fingerprint',
    chain: (length: number) =>
      length === 1
        ? 'sent without intermediate certificates'
        : plural(length, { other: 'chain of # certificates' }),
    checks: {
      'cert-self-signed': 'Self-signed',
      'cert-unknown-ca': 'Unknown authority',
      'cert-chain-incomplete': 'Incomplete chain',
      'cert-expired': 'Expired',
      'cert-not-yet-valid': 'Not valid yet',
      'cert-name-mismatch': 'Different name',
      'cert-weak': 'Weak',
      'cert-changed': 'Changed',
    },
    expected: 'Only this certificate is accepted. If the server shows a different one, no login is tried.',
    waived:
      'Accepted, because “Allow non-secure certificate” is on. If the server shows a different certificate, no login is tried.',
    trust: 'Trust this certificate',
    askTitle: 'Compare the fingerprint first',
    ask: 'Ask the administrator of the server to read the fingerprint to you. From then on only this certificate is accepted.',
    confirm: 'It is the same: trust it',
    trusted: 'This certificate is now trusted.',
  },
  history: {
    heading: 'History',
    chart: (count: number) => `Times to connect and to encrypt in the last ${number(count)} verifications`,
    legend: { connect: 'Time to connect', tls: 'Time to encrypt (TLS)' },
    caption: 'The times of the slower server are shown.',
    more: (count: number) => plural(count, { one: 'and # earlier one', other: 'and # earlier ones' }),
  },
};
