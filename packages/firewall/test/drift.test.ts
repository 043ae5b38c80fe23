import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkCommands } from '../src/deployed/check-commands.js';
import { checkedTargets, checkTarget } from '../src/deployed/check-target.js';
import type { DriftReport } from '../src/deployed/check-deployed.js';
import { renderTarget, targets } from '../src/targets.js';
import { AsaDevice } from './device-asa.js';
import { FortigateDevice } from './device-fortigate.js';
import { JuniperDevice } from './device-juniper.js';
import { KubernetesDevice, podParameters } from './device-kubernetes.js';
import { MikrotikDevice } from './device-mikrotik.js';
import { OpnsenseDevice, PfsenseDevice } from './device-pf.js';
import { PaloaltoDevice } from './device-paloalto.js';
import { WindowsDevice } from './device-windows.js';
import { iptablesSabotages, nftSabotages, sabotages } from './drift-sabotages.js';
import { printedByFirewalld } from './firewalld-daemon.js';
import { describeInNamespace, runInNamespace } from './namespace.js';
import { scenarios } from './scenarios.js';

const ruleSet = scenarios['both-families']!;

test('each target that can be checked says what to run on the device', () => {
  expect(Object.keys(checkCommands).toSorted()).toEqual([...checkedTargets].toSorted());
});

function check(target: string, text: string, parameters: object = {}): DriftReport {
  const parsed = targets[target]!.parameters.parse(parameters) as Record<string, unknown>;
  return checkTarget(target, text, ruleSet, {
    ...parsed,
    ...(target === 'feed' ? { protocol: 'imap' } : {}),
  });
}

const text = (target: string, parameters: object = {}) =>
  renderTarget(target, ruleSet, parameters)
    .files.map((file) => file.text)
    .join('');

function applied<Device extends { run(text: string): void }>(target: string, device: Device): Device {
  for (const file of renderTarget(target, ruleSet, {}).files) device.run(file.text);
  return device;
}

/** Where each sound text comes from: what the device prints after our files were applied. */
const sound: Readonly<Record<string, () => string>> = {
  fortigate: () => {
    const device = new FortigateDevice();
    device.run(text('fortigate'));
    return `${device.show()}\n`;
  },
  paloalto: () => {
    const device = new PaloaltoDevice();
    device.run(text('paloalto'));
    return `${device.show()}\n`;
  },
  'cisco-asa': () => {
    const device = new AsaDevice();
    device.run(text('cisco-asa', { accessList: 'outside_in' }));
    return `${device.show()}\naccess-list outside_in extended deny ip any any\naccess-group outside_in in interface outside\n`;
  },
  mikrotik: () => {
    const device = new MikrotikDevice();
    device.run(text('mikrotik'));
    return `${device.show()}\n`;
  },
  'juniper-srx': () => {
    const device = new JuniperDevice();
    device.run(text('juniper-srx'));
    return `${device.show()}\n`;
  },
  kubernetes: () => printedByKubectl('kubernetes', podParameters),
  cilium: () => printedByKubectl('cilium', podParameters),
  opnsense: () => applied('opnsense', new OpnsenseDevice()).show(),
  pfsense: () => applied('pfsense', new PfsenseDevice()).show('all'),
  windows: () => {
    const device = new WindowsDevice();
    device.run(text('windows'));
    const strings = (value: string) => [...value.matchAll(/'([^']*)'/g)].map(([, item]) => item!);
    const rules = [...device.rules].map(([Name, { fields }]) => ({
      Name,
      Enabled: fields.get('Enabled'),
      Direction: fields.get('Direction'),
      Action: fields.get('Action'),
      Protocol: fields.get('Protocol'),
      LocalPort: strings(fields.get('LocalPort')!),
      LocalAddress: strings(fields.get('LocalAddress')!),
      RemoteAddress: strings(fields.get('RemoteAddress')!),
    }));
    return JSON.stringify(rules, null, 1);
  },
  ufw: () =>
    text('ufw')
      .split('\n')
      .filter((line) => line.startsWith('ufw '))
      .map((line) =>
        line.replace(
          /^ufw prepend allow proto tcp (.*) port (\d+) comment (.*)$/,
          'ufw allow $1 port $2 proto tcp comment $3',
        ),
      )
      .join('\n'),
  firewalld: () => printedByFirewalld(renderTarget('firewalld', ruleSet, {}).files),
  ansible: () =>
    printedByFirewalld(
      renderTarget('ansible', ruleSet, { form: 'firewalld' }).files.map(({ path, text: written }) => ({
        path: path.replace('roles/postern/files/rules/', ''),
        text: written,
      })),
    ),
  postfix: () => text('postfix'),
  dovecot: () => text('dovecot'),
  feed: () =>
    renderTarget('feed', ruleSet, {})
      .files.filter(({ path }) => path.startsWith('imap'))
      .map((file) => file.text)
      .join(''),
};

function printedByKubectl(target: string, parameters: object): string {
  const device = new KubernetesDevice();
  device.run(text(target, parameters));
  return device.show();
}

const neededParameters: Readonly<Record<string, object>> = {
  'cisco-asa': { accessList: 'outside_in' },
  ansible: { form: 'firewalld' },
  kubernetes: podParameters,
  cilium: podParameters,
};

/** The role of Ansible puts the files of another target onto a machine, so that the machine prints the same. */
const allSabotages: typeof sabotages = { ...sabotages, ansible: sabotages['firewalld']! };

describe.each(Object.keys(allSabotages))('B5 drift of %s', (target) => {
  const parameters = neededParameters[target] ?? {};

  test('what our own files make is the same', () => {
    expect(check(target, sound[target]!(), parameters)).toEqual({
      state: 'same',
      missing: [],
      wider: [],
      gone: [],
      unread: [],
    });
  });

  test(`every one of ${allSabotages[target]!.length} sabotages is found`, () => {
    expect(allSabotages[target]!.length).toBeGreaterThanOrEqual(12);
    const before = sound[target]!();
    const overlooked = allSabotages[target]!.filter(([name, from, to]) => {
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${target}: the sabotage “${name}” changes nothing`);
      return check(target, after, parameters).state === 'same';
    });
    expect(overlooked.map(([name]) => name)).toEqual([]);
  });

  test('a text of another kind is unknown, never the same', () => {
    for (const other of ['', '{}', '[1]', '<html></html>', 'ok\n']) {
      if (target === 'dovecot' || target === 'postfix') continue; // An empty file is a list that has lost everything.
      expect([other, check(target, other, parameters).state]).not.toEqual([other, 'same']);
    }
  });
});

test('B5 what the customer adds beside our rules is no drift', () => {
  const policy =
    'config firewall policy\n edit 1\n set name "web"\n set action accept\n set srcaddr "all"\n set dstaddr "web"\n set service "HTTPS"\n next';
  expect(check('fortigate', sound['fortigate']!().replace('config firewall policy', policy)).state).toBe(
    'same',
  );
  const asa = sound['cisco-asa']!().replace(
    /^access-list/m,
    'access-list outside_in extended permit tcp any any eq 80\naccess-list',
  );
  expect(check('cisco-asa', asa, { accessList: 'outside_in' }).state).toBe('same');
  expect(check('ufw', `${sound['ufw']!()}\nufw allow 22/tcp`).state).toBe('same');
});

const foreignPolicy = (spec: string, kind = 'networking.k8s.io/v1\nkind: NetworkPolicy') =>
  `---\napiVersion: ${kind}\nmetadata: { name: own, namespace: mail }\nspec: ${spec}\n`;

test.each(['kubernetes', 'cilium'])(
  'B5 other policies beside ours are no drift of %s, and JSON is read too',
  (target) => {
    const printed = printedByKubectl(target, podParameters);
    const others = [
      '{ podSelector: {}, policyTypes: [Ingress] }',
      '{ podSelector: { matchLabels: { app: mail } }, ingress: [{ ports: [{ port: 25 }] }] }',
      '{ podSelector: { matchExpressions: [{ key: app, operator: Exists }] }, ingress: [{ from: [{ namespaceSelector: {} }] }], egress: [{}] }',
    ];
    expect(
      check(target, printed + others.map((spec) => foreignPolicy(spec)).join(''), podParameters),
    ).toEqual({
      state: 'same',
      missing: [],
      wider: [],
      gone: [],
      unread: [],
    });
    expect(check(target, JSON.stringify(parse(printed)), podParameters).state).toBe('same');
  },
);

test('B5 a deny rule of Cilium that is not ours is found, or named if it may be for other pods', () => {
  const printed = printedByKubectl('cilium', podParameters);
  const kind = 'cilium.io/v2\nkind: CiliumNetworkPolicy';
  const deny = (labels: string) =>
    printed +
    foreignPolicy(
      `{ endpointSelector: { matchLabels: { ${labels} } }, ingressDeny: [{ fromCIDR: [203.0.113.0/28] }] }`,
      kind,
    );
  const report = check('cilium', deny('k8s:app: mail'), podParameters);
  expect(report.state).toBe('drifted');
  expect(report.missing).toContainEqual({ source: '203.0.113.0/28', destination: 'app=mail', port: 993 });
  expect(check('cilium', deny('app: mail, tier: back'), podParameters)).toMatchObject({
    state: 'unknown',
    unread: ['policy own'],
  });
  expect(check('cilium', deny('app: web'), podParameters).state).toBe('same');
});

test('B5 pods that nothing isolates, and pods that are not named, are told apart', () => {
  const exclusive = { ...podParameters, mode: 'exclusive', furtherSources: ['192.0.2.200/29'] };
  const printed = printedByKubectl('cilium', exclusive);
  expect(check('cilium', printed, exclusive).state).toBe('same');
  const report = check('cilium', printed.replaceAll('ingress: true', 'ingress: false'), exclusive);
  expect(report.gone).toContain('No policy isolates the pods app=mail: everybody reaches every port');
  expect(report.wider.length).toBeGreaterThan(0);
  expect(
    check('kubernetes', printedByKubectl('kubernetes', podParameters), { namespace: 'mail' }),
  ).toMatchObject({
    state: 'unknown',
    unread: ['Fill in “Pod labels” for mail.example.com, mx.example.net: policies name pods by labels only'],
  });
  const two =
    printedByKubectl('kubernetes', podParameters) +
    foreignPolicy('{ podSelector: {} }').replace('namespace: mail', 'namespace: web');
  const { pods } = podParameters;
  expect(check('kubernetes', two, { pods }).unread).toEqual([
    'Fill in “Namespace”: this holds policies of mail, web',
  ]);
});

test('B5 YAML with aliases, of which a few lines stand for millions of values, or with endless nesting is unknown', () => {
  const levels = Array.from(
    { length: 9 },
    (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level}, `.repeat(9)}]`,
  );
  const bomb = ['a0: &a0 [x, x]', ...levels, 'kind: List', ''].join('\n');
  const deep = `kind: ${'['.repeat(20_000)}`;
  for (const text of [bomb, deep]) expect(check('kubernetes', text, podParameters).state).toBe('unknown');
});

test('B5 PAN-OS is read as XML too', () => {
  const xml = (
    members: string,
  ) => `<?xml version="1.0"?><config><devices><entry name="localhost"><vsys><entry name="vsys1">
<address><entry name="a"><ip-netmask>203.0.113.0/27</ip-netmask></entry></address>
<address-group><entry name="g"><static>${members}</static></entry></address-group>
<service><entry name="s"><protocol><tcp><port>993</port></tcp></protocol></entry></service>
<rulebase><security><rules><entry name="postern-1"><source><member>g</member></source><destination><member>192.0.2.10</member></destination>
<service><member>s</member></service><application><member>any</member></application><action>allow</action></entry></rules></security></rulebase>
</entry></vsys></entry></devices></config>`;
  const report = check('paloalto', xml('<member>a</member>'));
  expect(report.missing).not.toContainEqual({
    source: '203.0.113.0/27',
    destination: '192.0.2.10',
    port: 993,
  });
  expect(report.missing).toContainEqual({ source: '203.0.113.64/30', destination: '192.0.2.10', port: 993 });
  expect(report.wider).toEqual([]);
  expect(check('paloalto', xml('<member>a</member><member>b</member>')).unread).toEqual([
    expect.stringContaining('“b”'),
  ]);
  expect(check('paloalto', '<!DOCTYPE x [<!ENTITY e "y">]><config/>').state).toBe('unknown');
});

const separator = '==\n';

describeInNamespace(['nft', 'iptables', 'ipset'], 'B5 drift of what really runs', () => {
  const nftLoad =
    'nft flush ruleset; nft -f postern.nft; nft add chain inet filter input "{ type filter hook input priority 0; }"; nft add rule inet filter input ct state invalid drop; nft add rule inet filter input jump postern';
  const iptablesLoad =
    'iptables -F; ip6tables -F; sh apply.sh; for v in iptables ip6tables; do $v -A INPUT -m conntrack --ctstate INVALID -j DROP; $v -A INPUT -j POSTERN; done';

  test.each([
    { target: 'nftables', load: nftLoad, show: 'nft -j list ruleset', changes: nftSabotages },
    { target: 'nftables', load: nftLoad, show: 'nft list ruleset', changes: nftSabotages },
    {
      target: 'iptables',
      load: iptablesLoad,
      show: 'iptables-save; ip6tables-save; ipset save',
      changes: iptablesSabotages,
    },
  ])('$target, as $show prints it', async ({ target, load, show, changes }) => {
    const { files } = renderTarget(target, ruleSet, {});
    const keep = files.map(({ path }) => `cp ${path} ${path}.kept`).join('; ');
    const restore = files.map(({ path }) => `cp ${path}.kept ${path}`).join('; ');
    const steps = Object.values(changes).map(
      (change) =>
        `${restore}; { ${load}; ${change}; } >&2; ${show}; printf '${separator.replace('\n', '\\n')}'`,
    );
    const out = await runInNamespace(
      files,
      [keep, load, show, `printf '${separator.replace('\n', '\\n')}'`, ...steps].join('\n'),
    );
    const [same, ...drifted] = out.split(separator).slice(0, -1);
    expect(check(target, same!)).toEqual({ state: 'same', missing: [], wider: [], gone: [], unread: [] });
    const names = Object.keys(changes);
    expect(drifted).toHaveLength(names.length);
    const overlooked = names.filter((_, index) => check(target, drifted[index]!).state === 'same');
    expect(overlooked).toEqual([]);
  });

  test('iptables-save without its sets is unknown', async () => {
    const { files } = renderTarget('iptables', ruleSet, {});
    const saved = await runInNamespace(files, `${iptablesLoad}; iptables-save; ip6tables-save`);
    expect(check('iptables', saved)).toMatchObject({
      state: 'unknown',
      unread: [expect.stringContaining('ipset save')],
    });
    const half = await runInNamespace(files, `${iptablesLoad}; iptables-save; ipset save`);
    expect(check('iptables', half)).toMatchObject({
      state: 'unknown',
      unread: ['The output of ip6tables-save is missing'],
    });
  });

  test('nftables in exclusive mode: a deny that is gone is found', async () => {
    const parameters = { mode: 'exclusive', place: 'mail-server', furtherSources: ['192.0.2.200/29'] };
    const { files } = renderTarget('nftables', ruleSet, parameters);
    const show = 'nft -j list ruleset';
    const out = await runInNamespace(
      files,
      `nft -f postern.nft; ${show}; echo ==; sed -i '/ drop comment/d' postern.nft; nft -f postern.nft; ${show}`,
    );
    const [same, open] = out.split(separator);
    expect(check('nftables', same!, parameters).state).toBe('same');
    const report = check('nftables', open!, parameters);
    expect([report.state, report.wider.length > 0]).toEqual(['drifted', true]);
  });
});

test('B5 aliases of pfSense without rules are judged by the rules of the sheet, OPNsense as XML too', () => {
  const same = { state: 'same', missing: [], wider: [], gone: [], unread: [] };
  const xml = applied('pfsense', new PfsenseDevice()).show();
  expect(check('pfsense', xml)).toEqual(same);
  expect(check('pfsense', xml.replace('>203.0.113.0/27 ', '>')).missing).toContainEqual({
    source: '203.0.113.0/27',
    destination: '198.51.100.10',
    port: 993,
  });
  const configuration = xml
    .replace('<aliases>', '<opnsense><aliases/><OPNsense><Firewall><Alias version="1.0.1"><aliases>')
    .replace('</aliases>', '</aliases></Alias></Firewall></OPNsense></opnsense>')
    .replaceAll('<alias>', '<alias uuid="5d1b6c5e-0000-4000-8000-000000000000"><enabled>1</enabled>')
    .replace(/<(\/?)address>/g, '<$1content>');
  expect(check('opnsense', configuration)).toEqual(same);
  expect(check('opnsense', configuration.replace('<enabled>1', '<enabled>0')).state).toBe('drifted');
  expect(check('opnsense', configuration.slice(0, 400)).state).toBe('unknown');
  const fetched = xml.replace(
    '</aliases>',
    '<alias><name>postern_imap4</name><type>urltable</type></alias>\n</aliases>',
  );
  expect(check('pfsense', fetched)).toEqual(same);
});

test('every target that rules are written for can be checked', () => {
  const unchecked = Object.keys(targets).filter((id) => !checkedTargets.includes(id));
  expect(unchecked).toEqual(['handover']); // A sheet for people.
});
