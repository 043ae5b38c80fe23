import { capabilities } from '@postern/firewall/capability';
import { removalSheet } from '@postern/firewall/removal-sheet';
import { defineTarget } from '@postern/firewall/target';
import { z } from 'zod';
import { googleModule } from './google-module.js';
import { writeTerraformModule } from './write-terraform-module.js';

const parameters = z.strictObject({
  targetTags: z
    .record(
      z.string(),
      z
        .string()
        .regex(/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'Lower-case letters, digits and hyphens, at most 63'),
    )
    .default({})
    .meta({
      title: 'Network tags',
      description:
        'The network tag of the instances by server name; without it the module asks for the variable.',
    }),
  network: z
    .string()
    .regex(/^[a-z0-9][a-z0-9/.-]{0,200}$/, 'The name or the link of a VPC network')
    .optional()
    .meta({
      title: 'Network',
      description: 'The VPC network; without it the module asks for the variable.',
    }),
  namePrefix: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/, 'Lower-case letters, digits and hyphens, at most 20')
    .default('postern')
    .meta({ title: 'Name prefix' }),
});

/** A plain Terraform module for Google Cloud, made with the constructs of this package. */
export const terraformGoogleTarget = defineTarget({
  id: 'terraform-google',
  capability: capabilities['terraform-google'],
  label: 'Terraform module for Google Cloud',
  kind: 'cloud',
  proof: 'terraform test and apply, with the schema of the provider and a cloud of the tests',
  parameters,
  render: (ruleSet, { network, ...given }, previous) => ({
    files: writeTerraformModule(
      ruleSet,
      googleModule({ ...given, ...(network === undefined ? {} : { network }) }),
      previous,
    ),
    removes: [removalSheet(ruleSet, removalSteps)],
    // Instances are named by their tag, not by their address.
    findings: ruleSet.findings.filter(({ code }) => code !== 'destination-unknown'),
  }),
});

const removalSteps = [
  'Set `create = false` in the `module` block, run `terraform plan`: it destroys the rules of this module and nothing else. Then run `terraform apply`.',
  'Delete the `module` block and the folder of the module, and apply again.',
  'In the VPC network that the module was given, check that no firewall rule of this module is left.',
];
