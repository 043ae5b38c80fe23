import type { FieldPath } from '../form/field-path';
import { tlsModes } from './tls-modes';

const fieldNames: Readonly<Record<FieldPath, string>> = {
  domain: 'the domain name',
  email: 'the email address',
  'imap.host': 'the IMAP server name',
  'imap.port': 'the IMAP port',
  'imap.tls': 'the IMAP TLS mode',
  'smtp.host': 'the SMTP server name',
  'smtp.port': 'the SMTP port',
  'smtp.tls': 'the SMTP TLS mode',
  'exchange.url': 'the Exchange URL',
  'credentials.username': 'the user name',
  'credentials.password': 'the password',
  allowNonSecureCertificate: '“Allow non-secure certificate”',
  confirmPublicSuffix: '“This domain has mailboxes”',
};
const factNames: Readonly<Record<string, string>> = {
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
};

/** Texts about verifications and certificates; part of the catalogue in `text.ts`. */
export const verificationWords = {
  endpoints: { imap: 'Incoming (IMAP)', smtp: 'Outgoing (SMTP)', exchange: 'Exchange' },
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
    connection: 'A user connected',
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
    toAllowlist: 'Show the allowlist for your IT team',
    seeBelow: 'Show the result',
    factName: (name: string) => factNames[name] ?? name.replace(/([A-Z])/g, ' $1').toLowerCase(),
    factValue: (value: string | number | boolean | null) =>
      typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value),
    goTo: (field: FieldPath) => `Go to ${fieldNames[field]}`,
    useValue: (field: FieldPath, value: string) =>
      `Use ${field.endsWith('.tls') ? ((tlsModes as Readonly<Record<string, string>>)[value] ?? value) : value}`,
    milliseconds: (ms: number) =>
      ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : ms > 0 && ms < 1 ? '< 1 ms' : `${Math.round(ms)} ms`,
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
      length === 1 ? 'sent without intermediate certificates' : `chain of ${length} certificates`,
    daysLeft: (days: number) => {
      if (days < 0) return 'expired';
      return days === 1 ? '1 day left' : `${days} days left`;
    },
    checks: {
      'cert-self-signed': 'Self-signed',
      'cert-unknown-ca': 'Unknown authority',
      'cert-chain-incomplete': 'Incomplete chain',
      'cert-expired': 'Expired',
      'cert-not-yet-valid': 'Not valid yet',
      'cert-name-mismatch': 'Different name',
      'cert-weak': 'Weak',
      'cert-changed': 'Changed',
    } as Readonly<Partial<Record<string, string>>>,
    expected: 'Only this certificate is accepted. If the server shows a different one, no login is tried.',
    waived:
      'Accepted, because “Allow non-secure certificate” is on. If the server shows a different certificate, no login is tried.',
    trust: 'Trust this certificate',
    askTitle: 'Compare the fingerprint first',
    ask: 'Ask the administrator of the server to read the fingerprint to you. From then on only this certificate is accepted.',
    confirm: 'It is the same: trust it',
    trusted: 'This certificate is now trusted.',
    accept: 'Accept this certificate and connect',
  },
  history: {
    heading: 'History',
    chart: (count: number) => `Times to connect and to encrypt in the last ${count} verifications`,
    legend: { connect: 'Time to connect', tls: 'Time to encrypt (TLS)' },
    caption: 'The times of the slower server are shown.',
    more: (count: number) => (count === 1 ? 'and 1 earlier one' : `and ${count} earlier ones`),
  },
};
