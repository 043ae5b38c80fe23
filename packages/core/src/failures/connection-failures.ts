import { usualPorts, type FailureEntry } from './failure-entry.js';

/** The failures before the server sends its first byte, with their texts: egress policy, DNS and TCP. */
export const connectionFailures = {
  // failures of the egress policy
  'target-not-allowed': {
    part: 'host',
    title: ({ host }) => `${host} is not a public mail server address`,
    advice: () =>
      'Enter the name under which the server is reachable from the internet. Servers on private networks are checked only if the operator of this installation allows their network.',
  },
  'port-not-allowed': {
    part: 'port',
    title: ({ port }) => `Port ${port} is not one of the ports that may be checked`,
    advice: ({ endpoint }) =>
      `Use ${usualPorts[endpoint]}. If your server does listen on another port, ask the operator of this installation to allow it.`,
  },
  // failures of the step resolve
  'dns-not-found': {
    part: 'host',
    title: ({ host }) => `The name ${host} does not exist`,
    advice: () => 'Check the spelling of the server name. A new name can take some time to appear in DNS.',
  },
  'dns-no-address': {
    part: 'host',
    title: ({ host }) => `The name ${host} exists but has no address`,
    advice: () =>
      'Ask whoever runs your DNS to add an A or AAAA record, or enter the name that your mail program uses.',
  },
  'dns-temporary': {
    temporary: true,
    part: 'host',
    title: ({ host }) => `The DNS lookup of ${host} failed`,
    advice: () =>
      'The name servers of this domain did not answer in time. This is often temporary; try again in a few minutes.',
  },
  // failures of the step connect
  'connect-refused': {
    part: 'port',
    title: ({ host, port }) => `${host} refuses connections on port ${port}`,
    advice: ({ endpoint, server }) =>
      `The computer is reachable, but no ${server} accepts connections on this port. Check the port: usual are ${usualPorts[endpoint]}.`,
  },
  'connect-timeout': {
    temporary: true,
    part: 'port',
    title: ({ host, port }) => `${host} does not answer on port ${port}`,
    advice: () =>
      'A firewall probably blocks our connection. Ask IT to allow our outbound addresses (see IP allowlist), and check the port.',
  },
  'connect-unreachable': {
    temporary: true,
    part: 'host',
    title: ({ host }) => `There is no network route to ${host}`,
    advice: () =>
      'The address of this name cannot be reached. Check the server name, and ask IT whether the server is online.',
  },
  'closed-before-greeting': {
    temporary: true,
    part: 'port',
    title: ({ host, port }) => `${host} closed the connection on port ${port} before its greeting`,
    advice: () =>
      'A firewall or the server itself rejects connections from our addresses. Ask IT to allow our outbound addresses (see IP allowlist), and check the port.',
  },
} as const satisfies Record<string, FailureEntry>;
