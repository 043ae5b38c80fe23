import { formatIpAddress } from '@postern/core/ip-address';
import { addressBits, formatPrefix, type Prefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { addressSide, deviceName, orderFinding, placeholder, placeholderFindings } from './placeholder.js';
import {
  addressesOf,
  portAt,
  resolveRules,
  type AddressSet,
  type ResolvedRule,
  type RuleSet,
} from './rule-set.js';
import { objectName } from './safe-text.js';
import { defineTarget, headerLines, type RenderedFile } from './target.js';

const parameters = z.strictObject({
  chain: deviceName.default('forward').meta({
    title: 'Chain',
    description: 'forward for a router before the server; input for RouterOS itself.',
  }),
  before: deviceName.optional().meta({
    title: 'Place above',
    description: 'The comment of the rule above which ours are moved; else new ones come last.',
  }),
});
type Parameters = z.output<typeof parameters>;

/** RouterOS script: address lists and filter rules of our own, replaced in one run and without a gap. */
export const mikrotikTarget = defineTarget({
  id: 'mikrotik',
  capability: capabilities.mikrotik,
  label: 'MikroTik RouterOS',
  kind: 'appliance',
  proof: 'stored example output, read back by a separate parser and applied in a simulator',
  parameters,
  render(ruleSet, given) {
    const files = [
      script(
        'postern.rsc',
        ruleSet,
        [4, 6].flatMap((family) => familyLines(ruleSet, given, family)),
      ),
    ];
    const removal = ['ip', 'ipv6'].flatMap((path) => [
      `/${path} firewall filter remove [find comment~"^postern-"]`,
      `/${path} firewall address-list remove [find list~"^postern-"]`,
    ]);
    return {
      files,
      removes: [script('postern-remove.rsc', ruleSet, removal)],
      findings: [
        ...ruleSet.findings,
        addressSide('routeros'),
        ...(given.before === undefined ? [orderFinding('rules')] : []),
        ...placeholderFindings([files[0]!.text]),
      ],
    };
  },
});

function script(path: string, ruleSet: RuleSet, lines: readonly string[]): RenderedFile {
  const text = [
    ...headerLines(ruleSet).map((line) => `# ${line}`),
    `# Upload this file, then: /import file-name=${path}`,
    ...lines,
    '',
  ].join('\n');
  return { path, mediaType: 'text/plain', text };
}

/**
 * Marks every entry of ours as old, adds or unmarks those of the list, and removes what is still old at the end: an
 * import that stops half-way has removed nothing. RouterOS refuses to add an entry that exists.
 */
function familyLines(ruleSet: RuleSet, given: Parameters, family: number): string[] {
  const sets = ruleSet.sets.filter((set) => set.family === family);
  const rules = resolveRules(ruleSet)
    .filter(({ rule }) => rule.family === family)
    .flatMap(filterRules);
  const path = family === 4 ? '/ip' : '/ipv6';
  return [
    `${path} firewall address-list`,
    'set [find list~"^postern-"] comment="postern old"',
    ...sets.flatMap((set) => set.prefixes.map((prefix) => entryLine(set, prefix))),
    `${path} firewall filter`,
    ...rules.flatMap((rule) => ruleLines(rule, given)),
    ...(given.before === undefined
      ? []
      : rules.map(
          ({ name }) => `move [find comment="${name}"] destination=[find comment="${given.before}"]`,
        )),
    removeOthers(rules),
    `${path} firewall address-list`,
    'remove [find comment="postern old"]',
  ];
}

/** Rules of an earlier revision for servers, ports or families that are gone. */
function removeOthers(rules: readonly FilterRule[]): string {
  const ours = '[find comment~"^postern-"]';
  if (rules.length === 0) return `remove ${ours}`;
  const wanted = `{${rules.map(({ name }) => `"${name}"`).join(';')}}`;
  return `:foreach rule in=${ours} do={ :if ([:typeof [:find ${wanted} [get $rule comment]]] = "nil") do={ remove $rule } }`;
}

function entryLine(set: AddressSet, prefix: Prefix): string {
  const entry = `list=${listName(set)} address=${addressText(prefix)}`;
  return `:do { add ${entry} comment=postern } on-error={ set [find ${entry}] comment=postern }`;
}

/** RouterOS prints an IPv4 /32 without its length, and finds an entry only by the text that it prints. */
function addressText(prefix: Prefix): string {
  return prefix.family === 4 && prefix.length === addressBits(4)
    ? formatIpAddress(prefix)
    : formatPrefix(prefix);
}

type FilterRule = { readonly name: string; readonly settings: string };

/** A rule for each address of the server; its comment is its name, by which later revisions find it. */
function filterRules(resolved: ResolvedRule): FilterRule[] {
  const { rule, source, destination } = resolved;
  const places = destination.isKnown
    ? addressesOf(destination, 'private', rule.family)
    : [placeholder(`ADDRESS-OF-${destination.host}`)];
  return places.map((place) => {
    const address = destination.isKnown && rule.family === 6 ? `${place}/128` : place;
    return {
      name: objectName(`postern-${rule.id}${places.length > 1 ? `-${place}` : ''}`, capabilities.mikrotik),
      settings: `action=accept protocol=tcp src-address-list=${listName(source!)} dst-address=${address} dst-port=${portAt(resolved, 'private')}`,
    };
  });
}

/** A rule that exists is set, not made again: its place, its log settings and its counters are the customer's. */
function ruleLines({ name, settings }: FilterRule, { chain }: Parameters): string[] {
  const found = `[find comment="${name}"]`;
  const all = `chain=${chain} ${settings}`;
  return [`:if ([:len ${found}] = 0) do={ add comment="${name}" ${all} } else={ set ${found} ${all} }`];
}

function listName({ key }: AddressSet): string {
  return objectName(`postern-${key}`, capabilities.mikrotik);
}
