/**
 * Writes src/bindings from schema/*.json, with cdktn-cli's "get". Needed only when a schema moves:
 *
 *   npx --package cdktn-cli@0.24.0 node infra/terraform/scripts/generate-bindings.mjs
 *
 * "get" takes each schema as its schema cache, so that the bindings hold nothing but the resources used here: the
 * prebuilt provider packages take seconds and 800 MB to import. It asks a terraform binary for its version.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const bindings = {
  aws: {
    provider: 'aws-provider',
    'ec2-managed-prefix-list': 'ec2-managed-prefix-list',
    'vpc-security-group-ingress-rule': 'vpc-security-group-ingress-rule',
  },
  azurerm: { 'network-security-rule': 'network-security-rule' },
  google: { 'compute-firewall': 'compute-firewall' },
};
const here = new URL('..', import.meta.url).pathname;
const env = { ...process.env, CHECKPOINT_DISABLE: '1' };
const minor = /v(\d+\.\d+)/.exec(execFileSync('terraform', ['version'], { env, encoding: 'utf8' }))[1];

for (const [name, files] of Object.entries(bindings)) {
  const schema = await readFile(join(here, 'schema', `${name}.json`), 'utf8');
  const version = Object.values(JSON.parse(schema).provider_versions)[0];
  const work = await mkdtemp(join(tmpdir(), 'postern-bindings-'));
  const cache = join(work, 'cache');
  await mkdir(cache);
  await writeFile(join(cache, `${name}@${version}@terraform-${minor}.json`), schema);
  await writeFile(
    join(work, 'cdktf.json'),
    JSON.stringify({
      language: 'typescript',
      app: 'true',
      projectId: 'postern',
      sendCrashReports: 'false',
      terraformModules: [],
      terraformProviders: [{ name, source: `hashicorp/${name}`, version }],
      codeMakerOutput: 'gen',
      context: {},
    }),
  );
  const output = ['--experimental-provider-schema-cache-path', cache, '--output', join(work, 'gen')];
  execFileSync('cdktn', ['get', '--language', 'typescript', ...output], { cwd: work, env });
  for (const [from, to] of Object.entries(files)) {
    const text = await readFile(join(work, 'gen/providers', name, from, 'index.ts'), 'utf8');
    await writeFile(
      join(here, 'src/bindings', `${to}.ts`),
      `// Written by scripts/generate-bindings.mjs from schema/${name}.json; do not edit.\n${bare(text)}`,
    );
  }
}

function bare(text) {
  return text
    .replace(/^[ \t]*\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n/gm, '') // Links to a registry's pages, thousands of characters of them.
    .replace(/^\/\/.*\n/gm, '')
    .replace(/^( +(?:protected|public) )(synthesize|[gs]et alias\()/gm, '$1override $2') // noImplicitOverride
    .replace(/\n{3,}/g, '\n\n');
}
