import { formatIpAddress } from '@postern/core/ip-address';
import { addressBits, formatPrefix, isPrefix, parsePrefix, type Prefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import {
  addressSide,
  deviceName,
  placeholder,
  placeholderFindings,
  staleRulesFinding,
  removedParameter,
} from './placeholder.js';
import { dottedMask } from './render-fortigate.js';
import { addressesOf, resolveRules, type AddressSet, type ResolvedRule, type RuleSet } from './rule-set.js';
import { objectName, safeText } from './safe-text.js';
import { defineTarget, headerLines } from './target.js';

const parameters = z.strictObject({
  accessList: deviceName
    .default(placeholder('ACCESS-LIST'))
    .meta({ description: 'The list that is already attached to your outside interface.' }),
  removed: removedParameter,
});
type Parameters = z.output<typeof parameters>;

/** ASA object groups and access-list lines at the top; never `access-group`: a first list would deny all else. */
export const ciscoAsaTarget = defineTarget({
  id: 'cisco-asa',
  capability: capabilities['cisco-asa'],
  label: 'Cisco ASA',
  kind: 'appliance',
  proof: 'stored example output, read back by a separate parser',
  parameters,
  render(ruleSet, given) {
    const text = [
      ...headerLines(ruleSet).map((line) => `! ${line}`),
      ...ruleSet.sets.flatMap((set) => group(set, given)),
      ...resolveRules(ruleSet).flatMap((resolved) => lines(resolved, given)),
      '',
    ].join('\n');
    return {
      files: [{ path: 'postern.asa.txt', mediaType: 'text/plain', text }],
      findings: [...findings(ruleSet), ...placeholderFindings([text])],
    };
  },
});

function group(set: AddressSet, { removed }: Parameters): string[] {
  const gone = removed
    .filter(({ protocol }) => protocol === set.origin)
    .map(({ cidr }) => parsePrefix(cidr))
    .filter(isPrefix)
    .filter(({ family }) => family === set.family);
  return [
    `object-group network ${groupName(set)}`,
    ...set.prefixes.map((prefix) => ` network-object ${networkObject(prefix)}`),
    // Last, because a group that is in use cannot become empty in between.
    ...gone.map((prefix) => ` no network-object ${networkObject(prefix)}`),
  ];
}

function networkObject(prefix: Prefix): string {
  if (prefix.length === addressBits(prefix.family)) return `host ${formatIpAddress(prefix)}`;
  return prefix.family === 4
    ? `${formatIpAddress(prefix)} ${dottedMask(prefix.length)}`
    : formatPrefix(prefix);
}

function lines({ rule, source, destination, service }: ResolvedRule, { accessList }: Parameters): string[] {
  const to = destination.isKnown
    ? addressesOf(destination, 'private', rule.family)
    : [placeholder(`ADDRESS-OF-${destination.host}`)];
  if (to.length === 0) return [];
  // No remark lines: unlike permits, ASA adds them again each time.
  return [
    `! ${safeText(rule.comment, capabilities['cisco-asa'].commentLength)}`,
    ...to.map(
      (address) =>
        `access-list ${accessList} line 1 extended permit tcp object-group ${groupName(source!)} host ${address} eq ${service.port}`,
    ),
  ];
}

function findings(ruleSet: RuleSet) {
  return [
    ...ruleSet.findings,
    staleRulesFinding,
    addressSide('private', 'ASA access lists name the real address, after NAT (since 8.3)'),
    {
      level: 'info' as const,
      code: 'groups-grow',
      text: 'A group keeps members that are no longer listed: pass the difference to the previous revision as the parameter removed',
    },
  ];
}

function groupName({ key }: AddressSet): string {
  return objectName(`POSTERN-${key.toUpperCase()}`, capabilities['cisco-asa']);
}
