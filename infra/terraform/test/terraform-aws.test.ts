import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { formatPrefix } from '@postern/core/prefix';
import { formatIpAddress } from '@postern/core/ip-address';
import { lastAddress } from '@postern/core/prefix-set';
import { buildRuleSet } from '@postern/firewall/build-rule-set';
import { matchFlow } from '@postern/firewall/match-flow';
import { expectGolden } from '@postern/firewall/test/golden-files';
import { decider, expectedRules, tuples } from '@postern/firewall/test/parsed-rule';
import { Fault } from '@postern/firewall/test/strict-cidr';
import { documentOf, hostileTexts, scenarios, twoDomains } from '@postern/firewall/test/scenarios';
import type { AddressSet, RuleSet } from '@postern/firewall/rule-set';
import { Testing } from 'cdktn';
import fc from 'fast-check';
import { Ec2ManagedPrefixList } from '../src/bindings/ec2-managed-prefix-list.js';
import { VpcSecurityGroupIngressRule } from '../src/bindings/vpc-security-group-ingress-rule.js';
import { MailAllowlistPrefixLists } from '../src/mail-allowlist-prefix-lists.js';
import { MailAllowlistSecurityGroupRules } from '../src/mail-allowlist-security-group-rules.js';
import { reparseModule } from './reparse-module.js';
import { expectPortable } from './written-module.js';
import { terraformAwsTarget } from '../src/terraform-aws-target.js';

const names = Object.keys(scenarios);
const render = (ruleSet: RuleSet, parameters = {}) => terraformAwsTarget.render(ruleSet, parameters);
/** A security group stands for its server: the module names no address. */
const wantedTuples = (ruleSet: RuleSet) =>
  tuples(
    expectedRules(
      {
        ...ruleSet,
        destinations: ruleSet.destinations.map((destination) => ({ ...destination, isKnown: false })),
      },
      'private',
      formatPrefix,
    ),
  );
const foundTuples = (ruleSet: RuleSet) => tuples(reparseModule(render(ruleSet).files));

type WrittenList = { name: string; max_entries: number; entry: { cidr: string }[] };

function listsOf(files: readonly { text: string }[]): WrittenList[] {
  const { resource } = JSON.parse(files[0]!.text) as {
    resource: { aws_ec2_managed_prefix_list: Record<string, WrittenList> };
  };
  return Object.values(resource.aws_ec2_managed_prefix_list);
}

describe('B4 the written module', () => {
  test.each(names)('is written as before (UPDATE_GOLDEN=1 writes it; review the diff): %s', (name) => {
    expectGolden(fileURLToPath(new URL(`../golden/aws/${name}`, import.meta.url)), render(scenarios[name]!));
  });

  test.each(names)('B4 read back by a parser written apart, it is the rule set: %s', (name) => {
    expect(foundTuples(scenarios[name]!)).toEqual(wantedTuples(scenarios[name]!));
  });

  test.each(names)('brings no provider, no backend, no path and only ASCII: %s', (name) => {
    const { files } = render(scenarios[name]!);
    expect(files.map(({ path }) => path)).toEqual([
      'main.tf.json',
      'variables.tf.json',
      'outputs.tf.json',
      'versions.tf.json',
      'README.md',
      'examples/complete/main.tf',
      'examples/complete/complete.tftest.hcl',
      'tests/module.tftest.hcl',
    ]);
    expectPortable(files.slice(0, 4));
    expect(JSON.parse(files[3]!.text)).toMatchObject({
      terraform: { required_providers: { aws: { version: '>= 5.0' } } },
    });
  });

  test('B4 every boundary address gets from the module the answer that match gives', () => {
    const entry = fc.record({
      cidr: fc.constantFrom(
        '203.0.113.0/26',
        '203.0.113.64/27',
        '203.0.113.128',
        '2001:db8:a::/64',
        '2001:db8:b::/63',
        '2001:db8:c::7',
      ),
      protocol: fc.constantFrom('imap', 'smtp'),
    });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 8 }), (entries) => {
        const ruleSet = buildRuleSet(documentOf(entries), { ...twoDomains, destinations: {} });
        const decide = decider(reparseModule(render(ruleSet).files));
        for (const prefix of ruleSet.sets.flatMap(({ prefixes }) => prefixes)) {
          for (const value of [
            prefix.value - 1n,
            prefix.value,
            lastAddress(prefix),
            lastAddress(prefix) + 1n,
          ]) {
            const source = formatIpAddress({ family: prefix.family, value });
            for (const port of [465, 587, 993]) {
              for (const host of ['mail.example.com', 'mx.example.net']) {
                expect(decide({ source, destination: `?${host}`, port })).toBe(
                  matchFlow(ruleSet, { source, destination: host, port }).action,
                );
              }
            }
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  test('a list longer than AWS takes is several, sized in tens', () => {
    const { files, findings } = render(scenarios['thousand']!);
    const lists = listsOf(files);
    expect(lists.length).toBeGreaterThan(10);
    for (const { max_entries: size, entry } of lists)
      expect([size <= 100, size % 10, size >= entry.length]).toEqual([true, 0, true]);
    expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['quota', 'quota-rules']));
  });

  test('one prefix more changes one list, and moves no prefix from one list to another', () => {
    const cidrs = Array.from({ length: 1000 }, (_, index) => `52.${index >> 7}.${(index & 127) * 2}.0/24`);
    const rendered = (all: readonly string[]) =>
      listsOf(
        render(buildRuleSet(documentOf(all.map((cidr) => ({ cidr, protocol: 'imap' }))), twoDomains)).files,
      );
    const before = new Map(rendered(cidrs).map((list) => [list.name, JSON.stringify(list.entry)]));
    const after = rendered(['1.0.0.0/24', ...cidrs]);
    expect(after.filter(({ name, entry }) => before.get(name) !== JSON.stringify(entry))).toHaveLength(1);
  });

  test('getting a data centre changes no name, a revision no tag, and each entry is described', () => {
    const account = { ...twoDomains, dataCenters: [] };
    const sample = documentOf([{ cidr: '203.0.113.0/24', protocol: 'imap' }]);
    const main = (center: readonly string[], revision: number) =>
      render(
        buildRuleSet({ ...sample, revision }, { ...account, dataCenters: center }),
      ).files[0]!.text.replace(/revision \d+/, '');
    expect(main(['eu1'], 8)).toBe(main([], 7));
    expect(main([], 7)).toContain('"description": "postern imap"');
  });

  test('a second data centre moves the resources of the first one and replaces none', () => {
    const document = documentOf([
      { cidr: '203.0.113.0/24', protocol: 'imap', dataCenter: 'eu1' },
      { cidr: '198.51.100.0/24', protocol: 'imap', dataCenter: 'us1' },
    ]);
    const twoCenters = { ...document, dataCenters: ['eu1', 'us1'].map((id) => ({ id, label: id })) };
    const [before, after] = [['eu1'], ['eu1', 'us1']].map((dataCenters) =>
      buildRuleSet(twoCenters, { ...twoDomains, dataCenters }),
    );
    const files = terraformAwsTarget.render(after!, {}, before!).files;
    const { moved, resource } = JSON.parse(files[0]!.text) as {
      moved: { from: string; to: string }[];
      resource: Record<string, Record<string, unknown>>;
    };
    expect(moved).toContainEqual({
      from: 'aws_ec2_managed_prefix_list.postern-imap4',
      to: 'aws_ec2_managed_prefix_list.postern-imap4-eu1',
    });
    for (const { to } of moved) {
      const [type, name] = to.split('.') as [string, string];
      expect(Object.keys(resource[type]!)).toContain(name);
    }
    expect(terraformAwsTarget.render(after!, {}, after!).files[0]!.text).not.toContain('"moved"');
  });

  test('a person is told how to take everything back', () => {
    const [sheet, ...others] = render(scenarios['seed']!).removes;
    expect([sheet!.path, others]).toEqual(['postern-remove.md', []]);
    expect(sheet!.text).toContain('create = false');
  });

  test('servers that share a security group share its rules', () => {
    const id = 'sg-0123456789abcdef0';
    const { files } = render(scenarios['seed']!, {
      securityGroupIds: { 'mail.example.com': id, 'mx.example.net': id },
    });
    const { resource } = JSON.parse(files[0]!.text) as {
      resource: { aws_vpc_security_group_ingress_rule: Record<string, { from_port: number }> };
    };
    const ports = Object.values(resource.aws_vpc_security_group_ingress_rule).map((rule) => rule.from_port);
    expect(ports.toSorted((a, b) => a - b)).toEqual([465, 587, 993]);
    expect(files[1]!.text).not.toContain('mx.example.net');
  });

  test('security groups that are given become the default, half of them none', () => {
    const variable = (securityGroupIds: object) => {
      const { files } = render(scenarios['seed']!, { securityGroupIds });
      return (JSON.parse(files[1]!.text) as { variable: { security_group_ids: object } }).variable
        .security_group_ids;
    };
    const both = { 'mail.example.com': 'sg-0123456789abcdef0', 'mx.example.net': 'sg-0123456789abcdef1' };
    expect(variable(both)).toMatchObject({ default: both });
    expect(variable({ 'mail.example.com': 'sg-0123456789abcdef0' })).not.toHaveProperty('default');
  });

  test.each([...hostileTexts])(
    'hostile text %j is refused as a parameter and not interpolated as a name',
    (text) => {
      expect(() => render(scenarios['seed']!, { namePrefix: text })).toThrow();
      expect(() => render(scenarios['seed']!, { securityGroupIds: { 'mail.example.com': text } })).toThrow();
      for (const { text: written } of render(scenarios['seed']!, {
        securityGroupIds: { [text]: 'sg-0123456789abcdef0' },
      }).files) {
        expect(written).not.toContain(text);
      }
    },
  );
});

/** The fault that reading a module of `broken` back shows; null if it is what `sound` says. */
function findFault(broken: RuleSet, sound: RuleSet): string | null {
  try {
    const found = foundTuples(broken);
    const wanted = wantedTuples(sound);
    return JSON.stringify(found) === JSON.stringify(wanted) ? null : `found ${JSON.stringify(found)}`;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error; // Any other error is a fault of the test.
  }
}

describe('a broken renderer is found', () => {
  const sound = scenarios['both-families']!;
  const withSets = (change: (set: AddressSet) => AddressSet): RuleSet => ({
    ...sound,
    sets: sound.sets.map(change),
  });
  const swapped = (set: AddressSet) => ({
    ...set,
    prefixes: sound.sets.find(({ origin, family }) => origin !== set.origin && family === set.family)!
      .prefixes,
  });
  test.each([
    ['swaps IMAP and SMTP', withSets(swapped)],
    ['drops IPv6', { ...sound, rules: sound.rules.filter(({ family }) => family === 4) }],
    [
      'sets host bits',
      withSets((set) => ({
        ...set,
        prefixes: set.prefixes.map((prefix) => ({ ...prefix, value: prefix.value + 1n })),
      })),
    ],
    ['drops one prefix', withSets((set) => ({ ...set, prefixes: set.prefixes.slice(1) }))],
  ])('that %s', (_, broken) => {
    expect(findFault(broken, sound)).toMatch(/./);
  });
});

describe('the constructs in somebody else’s stack', () => {
  const synth = (securityGroupId: (host: string) => string | null) =>
    Testing.synthScope((scope) => {
      const ruleSet = scenarios['seed']!;
      const prefixLists = new MailAllowlistPrefixLists(scope, 'lists', { ruleSet, namePrefix: 'crm' });
      new MailAllowlistSecurityGroupRules(scope, 'rules', { ruleSet, prefixLists, securityGroupId });
    });

  test('make a list per protocol and a rule per server and port', () => {
    const json = synth(() => 'sg-0123456789abcdef0');
    expect(
      Testing.toHaveResourceWithProperties(json, Ec2ManagedPrefixList.tfResourceType, {
        name: 'crm-imap4',
        address_family: 'IPv4',
        max_entries: 10,
      }),
    ).toBe(true);
    expect(
      Testing.toHaveResourceWithProperties(json, VpcSecurityGroupIngressRule.tfResourceType, {
        from_port: 587,
        to_port: 587,
        ip_protocol: 'tcp',
      }),
    ).toBe(true);
  });

  test('leave out a server without a security group', () => {
    expect(
      Testing.toHaveResource(
        synth(() => null),
        VpcSecurityGroupIngressRule.tfResourceType,
      ),
    ).toBe(false);
  });
});

test('importing the target costs at most half as much again as its two libraries, and under 120 MB', () => {
  const target = new URL('../dist/terraform-aws-target.js', import.meta.url).href;
  const own = measureImports([target]);
  const libraries = measureImports(['cdktn', 'zod']);
  expect(own.ms / libraries.ms).toBeLessThan(1.5);
  expect(own.megabytes).toBeLessThan(120);
});

/** The least CPU time of three processes that import modules, and their memory. The figures depend on the machine. */
function measureImports(modules: readonly string[]): { ms: number; megabytes: number } {
  const imports = modules.map((url) => `await import(${JSON.stringify(url)});`).join(' ');
  const script = `const start = process.threadCpuUsage(); ${imports} const { user, system } = process.threadCpuUsage(start); console.log(JSON.stringify([(user + system) / 1000, process.memoryUsage().rss / 1e6]))`;
  const tries = Array.from({ length: 3 }, () => {
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      cwd: fileURLToPath(new URL('..', import.meta.url)),
    });
    return JSON.parse(output) as [number, number];
  });
  return {
    ms: Math.min(...tries.map(([ms]) => ms)),
    megabytes: Math.min(...tries.map(([, megabytes]) => megabytes)),
  };
}
