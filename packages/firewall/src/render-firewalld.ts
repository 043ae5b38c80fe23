import { formatPrefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { firewalldApplyScript, firewalldRemoveScript } from './firewalld-scripts.js';
import { deviceName } from './placeholder.js';
import {
  addressesOf,
  distinct,
  portAt,
  resolveRules,
  unknownServers,
  type AddressSet,
  type ResolvedRule,
  type RuleSet,
} from './rule-set.js';
import { objectName, safeText } from './safe-text.js';
import { defineTarget, headerLines, type RenderedFile, type Rendering } from './target.js';

/** What a customer can choose. */
export const firewalldParameters = {
  place: z.enum(['mail-server', 'router']).default('mail-server').meta({
    title: 'Where the rules run',
    description: 'mail-server: firewalld runs on the server; router: it forwards to it.',
  }),
  zone: deviceName
    .refine((name) => name !== 'HOST', 'HOST is the machine itself')
    .default('ANY')
    .meta({
      title: 'Zone',
      description: 'The zone that the vendor’s connections come in by; ANY is every zone.',
    }),
};
type FirewalldParameters = z.output<z.ZodObject<typeof firewalldParameters>>;

/** A policy with rich rules, and ipsets: firewalld's own files, so that they outlive a reload and a restart. */
export const firewalldTarget = defineTarget({
  id: 'firewalld',
  capability: capabilities.firewalld,
  label: 'Red Hat, Fedora and SUSE firewalld',
  kind: 'host-firewall',
  proof: 'firewalld and TCP connections in a network namespace',
  parameters: z.strictObject(firewalldParameters),
  render: renderFirewalld,
});

/** The files of firewalld, and the scripts that apply and remove them. */
export function renderFirewalld(ruleSet: RuleSet, given: FirewalldParameters): Rendering {
  return {
    files: [
      ...ruleSet.sets.map((set) => listFile(ruleSet, set)),
      ...([4, 6] as const).map((family) =>
        ipset(ruleSet, `${spare}${family}`, family, 'Postern: empty, used while a list is replaced', []),
      ),
      ...serverFiles(ruleSet, given),
      policy(ruleSet, given),
      firewalldApplyScript(ruleSet, policyName(given), given.zone),
    ],
    removes: [firewalldRemoveScript(ruleSet)],
    findings: ruleSet.findings,
  };
}

const spare = 'postern-next';

function listFile(ruleSet: RuleSet, set: AddressSet): RenderedFile {
  const { key, family, prefixes, origin, dataCenter } = set;
  const words = `Postern: ${origin} sources${dataCenter === null ? '' : ` of ${dataCenter}`}`;
  return ipset(ruleSet, setName(key), family, words, prefixes.map(formatPrefix));
}

/** Nothing reaches a server whose address is not known until the customer adds it; apply.sh keeps what was added. */
function serverFiles(ruleSet: RuleSet, { place }: FirewalldParameters): RenderedFile[] {
  if (place === 'mail-server') return [];
  return unknownServers(ruleSet).map(({ host, family }) => {
    const name = serverSet(host, family);
    const words = `Postern: add the IPv${family} address of ${host} with firewall-cmd --permanent --ipset=${name} --add-entry=ADDRESS and again without --permanent`;
    return ipset(ruleSet, name, family, words, []);
  });
}

function ipset(
  ruleSet: RuleSet,
  name: string,
  family: 4 | 6,
  words: string,
  entries: readonly string[],
): RenderedFile {
  return xml(`ipsets/${name}.xml`, [
    '<ipset type="hash:net">',
    ...about(ruleSet, words),
    `  <option name="family" value="${family === 4 ? 'inet' : 'inet6'}"/>`,
    `  <option name="maxelem" value="${capabilities.firewalld.entriesPerSet}"/>`,
    ...entries.map((entry) => `  <entry>${entry}</entry>`),
    '</ipset>',
  ]);
}

/** A policy with a negative priority comes before the rules of the zones. */
function policy(ruleSet: RuleSet, given: FirewalldParameters): RenderedFile {
  return xml(`policies/${policyName(given)}.xml`, [
    '<policy priority="-1" target="CONTINUE">',
    ...about(ruleSet, 'Postern: the mail allowlist'),
    `  <ingress-zone name="${given.zone}"/>`,
    `  <egress-zone name="${given.place === 'router' ? 'ANY' : 'HOST'}"/>`,
    ...distinct(resolveRules(ruleSet).flatMap((resolved) => ruleLines(resolved, given))),
    '</policy>',
  ]);
}

/** The zones of a policy say which place it guards, so each place has a policy of its own. */
export function policyName({ place }: Pick<FirewalldParameters, 'place'>): string {
  return place === 'router' ? 'postern-forward' : 'postern-host';
}

function ruleLines(resolved: ResolvedRule, { place }: FirewalldParameters): string[] {
  const { rule, source, destination } = resolved;
  if (source === null) return []; // A zone turns away what no rule accepts.
  const to = !destination.isKnown
    ? [`<destination ipset="${serverSet(destination.host, rule.family)}"/>`]
    : addressesOf(destination, 'private', rule.family).map(
        (address) => `<destination address="${address}"/>`,
      );
  return (place === 'mail-server' ? [''] : to).map(
    (where) =>
      `  <rule family="ipv${rule.family}"><source ipset="${setName(source.key)}"/>${where}<port port="${portAt(resolved, 'private')}" protocol="tcp"/><accept/></rule>`,
  );
}

function about(ruleSet: RuleSet, words: string): string[] {
  const description = [safeText(words, 250), ...headerLines(ruleSet)].join('. ');
  return ['  <short>Postern</short>', `  <description>${description}</description>`];
}

function xml(path: string, lines: readonly string[]): RenderedFile {
  return {
    path,
    mediaType: 'application/xml',
    text: ['<?xml version="1.0" encoding="utf-8"?>', ...lines, ''].join('\n'),
  };
}

function setName(key: string): string {
  return objectName(`postern-${key}`, capabilities.firewalld);
}

function serverSet(host: string, family: 4 | 6): string {
  return objectName(`postern-server${family}-${host}`, capabilities.firewalld);
}
