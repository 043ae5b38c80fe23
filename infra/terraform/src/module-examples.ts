import type { CloudModule, ModuleInput, ModuleResources } from './cloud-module.js';
import { inputLines } from './module-inputs.js';

/** A root module that uses the written one; its provider and its values are the reader's to fill in. */
export function moduleExample(
  { provider, providerExample, outputs }: CloudModule,
  inputs: readonly ModuleInput[],
): string {
  return [
    `provider "${provider.name}" {`,
    ...providerExample,
    '}',
    '',
    'module "mail_allowlist" {',
    '  source = "../.."',
    '',
    ...indented(inputLines(inputs, 'all')),
    '}',
    '',
    `output "${outputs[0]!.name}" {`,
    `  value = module.mail_allowlist.${outputs[0]!.name}`,
    '}',
    '',
  ].join('\n');
}

/** Tests of the example for `terraform test` (1.7 or later) with a mocked provider: no account is needed. */
export function exampleTests({ provider, outputs }: CloudModule, { made }: ModuleResources): string {
  const [{ name, noun, type }] = outputs as [CloudModule['outputs'][number]];
  const count = made.filter((resource) => resource.type === type).length;
  return [
    `mock_provider "${provider.name}" {}`,
    '',
    `run "the_example_makes_every_${noun.replaceAll(' ', '_')}" {`,
    '  command = apply',
    ...assertion(name, count, `The example makes another number of ${noun}s.`),
    '}',
    '',
  ].join('\n');
}

/** Tests of the module for `terraform test` (1.7 or later) with a mocked provider: no account is needed. */
export function moduleTests(
  { provider, outputs }: CloudModule,
  inputs: readonly ModuleInput[],
  { made }: ModuleResources,
): string {
  const variables = inputLines(inputs, 'required');
  const counted = outputs.filter(
    ({ type }, index) => outputs.findIndex((output) => output.type === type) === index,
  );
  return [
    `mock_provider "${provider.name}" {}`,
    '',
    ...(variables.length === 0 ? [] : ['variables {', ...indented(variables), '}', '']),
    'run "makes_every_list_and_rule" {',
    '  command = apply',
    ...counted.flatMap(({ name, type, noun }) =>
      assertion(
        name,
        made.filter((resource) => resource.type === type).length,
        `${withArticle(noun)} is missing.`,
      ),
    ),
    '}',
    '',
    'run "makes_nothing_if_create_is_false" {',
    '  command = apply',
    '  variables {',
    '    create = false',
    '  }',
    ...counted.flatMap(({ name, noun }) => assertion(name, 0, `${withArticle(noun)} is left.`)),
    '}',
    '',
  ].join('\n');
}

function assertion(output: string, count: number, message: string): string[] {
  return [
    '  assert {',
    `    condition     = length(flatten(values(output.${output}))) == ${count}`,
    `    error_message = "${message}"`,
    '  }',
  ];
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'An' : 'A'} ${noun}`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}
