import { formatPrefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { placeholderFindings, removedParameter } from './placeholder.js';
import {
  addressesOf,
  distinct,
  resolveRules,
  type Destination,
  type ResolvedRule,
  type RuleSet,
} from './rule-set.js';
import { shortHash } from './safe-text.js';
import { defineTarget, headerLines } from './target.js';

const parameters = z.strictObject({
  place: z.enum(['mail-server', 'router']).default('mail-server').meta({
    description: 'mail-server: ufw runs on the server; router: it forwards to it.',
  }),
  removed: removedParameter,
});
type Parameters = z.output<typeof parameters>;

/** One command a prefix, put before the customer's rules; a second script takes everything back. */
export const ufwTarget = defineTarget({
  id: 'ufw',
  capability: capabilities.ufw,
  label: 'Ubuntu and Debian ufw',
  kind: 'host-firewall',
  proof: 'ufw --dry-run',
  parameters,
  render(ruleSet, given) {
    const rules = resolveRules(ruleSet);
    const removals = removalLines(rules, given);
    const files = [
      {
        path: 'postern-ufw.sh',
        mediaType: 'text/x-shellscript',
        text: script(ruleSet, [...everyLine(rules, given, 'prepend'), ...removals]),
      },
      {
        path: 'postern-ufw-remove.sh',
        mediaType: 'text/x-shellscript',
        text: script(ruleSet, everyLine(rules, given, 'delete')),
      },
    ];
    return { files, findings: [...ruleSet.findings, ...placeholderFindings(files.map(({ text }) => text))] };
  },
});

function everyLine(rules: readonly ResolvedRule[], given: Parameters, verb: 'prepend' | 'delete'): string[] {
  return rules.flatMap((resolved) =>
    (resolved.source?.prefixes ?? []).flatMap((prefix) =>
      targetsOf(resolved).map((to) => command(given, verb, formatPrefix(prefix), to, resolved)),
    ),
  );
}

/** For every server and port of the list, whether or not the family has rules any more. */
function removalLines(rules: readonly ResolvedRule[], given: Parameters): string[] {
  return distinct(
    given.removed.flatMap(({ protocol, cidr }) => {
      const family = cidr.includes(':') ? 6 : 4;
      return rules
        .filter(({ service }) => service.protocol === protocol)
        .map((resolved) => ({ ...resolved, rule: { ...resolved.rule, family } as const }))
        .flatMap((resolved) => targetsOf(resolved).map((to) => command(given, 'delete', cidr, to, resolved)));
    }),
  );
}

function command(
  { place }: Parameters,
  verb: 'prepend' | 'delete',
  from: string,
  to: string,
  { rule, service }: ResolvedRule,
): string {
  const start = place === 'router' ? `ufw route ${verb} allow` : `ufw ${verb} allow`;
  const comment = verb === 'prepend' ? ` comment '${rule.comment}'` : '';
  return `${start} proto tcp from ${from} to ${to} port ${service.port}${comment}`;
}

function targetsOf({ destination, rule }: ResolvedRule): readonly string[] {
  return destination.isKnown
    ? addressesOf(destination, 'private', rule.family)
    : [`"$${variable(destination, rule.family)}"`];
}

/** The script stops with the variable's name as long as it is not set. */
function variable({ host }: Pick<Destination, 'host'>, family: 4 | 6): string {
  return `POSTERN_${host
    .replace(/[^A-Za-z0-9]/g, '_')
    .toUpperCase()
    .slice(0, 60)}_${shortHash(host).toUpperCase()}_IPV${family}`;
}

function script(ruleSet: RuleSet, commands: readonly string[]): string {
  const text = commands.join('\n');
  const unknown = ruleSet.destinations
    .filter(({ isKnown }) => !isKnown)
    .flatMap(({ host }) =>
      ([4, 6] as const).map((family) => ({ host, family, name: variable({ host }, family) })),
    )
    .filter(({ name }) => text.includes(`"$${name}"`));
  return [
    '#!/bin/sh',
    ...headerLines(ruleSet).map((line) => `# ${line}`),
    'set -eu',
    ...unknown.map(
      ({ host, family, name }) => `: "\${${name}:?set it to the IPv${family} address of ${host}}"`,
    ),
    ...commands,
    '',
  ].join('\n');
}
