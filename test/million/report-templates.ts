import type { EndpointName } from '@postern/core/endpoint-name';
import { describeFailure, skippedLogin } from '@postern/core/failures/describe-failure';
import { describeWarning } from '@postern/core/failures/describe-warning';
import { emptyReport, type EndpointReport, type Step } from '@postern/core/verification';

/** Stands for the server's host in a template; SQL replaces it. */
const host = '@host@';
const context = {
  imap: { endpoint: 'imap', host, port: 993, tls: 'implicit' },
  smtp: { endpoint: 'smtp', host, port: 587, tls: 'starttls' },
  exchange: { endpoint: 'exchange', host, port: 443, tls: 'implicit' },
} as const;

/** The report of one server as a worker stores it, for a verification without a login, and what may follow from it. */
export type ReportTemplate = {
  readonly endpoint: EndpointName;
  readonly passed: string;
  readonly failed: string;
  readonly failure: string;
  readonly warning: string;
};

/** JSON texts with `@host@` in place of the host. */
export const reportTemplates: readonly ReportTemplate[] = (['imap', 'smtp', 'exchange'] as const).map(
  (endpoint) => {
    const at = context[endpoint];
    const failure = describeFailure('connect-refused', 'connect', at);
    return {
      endpoint,
      passed: JSON.stringify({ ...passedReport(at), steps: passedSteps(at) }),
      failed: JSON.stringify({
        ...emptyReport(at),
        address: '192.0.2.25',
        steps: [step('resolve', 3.2), { ...step('connect', 41.7), state: 'failed', failure }],
      }),
      failure: JSON.stringify(failure),
      warning: JSON.stringify(describeWarning('cert-expires-soon', { ...at, daysLeft: 12 })),
    };
  },
);

type Context = (typeof context)[EndpointName];

function passedReport(at: Context): EndpointReport {
  return {
    ...emptyReport(at),
    address: '192.0.2.25',
    sourceAddress: '198.51.100.7',
    tlsVersion: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    certificate: {
      subject: `CN=${host}`,
      names: [host],
      issuer: 'C=XX, O=Example Trust Services, CN=Example Issuing Authority R3',
      validFrom: '2026-09-01T00:00:00.000Z',
      validTo: '2026-12-08T00:00:00.000Z',
      daysLeft: 12,
      key: 'EC prime256v1',
      sha256: '5f'.repeat(32),
      spkiSha256: 'a3'.repeat(32),
      chainLength: 3,
      failedChecks: [],
    },
    capabilities: ['IMAP4rev1', 'SASL-IR', 'LOGIN-REFERRALS', 'ID', 'ENABLE', 'IDLE', 'LITERAL+'],
    authMechanisms: ['PLAIN', 'LOGIN'],
  };
}

function passedSteps(at: Context): Step[] {
  return [
    step('resolve', 3.2),
    step('connect', 14.8),
    step('tls', 28.1),
    step('greeting', 11.3),
    step('capability', 9.7),
    skippedLogin(at),
  ];
}

function step(stage: Step['stage'], durationMs: number): Step {
  return { stage, state: 'passed', durationMs, facts: {}, failure: null };
}
