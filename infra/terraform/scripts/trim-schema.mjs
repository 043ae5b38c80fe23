/**
 * Writes schema/aws.json from a real provider, trimmed to the resources used here (13 MB to 6 KB). Needed only when the
 * provider's major version moves:
 *
 *   TF_PLUGIN_MIRROR=… node infra/terraform/scripts/trim-schema.mjs
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const provider = { source: 'hashicorp/aws', version: '5.100.0' };
const resources = ['aws_ec2_managed_prefix_list', 'aws_vpc_security_group_ingress_rule'];
const here = new URL('..', import.meta.url).pathname;
const work = await mkdtemp(join(tmpdir(), 'postern-schema-'));
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
