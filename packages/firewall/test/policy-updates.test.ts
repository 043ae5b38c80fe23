import { describe, expect, test } from '@jest/globals';
import { formatIpAddress } from '@postern/core/ip-address';
import fc from 'fast-check';
import { matchFlow, type Flow } from '../src/match-flow.js';
import type { RuleSet } from '../src/rule-set.js';
import { renderTarget } from '../src/targets.js';
import { parseAllDocuments } from 'yaml';
import { parseBlockYaml } from './block-yaml.js';
import { KubernetesDevice, podParameters } from './device-kubernetes.js';
import { history, historyRuns, longHistory } from './histories.js';
import { decider } from './parsed-rule.js';
import { policiesOf, rulesOfPolicies } from './reparse-policies.js';
import { scenarios } from './scenarios.js';

const targets = ['kubernetes', 'cilium'];
type Step = { readonly ruleSet: RuleSet; readonly parameters: object };
type Change = (text: string) => string;

/** The first address of every prefix, to each port of each server. */
function flowsOf({ sets, destinations, services }: RuleSet): Flow[] {
  const sources = sets.flatMap(({ prefixes }) => prefixes.map(formatIpAddress));
  return sources.flatMap((source) =>
    destinations.flatMap(({ host }) => services.map(({ port }) => ({ source, destination: host, port }))),
  );
}

/** What two revisions both let in and the server did not, after any change of one object. */
function findGap(target: string, steps: readonly Step[], change: Change = (text) => text): string | null {
  const device = new KubernetesDevice();
  const gaps: string[] = [];
  steps.forEach(({ ruleSet, parameters }, index) => {
    const before = steps[index - 1]?.ruleSet;
    const kept = (before === undefined ? [] : flowsOf(before)).filter((flow) =>
      [before!, ruleSet].every((each) => matchFlow(each, flow).action === 'allow'),
    );
    device.changed = () => {
      const decide = decider(rulesOfPolicies(device.objects.values()));
      gaps.push(...kept.filter((flow) => !isAllowed(decide, flow)).map((flow) => JSON.stringify(flow)));
    };
    const { files, removes } = renderTarget(target, ruleSet, { ...podParameters, ...parameters });
    device.put(change(files[0]!.text));
    device.run(change(removes.find(({ path }) => path === 'postern-apply.sh')!.text));
  });
  return gaps[0] ?? null;
}

/** Ports are the servers' own, and the histories translate none. */
function isAllowed(decide: ReturnType<typeof decider>, { source, destination, port }: Flow): boolean {
  const pods = podParameters.pods[destination as keyof typeof podParameters.pods];
  return decide({ source, destination: pods, port }) === 'allow';
}

const steps = history.chain((revisions) =>
  fc
    .array(fc.constantFrom({}, { mode: 'exclusive', furtherSources: ['192.0.2.200/29'] }), {
      minLength: revisions.length,
      maxLength: revisions.length,
    })
    .map((given) => revisions.map((ruleSet, index): Step => ({ ruleSet, parameters: given[index]! }))),
);
const longSteps = longHistory.map((revisions) =>
  revisions.map((ruleSet): Step => ({ ruleSet, parameters: {} })),
);

describe.each(targets)('a source that two revisions have is never away in between: %s', (target) => {
  test(`${historyRuns(20)} random histories of revisions and modes`, () => {
    fc.assert(
      fc.property(steps, (all) => {
        expect(findGap(target, all)).toBeNull();
      }),
      { numRuns: historyRuns(20) },
    );
  }, 600_000);

  test('lists that outgrow one policy', () => {
    fc.assert(
      fc.property(longSteps, (all) => {
        expect(findGap(target, all)).toBeNull();
      }),
      { numRuns: Math.ceil(historyRuns(20) / 20) },
    );
  }, 600_000);

  const mutations: readonly (readonly [name: string, change: Change])[] = [
    [
      'numbers policies by place',
      (text) => {
        let next = 0;
        return text.replace(/^( {2}name: postern)-\S+$/gm, (_, start: string) => `${start}-${next++}`);
      },
    ],
    [
      'deletes before it applies',
      (text) => text.replace(/^(kubectl apply .*)\n(kubectl delete .*)$/m, '$2\n$1'),
    ],
    ['deletes all policies', (text) => text.replace(/,postern-slots!=\w+/, '')],
    ['deletes its own policies', (text) => text.replace(',postern-slots!=', ',postern-slots=')],
  ];
  test.each(mutations)('a broken renderer is found that %s', (_, change) => {
    const sample = fc.sample(steps, { numRuns: 60, seed: 12 });
    expect(sample.some((all) => findGap(target, all, change) !== null)).toBe(true);
  });
});

test('the commands of the sheet name parameters and scripts that there are', () => {
  const sheet = renderTarget('handover', scenarios['both-families']!, {}).files[0]!.text;
  const command = /`(postern firewall TARGET [^`]*pods[^`]*)`/.exec(sheet)?.[1] ?? '';
  const [, pods] = /--parameter 'pods=([^']*)'/.exec(command) ?? [];
  for (const target of targets) {
    const given = { namespace: 'mail', pods: JSON.parse(pods!) as unknown };
    const { removes } = renderTarget(target, scenarios['both-families']!, given);
    for (const { path } of removes) expect(sheet).toContain(`\`sh ${path}\``);
  }
});

test('our reader of YAML and the library yaml read the same in every example', () => {
  for (const ruleSet of Object.values(scenarios)) {
    for (const target of targets) {
      const [file] = renderTarget(target, ruleSet, { namespace: 'mail', mode: 'exclusive' }).files;
      const documents = parseAllDocuments(file?.text ?? '');
      const values = 'empty' in documents ? [] : documents.map((document) => document.toJS() as unknown);
      expect(parseBlockYaml(file?.text ?? '')).toEqual(values.filter((value) => value !== null));
    }
  }
});

describe.each(targets)('absence never means any: %s', (target) => {
  const sound = scenarios['both-families']!;

  test('a list without prefixes gives no policy, and pods without labels no file that is taken', () => {
    const empty = { ...sound, sets: sound.sets.map((set) => ({ ...set, prefixes: [] })) };
    expect(policiesOf(renderTarget(target, empty, podParameters).files[0]!.text)).toEqual([]);
    const [file] = renderTarget(target, sound, {}).files;
    expect(() => new KubernetesDevice().run(file!.text)).toThrow('namespaces "REPLACE-NAMESPACE" not found');
    const named = renderTarget(target, sound, { namespace: 'mail' }).files[0]!;
    expect(() => new KubernetesDevice().run(named.text)).toThrow(
      'not the value of a label: <REPLACE-LABEL-OF-',
    );
  });

  test.each(['', ',', 'app', 'app=', '=mail', 'app=mail,', 'app!=mail', 'app in (mail)', 'app=mail tier=x'])(
    'refuses “%s” as the labels of pods',
    (labels) => {
      expect(() => renderTarget(target, sound, { pods: { 'mail.example.com': labels } })).toThrow();
    },
  );

  test('in exclusive mode a policy isolates the pods of each server, and it is the last to be applied', () => {
    const given = { ...podParameters, mode: 'exclusive', furtherSources: ['192.0.2.200/29'] };
    const policies = policiesOf(renderTarget(target, sound, given).files[0]!.text);
    const last = policies.slice(-2);
    expect(last.map(({ metadata }) => metadata.name)).toEqual([
      expect.stringMatching(/^postern-isolate-mail-example-com-/),
      expect.stringMatching(/^postern-isolate-mx-example-net-/),
    ]);
    expect(rulesOfPolicies(last)).toEqual([]);
    const allowed = rulesOfPolicies(policies).filter(({ sources }) => sources.includes('192.0.2.200/29'));
    expect(new Set(allowed.map(({ destination, port }) => `${destination} ${port}`))).toEqual(
      new Set(['app=mail 993', 'app=mail 465', 'app=mail,tier=front 993', 'app=mail,tier=front 587']),
    );
  });

  test('what others added to a policy stays', () => {
    const device = new KubernetesDevice();
    device.run(renderTarget(target, scenarios['empty-family']!, podParameters).files[0]!.text);
    for (const { metadata } of device.objects.values()) metadata.labels['team'] = 'mail';
    const kept = [...device.objects.keys()];
    device.run(renderTarget(target, sound, podParameters).files[0]!.text);
    expect(kept.map((key) => device.objects.get(key)!.metadata.labels['team'])).toEqual(
      kept.map(() => 'mail'),
    );
  });
});
