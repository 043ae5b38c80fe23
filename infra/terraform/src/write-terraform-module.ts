import type { RuleSet } from '@postern/firewall/rule-set';
import { headerLines, type RenderedFile } from '@postern/firewall/target';
import type { CloudModule, ModuleInput, ModuleOutput, ModuleResources } from './cloud-module.js';
import { exampleTests, moduleExample, moduleTests } from './module-examples.js';
import { moduleReadme } from './module-readme.js';
import { movedResources } from './moved-resources.js';

/**
 * Writes a plain Terraform module, so that IT needs neither Node nor this repository: `main.tf.json`,
 * `variables.tf.json`, `outputs.tf.json`, `versions.tf.json`, a README, an example and tests. What cdktn adds to a root
 * module (backend with an absolute path, provider block, exact provider pin) is left out: a module must not bring these.
 * `previous` is the rule set that is applied now: resources whose names change are then moved, not replaced.
 */
export function writeTerraformModule(
  ruleSet: RuleSet,
  cloud: CloudModule,
  previous: RuleSet | null = null,
): RenderedFile[] {
  const { provider } = cloud;
  const resources = cloud.synthesise(ruleSet);
  const inputs = cloud.inputs(ruleSet);
  const moved = previous === null ? [] : movedResources(resources.made, cloud.synthesise(previous).made);
  return [
    jsonFile('main.tf.json', {
      '//': headerLines(ruleSet),
      ...(resources.resource === undefined ? {} : { resource: resources.resource }),
      ...(moved.length === 0 ? {} : { moved }),
    }),
    jsonFile('variables.tf.json', { variable: variables(inputs) }),
    jsonFile('outputs.tf.json', { output: outputs(ruleSet, cloud, resources) }),
    jsonFile('versions.tf.json', {
      terraform: {
        required_version: '>= 1.5',
        required_providers: { [provider.name]: { source: provider.source, version: provider.version } },
      },
    }),
    { path: 'README.md', mediaType: 'text/markdown', text: moduleReadme(ruleSet, cloud, inputs) },
    textFile('examples/complete/main.tf', moduleExample(cloud, inputs)),
    textFile('examples/complete/complete.tftest.hcl', exampleTests(cloud, resources)),
    textFile('tests/module.tftest.hcl', moduleTests(cloud, inputs, resources)),
  ];
}

/** Written without cdktn: it turns the keys of a default (`mail.example.com`) into snake case (0.24). */
function variables(inputs: readonly ModuleInput[]) {
  return Object.fromEntries(inputs.map(({ name, example: _, ...variable }) => [name, variable]));
}

/** What the module made, by the list or the rule; empty lists if `create` is false. */
function outputs({ revision }: RuleSet, cloud: CloudModule, { made }: ModuleResources) {
  const values = (output: ModuleOutput) => {
    const byKey = Map.groupBy(
      made.filter(({ type }) => type === output.type),
      ({ key }) => key,
    );
    const entries = [...byKey].map(([key, all]) => {
      const each = all.map(({ type, name }) => `${type}.${name}[*].${output.attribute}`);
      return [key, each.length === 1 ? `\${${each[0]!}}` : `\${concat(${each.join(', ')})}`];
    });
    return Object.fromEntries(entries) as Record<string, string>;
  };
  const described = cloud.outputs.map((output) => [
    output.name,
    { description: output.description, value: values(output) },
  ]);
  return {
    ...(Object.fromEntries(described) as Record<string, object>),
    revision: { description: 'Revision of the allowlist.', value: revision },
  };
}

function textFile(path: string, text: string): RenderedFile {
  return { path, mediaType: 'text/plain', text };
}

function jsonFile(path: string, value: unknown): RenderedFile {
  return { path, mediaType: 'application/json', text: `${JSON.stringify(value, null, 2)}\n` };
}
