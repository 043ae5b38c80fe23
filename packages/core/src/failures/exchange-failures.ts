import type { FailureEntry } from './failure-entry.js';

/** The failures of Exchange Web Services, with their texts. */
export const exchangeFailures = {
  'exchange-wrong-path': {
    part: 'host',
    title: ({ host }) => `${host} answers, but not with Exchange Web Services at this path`,
    advice: ({ suggestion }) =>
      `Enter the URL of Exchange Web Services${suggestion ? `: ${suggestion}` : '; its path usually is /EWS/Exchange.asmx'}.`,
  },
  'exchange-preauth': {
    part: 'host',
    title: ({ host }) => `A login page is in front of Exchange on ${host}`,
    advice: () =>
      'A proxy requires a web login before Exchange Web Services. Ask IT to publish /EWS without that login.',
  },
  'exchange-server-error': {
    temporary: true,
    part: null,
    title: ({ host }) => `${host} answers with an internal error`,
    advice: () =>
      'Exchange, or a proxy that cannot reach it, failed to answer. If this persists, ask IT to check the Exchange application pool, and the proxy’s target and certificate name.',
  },
  'exchange-forbidden': {
    part: 'host',
    title: ({ host }) => `${host} forbids access to Exchange Web Services`,
    advice: () =>
      'Ask IT whether Exchange Web Services is enabled for clients outside your network, whether the rule of a proxy in front of it includes this path and passes the login on, and whether our addresses are allowed (see IP allowlist).',
  },
  'exchange-redirect': {
    part: 'host',
    title: ({ host }) => `${host} redirects to another address`,
    advice: ({ suggestion }) =>
      suggestion
        ? `Redirects are not followed with a password. Enter the final address: ${suggestion}.`
        : 'Redirects are not followed with a password, and this one does not lead to Exchange Web Services. Ask IT for the URL of Exchange Web Services; its path usually is /EWS/Exchange.asmx.',
  },
  'exchange-unsure': {
    part: 'host',
    title: ({ host }) => `${host} requires a login, but does not show that it is Exchange`,
    advice: () =>
      'Check the server name. If a proxy removes Exchange’s headers, only the login of a mailbox can show that the settings work.',
  },
  'exchange-online-retired': {
    part: 'host',
    title: () => 'Exchange Online no longer offers Exchange Web Services',
    advice: () =>
      'Microsoft blocks EWS in Exchange Online since 1 October 2026 unless the tenant allows the application, and ends it on 1 April 2027. Connect these mailboxes through Microsoft’s own sign-in. Exchange servers of your own are not affected.',
  },
} as const satisfies Record<string, FailureEntry>;
