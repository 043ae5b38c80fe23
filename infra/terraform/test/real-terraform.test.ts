import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formatPrefix } from '@postern/core/prefix';
import { scenarios } from '@postern/firewall/test/scenarios';
import { terraformAwsTarget } from '../src/terraform-aws-target.js';

const mirror = process.env['TF_PLUGIN_MIRROR'] || undefined;
const hasTerraform =
  spawnSync('terraform', ['version'], { env: { ...process.env, CHECKPOINT_DISABLE: '1' } }).status === 0;

/** Terraform's proofs need a binary and a mirror of the provider; without them they are named as skipped. */
function describeTerraform(title: string, body: () => void): void {
  const missing = [
    ...(hasTerraform ? [] : ['terraform']),
    ...(mirror === undefined ? ['TF_PLUGIN_MIRROR'] : []),
  ];
  if (missing.length === 0) describe(title, body);
  else describe.skip(`${title} (needs ${missing.join(', ')})`, body);
}

const root = `provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
module "postern" {
  source             = "./postern"
  security_group_ids = { "mail.example.com" = "sg-0123456789abcdef0", "mx.example.net" = "sg-0123456789abcdef1" }
}
output "prefix_list_ids" {
  value = module.postern.prefix_list_ids
}
`;

const mocked = `mock_provider "aws" {}
run "applies" {
  command = apply
  assert {
    condition     = length(output.prefix_list_ids["imap4"]) == 1 && length(output.prefix_list_ids["smtp4"]) == 1
    error_message = "One list each."
  }
}
`;

describeTerraform('B4 Terraform', () => {
  let folder = '';
  const terraform = async (...options: string[]) => {
    const env = {
      ...process.env,
      TF_CLI_CONFIG_FILE: join(folder, 'terraformrc'),
      CHECKPOINT_DISABLE: '1',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const { stdout } = await promisify(execFile)('terraform', [`-chdir=${folder}`, ...options], {
      env,
      maxBuffer: 2 ** 26,
    });
    return stdout;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postern-terraform-'));
    const { files } = terraformAwsTarget.render(scenarios['seed']!, {});
    const all = [
      ...files.map(({ path, text }) => ({ path: `postern/${path}`, text })),
      { path: 'main.tf', text: root },
      { path: 'applies.tftest.hcl', text: mocked },
      {
        path: 'terraformrc',
        text: `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
      },
    ];
    for (const { path, text } of all) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await terraform('init', '-no-color');
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('B4 terraform fmt has nothing to change', async () => {
    expect(await terraform('fmt', '-check', '-recursive')).toBe('');
  }, 60_000);

  test('B4 terraform validate accepts the module', async () => {
    expect(JSON.parse(await terraform('validate', '-json'))).toMatchObject({ valid: true, warning_count: 0 });
  }, 60_000);

  test('B4 terraform plan creates exactly the lists and rules of the rule set', async () => {
    await terraform('plan', '-input=false', '-out=plan');
    const { resource_changes: changes } = JSON.parse(await terraform('show', '-json', 'plan')) as {
      resource_changes: {
        type: string;
        change: {
          actions: string[];
          after: { name?: string; entry?: { cidr: string }[]; from_port?: number };
        };
      }[];
    };
    expect(changes.every(({ change }) => change.actions.join() === 'create')).toBe(true);
    const lists = changes
      .filter(({ type }) => type === 'aws_ec2_managed_prefix_list')
      .map(({ change: { after } }) => [after.name, after.entry!.map(({ cidr }) => cidr).sort()]);
    expect(lists).toEqual(
      scenarios['seed']!.sets.map(({ key, prefixes }) => [
        `postern-${key}`,
        prefixes.map(formatPrefix).sort(),
      ]),
    );
    const ports = changes
      .filter(({ type }) => type === 'aws_vpc_security_group_ingress_rule')
      .map(({ change: { after } }) => after.from_port);
    expect(ports.toSorted((a, b) => a! - b!)).toEqual([465, 587, 993, 993]);
  }, 120_000);

  test('B4 terraform validate and plan accept the module of every scenario', async () => {
    const others = Object.keys(scenarios).filter((name) => name !== 'seed');
    const modules = others.map((name) => {
      const { rules } = scenarios[name]!;
      const hosts = [...new Set(rules.map(({ destination }) => destination))];
      const ids = hosts.map((host, index) => `"${String(host)}" = "sg-0123456789abcdef${String(index)}"`);
      return `module "${name}" {\n  source = "./${name}"\n${ids.length === 0 ? '' : `  security_group_ids = { ${ids.join(', ')} }\n`}}\n`;
    });
    for (const name of others) {
      for (const { path, text } of terraformAwsTarget.render(scenarios[name]!, {}).files) {
        await mkdir(join(folder, name), { recursive: true });
        await writeFile(join(folder, name, path), text);
      }
    }
    await writeFile(join(folder, 'others.tf'), modules.join('\n'));
    await terraform('init', '-no-color');
    expect(JSON.parse(await terraform('validate', '-json'))).toMatchObject({ valid: true, error_count: 0 });
    expect(await terraform('plan', '-input=false', '-no-color')).toContain(
      'to add, 0 to change, 0 to destroy',
    );
    await rm(join(folder, 'others.tf'));
    await terraform('init', '-no-color');
  }, 300_000);

  test('B4 terraform test applies the module against a mocked provider', async () => {
    expect(await terraform('test', '-no-color')).toContain('1 passed, 0 failed');
  }, 120_000);
});
