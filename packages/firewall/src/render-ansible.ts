import type { Finding } from '@postern/core/finding';
import { finding } from '@postern/core/findings/finding-texts';
import { z } from 'zod';
import { ansibleRole, removePlaybook } from './ansible-role.js';
import { capabilities } from './capability.js';
import { firewalldParameters, renderFirewalld } from './render-firewalld.js';
import { nftablesParameters, renderNftables } from './render-nftables.js';
import type { RuleSet } from './rule-set.js';
import { defineTarget, type Rendering } from './target.js';

const { mode, furtherSources, table, chain } = nftablesParameters;

const parameters = z.strictObject({
  form: z.enum(['nftables', 'firewalld']).default('nftables').meta({
    title: 'Form',
    description: 'The firewall on the machines: nftables, or firewalld.',
  }),
  hosts: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/, 'Letters, digits, dots, underscores and hyphens, at most 63')
    .default('mail_servers')
    .meta({
      title: 'Hosts',
      description: 'The group of your inventory; the variable postern_hosts goes first.',
    }),
  place: firewalldParameters.place,
  mode: mode.meta({
    title: 'Mode',
    description: `With the form nftables. ${mode.meta()?.description ?? ''}`,
  }),
  furtherSources,
  table: table.meta({
    title: 'Table',
    description: `With the form nftables. ${table.meta()?.description ?? ''}`,
  }),
  chain: chain.meta({ title: 'Chain', description: 'With the form nftables.' }),
  zone: firewalldParameters.zone.meta({
    title: 'Zone',
    description: `With the form firewalld. ${firewalldParameters.zone.meta()?.description ?? ''}`,
  }),
});
type Parameters = z.output<typeof parameters>;

/** A role and playbooks that put the files of another target onto machines, with their scripts. */
export const ansibleTarget = defineTarget({
  id: 'ansible',
  capability: capabilities.ansible,
  label: 'Ansible, for nftables or firewalld',
  kind: 'host-firewall',
  proof: 'ansible-playbook with nft and firewalld in a network namespace',
  parameters,
  render(ruleSet, given, previous) {
    const { files, removes, findings } = rulesOf(ruleSet, given, previous);
    return {
      files: ansibleRole(ruleSet, given.form, given.hosts, [...files, ...removes]),
      removes: [removePlaybook(ruleSet, given.hosts)],
      findings: [...findings, ...formFindings(given)],
    };
  },
});

function rulesOf(ruleSet: RuleSet, given: Parameters, previous: RuleSet | null): Rendering {
  return given.form === 'nftables'
    ? renderNftables(ruleSet, given, previous)
    : renderFirewalld(ruleSet, given);
}

function formFindings({ form, mode: wanted }: Parameters): Finding[] {
  if (form === 'firewalld') return wanted === 'permit' ? [] : [finding('error', 'exclusive-refused', {})];
  return wanted === 'exclusive' ? [] : [finding('warning', 'needs-jump')];
}
