import type { Finding } from '@postern/core/finding';
import { finding } from '@postern/core/findings/finding-texts';
import { formatPrefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { placeholderFindings } from './placeholder.js';
import {
  addressesOf,
  distinct,
  portAt,
  resolveRules,
  type Destination,
  type ResolvedRule,
  type RuleSet,
} from './rule-set.js';
import { shortHash } from './safe-text.js';
import { ipsetForm } from './ufw-ipset-form.js';
import { defineTarget, headerLines, staleFindings, type RenderedFile } from './target.js';

const parameters = z.strictObject({
  place: z.enum(['mail-server', 'router']).default('mail-server').meta({
    title: 'Where the rules run',
    description: 'mail-server: ufw runs on the server; router: it forwards to it.',
  }),
  form: z.enum(['commands', 'ipset']).default('commands').meta({
    title: 'Form',
    description:
      'commands: one ufw command a prefix; ipset: lists that ufw’s after.init loads, for more than 100 prefixes.',
  }),
});
type Parameters = z.output<typeof parameters>;

/** One command a prefix, put before the customer's rules. */
export const ufwTarget = defineTarget({
  id: 'ufw',
  capability: capabilities.ufw,
  label: 'Ubuntu and Debian ufw',
  kind: 'host-firewall',
  proof: 'ufw --dry-run',
  parameters,
  render(ruleSet, given, previous) {
    if (given.form === 'ipset') return { ...ipsetForm(ruleSet, given.place), findings: ruleSet.findings };
    const rules = resolveRules(ruleSet);
    const files = [shellFile('postern-ufw.sh', ruleSet, everyLine(rules, given, 'prepend'))];
    const kept = distinct(everyLine(rules, given, 'delete'));
    const gone = previous === null ? [] : goneLines(kept, previous, given);
    return {
      files,
      removes: [
        ...(previous === null ? [] : [shellFile('postern-ufw-gone.sh', ruleSet, gone, previous)]),
        shellFile('postern-ufw-remove.sh', ruleSet, [...kept, ...gone], previous),
      ],
      findings: [
        ...ruleSet.findings,
        ...timeFindings(countLines(rules)),
        ...staleFindings(previous),
        ...placeholderFindings(files.map(({ text }) => text)),
      ],
    };
  },
});

/** The lines that delete what the previous rule set had and this one has no more. */
function goneLines(kept: readonly string[], previous: RuleSet, given: Parameters): string[] {
  const known = new Set(kept);
  return distinct(everyLine(resolveRules(previous), given, 'delete')).filter((line) => !known.has(line));
}

/** Measured with ufw 0.36.2 on an active firewall: each command reads and writes all rules again. */
const secondsPerCommand = 0.9;

function timeFindings(commands: number): Finding[] {
  if (commands <= 100) return [];
  const minutes = Math.ceil((commands * secondsPerCommand) / 60);
  return [finding('warning', 'slow-to-apply', { minutes, commands })];
}

function shellFile(
  path: string,
  ruleSet: RuleSet,
  commands: readonly string[],
  previous: RuleSet | null = null,
): RenderedFile {
  return { path, mediaType: 'text/x-shellscript', text: script(ruleSet, commands, previous) };
}

/** What stands before and after the prefix is made once for a rule and server: with 22,000 prefixes that saves 0.3 s. */
function everyLine(
  rules: readonly ResolvedRule[],
  { place }: Parameters,
  verb: 'prepend' | 'delete',
): string[] {
  const start = `ufw ${place === 'router' ? 'route ' : ''}${verb} allow proto tcp from `;
  return rules.flatMap((resolved) => {
    const comment = verb === 'prepend' ? ` comment '${resolved.rule.comment}'` : '';
    const ends = targetsOf(resolved).map((to) => ` to ${to} port ${portAt(resolved, 'private')}${comment}`);
    return (resolved.source?.prefixes ?? []).flatMap((prefix) => {
      const from = start + formatPrefix(prefix);
      return ends.map((end) => from + end);
    });
  });
}

function countLines(rules: readonly ResolvedRule[]): number {
  return rules.reduce(
    (sum, resolved) => sum + (resolved.source?.prefixes.length ?? 0) * targetsOf(resolved).length,
    0,
  );
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

function script(ruleSet: RuleSet, commands: readonly string[], previous: RuleSet | null): string {
  const text = commands.join('\n');
  const hosts = new Map(
    [...(previous?.destinations ?? []), ...ruleSet.destinations].map((to) => [to.host, to]),
  );
  const unknown = [...hosts.values()]
    .filter(({ isKnown }) => !isKnown)
    .flatMap(({ host }) =>
      ([4, 6] as const).map((family) => ({ host, family, name: variable({ host }, family) })),
    )
    .filter(({ name }) => text.includes(`"$${name}"`));
  const head = [
    '#!/bin/sh',
    ...headerLines(ruleSet).map((line) => `# ${line}`),
    'set -eu',
    ...(text.includes(':') && !text.includes(' delete ')
      ? [
          `if grep -qs '^IPV6=no' /etc/default/ufw; then echo 'Set IPV6=yes in /etc/default/ufw first: the list has IPv6 addresses' >&2; exit 3; fi`,
        ]
      : []),
    ...unknown.map(
      ({ host, family, name }) => `: "\${${name}:?set it to the IPv${family} address of ${host}}"`,
    ),
  ];
  return commands.length === 0 ? `${head.join('\n')}\n` : `${head.join('\n')}\n${text}\n`;
}
