import { imapScript } from '../servers/imap-script.js';
import { hurried, type Play, type Scenario } from './scenario.js';

const silent = (): Play => ({ script: (wire) => wire.untilClosed() });
const never = (): Play => ({ script: imapScript() });

/** Scenarios of the stages resolve and connect, the egress policy included. */
export const connectScenarios: readonly Scenario[] = [
  {
    name: 'a port that the egress policy does not allow',
    endpoint: 'imap',
    server: never,
    isPortAllowed: false,
    expected: { code: 'port-not-allowed', stage: 'resolve', field: 'imap.port' },
  },
  {
    name: 'a name with a private address',
    endpoint: 'smtp',
    server: never,
    dns: ['10.1.2.3'],
    expected: { code: 'target-not-allowed', stage: 'resolve', field: 'smtp.host' },
  },
  {
    name: 'a name with a private address among allowed ones',
    endpoint: 'imap',
    server: never,
    dns: ['127.0.0.1', '169.254.169.254'],
    expected: { code: 'target-not-allowed', stage: 'resolve', field: 'imap.host' },
  },
  {
    name: 'a name that does not exist',
    endpoint: 'imap',
    server: never,
    dns: 'no-such-name',
    expected: { code: 'dns-not-found', stage: 'resolve', field: 'imap.host' },
  },
  {
    name: 'a name without addresses',
    endpoint: 'smtp',
    server: never,
    dns: [],
    expected: { code: 'dns-no-address', stage: 'resolve', field: 'smtp.host' },
  },
  {
    name: 'name servers that answer SERVFAIL',
    endpoint: 'imap',
    server: never,
    dns: 'trouble',
    expected: { code: 'dns-temporary', stage: 'resolve', field: 'imap.host', temporary: true },
  },
  {
    name: 'name servers that do not answer',
    endpoint: 'imap',
    server: never,
    dns: 'silence',
    limits: hurried,
    expected: { code: 'dns-temporary', stage: 'resolve', field: 'imap.host', temporary: true },
  },
  {
    name: 'a port on which no server listens',
    endpoint: 'smtp',
    server: 'closed port',
    expected: { code: 'connect-refused', stage: 'connect', field: 'smtp.port' },
  },
  {
    name: 'a firewall that drops the packets of the probe',
    endpoint: 'imap',
    server: 'full port',
    limits: hurried,
    expected: { code: 'connect-timeout', stage: 'connect', field: 'imap.port', temporary: true },
  },
  {
    name: 'an address without a network route',
    endpoint: 'imap',
    server: never,
    dns: ['127.255.255.255'], // Linux makes no TCP connection to the broadcast address of a network: ENETUNREACH.
    expected: { code: 'connect-unreachable', stage: 'connect', field: 'imap.host', temporary: true },
  },
  {
    name: 'a server that closes the connection before TLS',
    endpoint: 'imap',
    server: () => ({ script: async () => {} }),
    expected: { code: 'closed-before-greeting', stage: 'tls', field: 'imap.port', temporary: true },
  },
  {
    name: 'a server that closes the connection before its greeting',
    endpoint: 'smtp',
    tls: 'starttls',
    server: () => ({ script: async () => {} }),
    expected: { code: 'closed-before-greeting', stage: 'greeting', field: 'smtp.port', temporary: true },
  },
  {
    name: 'a server that accepts the connection and sends nothing',
    endpoint: 'imap',
    tls: 'starttls',
    server: silent,
    limits: hurried,
    expected: { code: 'server-silent', stage: 'greeting', field: 'imap.port' },
  },
  {
    name: 'a server that does not answer the TLS handshake',
    endpoint: 'smtp',
    server: silent,
    limits: hurried,
    expected: { code: 'tls-silent', stage: 'tls', field: 'smtp.port' },
  },
  {
    name: 'a server that sends nothing inside TLS',
    endpoint: 'imap',
    server: (certificates) => ({ ...silent(), tls: certificates.of('good') }),
    limits: hurried,
    expected: { code: 'server-silent', stage: 'greeting', field: 'imap.port' },
  },
  {
    name: 'a server that closes the connection inside TLS before its greeting',
    endpoint: 'smtp',
    server: (certificates) => ({ script: async () => {}, tls: certificates.of('good') }),
    expected: { code: 'closed-before-greeting', stage: 'greeting', field: 'smtp.port', temporary: true },
  },
];
