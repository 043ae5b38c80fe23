import { modeName, usualPorts, type FailureEntry } from './failure-entry.js';

/**
 * The failures of the greeting, of the capabilities, and of the limits on a whole conversation, with their texts.
 */
export const greetingFailures = {
  'server-silent': {
    part: 'port',
    title: ({ host, port }) => `${host} accepts connections on port ${port} but sends no greeting`,
    advice: ({ server, mode }) =>
      `An ${server} sends a greeting at once. Check the port and the TLS mode (now ${mode}).`,
  },
  'wrong-security-mode': {
    part: 'tls',
    title: ({ port, mode }) => `Port ${port} does not use ${mode}`,
    advice: ({ suggestion }) =>
      `Change the TLS mode to ${modeName(suggestion)}: with this mode the server answers on this port.`,
  },
  'not-this-protocol': {
    part: 'port',
    title: ({ server, host, port, answered }) =>
      answered === undefined
        ? `${host} does not answer as an ${server} on port ${port}`
        : `${host} answers with ${answered} on port ${port}, not as an ${server}`,
    advice: ({ endpoint }) =>
      `Check that the server name and port belong together: usual are ${usualPorts[endpoint]}.`,
  },
  'server-busy': {
    temporary: true,
    part: null,
    title: ({ host }) => `${host} is too busy to accept the connection`,
    advice: () =>
      'The server asked for another attempt later. Nothing needs to be changed; try again in a few minutes.',
  },
  'server-refused': {
    part: 'host',
    title: ({ host }) => `${host} refuses our connection`,
    advice: () =>
      'The server answered with a refusal. Ask IT whether our outbound addresses are blocked (see IP allowlist), and check the server name.',
  },
  'protocol-error': {
    part: 'host',
    title: ({ host, protocol }) => `${host} sends replies that are not valid ${protocol}`,
    advice: () =>
      'The server, or a proxy or virus scanner in front of it, does not follow the protocol. Ask whoever runs the server to look at its log.',
  },
  // limits
  'limit-exceeded': {
    part: 'host',
    title: ({ host }) => `${host} sends far more data than a mail server should`,
    advice: ({ server }) =>
      `The connection was closed. Check that the server name and port belong to an ${server}.`,
  },
  'deadline-exceeded': {
    part: 'host',
    title: ({ host }) => `The check of ${host} took too long`,
    advice: () =>
      'The server answers too slowly. Ask whoever runs it whether it is overloaded; try again later.',
  },
} as const satisfies Record<string, FailureEntry>;
