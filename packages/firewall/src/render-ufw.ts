import { formatPrefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { placeholderFindings, removedParameter } from './placeholder.js';
import {
  addressesOf,
  distinct,
  resolveRules,
  unknownServers,
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
    const removals = given.removed.flatMap(({ protocol, cidr }) =>
      rules
        .filter(
          ({ service, rule }) => service.protocol === protocol && cidr.includes(':') === (rule.family === 6),
        )
        .flatMap((resolved) => targetsOf(resolved).map((to) => command(given, 'delete', cidr, to, resolved))),
    );
    const files = [
      {
        path: 'postern-ufw.sh',
        mediaType: 'text/x-shellscript',
        text: script(ruleSet, [...everyLine(rules, given, 'prepend'), ...distinct(removals)]),
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
  return [
    '#!/bin/sh',
    ...headerLines(ruleSet).map((line) => `# ${line}`),
    'set -eu',
    ...unknownServers(ruleSet).map(
      ({ host, family }) =>
        `: "\${${variable({ host }, family)}:?set it to the IPv${family} address of ${host}}"`,
    ),
    ...commands,
    '',
  ].join('\n');
}
