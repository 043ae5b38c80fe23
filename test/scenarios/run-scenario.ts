import type { MailServer, MailServers } from '@postern/core/mail-settings';
import { parseEntry, type Prefix } from '@postern/core/prefix';
import type { ProbeResult } from '@postern/core/probe-result';
import { serversIn } from '@postern/core/server';
import type { ConversationRunner, UnknownCause } from '@postern/mail-probe/conversation/conversation';
import { trustRoots } from '@postern/mail-probe/conversation/trust-roots';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { defaultLimits } from '@postern/mail-probe/conversation/limits';
import type { ProbeOptions } from '@postern/mail-probe/probe-options';
import { probeServers } from '@postern/mail-probe/probe-servers';
import { runConversation } from '@postern/mail-probe/run-conversation';
import type { TestCertificates } from '../certificates/make-certificates.js';
import { startDnsServer } from '../servers/dns-server.js';
import { startFullPort } from '../servers/full-port.js';
import { imapScript } from '../servers/imap-script.js';
import { reservePort } from '../servers/loopback-port.js';
import { startScriptedServer } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';
import { account, accounts, tokenAccounts, type Scenario } from './scenario.js';

export type ScenarioRun = {
  readonly result: ProbeResult;
  readonly ms: number;
  /**
   * The bytes that the probe received in the scenario's conversations; those of the probe in the other TLS mode are
   * not counted.
   */
  readonly bytesRead: number;
  /** The port of the scenario's server, and the text that clients sent to this server. */
  readonly port: number;
  readonly received: string;
  /** The number of passwords that the scenario's server refused. */
  readonly refusals: number;
  readonly unknowns: readonly UnknownCause[];
};

/**
 * The prefix 127.0.0.0/8, which the egress policy of the scenarios allows, because scripted servers listen there.
 */
export const loopback = parseEntry('127.0.0.0/8') as Prefix;

/**
 * Runs one scenario: starts its server, a good server for the other protocol and a DNS server with the scenario's
 * answer, and probes both servers. `run` runs the conversations.
 */
export async function runScenario(
  scenario: Scenario,
  certificates: TestCertificates,
  run: ConversationRunner = runConversation,
): Promise<ScenarioRun> {
  const { endpoint } = scenario;
  const unknowns: UnknownCause[] = [];
  let bytesRead = 0;
  await using played = await startServers(scenario, certificates);
  const options: ProbeOptions = {
    policy: createEgressPolicy({
      allow: [loopback],
      ports: scenario.isPortAllowed === false ? [played.otherPort] : [played.port, played.otherPort],
      closed: [],
    }),
    ca: certificates.ca,
    resolve: (host) => played.dns.resolve(host),
    retryDelaysMs: [],
    log: (unknown) => unknowns.push(unknown),
    async run(request, runOptions) {
      // The short limits of a scenario apply to its own server only, not to the good server of the other protocol.
      if (request.endpoint !== endpoint) return await run({ ...request, limits: defaultLimits }, runOptions);
      const outcome = await run(request, runOptions);
      bytesRead += outcome.bytesRead;
      return outcome;
    },
    ...(scenario.password === undefined ? {} : { credentials: scenario.credentials ?? account }),
    ...(scenario.ehloName === undefined ? {} : { ehloName: scenario.ehloName }),
    ...(scenario.limits === undefined ? {} : { limits: scenario.limits }),
  };
  // Built in 100 ms or more, in which no other conversation of this thread makes progress.
  trustRoots(certificates.ca);
  const startedAt = performance.now();
  const rule = {
    allowNonSecureCertificate: scenario.allowNonSecureCertificate ?? false,
    pins: { [endpoint]: scenario.pin },
  };
  const result = await probeServers(serversIn(settingsOf(scenario, played)), rule, options);
  const ms = performance.now() - startedAt;
  return {
    result,
    ms,
    bytesRead,
    port: played.port,
    received: played.received(),
    refusals: played.refusals(),
    unknowns,
  };
}

type Played = { readonly port: number; readonly otherPort: number };

async function startServers(scenario: Scenario, certificates: TestCertificates) {
  const dns = await startDnsServer(() => scenario.dns ?? ['127.0.0.1']);
  const main = await startMain(scenario, certificates);
  const hasToken = scenario.credentials !== undefined && 'accessToken' in scenario.credentials;
  const byToken = {
    accounts: tokenAccounts,
    keywords: ['AUTH OAUTHBEARER'],
    capabilities: 'IMAP4rev1 AUTH=OAUTHBEARER',
  };
  const options = hasToken ? byToken : { accounts };
  const otherScript = scenario.endpoint === 'imap' ? smtpScript(options) : imapScript(options);
  const other = await startScriptedServer(otherScript, certificates.of('good'));
  return {
    dns,
    port: main.port,
    otherPort: other.port,
    received: main.received,
    refusals: main.refusals,
    async [Symbol.asyncDispose]() {
      await Promise.all([dns.close(), main.close(), other.close()]);
    },
  };
}

async function startMain({ server }: Scenario, certificates: TestCertificates) {
  if (server === 'closed port')
    return { port: await reservePort(), received: () => '', refusals: () => 0, close: async () => {} };
  if (server === 'full port') return { ...(await startFullPort()), received: () => '', refusals: () => 0 };
  const { script, tls } = server(certificates);
  return await startScriptedServer(script, tls);
}

function settingsOf(scenario: Scenario, { port, otherPort }: Played): MailServers {
  const { endpoint, tls = 'implicit', host = 'mail.example.com', path = '/EWS/Exchange.asmx' } = scenario;
  if (endpoint === 'exchange')
    return { kind: 'exchange', exchange: { url: `https://${host}:${port}${path}` } };
  const own: MailServer = { host, port, tls };
  // A good server, whose certificate is valid for its name, so that it passes with and without
  // allowNonSecureCertificate.
  const other: MailServer = { host: '127.0.0.1', port: otherPort, tls: 'implicit' };
  const [imap, smtp] = endpoint === 'imap' ? [own, other] : [other, own];
  return { kind: 'imap', imap, smtp, allowNonSecureCertificate: scenario.allowNonSecureCertificate ?? false };
}
