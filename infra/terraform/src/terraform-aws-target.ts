import type { Finding } from '@postern/core/finding';
import { finding } from '@postern/core/findings/finding-texts';
import { capabilities } from '@postern/firewall/capability';
import { removalSheet } from '@postern/firewall/removal-sheet';
import { resolveRules, type RuleSet } from '@postern/firewall/rule-set';
import { defineTarget } from '@postern/firewall/target';
import { z } from 'zod';
import { awsModule } from './aws-module.js';
import { prefixListParts, prefixListSize } from './mail-allowlist-prefix-lists.js';
import { writeTerraformModule } from './write-terraform-module.js';

const parameters = z.strictObject({
  securityGroupIds: z
    .record(z.string(), z.string().regex(/^sg-[0-9a-f]{8,17}$/, 'An id like sg-0123456789abcdef0'))
    .default({})
    .meta({
      title: 'Security groups',
      description:
        'The id of the security group by server name; without it the module asks for the variable.',
    }),
  namePrefix: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,30}$/, 'Letters, digits and hyphens, at most 31')
    .default('postern')
    .meta({ title: 'Name prefix' }),
});

/** A plain Terraform module for AWS, made with the constructs of this package. */
export const terraformAwsTarget = defineTarget({
  id: 'terraform-aws',
  capability: capabilities['terraform-aws'],
  label: 'Terraform module for AWS',
  kind: 'cloud',
  proof: 'terraform validate, plan and test with the AWS provider',
  parameters,
  render: (ruleSet, given, previous) => ({
    files: writeTerraformModule(ruleSet, awsModule(given), previous),
    removes: [removalSheet(ruleSet, removalSteps)],
    findings: [
      ...ruleSet.findings.filter(({ code }) => code !== 'destination-unknown'),
      ...quotaFindings(ruleSet),
    ],
  }),
});

const removalSteps = [
  'Set `create = false` in the `module` block, run `terraform plan`: it destroys the rules and lists of this module and nothing else. Then run `terraform apply`.',
  'Delete the `module` block and the folder of the module, and apply again.',
  'In each security group that the module was given, check that no ingress rule names a prefix list of this module any more.',
];

/** AWS: "Inbound or outbound rules per security group", where a prefix list weighs its `max_entries`. */
const rulesPerGroup = 60;

function quotaFindings(ruleSet: RuleSet): Finding[] {
  const weights = new Map<string, number>();
  const parts = prefixListParts(ruleSet);
  for (const {
    source,
    destination: { host },
  } of resolveRules(ruleSet)) {
    const weight =
      source === null ? 1 : parts.get(source.key)!.reduce((sum, part) => sum + prefixListSize(part), 0);
    weights.set(host, (weights.get(host) ?? 0) + weight);
  }
  return [...weights]
    .filter(([, weight]) => weight > rulesPerGroup)
    .map(([name, count]) =>
      finding('warning', 'quota-rules', { cloud: 'aws', name, count, most: rulesPerGroup }),
    );
}
