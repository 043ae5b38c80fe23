import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RuleSet } from '../src/rule-set.js';
import { renderTarget, targets } from '../src/targets.js';
import { AsaDevice, asaState } from './device-asa.js';
import { FortigateDevice, fortigateState } from './device-fortigate.js';
import { JuniperDevice, juniperState } from './device-juniper.js';
import { KubernetesDevice, kubernetesState, podParameters } from './device-kubernetes.js';
import { MikrotikDevice, mikrotikState } from './device-mikrotik.js';
import { OpnsenseDevice, PfsenseDevice, pfState } from './device-pf.js';
import { PaloaltoDevice, paloaltoState } from './device-paloalto.js';
import { WindowsDevice, windowsState } from './device-windows.js';
import { history, historyRuns, longHistory } from './histories.js';
import { scenarios } from './scenarios.js';
import { Fault } from './strict-cidr.js';

/** A device that runs our files, and what it then holds. */
type Device = { run(text: string): void; state(): string[] };

const devices: Readonly<Record<string, () => Device>> = {
  fortigate: () => {
    const device = new FortigateDevice();
    return { run: (text) => device.run(text), state: () => fortigateState(device) };
  },
  paloalto: () => {
    const device = new PaloaltoDevice();
    return { run: (text) => device.run(text), state: () => paloaltoState(device) };
  },
  'cisco-asa': () => {
    const device = new AsaDevice();
    return { run: (text) => device.run(text), state: () => asaState(device) };
  },
  mikrotik: () => {
    const device = new MikrotikDevice();
    return { run: (text) => device.run(text), state: () => mikrotikState(device) };
  },
  'juniper-srx': () => {
    const device = new JuniperDevice();
    return { run: (text) => device.run(text), state: () => juniperState(device) };
  },
  kubernetes: kubernetesDevice,
  cilium: kubernetesDevice,
  opnsense: () => {
    const device = new OpnsenseDevice();
    return { run: (text) => device.run(text), state: () => pfState(device) };
  },
  pfsense: () => {
    const device = new PfsenseDevice();
    return { run: (text) => device.run(text), state: () => pfState(device) };
  },
  windows: () => {
    const device = new WindowsDevice();
    return {
      run: (text) => device.run(text.replaceAll('REPLACE-ADDRESS-OF-', 'filled-in-')),
      state: () => windowsState(device),
    };
  },
};

function kubernetesDevice(): Device {
  const device = new KubernetesDevice();
  return { run: (text) => device.run(text), state: () => kubernetesState(device) };
}

const parameters: Readonly<Record<string, object>> = { kubernetes: podParameters, cilium: podParameters };

const isGone = (path: string) => path.includes('-gone') || path.includes('-apply');

function apply(device: Device, target: string, ruleSet: RuleSet, previous: RuleSet | null): void {
  const { files, removes } = renderTarget(target, ruleSet, parameters[target] ?? {}, previous);
  for (const { text } of files) device.run(text);
  for (const { path, text } of removes) if (isGone(path)) device.run(text);
}

/** Null if the revisions applied in turn leave what the last one alone leaves, and its removal leaves nothing. */
function findFault(target: string, revisions: readonly RuleSet[]): string | null {
  try {
    const [device, fresh] = [devices[target]!(), devices[target]!()];
    revisions.forEach((ruleSet, index) => apply(device, target, ruleSet, revisions[index - 1] ?? null));
    const last = revisions.at(-1)!;
    apply(fresh, target, last, null);
    const [found, wanted] = [device.state(), fresh.state()];
    if (JSON.stringify(found) !== JSON.stringify(wanted)) {
      const extra = found.filter((line) => !wanted.includes(line));
      return `left: ${extra.join('; ')}; missing: ${wanted.filter((line) => !found.includes(line)).join('; ')}`;
    }
    apply(device, target, last, last);
    if (JSON.stringify(device.state()) !== JSON.stringify(wanted))
      return 'applying it again changes the device';
    const removal = renderTarget(target, last, parameters[target] ?? {}, null).removes.find(
      ({ path }) => !isGone(path),
    )!;
    device.run(removal.text);
    return device.state().length === 0 ? null : `the removal leaves ${device.state().join('; ')}`;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

const names = Object.keys(devices);
const [runs, longRuns] = [historyRuns(40), Math.ceil(historyRuns(40) / 20)];

describe('revisions applied in turn are a fresh apply of the last one, and its removal leaves nothing', () => {
  test.each(names)(
    `%s: ${runs} random histories`,
    (target) => {
      fc.assert(
        fc.property(history, (revisions) => {
          expect(findFault(target, revisions)).toBeNull();
        }),
        { numRuns: runs },
      );
    },
    600_000,
  );

  test.each(names)(
    `%s: ${longRuns} histories of lists that outgrow one group`,
    (target) => {
      fc.assert(
        fc.property(longHistory, (revisions) => {
          expect(findFault(target, revisions)).toBeNull();
        }),
        { numRuns: longRuns },
      );
    },
    600_000,
  );

  test('targets whose files are replaced as a whole do not depend on the previous revision', () => {
    for (const target of ['feed', 'postfix', 'dovecot', 'handover']) {
      const { files } = renderTarget(target, scenarios['seed']!, {}, scenarios['both-families']!);
      expect(files).toEqual(renderTarget(target, scenarios['seed']!, {}).files);
    }
  });
});

describe('what the customer added to a rule stays', () => {
  const [first, second] = [scenarios['seed']!, scenarios['both-families']!];

  test('FortiGate: place, profiles and log settings', () => {
    const device = new FortigateDevice();
    device.run(
      'config firewall policy\nedit 17\nset name "deny"\nset srcintf "any"\nset dstintf "any"\nset action deny\nset schedule "always"\nset service "postern-tcp-1"\nset srcaddr "all"\nset dstaddr "all"\nnext\nend'
        .replace('"postern-tcp-1"', 'ALL')
        .replaceAll('"all"', 'all'),
    );
    device.run(renderTarget('fortigate', first, {}).files[0]!.text);
    const id = [...device.tables.get('firewall policy')!.keys()][1]!;
    device.run(
      `config firewall policy\nedit ${id}\nset av-profile "strict"\nset logtraffic disable\nnext\nmove ${id} before 17\nend`,
    );
    device.run(renderTarget('fortigate', second, {}, first).files[0]!.text);
    const policies = [...device.tables.get('firewall policy')!];
    expect(policies[0]![0]).toBe(id);
    expect(Object.fromEntries(policies[0]![1])).toMatchObject({
      'av-profile': '"strict"',
      logtraffic: 'disable',
    });
  });

  test('PAN-OS: place, profiles and tags', () => {
    const device = new PaloaltoDevice();
    const deny = 'set rulebase security rules deny-all';
    device.run(
      ['from any', 'to any', 'source any', 'destination any', 'application any', 'service any', 'action deny']
        .map((line) => `${deny} ${line}`)
        .join('\n'),
    );
    device.run(renderTarget('paloalto', first, {}).files[0]!.text);
    const id = [...device.objects.keys()].find((key) => key.startsWith('rulebase security rules postern-'))!;
    device.run(`set ${id} tag mail\nset ${id} profile-setting group strict\nmove ${id} before deny-all`);
    device.run(renderTarget('paloalto', second, {}, first).files[0]!.text);
    const rules = [...device.objects.keys()].filter((key) => key.startsWith('rulebase'));
    expect(rules.slice(0, 2)).toEqual([id, 'rulebase security rules deny-all']);
    expect(device.objects.get(id)!.get('tag')).toEqual(['mail']);
    expect(device.objects.get(id)!.get('profile-setting')).toEqual(['group strict']);
  });

  test('Junos: place, log settings and further conditions', () => {
    const device = new JuniperDevice();
    const zones = 'security policies from-zone untrust to-zone dmz';
    const deny = ['match source-address any', 'match destination-address any', 'match application any'];
    device.run([...deny, 'then deny'].map((part) => `set ${zones} policy deny-all ${part}`).join('\n'));
    const given = { fromZone: 'untrust', toZone: 'dmz', before: 'deny-all' };
    device.run(renderTarget('juniper-srx', first, given).files[0]!.text);
    const policies = () => [...device.objects.keys()].filter((id) => id.startsWith(zones));
    expect(policies().at(-1)).toBe(`${zones} policy deny-all`);
    const [id] = policies();
    device.run(`set ${id} then log session-close\nset ${id} match source-identity any`);
    device.run(renderTarget('juniper-srx', second, given, first).files[0]!.text);
    expect(policies().at(-1)).toBe(`${zones} policy deny-all`);
    expect(device.objects.get(id!)!.get('then log')).toEqual(['session-close']);
    expect(device.objects.get(id!)!.get('match source-identity')).toEqual(['any']);
  });

  test('ASA: a line stays where it was moved to', () => {
    const device = new AsaDevice();
    device.run(renderTarget('cisco-asa', first, { accessList: 'outside_in' }).files[0]!.text);
    const list = device.lists.get('outside_in')!;
    list.unshift('extended permit icmp any any');
    device.run(renderTarget('cisco-asa', first, { accessList: 'outside_in' }, first).files[0]!.text);
    expect(list[0]).toBe('extended permit icmp any any');
  });
});

const withoutDeletion = (text: string) => text.replace(/^kubectl delete .*slots.*$/gm, '');

/** Numbers names by their place in a file. */
const numbered = (names: RegExp, head: string) => (text: string) => {
  const numbers = new Map<string, number>();
  return text.replace(names, (name) => {
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return `${head}${numbers.get(name)}`;
  });
};

/** Renderers that break a history, made from the sound one by changing its text. */
const mutations: readonly (readonly [
  target: string,
  name: string,
  change: (text: string, path: string) => string,
])[] = [
  [
    'fortigate',
    'numbers policies by place',
    (text) => {
      let next = 9300;
      return text.replace(/^( +edit) \d+$/gm, (_, start: string) => `${start} ${next++}`);
    },
  ],
  ['fortigate', 'does not remove what is gone', (text, path) => (isGone(path) ? '' : text)],
  [
    'fortigate',
    'removes addresses before the groups that name them',
    (text, path) =>
      isGone(path)
        ? text
            .split(/(?=^config )/m)
            .toReversed()
            .join('')
        : text,
  ],
  ['paloalto', 'does not empty groups', (text) => text.replace(/^delete address-group \S+ static$/gm, '')],
  ['paloalto', 'does not empty destinations', (text) => text.replace(/^delete .* destination$/gm, '')],
  [
    'paloalto',
    'removes in the order of making',
    (text, path) => (isGone(path) ? text.split('\n').toReversed().join('\n') : text),
  ],
  [
    'cisco-asa',
    'removes groups before the lines that name them',
    (text, path) =>
      isGone(path)
        ? text
            .split('\n')
            .filter((l) => l.startsWith('no'))
            .toReversed()
            .join('\n')
        : text,
  ],
  ['cisco-asa', 'leaves old members', (text) => text.replace(/^ no network-object .*$/gm, '')],
  ['mikrotik', 'keeps old entries', (text) => text.replace(/^remove \[find comment="postern old"\]$/gm, '')],
  ['mikrotik', 'keeps rules that are gone', (text) => text.replace(/^:foreach .*$/gm, '')],
  [
    'mikrotik',
    'does not unmark entries',
    (text) => text.replace(/ on-error=\{.*\}$/gm, ' on-error={ set [find list=x] a=b }'),
  ],
  ['juniper-srx', 'keeps old members', (text) => text.replace(/^delete .* address-set \S+$/gm, '')],
  ['juniper-srx', 'keeps old servers', (text) => text.replace(/^delete .* destination-address$/gm, '')],
  ['juniper-srx', 'keeps old ports', (text) => text.replace(/^delete .* match application$/gm, '')],
  ['juniper-srx', 'keeps old sources', (text) => text.replace(/( match source-address \S+)$/gm, '$1-x')],
  ['juniper-srx', 'does not remove what is gone', (text, path) => (isGone(path) ? '' : text)],
  [
    'juniper-srx',
    'removes addresses and keeps the policies that name them',
    (text, path) => (isGone(path) ? text.replace(/^delete security policies .*$/gm, '') : text),
  ],
  ['juniper-srx', 'numbers policies by place', numbered(/(?<= policy )postern-\S+/g, 'postern-')],
  ['juniper-srx', 'leaves applications out', (text) => text.replace(/^set applications .*$/gm, '')],
  ['kubernetes', 'keeps policies that are gone', withoutDeletion],
  ['cilium', 'keeps policies that are gone', withoutDeletion],
  ...(['opnsense', 'pfsense'] as const).flatMap((target): typeof mutations => [
    [target, 'does not delete what is gone', (text, path) => (isGone(path) ? '' : text)],
    [
      target,
      'does not say that rules go first',
      (text) => text.replace('First delete the rules that name these aliases', 'Run this'),
    ],
    [target, 'names servers by place', numbered(/\bpostern_\w+_to_\w+/g, 'postern_to_')],
    [target, 'empties an alias', (text) => text.replace(/("content": |'address' => )(["'])[^"']*/, '$1$2')],
    [
      target,
      'takes names of any length',
      (text) => text.replace(/\bpostern_\w+_to_\w+/g, '$&_at_the_customer'),
    ],
  ]),
  ['pfsense', 'leaves a detail out', (text) => text.replace(/\|\|[^']*'\),$/gm, "'),")],
  [
    'windows',
    'keeps rules that are not wanted',
    (text) =>
      text
        .replace(/^.*-notin.*\r\n/gm, '')
        .replace(/^Get-NetFirewallRule -Group 'Postern' -ErrorAction SilentlyContinue \|\r\n/gm, ''),
  ],
];

test.each(mutations)('a broken renderer is found: %s that %s', (target, _, change) => {
  const sound = targets[target]!.render;
  const broken: typeof sound = (...given) => {
    const { files, removes, findings } = sound(...given);
    const changed = (all: typeof files) =>
      all.map((file) => ({ ...file, text: change(file.text, file.path) }));
    return { files: changed(files), removes: changed(removes), findings };
  };
  const table = targets as Record<string, (typeof targets)[string]>;
  const target0 = table[target]!;
  table[target] = { ...target0, render: broken };
  try {
    const found = fc
      .sample(history, { numRuns: 60, seed: 12 })
      .some((revisions) => findFault(target, revisions) !== null);
    expect(found).toBe(true);
  } finally {
    table[target] = target0;
  }
});
