/**
 * Regenerates schema/aws.json and src/bindings from a real provider, with cdktn-cli's "get". Needed only when the
 * provider's major version moves:
 *
 *   TF_PLUGIN_MIRROR=… npx --package cdktn-cli@0.24.0 node infra/terraform/scripts/generate-bindings.mjs
 *
 * The schema is trimmed to the resources used here (13 MB to 6 KB) and handed to "get" as its schema cache, so that
 * the bindings hold nothing else: the prebuilt provider package takes seconds and 800 MB to import.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const provider = { source: 'hashicorp/aws', version: '5.100.0' };
const resources = ['aws_ec2_managed_prefix_list', 'aws_vpc_security_group_ingress_rule'];
const here = new URL('..', import.meta.url).pathname;
const work = await mkdtemp(join(tmpdir(), 'postern-bindings-'));
const mirror = process.env.TF_PLUGIN_MIRROR;
if (mirror === undefined)
  throw new Error('TF_PLUGIN_MIRROR must name a directory with a copy of the provider');

await writeFile(
  join(work, 'terraformrc'),
  `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
);
await writeFile(
  join(work, 'main.tf.json'),
  JSON.stringify({ terraform: { required_providers: { aws: provider } } }),
);
const env = { ...process.env, TF_CLI_CONFIG_FILE: join(work, 'terraformrc'), CHECKPOINT_DISABLE: '1' };
const run = (command, args) =>
  execFileSync(command, args, { cwd: work, env, encoding: 'utf8', maxBuffer: 2 ** 28 });

run('terraform', ['init', '-no-color']);
const full = JSON.parse(run('terraform', ['providers', 'schema', '-json']));
const [key, whole] = Object.entries(full.provider_schemas).find(([name]) => name.endsWith(provider.source));
const pick = (record, names) => Object.fromEntries(names.map((name) => [name, record[name]]));
const trimmed = {
  format_version: full.format_version,
  provider_schemas: {
    [key]: {
      provider: {
        version: 0,
        block: { attributes: pick(whole.provider.block.attributes, ['region']), description_kind: 'plain' },
      },
      resource_schemas: pick(whole.resource_schemas, resources),
      data_source_schemas: {},
    },
  },
  provider_versions: { [key]: provider.version },
};
await writeFile(join(here, 'schema/aws.json'), `${JSON.stringify(trimmed, null, 2)}\n`);

const minor = /v(\d+\.\d+)/.exec(run('terraform', ['version']))[1];
const cache = join(work, 'cache');
await mkdir(cache);
await writeFile(join(cache, `aws@${provider.version}@terraform-${minor}.json`), JSON.stringify(trimmed));
await writeFile(
  join(work, 'cdktf.json'),
  JSON.stringify({
    language: 'typescript',
    app: 'true',
    projectId: 'postern',
    sendCrashReports: 'false',
    terraformModules: [],
    terraformProviders: [{ name: 'aws', ...provider }],
    codeMakerOutput: 'gen',
    context: {},
  }),
);
run('cdktn', [
  'get',
  '--language',
  'typescript',
  '--experimental-provider-schema-cache-path',
  cache,
  '--output',
  join(work, 'gen'),
]);

const bindings = {
  provider: 'aws-provider',
  'ec2-managed-prefix-list': 'ec2-managed-prefix-list',
  'vpc-security-group-ingress-rule': 'vpc-security-group-ingress-rule',
};
for (const [from, to] of Object.entries(bindings)) {
  const text = await readFile(join(work, 'gen/providers/aws', from, 'index.ts'), 'utf8');
  const bare = text
    .replace(/^[ \t]*\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n/gm, '') // Links to a registry's pages, thousands of characters of them.
    .replace(/^\/\/.*\n/gm, '')
    .replace(/^( +(?:protected|public) )(synthesize|[gs]et alias\()/gm, '$1override $2') // noImplicitOverride
    .replace(/\n{3,}/g, '\n\n');
  await writeFile(
    join(here, 'src/bindings', `${to}.ts`),
    `// Written by scripts/generate-bindings.mjs from schema/aws.json; do not edit.\n${bare}`,
  );
}
