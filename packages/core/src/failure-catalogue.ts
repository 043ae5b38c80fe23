import type { EndpointName, Failure, Stage } from './verification.js';

/** What the words of a failure may be filled with; every value is ours or comes from a known vocabulary. */
export type FailureContext = {
  readonly endpoint: EndpointName;
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls';
  /** What answered instead, for `not-this-protocol` and `wrong-security-mode`. */
  readonly answered?: string;
  /** The value that would work, for codes that can tell. */
  readonly suggestion?: string;
  /** The field to change where the wire told more than the code does, e.g. `smtp.tls`. */
  readonly field?: string;
  /** Names on the certificate, at most three, for `cert-name-mismatch`. */
  readonly names?: readonly string[];
  readonly daysLeft?: number;
};

type Part = 'host' | 'port' | 'tls' | 'certificate' | 'username' | 'password' | null;
type Entry = {
  readonly temporary?: true;
  readonly part: Part;
  readonly title: (about: Words) => string;
  readonly advice: (about: Words) => string;
};
type Words = FailureContext & { readonly protocol: string; readonly server: string; readonly mode: string };

const protocolNames = { imap: 'IMAP', smtp: 'SMTP', exchange: 'Exchange' } as const;

/** `Entry` rows: the title says what happened, the advice what to do, `part` which field of the endpoint to change. */
const catalogue = {
  // policy
  'target-not-allowed': {
    part: 'host',
    title: ({ host }) => `${host} is not a public mail server address`,
    advice: () =>
      'Enter the name under which the server is reachable from the internet. Servers on private networks are only checked when the operator of this installation has allowed their network.',
  },
  'port-not-allowed': {
    part: 'port',
    title: ({ port }) => `Port ${port} is not a mail port that may be used here`,
    advice: ({ endpoint }) =>
      `Use ${usualPorts[endpoint]}. If your server really listens on another port, ask the operator of this installation to allow it.`,
  },
  // resolve
  'dns-not-found': {
    part: 'host',
    title: ({ host }) => `The name ${host} does not exist`,
    advice: () =>
      'Check the spelling of the server name. If the name was created just now, wait until DNS has spread it.',
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
    title: ({ host }) => `DNS gave no answer for ${host}`,
    advice: () =>
      'The name servers of this domain did not answer in time. This often passes by itself; try again in a few minutes.',
  },
  // connect
  'connect-refused': {
    part: 'port',
    title: ({ host, port }) => `${host} refuses connections on port ${port}`,
    advice: ({ endpoint, server }) =>
      `The machine is there, but no ${server} listens on this port. Check the port: usual are ${usualPorts[endpoint]}.`,
  },
  'connect-timeout': {
    temporary: true,
    part: 'port',
    title: ({ host, port }) => `${host} does not answer on port ${port}`,
    advice: () =>
      'A firewall probably drops our connection. Ask IT to allow our outbound addresses (see IP allowlist), and check the port.',
  },
  'connect-unreachable': {
    temporary: true,
    part: 'host',
    title: ({ host }) => `No network path leads to ${host}`,
    advice: () =>
      'The address of this name cannot be reached. Check the server name, and ask IT whether the server is online.',
  },
  'closed-before-greeting': {
    temporary: true,
    part: 'port',
    title: ({ host, port }) => `${host} closed the connection on port ${port} without a word`,
    advice: () =>
      'A firewall or the server itself turns our address away. Ask IT to allow our outbound addresses (see IP allowlist), and check the port.',
  },
  // greeting
  'server-silent': {
    part: 'port',
    title: ({ host, port }) => `${host} accepts connections on port ${port} but says nothing`,
    advice: ({ server, mode }) =>
      `An ${server} greets at once. Check the port and the TLS mode (now ${mode}).`,
  },
  'wrong-security-mode': {
    part: 'tls',
    title: ({ port, mode }) => `Port ${port} does not speak ${mode}`,
    advice: ({ suggestion }) =>
      `Change the TLS mode to ${modeName(suggestion)}: with it the server answers on this port.`,
  },
  'not-this-protocol': {
    part: 'port',
    title: ({ protocol, host, port, answered }) =>
      `${host} on port ${port} is ${answered === undefined ? 'no' : `${article(answered)}, not an`} ${protocol} server`,
    advice: ({ endpoint }) =>
      `Check that the server name and port belong together: usual are ${usualPorts[endpoint]}.`,
  },
  'server-busy': {
    temporary: true,
    part: null,
    title: ({ host }) => `${host} is too busy to talk`,
    advice: () =>
      'The server asked us to come back later. Nothing needs to be changed; try again in a few minutes.',
  },
  'server-refused': {
    part: 'host',
    title: ({ host }) => `${host} refuses to serve us`,
    advice: () =>
      'The server greets with a refusal. Ask IT whether our outbound addresses are blocked (see IP allowlist), and check the server name.',
  },
  'protocol-error': {
    part: 'host',
    title: ({ host, protocol }) => `${host} answers in broken ${protocol}`,
    advice: () =>
      'The server, or a proxy or virus scanner in front of it, breaks the protocol. Ask whoever runs the server to look at its log.',
  },
  // tls
  'tls-silent': {
    part: 'port',
    title: ({ host, port }) => `${host} accepts connections on port ${port} but does not answer TLS`,
    advice: ({ mode }) => `Check the port and the TLS mode (now ${mode}).`,
  },
  'tls-failed': {
    part: 'port',
    title: ({ host }) => `No encrypted connection with ${host} came about`,
    advice: () =>
      'The TLS handshake broke off. Ask whoever runs the server to check its TLS set-up and certificate files.',
  },
  'tls-too-old': {
    part: 'host',
    title: ({ host }) => `${host} only offers outdated encryption`,
    advice: () =>
      'The server must support TLS 1.2 or newer. Ask whoever runs it to update or reconfigure it.',
  },
  'tls-client-certificate-required': {
    part: 'host',
    title: ({ host }) => `${host} demands a client certificate`,
    advice: () =>
      'Mail settings cannot carry one. Ask IT for a server or port that mail programs can use with a password.',
  },
  'starttls-not-offered': {
    part: 'tls',
    title: ({ host, port }) => `${host} offers no encryption on port ${port}`,
    advice: ({ endpoint }) =>
      `Passwords are never sent without TLS. Use the port with TLS from the start (${implicitPorts[endpoint]}, TLS mode “TLS”), or ask IT to switch STARTTLS on.`,
  },
  'starttls-refused': {
    part: 'tls',
    title: ({ host }) => `${host} offers STARTTLS but refuses to start it`,
    advice: ({ endpoint }) =>
      `Ask whoever runs the server to check its certificate set-up, or use the port with TLS from the start (${implicitPorts[endpoint]}).`,
  },
  'starttls-injection': {
    part: 'host',
    title: ({ host }) => `${host} mixes plain text into the start of encryption`,
    advice: () =>
      'Somebody between us and the server may be tampering, or the server is faulty. Do not enter a password; ask IT to look at it.',
  },
  // certificate
  'cert-self-signed': {
    part: 'certificate',
    title: ({ host }) => `The certificate of ${host} is not signed by a certificate authority`,
    advice: () =>
      'Install a certificate from a recognised authority. If you meant it to be so, select “Allow non-secure certificate”: this very certificate is then expected every time.',
  },
  'cert-unknown-ca': {
    part: 'certificate',
    title: ({ host }) => `The certificate of ${host} is signed by an authority that nobody here knows`,
    advice: () =>
      'Install a certificate from a recognised authority. If your organisation runs its own authority, select “Allow non-secure certificate”.',
  },
  'cert-chain-incomplete': {
    part: 'certificate',
    title: ({ host }) => `${host} does not send its whole certificate chain`,
    advice: () =>
      'The server must send the intermediate certificate too. Ask whoever runs it to install the “full chain” file.',
  },
  'cert-expired': {
    part: 'certificate',
    title: ({ host }) => `The certificate of ${host} has expired`,
    advice: () => 'Ask whoever runs the server to renew the certificate.',
  },
  'cert-not-yet-valid': {
    part: 'certificate',
    title: ({ host }) => `The certificate of ${host} is not valid yet`,
    advice: () => 'Ask whoever runs the server to check the certificate’s dates and the server’s clock.',
  },
  'cert-name-mismatch': {
    part: 'host',
    title: ({ host }) => `The certificate belongs to another name than ${host}`,
    advice: ({ names }) =>
      names?.length
        ? `Enter the server name that the certificate is for (${names.slice(0, 3).join(', ')}), or ask IT for a certificate with this name.`
        : 'Ask IT for a certificate that holds this server name as a subject alternative name.',
  },
  'cert-weak': {
    part: 'host',
    title: ({ host }) => `The certificate of ${host} is too weak to be trusted`,
    advice: () =>
      'Ask whoever runs the server for a certificate with an RSA key of 2048 bits or more (or an EC key) and SHA-256.',
  },
  'cert-changed': {
    part: 'certificate',
    title: ({ host }) => `${host} shows another certificate than the one that was accepted`,
    advice: () =>
      'Ask IT whether they replaced it. If they did, compare the fingerprint with them and accept the new one; if not, somebody may be listening in.',
  },
  // limits
  'limit-exceeded': {
    part: 'host',
    title: ({ host }) => `${host} sends far more than a mail server should`,
    advice: ({ protocol }) =>
      `The conversation was cut. Check that server name and port belong to an ${protocol} server.`,
  },
  'deadline-exceeded': {
    part: 'host',
    title: ({ host }) => `The conversation with ${host} took too long`,
    advice: () =>
      'The server answers too slowly. Ask whoever runs it whether it is overloaded; try again later.',
  },
  // authenticate
  'auth-rejected': {
    part: 'password',
    title: ({ host }) => `${host} does not accept this user name and password`,
    advice: () =>
      'Check the password, and whether the login name is the full email address or a name of its own.',
  },
  'auth-temporary': {
    temporary: true,
    part: null,
    title: ({ host }) => `${host} cannot check passwords at the moment`,
    advice: () =>
      'The server has trouble of its own. Nothing needs to be changed; try again in a few minutes.',
  },
  'auth-not-offered': {
    part: 'tls',
    title: ({ host, port }) => `${host} offers no login on port ${port}`,
    advice: ({ endpoint }) =>
      endpoint === 'smtp'
        ? 'Port 25 is for mail between servers. Use a submission port: 465 or 587.'
        : 'Ask whoever runs the server which port mail programs log in on.',
  },
  'auth-not-tested': {
    part: null,
    title: () => 'The login was not tried',
    advice: () => 'It was left out because an earlier step already decided the result.',
  },
  'auth-oauth-only': {
    part: 'password',
    title: ({ host }) => `${host} accepts no passwords, only sign-in with the provider`,
    advice: () => 'Connect this mailbox through the provider’s own sign-in (OAuth) instead.',
  },
  'auth-app-password': {
    part: 'password',
    title: ({ host }) => `${host} wants an app password`,
    advice: () =>
      'Create an app password in the account’s security settings and enter it in place of the usual one.',
  },
  'auth-disabled-by-admin': {
    part: 'username',
    title: ({ host }) => `Password login is switched off for this mailbox on ${host}`,
    advice: () => 'Ask your mail administrator to allow IMAP and authenticated SMTP for this mailbox.',
  },
  // exchange
  'exchange-wrong-path': {
    part: 'host',
    title: ({ host }) => `${host} answers, but not with Exchange Web Services at this path`,
    advice: ({ suggestion }) =>
      `Enter the URL of Exchange Web Services${suggestion ? `: ${suggestion}` : '; its path usually is /EWS/Exchange.asmx'}.`,
  },
  'exchange-preauth': {
    part: 'host',
    title: ({ host }) => `A login page stands in front of Exchange on ${host}`,
    advice: () =>
      'A proxy asks for a web login before Exchange Web Services. Ask IT to publish /EWS without it.',
  },
  'exchange-forbidden': {
    part: 'host',
    title: ({ host }) => `${host} forbids access to Exchange Web Services`,
    advice: () =>
      'Ask IT whether Exchange Web Services is switched on for outside clients and our addresses are allowed (see IP allowlist).',
  },
  'exchange-redirect': {
    part: 'host',
    title: ({ host }) => `${host} sends us on to another address`,
    advice: ({ suggestion }) =>
      `Redirects are not followed with a password. Enter the final address${suggestion ? `: ${suggestion}` : ''}.`,
  },
  'exchange-unsure': {
    part: 'host',
    title: ({ host }) => `${host} asks for a login, but does not show that it is Exchange`,
    advice: () =>
      'Check the server name. If a proxy hides Exchange’s headers, the login of a mailbox will tell.',
  },
  'exchange-online-retired': {
    part: 'host',
    title: () => 'Exchange Online no longer offers Exchange Web Services',
    advice: () =>
      'Microsoft blocks EWS in Exchange Online since 1 October 2026 unless the tenant allows the application, and ends it on 1 April 2027. Connect these mailboxes through Microsoft’s own sign-in. Exchange servers of your own are not affected.',
  },
  unknown: {
    part: null,
    title: ({ host }) => `Something unexpected happened with ${host}`,
    advice: () => 'We do not know this failure yet. Give the support id to whoever runs this installation.',
  },
} as const satisfies Record<string, Entry>;

const usualPorts = {
  imap: '993 (TLS) or 143 (STARTTLS)',
  smtp: '465 (TLS) or 587 (STARTTLS)',
  exchange: '443',
} as const;
const implicitPorts = { imap: '993', smtp: '465', exchange: '443' } as const;

/** Every code a verification can fail with. Stable: customers' scripts match on them. */
export type FailureCode = keyof typeof catalogue;
export const failureCodes = Object.keys(catalogue) as [FailureCode, ...FailureCode[]];

/** Wire facts that are shown beside a failure. */
export type ReplyFacts = Pick<Failure, 'replyCode' | 'enhancedStatusCode' | 'responseCode' | 'supportId'>;

/** Fills in the catalogue's words for one failure. Pure; the same context gives the same text. */
export function describeFailure(
  code: FailureCode,
  stage: Stage,
  context: FailureContext,
  facts: ReplyFacts = {},
): Failure {
  const entry: Entry = catalogue[code];
  const about = wordsAbout(context);
  return {
    endpoint: context.endpoint,
    stage,
    code,
    temporary: entry.temporary ?? false,
    title: entry.title(about),
    advice: entry.advice(about),
    field: context.field ?? fieldPath(context.endpoint, entry.part),
    ...(context.suggestion === undefined ? {} : { suggestion: context.suggestion }),
    ...facts,
  };
}

function wordsAbout(context: FailureContext): Words {
  const protocol = protocolNames[context.endpoint];
  return { ...context, protocol, server: `${protocol} server`, mode: modeName(context.tls) };
}

function modeName(mode: string | undefined): string {
  return mode === 'starttls' ? 'STARTTLS' : 'TLS from the start';
}

function article(noun: string): string {
  return /^[aeiouIHFS]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

function fieldPath(endpoint: EndpointName, part: Part): string | null {
  if (part === null) return null;
  if (part === 'username' || part === 'password') return `credentials.${part}`;
  if (endpoint === 'exchange') return 'exchange.url';
  return part === 'certificate' ? 'allowNonSecureCertificate' : `${endpoint}.${part}`;
}
