import { distinct, resolveRules, type RuleSet } from '@postern/firewall/rule-set';
import { headerLines } from '@postern/firewall/target';
import type { CloudModule, ModuleInput } from './cloud-module.js';
import { inputLines } from './module-inputs.js';

/** The README of a written Terraform module, for people who have only the module. */
export function moduleReadme(ruleSet: RuleSet, cloud: CloudModule, inputs: readonly ModuleInput[]): string {
  const rows = resolveRules(ruleSet).map(
    ({ source, destination, service }) => `| ${source?.key} | ${destination.host} | ${service.port} |`,
  );
  const values = inputLines(inputs, 'required').map((line) => (line === '' ? '' : `  ${line}`));
  return [
    `# Mail allowlist for ${cloud.cloud}`,
    '',
    ...headerLines(ruleSet).map((line) => `${line}  `),
    '',
    `Lets ${ruleSet.vendor} reach your mail servers: ${cloud.makes} Provider and backend are those of your root module.`,
    '',
    '```hcl',
    'module "mail_allowlist" {',
    '  source = "./postern"',
    ...(values.length === 0 ? [] : ['', ...values]),
    '}',
    '```',
    '',
    'A complete root module is in `examples/complete`. `terraform init && terraform test` tries the module with a mocked provider.',
    '',
    ...(rows.length === 0 ? [] : ['| list | server | port |', '| --- | --- | --- |', ...distinct(rows), '']),
    '## Inputs',
    '',
    '| name | description | type | default |',
    '| --- | --- | --- | --- |',
    ...inputs.map(inputRow),
    '',
    '## Outputs',
    '',
    '| name | description |',
    '| --- | --- |',
    ...cloud.outputs.map(({ name, description }) => `| \`${name}\` | ${description} |`),
    '| `revision` | Revision of the allowlist. |',
    '',
    '## Revisions',
    '',
    ...cloud.notes.flatMap((note) => [note, '']),
    'A resource that is replaced is made before the old one is destroyed. A prefix that stays is let in all the time.',
    '',
    'To take everything back, set `create = false` and apply, then remove the module.',
    '',
  ].join('\n');
}

function inputRow(input: ModuleInput): string {
  const value = 'default' in input ? `\`${JSON.stringify(input.default)}\`` : 'required';
  return `| \`${input.name}\` | ${input.description} | \`${input.type}\` | ${value} |`;
}
