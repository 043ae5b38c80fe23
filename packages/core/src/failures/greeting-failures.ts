import { isAtWebPort, modeName, usualPorts, type FailureEntry } from './failure-entry.js';

/**
 * The failures of the greeting, of the capabilities, and of the limits on a whole conversation, with their texts.
 */
export const greetingFailures = {
  'server-silent': {
    part: 'port',
    title: ({ host, port }) => `${host} accepts connections on port ${port} but sends no greeting`,
    advice: (words) =>
      isAtWebPort(words)
        ? `Port ${words.port} is usually that of a web server, which sends no greeting. Enter the port of the ${words.server}: usual are ${usualPorts[words.endpoint]}.`
        : `The server stayed silent for 20 seconds. Check the port and the TLS mode (now ${words.mode}). If both are right, the server may delay connections from unknown addresses: ask IT to exempt our outbound addresses (see IP allowlist).`,
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
    advice: ({ endpoint, answered, server }) =>
      answered === 'LMTP'
        ? `LMTP (RFC 2033) delivers mail inside a mail system; people do not log in there. Enter the port of the ${server}: usual are ${usualPorts[endpoint]}.`
        : `Check that the server name and port belong together: usual are ${usualPorts[endpoint]}.`,
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
      'The server answered with a refusal. Ask IT whether the server blocks our outbound addresses (see IP allowlist) or the name that we greet it with (EHLO), and check the server name.',
  },
  preauth: {
    part: 'host',
    title: ({ host }) => `${host} treats our connection as logged in without a password`,
    advice: () =>
      'The server greets with PREAUTH, so no password can be checked. Ask whoever runs the server to require a login from our outbound addresses (see IP allowlist).',
  },
  'protocol-error': {
    part: 'host',
    title: ({ host, endpoint, protocol }) =>
      `${host} sends replies that are not valid ${endpoint === 'exchange' ? 'HTTP' : protocol}`,
    advice: () =>
      'The server, or a proxy or virus scanner in front of it, does not follow the protocol. Ask whoever runs the server to look at its log.',
  },
  // failures of the limits on a whole conversation
  'limit-exceeded': {
    part: 'host',
    title: ({ host }) =>
      `${host} sends more data, or data that costs more computing, than a mail server should`,
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
