import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { historyRuns } from '@postern/firewall/test/histories';
import type { RuleSet } from '@postern/firewall/rule-set';
import { terraformAwsTarget } from '../src/terraform-aws-target.js';
import { describeTerraform, TerraformFolder } from './describe-terraform.js';
import { FakeEc2 } from './fake-ec2.js';
import { countChanges, plannedChanges, planRows, readPlanRows, withPlanRows } from './plan-lines.js';
import { hardSteps, revisionSteps } from './revision-steps.js';

/** Each run of Terraform takes seconds of CPU time: POSTERN_HISTORIES=1000 tries all steps, as a release does. */
const isLong = historyRuns(1) > 1;
const testLong = (name: string, body: () => Promise<void>) =>
  isLong ? test(name, body, 600_000) : undefined;
const steps = revisionSteps.filter(({ title }) => isLong || hardSteps.includes(title));

/** Each step has a module and a security group of its own, so that one run of Terraform applies them all. */
const moduleOf = (index: number) => `step_${index}`;
const groupOf = (index: number) => `sg-${index.toString(16).padStart(17, '0')}`;

const root = (endpoint: string) => `provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  endpoints {
    ec2 = "${endpoint}"
  }
}
variable "create" {
  default = true
}
${steps
  .map(
    (_, index) => `module "${moduleOf(index)}" {
  source             = "./${moduleOf(index)}"
  create             = var.create
  security_group_ids = { "mail.example.com" = "${groupOf(index)}" }
}
`,
  )
  .join('')}`;

describeTerraform('B4 revisions applied with the AWS provider to a server of EC2’s API', () => {
  let folder: TerraformFolder;
  const ec2 = new FakeEc2();
  const write = async (rendered: readonly (readonly [now: RuleSet, previous: RuleSet | null])[]) => {
    for (const [index, [now, previous]] of rendered.entries()) {
      const { files } = terraformAwsTarget.render(now, {}, previous);
      await folder.write(files.map(({ path, text }) => ({ path: `${moduleOf(index)}/${path}`, text })));
    }
  };
  const apply = (...options: string[]) =>
    folder.run('apply', ['-auto-approve', '-input=false', '-no-color', ...options]);
  const flows = (side: 'before' | 'after') =>
    new Set(steps.flatMap((step, index) => flowsOf(step[side], groupOf(index))));

  beforeAll(async () => {
    folder = await TerraformFolder.create();
    await folder.write([{ path: 'main.tf', text: root(await ec2.listen()) }]);
    await write(steps.map(({ before }) => [before, null]));
    await folder.run('init', ['-no-color']);
  }, 600_000);
  afterAll(async () => {
    ec2.close();
    await folder?.remove();
  });

  test('B4 a first apply makes everything', async () => {
    await apply();
    expect(ec2.openFlows()).toEqual(flows('before'));
  }, 600_000);

  test('B4 from one revision to the next, a prefix that stays is never away, and little changes', async () => {
    await write(steps.map(({ before, after }) => [after, before]));
    const planned = plannedChanges(await folder.run('plan', ['-input=false', '-json', '-out=plan']));
    const wanted = flows('after');
    const stay = [...ec2.openFlows()].filter((flow) => wanted.has(flow));
    const away = new Map<string, string>();
    ec2.afterChange = () => {
      const open = ec2.openFlows();
      for (const flow of stay) if (!open.has(flow)) away.set(flow, ec2.changes.at(-1)!);
    };
    const entriesBefore = entriesOf(ec2);
    await folder.run('apply', ['-input=false', '-no-color', 'plan']);
    expect([...away]).toEqual([]);
    expect(ec2.openFlows()).toEqual(wanted);

    const counts = steps.map((_, index) => ({
      ...countChanges(planned, moduleOf(index)),
      ...countEntries(entriesBefore, ec2, groupOf(index)),
    }));
    const rows = planRows(steps, counts);
    const file = new URL('../README.md', import.meta.url);
    const readme = readFileSync(file, 'utf8');
    if (isLong && process.env['UPDATE_GOLDEN'] === '1') {
      process.stdout.write(`${rows.map((row) => row.join(' | ')).join('\n')}\n`);
      writeFileSync(file, withPlanRows(readme, rows));
    } else expect(readPlanRows(readme)).toEqual(expect.arrayContaining(rows));
  }, 600_000);

  testLong('B4 a second plan has nothing to do', async () => {
    expect(await folder.run('plan', ['-input=false', '-no-color'])).toContain('No changes');
  });

  testLong('B4 create = false takes everything back', async () => {
    ec2.afterChange = () => undefined;
    await apply('-var', 'create=false');
    expect([ec2.lists.size, ec2.rules.size]).toEqual([0, 0]);
  });
});

/** The entries of every list, by its id. */
function entriesOf({ lists }: FakeEc2): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map([...lists].map(([id, { entries }]) => [id, new Set(entries.keys())]));
}

/** The entries that came to and left the lists of a group that were there before. */
function countEntries(before: ReadonlyMap<string, ReadonlySet<string>>, ec2: FakeEc2, group: string) {
  const named = new Set(
    [...ec2.rules.values()].filter((rule) => rule.group === group).map(({ list }) => list),
  );
  const kept = [...entriesOf(ec2)].filter(([id]) => named.has(id) && before.has(id));
  const missing = (all: ReadonlySet<string>, others: ReadonlySet<string>) =>
    [...all].filter((cidr) => !others.has(cidr)).length;
  return {
    entriesAdded: kept.reduce((sum, [id, now]) => sum + missing(now, before.get(id)!), 0),
    entriesRemoved: kept.reduce((sum, [id, now]) => sum + missing(before.get(id)!, now), 0),
  };
}

function flowsOf(ruleSet: RuleSet, group: string): string[] {
  const { files } = terraformAwsTarget.render(ruleSet, {});
  const { resource } = JSON.parse(files[0]!.text) as {
    resource: {
      aws_ec2_managed_prefix_list: Record<string, { entry: { cidr: string }[] }>;
      aws_vpc_security_group_ingress_rule: Record<string, { prefix_list_id: string; from_port: number }>;
    };
  };
  return Object.values(resource.aws_vpc_security_group_ingress_rule).flatMap((rule) => {
    const list = /list\.([^[]+)/.exec(rule.prefix_list_id)![1]!;
    return resource.aws_ec2_managed_prefix_list[list]!.entry.map(
      ({ cidr }) => `${group} ${rule.from_port} ${cidr}`,
    );
  });
}
