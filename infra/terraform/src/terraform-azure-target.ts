import type { Finding } from '@postern/core/finding';
import { finding } from '@postern/core/findings/finding-texts';
import { capabilities } from '@postern/firewall/capability';
import { removalSheet } from '@postern/firewall/removal-sheet';
import type { RuleSet } from '@postern/firewall/rule-set';
import { defineTarget } from '@postern/firewall/target';
import { z } from 'zod';
import { azureModule } from './azure-module.js';
import { priorityClashes, priorityOffsets, prioritySpan } from './priority-offsets.js';
import { sourceRules, type SourceRule } from './source-rules.js';
import { writeTerraformModule } from './write-terraform-module.js';

const groupId =
  /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[A-Za-z0-9._()-]{1,90}\/providers\/Microsoft\.Network\/networkSecurityGroups\/[A-Za-z0-9._-]{1,80}$/;

const parameters = z.strictObject({
  networkSecurityGroupIds: z
    .record(z.string(), z.string().regex(groupId, 'The id of a network security group, /subscriptions/…'))
    .default({})
    .meta({
      title: 'Network security groups',
      description:
        'The id of the network security group by server name; without it the module asks for the variable.',
    }),
  namePrefix: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,30}$/, 'Letters, digits and hyphens, at most 31')
    .default('postern')
    .meta({ title: 'Name prefix' }),
  firstPriority: z
    .int()
    .min(100)
    .max(4097 - prioritySpan)
    .default(1000)
    .meta({
      title: 'First priority',
      description: `The rules have this priority or one of the ${prioritySpan - 1} after it.`,
    }),
  priorityOffsets: z
    .record(z.string(), z.string().regex(/^(?:0|[1-9]\d{0,2}|1\d{3})$/, `0 to ${prioritySpan - 1}`))
    .default({})
    .meta({
      title: 'Priority offsets',
      description:
        'The distance from the first priority by rule, for two rules that would get the same priority; a finding names them.',
    }),
});
type Parameters = z.output<typeof parameters>;

const entriesPerRule = capabilities['terraform-azure'].entriesPerSet;

/** A plain Terraform module for Azure, made with the constructs of this package. */
export const terraformAzureTarget = defineTarget({
  id: 'terraform-azure',
  capability: capabilities['terraform-azure'],
  label: 'Terraform module for Azure',
  kind: 'cloud',
  proof: 'terraform test and apply, with the schema of the provider and a cloud of the tests',
  parameters,
  render: (ruleSet, given, previous) => {
    const offsets = Object.fromEntries(
      Object.entries(given.priorityOffsets).map(([key, offset]) => [key, Number(offset)]),
    );
    const options = { ...given, priorityOffsets: offsets };
    return {
      files: writeTerraformModule(ruleSet, azureModule(options), previous),
      removes: [removalSheet(ruleSet, removalSteps)],
      findings: [
        ...ruleSet.findings,
        ...clashFindings(ruleSet, previous, given, offsets),
        ...quotaFindings(ruleSet, given),
      ],
    };
  },
});

const removalSteps = [
  'Set `create = false` in the `module` block, run `terraform plan`: it destroys the rules of this module and nothing else. Then run `terraform apply`.',
  'Delete the `module` block and the folder of the module, and apply again.',
  'In each network security group that the module was given, check that no rule of this module is left.',
];

function groupOf({ networkSecurityGroupIds: ids }: Parameters) {
  return ({ resolved: { destination } }: SourceRule) =>
    Object.hasOwn(ids, destination.host) ? ids[destination.host]! : destination.host;
}

/**
 * Two rules of a group with one priority, which Azure refuses. A rule of the previous revision counts too: it goes only
 * after those that come.
 */
function clashFindings(
  ruleSet: RuleSet,
  previous: RuleSet | null,
  given: Parameters,
  offsets: Readonly<Record<string, number>>,
): Finding[] {
  const rules = [ruleSet, ...(previous === null ? [] : [previous])].flatMap((one) =>
    sourceRules(one, entriesPerRule),
  );
  return priorityClashes(rules, priorityOffsets(rules, offsets), groupOf(given)).map(
    ({ keys: [first, second], free }) => finding('error', 'priority-taken', { first, second, free }),
  );
}

function quotaFindings(ruleSet: RuleSet, given: Parameters): Finding[] {
  const groups = Map.groupBy(sourceRules(ruleSet, entriesPerRule), groupOf(given));
  return [...groups].flatMap(([group, rules]) => {
    const count = rules.reduce((sum, { part }) => sum + part.prefixes.length, 0);
    if (count <= entriesPerRule) return [];
    const name = group.split('/').at(-1)!;
    return [finding('warning', 'quota-rules', { cloud: 'azure', name, count, most: entriesPerRule })];
  });
}
