import { listLabels } from '@postern/core/list-name';
import { z } from 'zod';
import { formatIpAddress, parseIpAddress, unwrapMapped, type IpAddress } from '@postern/core/ip-address';
import { portSchema } from '@postern/core/mail-settings';
import { formatPrefix } from '@postern/core/prefix';
import { findPrefix } from '@postern/core/prefix-set';
import { parseServerHost, serverHostSchema } from '@postern/core/server-host';
import { destinationsSchema } from './account-settings.js';
import { distinct, resolveRules, type Destination, type ResolvedRule, type RuleSet } from './rule-set.js';

/** B6: "would this source reach this port of this server?" */
export const matchRequestSchema = z
  .strictObject({
    source: z.string().refine((text) => parseIpAddress(text) !== null, 'This is not an IPv4 or IPv6 address'),
    destination: serverHostSchema,
    port: portSchema,
    destinations: destinationsSchema.optional(),
  })
  .meta({ id: 'MatchRequest' });
export type Flow = { readonly source: string; readonly destination: string; readonly port: number };

/** `none`: no rule of ours speaks of it; what else the firewall holds decides. */
export const verdictSchema = z.object({
  action: z.enum(['allow', 'none', 'deny']),
  rule: z.string().nullable(),
  reason: z.string(),
});
export type Verdict = z.infer<typeof verdictSchema>;

const listNames = { ...listLabels, further: 'further' } as const;

/**
 * Answers by rule and reason whether a TCP connection is let in. The destination is a server's host name or one of
 * its given addresses; an unknown one, like a source that is no address, is answered with `none`.
 */
export function matchFlow(ruleSet: RuleSet, flow: Flow): Verdict {
  const parsed = parseIpAddress(flow.source);
  if (parsed === null) return none('The source is not an IP address');
  const source = unwrapMapped(parsed);
  const wanted = parseServerHost(flow.destination);
  const atServer = resolveRules(ruleSet).filter(
    ({ rule, destination }) => wanted.ok && reaches(destination, wanted.host, rule.family),
  );
  if (atServer.length === 0) return none(unknownDestination(ruleSet, flow.destination));
  const atPort = atServer.filter(({ service }) => service.port === flow.port);
  if (atPort.length === 0) {
    const ports = distinct(atServer.map(({ service }) => service.port))
      .sort((a, b) => a - b)
      .join(', ');
    return none(`No rule opens port ${flow.port} of ${flow.destination}; the rules for it open ${ports}`);
  }
  for (const candidate of atPort) {
    const reason = reasonToApply(candidate, source);
    if (reason !== null) return { action: candidate.rule.action, rule: candidate.rule.id, reason };
  }
  return none(notListed(ruleSet, atPort, source));
}

function reaches(
  { host, publicAddresses, privateAddresses }: Destination,
  wanted: string,
  family: 4 | 6,
): boolean {
  const isAddress = parseIpAddress(wanted) !== null;
  if (!isAddress) return wanted === host;
  const isOurs = wanted === host || publicAddresses.includes(wanted) || privateAddresses.includes(wanted);
  return isOurs && wanted.includes(':') === (family === 6);
}

function reasonToApply(
  { rule, source: set, service, destination }: ResolvedRule,
  source: IpAddress,
): string | null {
  if (rule.family !== source.family) return null;
  const address = formatIpAddress(source);
  if (set === null)
    return `Nobody but the listed sources may reach port ${service.port} of ${destination.host} (exclusive mode), and ${address} is not listed`;
  const prefix = findPrefix(set.prefixes, source);
  if (prefix === null) return null;
  const list = `${listNames[set.origin]} list${set.dataCenter === null ? '' : ` of ${set.dataCenter}`}`;
  return `${address} is in ${formatPrefix(prefix)} of the ${list}, which opens port ${service.port} of ${destination.host}`;
}

function unknownDestination({ destinations }: RuleSet, text: string): string {
  const unknown = destinations.filter(({ isKnown }) => !isKnown).map(({ host }) => host);
  const isAddress = parseIpAddress(text) !== null;
  return isAddress && unknown.length > 0
    ? `No rule is for ${text}; the addresses of ${unknown.slice(0, 3).join(', ')} were not given`
    : 'No rule is for this destination';
}

function notListed(ruleSet: RuleSet, atPort: readonly ResolvedRule[], source: IpAddress): string {
  const address = formatIpAddress(source);
  const opened = distinct(
    atPort.flatMap(({ source: set }) => (set === null ? [] : [listNames[set.origin]])),
  ).join(' or ');
  const elsewhere = ruleSet.sets
    .filter((set) => findPrefix(set.prefixes, source) !== null)
    .map(({ origin }) => listNames[origin]);
  const center = ruleSet.otherSets.find((set) => findPrefix(set.prefixes, source) !== null)?.dataCenter;
  const hints = [
    ...(elsewhere.length === 0
      ? []
      : [`; it is in the ${distinct(elsewhere).join(' and ')} list, which opens other ports`]),
    ...(center ? [`; it is in the list of data centre ${center}, which this account does not have`] : []),
  ];
  return `${address} is not in the ${opened} list, which is the one for this port${hints.join('')}`;
}

function none(reason: string): Verdict {
  return { action: 'none', rule: null, reason };
}
