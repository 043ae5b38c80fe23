import type { FieldPath } from '../form/field-path';

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
};
const tlsNames: Readonly<Record<string, string>> = { implicit: 'TLS from the start', starttls: 'STARTTLS' };
const factNames: Readonly<Record<string, string>> = {
  address: 'Address',
  addresses: 'Addresses',
  answered: 'Answered',
  authMechanisms: 'Login methods',
  build: 'Build',
  capabilities: 'Capabilities',
  cipher: 'Cipher',
  isExchange: 'Is Exchange',
  mechanism: 'Method',
  replyCode: 'Reply',
  schemes: 'Login methods',
  status: 'Status',
  tlsVersion: 'Version',
};

/** Words about verifications and certificates; part of the catalogue in `text.ts`. */
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
    connection: 'A user’s connection',
    try: 'Try before saving',
  },
  verification: {
    heading: 'Verification',
    tryHeading: 'Result of the try',
    again: 'Verify again',
    lastChecked: 'Last checked',
    none: 'These servers have not been verified yet.',
    waiting: 'Waiting for a worker…',
    goingOn: 'Going on…',
    allWell: 'Every step passed: users can connect with these servers.',
    mailboxWell: 'Every step passed: your mailbox can be connected.',
    steps: 'Steps',
    serverAnswered: 'The server answered',
    supportId: 'Support id:',
    calledFrom: 'Called from',
    sourceVerdict: { allow: 'on the allowlist', none: 'not on the allowlist', deny: 'denied by the rules' },
    factName: (name: string) => factNames[name] ?? name.replace(/([A-Z])/g, ' $1').toLowerCase(),
    factValue: (value: string | number | boolean | null) =>
      typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value),
    goTo: (field: FieldPath) => `Go to ${fieldNames[field]}`,
    useValue: (field: FieldPath, value: string) =>
      `Use ${field.endsWith('.tls') ? (tlsNames[value] ?? value) : value}`,
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
    chain: (length: number) => (length === 1 ? 'sent alone' : `chain of ${length}`),
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
      'cert-name-mismatch': 'Other name',
      'cert-weak': 'Weak',
      'cert-changed': 'Changed',
    } as Readonly<Partial<Record<string, string>>>,
    expected: 'This very certificate is expected every time; another one would stop every login.',
    trust: 'Trust this certificate',
    askTitle: 'Compare the fingerprint first',
    ask: 'Ask whoever runs the server to read the fingerprint to you. From then on exactly this certificate is expected; another one stops every login.',
    confirm: 'It is the same: trust it',
    trusted: 'This certificate is trusted from now on.',
    accept: 'Accept this certificate and connect',
  },
  history: {
    heading: 'History',
    connect: 'Connect',
    tls: 'TLS',
    chart: (count: number) => `Times to connect and to encrypt in the last ${count} verifications`,
    caption: 'Solid line: time to connect. Dashed line: time to encrypt. The slower server counts.',
  },
};
