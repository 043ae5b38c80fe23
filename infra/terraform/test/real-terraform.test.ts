import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { formatPrefix } from '@postern/core/prefix';
import { scenarios } from '@postern/firewall/test/scenarios';
import { terraformAwsTarget } from '../src/terraform-aws-target.js';
import { describeTerraform, TerraformFolder } from './describe-terraform.js';
import { moduleCall, testsFromAbove } from './module-calls.js';

const provider = `provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
`;
const names = Object.keys(scenarios);

/** A call of the module of each scenario, with a security group for each server. */
const moduleCalls = names
  .map((name) =>
    moduleCall(name, scenarios[name]!, '', (index) => ({
      security_group_ids: `"sg-0123456789abcdef${index}"`,
    })),
  )
  .join('');

describeTerraform('B4 Terraform', () => {
  let folder: TerraformFolder;

  beforeAll(async () => {
    folder = await TerraformFolder.create();
    for (const name of names) {
      const { files } = terraformAwsTarget.render(scenarios[name]!, {});
      await folder.write(files.map(({ path, text }) => ({ path: `${name}/${path}`, text })));
    }
    const tests = names.map((name) => {
      const { files } = terraformAwsTarget.render(scenarios[name]!, {});
      return testsFromAbove(name, files.find(({ path }) => path === 'tests/module.tftest.hcl')!.text);
    });
    const { files } = terraformAwsTarget.render(scenarios['both-families']!, {});
    const example = files.find(({ path }) => path === 'examples/complete/complete.tftest.hcl')!.text;
    tests.push(testsFromAbove('both-families/examples/complete', example));
    await folder.write([
      { path: 'main.tf', text: provider + moduleCalls },
      { path: 'all.tftest.hcl', text: `mock_provider "aws" {}\n${tests.join('\n')}` },
    ]);
    await folder.run('init', ['-no-color']);
  }, 600_000);
  afterAll(() => folder?.remove());

  test('B4 terraform fmt has nothing to change in the example and the tests of a module', async () => {
    expect(await folder.run('fmt', ['-check', '-recursive'], 'both-families')).toBe('');
  }, 600_000);

  test('B4 terraform validate accepts the module of every scenario', async () => {
    const report: unknown = JSON.parse(await folder.run('validate', ['-json']));
    expect(report).toMatchObject({ valid: true, warning_count: 0 });
  }, 600_000);

  test('B4 terraform plan creates exactly the lists and rules of every rule set', async () => {
    await folder.run('plan', ['-input=false', '-out=plan']);
    const { resource_changes: changes } = JSON.parse(await folder.run('show', ['-json', 'plan'])) as {
      resource_changes: {
        module_address: string;
        type: string;
        change: {
          actions: string[];
          after: { name?: string; entry?: { cidr: string }[]; from_port?: number };
        };
      }[];
    };
    expect(changes.every(({ change }) => change.actions.join() === 'create')).toBe(true);
    for (const name of names) {
      const own = changes.filter(({ module_address: address }) => address === `module.${name}`);
      const cidrs = own.flatMap(({ change }) => change.after.entry ?? []).map(({ cidr }) => cidr);
      const wanted = scenarios[name]!.sets.flatMap(({ prefixes }) => prefixes.map(formatPrefix));
      expect(cidrs.toSorted()).toEqual(wanted.toSorted());
    }
    const ports = changes
      .filter(({ module_address: address }) => address === 'module.seed')
      .flatMap(({ change: { after } }) => after.from_port ?? []);
    expect(ports.toSorted((a, b) => a - b)).toEqual([465, 587, 993, 993]);
  }, 600_000);

  test(`B4 terraform test passes the tests of all ${names.length} modules and of an example with a mocked provider`, async () => {
    expect(await folder.run('test', ['-no-color'])).toContain(`${names.length * 2 + 1} passed, 0 failed`);
  }, 600_000);
});
