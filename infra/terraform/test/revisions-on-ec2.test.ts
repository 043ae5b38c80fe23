import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildRuleSet } from '@postern/firewall/build-rule-set';
import { historyRuns } from '@postern/firewall/test/histories';
import { documentOf, twoDomains } from '@postern/firewall/test/scenarios';
import type { RuleSet } from '@postern/firewall/rule-set';
import { terraformAwsTarget } from '../src/terraform-aws-target.js';
import { describeTerraform, TerraformFolder } from './describe-terraform.js';
import { FakeEc2 } from './fake-ec2.js';

const groups = ['mail.example.com', 'mx.example.net'].map(
  (host, index) => `"${host}" = "sg-0123456789abcdef${index}"`,
);
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
module "postern" {
  source             = "./postern"
  create             = var.create
  security_group_ids = { ${groups.join(', ')} }
}
`;

/** More than one list takes, so that the IMAP list is in parts. */
const sources = Array.from(
  { length: 110 },
  (_, index) => `52.${64 + (index >> 7)}.${(index & 127) * 2}.0/24`,
);
const revision = (imap: readonly string[], dataCenters: readonly string[] = []): RuleSet =>
  buildRuleSet(
    documentOf([
      ...imap.map((cidr) => ({ cidr, protocol: 'imap' })),
      { cidr: '203.0.113.32/27', protocol: 'smtp' },
      { cidr: '2001:db8:b::/48', protocol: 'smtp' },
    ]),
    { ...twoDomains, dataCenters },
  );

/** Each run of Terraform takes seconds of CPU time: POSTERN_HISTORIES=1000 runs all of them, as a release does. */
const isLong = historyRuns(1) > 1;
const testLong = (name: string, body: () => Promise<void>) =>
  isLong ? test(name, body, 600_000) : undefined;

describeTerraform('B4 revisions applied with the AWS provider to a server of EC2’s API', () => {
  let folder: TerraformFolder;
  const ec2 = new FakeEc2();
  const write = async (ruleSet: RuleSet, previous: RuleSet | null) => {
    const { files } = terraformAwsTarget.render(ruleSet, {}, previous);
    await folder.write(files.map(({ path, text }) => ({ path: `postern/${path}`, text })));
  };
  const apply = (...options: string[]) =>
    folder.run('apply', ['-auto-approve', '-input=false', '-no-color', ...options]);

  /** Applies a revision, and checks that it changes few things and that no flow of both revisions is ever closed. */
  const applyStep = async (ruleSet: RuleSet, before: RuleSet, changes: number) => {
    await write(ruleSet, before);
    const wanted = flowsOf(ruleSet);
    const stay = [...ec2.openFlows()].filter((flow) => wanted.has(flow));
    const away = new Set<string>();
    ec2.afterChange = () => {
      const open = ec2.openFlows();
      for (const flow of stay) if (!open.has(flow)) away.add(flow);
    };
    const start = ec2.changes.length;
    await apply();
    expect([...away]).toEqual([]);
    expect(ec2.openFlows()).toEqual(wanted);
    const made = ec2.changes.slice(start);
    expect([made.length <= changes, made]).toEqual([true, made]);
  };

  beforeAll(async () => {
    folder = await TerraformFolder.create();
    await folder.write([{ path: 'main.tf', text: root(await ec2.listen()) }]);
    await write(revision(sources), null);
    await folder.run('init', ['-no-color']);
  }, 600_000);
  afterAll(async () => {
    ec2.close();
    await folder?.remove();
  });

  test('B4 a first apply makes everything', async () => {
    await apply();
    expect(ec2.openFlows()).toEqual(flowsOf(revision(sources)));
  }, 600_000);

  test('B4 from one revision to the next, a prefix that stays is never away', async () => {
    await applyStep(revision([...sources.slice(1), '198.51.100.0/24']), revision(sources), 2);
  }, 600_000);

  testLong('B4 a second plan has nothing to do', async () => {
    expect(await folder.run('plan', ['-input=false', '-no-color'])).toContain('No changes');
  });

  testLong('B4 an account that gets a data centre changes nothing', async () => {
    const before = revision([...sources.slice(1), '198.51.100.0/24']);
    await applyStep(revision([...sources.slice(1), '198.51.100.0/24'], ['eu1']), before, 0);
  });

  testLong('B4 create = false takes everything back', async () => {
    await apply('-var', 'create=false');
    expect([ec2.lists.size, ec2.rules.size]).toEqual([0, 0]);
  });
});

function flowsOf(ruleSet: RuleSet): Set<string> {
  const { files } = terraformAwsTarget.render(ruleSet, {});
  const { resource } = JSON.parse(files[0]!.text) as {
    resource: {
      aws_ec2_managed_prefix_list: Record<string, { entry: { cidr: string }[] }>;
      aws_vpc_security_group_ingress_rule: Record<
        string,
        { prefix_list_id: string; security_group_id: string; from_port: number }
      >;
    };
  };
  const flows = Object.values(resource.aws_vpc_security_group_ingress_rule).flatMap((rule) => {
    const list = /list\.([^[]+)/.exec(rule.prefix_list_id)![1]!;
    const group = rule.security_group_id.includes('mail.example.com') ? 0 : 1;
    return resource.aws_ec2_managed_prefix_list[list]!.entry.map(
      ({ cidr }) => `sg-0123456789abcdef${group} ${rule.from_port} ${cidr}`,
    );
  });
  return new Set(flows);
}
