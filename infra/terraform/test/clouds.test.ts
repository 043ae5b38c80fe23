import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { formatIpAddress } from '@postern/core/ip-address';
import { formatPrefix } from '@postern/core/prefix';
import { lastAddress } from '@postern/core/prefix-set';
import { buildRuleSet } from '@postern/firewall/build-rule-set';
import { matchFlow } from '@postern/firewall/match-flow';
import type { AddressSet, RuleSet } from '@postern/firewall/rule-set';
import { expectGolden } from '@postern/firewall/test/golden-files';
import { history, historyRuns } from '@postern/firewall/test/histories';
import { decider, expectedRules, tuples } from '@postern/firewall/test/parsed-rule';
import { documentOf, domainOf, hostileTexts, scenarios, twoDomains } from '@postern/firewall/test/scenarios';
import { Fault } from '@postern/firewall/test/strict-cidr';
import fc from 'fast-check';
import { clouds, type Cloud } from './clouds.js';
import { fitSchema } from './fits-schema.js';
import { revisionSteps } from './revision-steps.js';
import { TerraformState } from './terraform-state.js';
import { expectPortable, readModule, resourcesByAddress, type Attributes } from './written-module.js';

const names = Object.keys(scenarios);

describe.each(Object.entries(clouds))('B4 the module for %s', (id, cloud) => {
  const render = (ruleSet: RuleSet, parameters = {}, previous: RuleSet | null = null) =>
    cloud.target.render(ruleSet, parameters, previous);
  const wantedTuples = (ruleSet: RuleSet) =>
    tuples(expectedRules(cloud.asWritten(ruleSet), 'private', formatPrefix));

  test.each(names)('is written as before (UPDATE_GOLDEN=1 writes it; review the diff): %s', (name) => {
    expectGolden(
      fileURLToPath(new URL(`../golden/${id}/${name}`, import.meta.url)),
      render(scenarios[name]!),
    );
  });

  test.each(names)('is the rule set, and fits the schema of the provider: %s', (name) => {
    const { files } = render(scenarios[name]!);
    expect(tuples(cloud.reparse(files))).toEqual(wantedTuples(scenarios[name]!));
    fitSchema(cloud.provider, readModule(files));
    expectPortable(files.filter(({ path }) => path.endsWith('.json')));
  });

  test('every boundary address gets the answer that match gives', () => {
    const entry = fc.record({
      cidr: fc.constantFrom('203.0.113.0/26', '203.0.113.64/27', '2001:db8:a::/64', '2001:db8:b::/63'),
      protocol: fc.constantFrom('imap', 'smtp'),
    });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 6 }), (entries) => {
        const ruleSet = buildRuleSet(documentOf(entries), { ...twoDomains, destinations: {} });
        const decide = decider(cloud.reparse(render(ruleSet).files));
        for (const prefix of ruleSet.sets.flatMap(({ prefixes }) => prefixes)) {
          const [first, last] = [prefix.value, lastAddress(prefix)];
          for (const value of [first - 1n, first, last, last + 1n]) {
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
      { numRuns: 10 },
    );
  });

  test('what is given as a parameter becomes the default, and hostile text is refused', () => {
    const ids: Record<string, Record<string, string>> = {
      azure: {
        networkSecurityGroupIds:
          '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/r/providers/Microsoft.Network/networkSecurityGroups/n',
      },
      google: { targetTags: 'mail' },
    };
    const [[parameter, value]] = Object.entries(ids[id]!) as [[string, string]];
    const both = Object.fromEntries(['mail.example.com', 'mx.example.net'].map((host) => [host, value]));
    const { files } = render(scenarios['seed']!, { [parameter]: both });
    expect(JSON.parse(files[1]!.text)).toMatchObject({
      variable: { [parameter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]: { default: both } },
    });
    for (const text of hostileTexts) {
      expect(() => render(scenarios['seed']!, { namePrefix: text })).toThrow();
      expect(() => render(scenarios['seed']!, { [parameter]: { 'mail.example.com': text } })).toThrow();
      for (const { text: written } of render(scenarios['seed']!, { [parameter]: { [text]: value } }).files)
        expect(written).not.toContain(text);
    }
  });

  test('a person is told how to take everything back', () => {
    expect(render(scenarios['seed']!).removes.map(({ text }) => text.includes('create = false'))).toEqual([
      true,
    ]);
  });

  test.each(broken(scenarios['both-families']!))('a broken renderer is found: it %s', (_, ruleSet) => {
    expect(findFault(cloud, ruleSet, scenarios['both-families']!)).toMatch(/./);
  });

  test.each(revisionSteps)('a prefix that stays is never away: $title', ({ before, after }) => {
    expect(walk(cloud, [before, after])).toEqual([]);
  });

  test('a list that outgrows one rule keeps half of it, and no prefix is away', () => {
    const listOf = (size: number) =>
      buildRuleSet(
        documentOf(
          Array.from({ length: size }, (_, index) => ({
            cidr: `52.${index >> 7}.${(index & 127) * 2}.0/24`,
            protocol: 'imap',
          })),
        ),
        { dataCenters: [], domains: [domainOf('mail.example.com')] },
      );
    const [small, large] = [listOf(cloud.entriesPerRule - 10), listOf(cloud.entriesPerRule + 10)];
    expect(resourcesByAddress(readModule(render(large).files)).size).toBe(2);
    expect(walk(cloud, [small, large, small])).toEqual([]);
  });

  const runs = historyRuns(15);
  test(`revisions applied in turn leave what the last one alone makes: ${runs} histories`, () => {
    fc.assert(
      fc.property(history, (revisions) => {
        expect(walk(cloud, revisions)).toEqual([]);
      }),
      { numRuns: runs },
    );
  });
});

describe('priorities in Azure', () => {
  const render = (ruleSet: RuleSet, parameters = {}) => clouds.azure.target.render(ruleSet, parameters);
  const onPorts = (ports: readonly number[]) =>
    buildRuleSet(documentOf([{ cidr: '203.0.113.0/24', protocol: 'imap' }]), {
      dataCenters: [],
      domains: ports.map((port) => domainOf('mail.example.com', port)),
    });
  const all = onPorts(Array.from({ length: 300 }, (_, index) => 2000 + index));

  test('two rules with one priority give no file, and the named parameter solves it', () => {
    const { files, findings } = render(all);
    const clashes = findings.filter(({ code }) => code === 'priority-taken');
    expect([files, clashes.length > 5]).toEqual([[], true]);
    const priorityOffsets = Object.fromEntries(
      clashes.map(({ text }) => /for example (\S+)=(\d+)$/.exec(text)!.slice(1) as [string, string]),
    );
    const solved = render(all, { priorityOffsets });
    expect(solved.findings.filter(({ level }) => level === 'error')).toEqual([]);
    expect(clouds.azure.reparse(solved.files)).toHaveLength(300);
  });

  test('a rule has the same priority whatever other rules there are', () => {
    const prioritiesOf = (ruleSet: RuleSet) =>
      [...resourcesByAddress(readModule(render(ruleSet).files))].map(([name, { priority }]) => [
        name,
        priority,
      ]);
    const few = prioritiesOf(onPorts([143, 993, 1993]));
    expect(few).toEqual(expect.arrayContaining(prioritiesOf(onPorts([993]))));
    expect(few).toEqual(expect.arrayContaining(prioritiesOf(onPorts([143, 1993]))));
  });
});

/** The fault that reading a module of `ruleSet` back shows; null if it is what `sound` says. */
function findFault(cloud: Cloud, ruleSet: RuleSet, sound: RuleSet): string | null {
  try {
    const found = tuples(cloud.reparse(cloud.target.render(ruleSet, {}).files));
    const wanted = tuples(expectedRules(cloud.asWritten(sound), 'private', formatPrefix));
    return JSON.stringify(found) === JSON.stringify(wanted) ? null : `found ${JSON.stringify(found)}`;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

function broken(sound: RuleSet): [what: string, ruleSet: RuleSet][] {
  const withSets = (change: (set: AddressSet) => AddressSet): RuleSet => ({
    ...sound,
    sets: sound.sets.map(change),
  });
  return [
    [
      'swaps IMAP and SMTP',
      withSets((set) => ({
        ...set,
        prefixes: sound.sets.find(({ origin, family }) => origin !== set.origin && family === set.family)!
          .prefixes,
      })),
    ],
    ['drops IPv6', { ...sound, rules: sound.rules.filter(({ family }) => family === 4) }],
    [
      'sets host bits',
      withSets((set) => ({
        ...set,
        prefixes: set.prefixes.map((prefix) => ({ ...prefix, value: prefix.value + 1n })),
      })),
    ],
    ['drops one prefix', withSets((set) => ({ ...set, prefixes: set.prefixes.slice(1) }))],
    [
      'puts both families into a rule',
      withSets((set) => ({ ...set, prefixes: sound.sets.flatMap(({ prefixes }) => prefixes) })),
    ],
  ];
}

/**
 * Applies revisions in turn, and returns what is wrong: a prefix of two revisions that is away in between, a priority that
 * two rules have, a rule whose name or priority changes, or a state that the last revision alone would not make.
 */
function walk(cloud: Cloud, revisions: readonly RuleSet[]): string[] {
  const state = new TerraformState();
  const faults: string[] = [];
  const labels = new Map<string, unknown>();
  for (const [index, ruleSet] of revisions.entries()) {
    const rendered = cloud.target.render(ruleSet, {}, revisions[index - 1] ?? null);
    if (rendered.findings.some(({ level }) => level === 'error')) continue;
    const module = readModule(rendered.files);
    const wanted = flowsOf(cloud, [...resourcesByAddress(module).values()]);
    const stay = [...flowsOf(cloud, [...state.resources.values()])].filter((flow) => wanted.has(flow));
    state.afterChange = (existing) => {
      const open = flowsOf(cloud, existing);
      faults.push(...stay.filter((flow) => !open.has(flow)).map((flow) => `away: ${flow}`));
      const priorities = existing.map(
        (one) => `${String(one['network_security_group_name'])} ${String(one['priority'])}`,
      );
      if (cloud.provider === 'azurerm' && new Set(priorities).size !== priorities.length)
        faults.push('two rules with one priority');
    };
    state.apply(module);
    for (const [address, { name, priority }] of state.resources) {
      const label = JSON.stringify([name, priority]);
      if (labels.has(address) && labels.get(address) !== label) faults.push(`changed: ${address}`);
      labels.set(address, label);
    }
  }
  const last = cloud.target.render(revisions.at(-1)!, {});
  if (last.findings.some(({ level }) => level === 'error')) return faults;
  const fresh = resourcesByAddress(readModule(last.files));
  const bare = (resources: ReadonlyMap<string, Attributes>) =>
    [...resources.keys()].toSorted().map((address) => [address, resources.get(address)]);
  if (JSON.stringify(bare(state.resources)) !== JSON.stringify(bare(fresh))) faults.push('another state');
  return faults;
}

function flowsOf(cloud: Cloud, resources: readonly Attributes[]): Set<string> {
  return new Set(
    resources.flatMap((one) => cloud.sources(one).map((source) => `${cloud.place(one)} ${source}`)),
  );
}
