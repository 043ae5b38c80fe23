import { imapScript } from '../servers/imap-script.js';
import { smtpScript } from '../servers/smtp-script.js';
import type { Limits } from '@postern/mail-probe/conversation/limits';
import { accounts, type Scenario } from './scenario.js';

/**
 * The limits of these scenarios: a fiftieth of the real ones, so that the first byte may still take four times as
 * long as the rest of a handshake.
 */
const short: Partial<Limits> = {
  deadlineMs: 3_000,
  loginDeadlineMs: 3_000,
  connectMs: 200,
  greetingMs: 1_200,
  tlsMs: 300,
};
const afterMs = 600;

/** Scenarios of servers that are slow before their first byte and pass. */
export const slowScenarios: readonly Scenario[] = [
  ...(['imap', 'smtp'] as const).map((endpoint): Scenario => ({
    endpoint,
    name: `a server (${endpoint}) that answers the TLS handshake late`,
    limits: short,
    server: (certificates) => ({
      script: endpoint === 'imap' ? imapScript() : smtpScript(),
      tls: { ...certificates.of('good'), delayMs: afterMs },
    }),
    expected: null,
  })),
  {
    endpoint: 'imap',
    password: true,
    name: 'a login to a server that answers the TLS handshake late',
    limits: short,
    server: (certificates) => ({
      script: imapScript({ accounts }),
      tls: { ...certificates.of('good'), delayMs: afterMs },
    }),
    expected: null,
  },
  {
    endpoint: 'smtp',
    tls: 'starttls',
    name: 'a server that sends its greeting late, before STARTTLS',
    limits: short,
    server: (certificates) => ({
      script: async (wire) => {
        await wire.pause(afterMs);
        await smtpScript({ startTls: certificates.of('good') })(wire);
      },
    }),
    expected: null,
  },
  {
    endpoint: 'smtp',
    name: 'a server that sends its greeting late, inside TLS',
    limits: short,
    server: (certificates) => ({
      script: async (wire) => {
        await wire.pause(afterMs);
        await smtpScript()(wire);
      },
      tls: certificates.of('good'),
    }),
    expected: null,
  },
  {
    endpoint: 'imap',
    name: 'a server that begins the TLS handshake and does not continue it',
    limits: short,
    server: () => ({
      script: async (wire) => {
        wire.sendRaw(Uint8Array.of(0x16, 3, 3, 0, 90, 2, 0, 0, 86));
        await wire.untilClosed();
      },
    }),
    expected: { code: 'deadline-exceeded', stage: 'tls', field: 'imap.host' },
  },
  {
    endpoint: 'smtp',
    tls: 'starttls',
    name: 'a silent server, which is probed in the other TLS mode only if time is left',
    limits: { ...short, deadlineMs: 1_300 },
    server: () => ({ script: (wire) => wire.untilClosed() }),
    expected: { code: 'server-silent', stage: 'greeting', field: 'smtp.port' },
    saysNot: /at once/,
  },
];
