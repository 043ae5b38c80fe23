import { entryPrefix, type AllowlistDocument } from '@postern/core/allowlist-document';
import { lintAllowlist } from '@postern/core/allowlist-lint';
import { isOnList, selectPrefixes } from '@postern/core/allowlist-selection';
import { parseExchangeUrl } from '@postern/core/exchange-url';
import type { Finding } from '@postern/core/finding';
import { finding } from '@postern/core/findings/finding-texts';
import { parseIpAddress } from '@postern/core/ip-address';
import { listLabels, listNameSchema, type ListName } from '@postern/core/list-name';
import { isSampleAllowlist } from '@postern/core/sample-allowlist';
import { sampleFinding } from '@postern/core/sample-finding';
import { familyOf, mergePrefixes, type PrefixSet } from '@postern/core/prefix-set';
import { parseServerHost } from '@postern/core/server-host';
import { parseWebhookUrl } from '@postern/core/webhook-url';
import type { AccountSettings, DomainServers } from './account-settings.js';
import { hostedProvider } from './hosted-provider.js';
import {
  distinct,
  servesFamily,
  type AddressSet,
  type Destination,
  type Rule,
  type RuleSet,
  type Service,
} from './rule-set.js';
import { safeText } from './safe-text.js';

/** A server that the vendor connects to. */
type Flow = { readonly protocol: ListName; readonly host: string; readonly port: number };

const families = [4, 6] as const;
const shortNames: Record<ListName, string> = {
  imap: 'imap',
  smtp: 'smtp',
  exchange: 'exch',
  webhook: 'hook',
};

/**
 * Derives what a customer's firewall must let in (R22): from the vendor's lists of the account's data centres to the
 * account's own servers and ports, and the receivers of its webhooks. Attempts are left out, servers at big providers become a finding, an empty list
 * gives no rule and a finding. The mode is `permit`; `makeExclusive` goes further.
 */
export function buildRuleSet(document: AllowlistDocument, account: AccountSettings): RuleSet {
  const { flows, findings: flowFindings } = collectFlows(account, hasWebhookList(document, account));
  const used = listNameSchema.options.filter((name) => flows.some(({ protocol }) => protocol === name));
  const protocols = used.length === 0 ? (['imap', 'smtp'] as const) : used; // Lists alone are of use: feed, handover.
  const sets = protocols.flatMap((protocol) => collectSets(document, account.dataCenters, protocol));
  const destinations = collectDestinations(flows, account);
  const services = collectServices(flows);
  const destinationOf = new Map(destinations.map((destination) => [destination.host, destination]));
  const rules = flows.flatMap((flow) => flowRules(flow, sets, destinationOf.get(flow.host)!));
  const ruleSet = {
    vendor: safeText(document.vendor, 40),
    revision: document.revision,
    sha256: document.sha256,
    mode: 'permit' as const,
    sets,
    otherSets: protocols.flatMap((protocol) => collectOtherSets(document, account.dataCenters, protocol)),
    services,
    destinations,
    rules,
  };
  const findings = [
    ...(isSampleAllowlist(document) ? [sampleFinding] : []),
    ...listErrors(document),
    ...dataCenterFindings(document, account.dataCenters),
    ...flowFindings,
    ...setFindings(protocols, sets),
    ...destinationFindings(destinations, sets),
    ...unusedFindings(flows, account),
  ];
  return { ...ruleSet, findings };
}

function hasWebhookList(document: AllowlistDocument, { dataCenters }: AccountSettings): boolean {
  return selectPrefixes(document, { dataCenters, protocol: 'webhook' }).length > 0;
}

function collectFlows(
  { domains, webhooks = [] }: AccountSettings,
  hasWebhookAddresses: boolean,
): { flows: Flow[]; findings: Finding[] } {
  const flows = new Map<string, Flow>();
  const findings: Finding[] = [];
  const add = ({ protocol, host: text, port }: Flow, owner: string | null) => {
    const parsed = parseServerHost(text);
    const provider = parsed.ok ? hostedProvider(parsed.host) : null;
    if (!parsed.ok || !Number.isInteger(port) || port < 1 || port > 65535) {
      findings.push(finding('warning', 'host-refused', owner === null ? {} : { owner: safeText(owner, 80) }));
    } else if (provider !== null) {
      findings.push(finding('info', 'hosted-provider', { host: parsed.host, provider }));
    } else {
      flows.set(`${protocol} ${parsed.host} ${port}`, { protocol, host: parsed.host, port });
    }
  };
  for (const domain of domains.filter(({ origin }) => origin !== 'attempt')) {
    for (const flow of serversOf(domain)) add(flow, domain.domain);
  }
  if (hasWebhookAddresses) {
    for (const url of webhooks) add(receiverOf(url), null);
  } else if (webhooks.length > 0) {
    findings.push(finding('info', 'webhook-list-empty'));
  }
  if (flows.size === 0) findings.push(finding('warning', 'no-servers'));
  const sorted = [...flows.values()].sort(
    (a, b) => compare(a.host, b.host) || a.port - b.port || compare(a.protocol, b.protocol),
  );
  const byText = new Map(findings.map((each) => [each.text, each])); // Servers of several domains give one text.
  return { flows: sorted, findings: [...byText.values()] };
}

function serversOf(domain: DomainServers): Flow[] {
  if (domain.kind === 'imap') {
    return [
      { protocol: 'imap', ...domain.imap },
      { protocol: 'smtp', ...domain.smtp },
    ];
  }
  const url = parseExchangeUrl(domain.exchange.url);
  return [
    url.ok
      ? { protocol: 'exchange', host: url.host, port: url.port }
      : { protocol: 'exchange', host: '', port: 0 },
  ];
}

function receiverOf(text: string): Flow {
  const url = parseWebhookUrl(text);
  return url.ok
    ? { protocol: 'webhook', host: url.host, port: url.port }
    : { protocol: 'webhook', host: '', port: 0 };
}

/** A set per data centre and family: never one set for two data centres or two protocols. */
function collectSets(
  document: AllowlistDocument,
  dataCenters: readonly string[],
  protocol: ListName,
): AddressSet[] {
  const centers = dataCenters.length === 0 ? [null] : distinct(dataCenters).sort(compare);
  return centers.flatMap((dataCenter) =>
    setsOf(
      selectPrefixes(document, { dataCenters: dataCenter === null ? [] : [dataCenter], protocol }),
      dataCenter,
      protocol,
    ),
  );
}

function setsOf(prefixes: PrefixSet, dataCenter: string | null, protocol: ListName): AddressSet[] {
  return families
    .map((family): AddressSet => {
      const key = `${shortNames[protocol]}${family}${dataCenter === null ? '' : `-${dataCenter}`}`;
      return { key, origin: protocol, dataCenter, family, prefixes: familyOf(prefixes, family) };
    })
    .filter((set) => set.prefixes.length > 0);
}

function collectOtherSets(
  document: AllowlistDocument,
  own: readonly string[],
  protocol: ListName,
): AddressSet[] {
  return document.dataCenters
    .filter(({ id }) => !own.includes(id))
    .flatMap(({ id }) => {
      const entries = document.entries.filter(
        (entry) => entry.dataCenter === id && isOnList(entry, protocol),
      );
      return setsOf(mergePrefixes(entries.map(entryPrefix)), id, protocol);
    });
}

const shownErrors = 10;
/** Errors that stop publishing but cannot change a rule: merging takes them away. */
const harmlessInRules = ['entry-duplicate', 'dates-reversed'];

/** The errors of the list itself: with one of them no file is rendered. */
function listErrors(document: AllowlistDocument): Finding[] {
  const errors = lintAllowlist(document).filter(
    ({ level, code }) => level === 'error' && !harmlessInRules.includes(code),
  );
  if (errors.length <= shownErrors) return errors;
  const more = finding('error', 'list-errors', { errors: errors.length - shownErrors });
  return [...errors.slice(0, shownErrors), more];
}

/**
 * A data centre that the list does not know, or none where prefixes belong to data centres, would leave addresses out
 * that the vendor connects from: an error, so that no shorter list replaces the one that is in use.
 */
function dataCenterFindings({ dataCenters, entries }: AllowlistDocument, own: readonly string[]): Finding[] {
  const attributed = entries.filter(({ dataCenter }) => dataCenter !== null);
  const known = dataCenters.map(({ id }) => id);
  const values = { known: known.slice(0, 20), prefixes: attributed.length };
  if (own.length === 0 && attributed.length > 0) return [finding('error', 'data-center-missing', values)];
  return own
    .filter((id) => !known.includes(id))
    .map((id) =>
      finding(attributed.length > 0 ? 'error' : 'warning', 'data-center-unknown', {
        ...values,
        id: safeText(id, 64),
      }),
    );
}

function collectDestinations(flows: readonly Flow[], { destinations = {} }: AccountSettings): Destination[] {
  return distinct(flows.map(({ host }) => host)).map((host) => {
    const given = Object.hasOwn(destinations, host) ? destinations[host] : undefined;
    const literal = parseIpAddress(host) === null ? [] : [host];
    const addresses = given ?? { publicAddresses: literal, privateAddresses: literal };
    return { host, isKnown: addresses.publicAddresses.length > 0, ...addresses };
  });
}

function collectServices(flows: readonly Flow[]): Service[] {
  const services = flows.map(({ protocol, port }): Service => ({
    key: `${shortNames[protocol]}-${port}`,
    protocol,
    port,
  }));
  return [...new Map(services.map((service) => [service.key, service])).values()].sort(
    (a, b) => compare(a.protocol, b.protocol) || a.port - b.port,
  );
}

function flowRules(
  { protocol, host, port }: Flow,
  sets: readonly AddressSet[],
  destination: Destination,
): Rule[] {
  return sets
    .filter(({ origin, family }) => origin === protocol && servesFamily(destination, family))
    .map((set) => ({
      id: `${shortNames[protocol]}-${port}-${host}-${set.key.slice(shortNames[protocol].length)}`,
      action: 'allow',
      family: set.family,
      source: set.key,
      destination: host,
      service: `${shortNames[protocol]}-${port}`,
      comment: safeText(`Postern: ${listLabels[protocol]} to ${host}`, 120),
    }));
}

function setFindings(protocols: readonly ListName[], sets: readonly AddressSet[]): Finding[] {
  const findings = protocols.flatMap((protocol): Finding[] => {
    const present = families.filter((family) =>
      sets.some((set) => set.origin === protocol && set.family === family),
    );
    const list = listLabels[protocol];
    if (present.length === 2) return [];
    if (present.length === 1) {
      return [finding('info', 'family-empty', { family: present[0] === 4 ? 6 : 4, list })];
    }
    return [finding('warning', 'set-empty', { list })];
  });
  if (protocols.includes('exchange')) findings.push(finding('info', 'exchange-union'));
  return findings;
}

function destinationFindings(destinations: readonly Destination[], sets: readonly AddressSet[]): Finding[] {
  return destinations.flatMap((destination): Finding[] => {
    const { host, isKnown } = destination;
    if (!isKnown) return [finding('warning', 'destination-unknown', { host })];
    return families
      .filter((family) => sets.some((set) => set.family === family) && !servesFamily(destination, family))
      .map((family) => finding('info', 'destination-without-family', { host, family }));
  });
}

/** Most likely a slip in a host's name: its rule would wait for an address for ever. */
function unusedFindings(flows: readonly Flow[], { destinations = {} }: AccountSettings): Finding[] {
  const named = new Set(flows.map(({ host }) => host));
  return Object.keys(destinations)
    .filter((host) => !named.has(host))
    .map((host) => finding('warning', 'destination-unused', { host: safeText(host, 100) }));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
