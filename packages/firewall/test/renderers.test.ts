import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { makeExclusive } from '../src/make-exclusive.js';
import { describeTarget, renderTarget, targets } from '../src/targets.js';
import { expectGolden } from './golden-files.js';
import { scenarios } from './scenarios.js';
import { renderReparsed, verifiedTargets, verifyRendering } from './verify-rendering.js';

const golden = fileURLToPath(new URL('../golden/', import.meta.url));
const cases = Object.keys(targets).flatMap((target) =>
  Object.keys(scenarios).map((scenario) => ({ target, scenario })),
);

describe('golden files (UPDATE_GOLDEN=1 writes them; review the diff)', () => {
  test.each(cases)('$target renders $scenario as before', ({ target, scenario }) => {
    expectGolden(join(golden, target, scenario), renderTarget(target, scenarios[scenario]!, {}));
  });
});

const variants: readonly (readonly [target: string, name: string, parameters: object])[] = [
  ['nftables', 'exclusive', { mode: 'exclusive', furtherSources: ['203.0.113.200/29'] }],
  ['nftables', 'mail-server', { place: 'mail-server', table: 'mail', chain: 'vendor' }],
  ['iptables', 'exclusive', { mode: 'exclusive', furtherSources: ['203.0.113.200/29'] }],
  ['ufw', 'router', { place: 'router' }],
  ['firewalld', 'router', { place: 'router', zone: 'external' }],
  [
    'fortigate',
    'polled',
    { feedUrl: 'https://postern.example.com', before: 17, virtualIps: { 'mail.example.com': 'vip-mail' } },
  ],
  [
    'paloalto',
    'polled',
    { feedUrl: 'https://postern.example.com', before: 'deny-all', fromZone: 'untrust', toZone: 'dmz' },
  ],
  ['cisco-asa', 'named', { accessList: 'outside_in' }],
  ['dovecot', 'version-2.4', { version: '2.4' }],
  ['dovecot', 'further', { furtherSources: ['203.0.113.200/29', '2001:db8:f::/48'] }],
  ['ansible', 'firewalld', { form: 'firewalld' }],
  ['ansible', 'exclusive', { mode: 'exclusive', furtherSources: ['203.0.113.200/29'] }],
  [
    'kubernetes',
    'exclusive',
    { mode: 'exclusive', namespace: 'mail', pods: { 'mail.example.com': 'app=mail' } },
  ],
  ['cilium', 'exclusive', { mode: 'exclusive', namespace: 'mail', pods: { 'mail.example.com': 'app=mail' } }],
  ['feed', 'csv', { format: 'csv' }],
  ['feed', 'json', { format: 'json' }],
];

test.each(variants)('%s renders as before with other parameters: %s', (target, name, parameters) => {
  expectGolden(join(golden, target, name), renderTarget(target, scenarios['both-families']!, parameters));
});

test.each(Object.keys(targets))(
  '%s writes what removes the previous revision, and all, as before',
  (target) => {
    const { removes, findings } = renderTarget(target, scenarios['seed']!, {}, scenarios['both-families']!);
    expectGolden(join(golden, target, 'removes'), { files: removes, findings });
  },
);

test.each(Object.keys(targets))(
  '%s says SAMPLE in the first lines of each file that is made from the sample list, and in no other file',
  (target) => {
    const render = (name: string) => {
      const { files, removes } = renderTarget(target, scenarios[name]!, {}, scenarios['empty-family']!);
      return [...files, ...removes].map(({ text }) => text.split('\n', 2).join(' '));
    };
    expect(render('seed').filter((line) => !line.includes('SAMPLE'))).toEqual([]);
    expect(render('both-families').filter((line) => line.includes('SAMPLE'))).toEqual([]);
  },
);

test.each(Object.values(targets))(
  '$id describes itself with a JSON Schema that needs no parameter',
  (target) => {
    const { parameters } = describeTarget(target);
    expect(parameters).toMatchObject({ type: 'object', additionalProperties: false });
    expect(parameters).not.toHaveProperty('required');
  },
);

test.each(Object.values(targets))(
  '$id has a title for each parameter, and its findings name a parameter by its title',
  (target) => {
    const { properties = {} } = describeTarget(target).parameters as {
      properties?: Record<string, { title?: string }>;
    };
    const titles = Object.values(properties).map(({ title }) => title);
    expect(titles).not.toContain(undefined);
    for (const ruleSet of Object.values(scenarios)) {
      for (const { text } of renderTarget(target.id, ruleSet, {}).findings) {
        expect(text).not.toMatch(/\bparameter\b|\b[a-z]+[A-Z][a-z]+[A-Za-z]*\b/);
        for (const [, label] of text.matchAll(/(?:fill in|see|name those in|another) “([^”]+)”/g))
          expect(titles).toContain(label);
      }
    }
  },
);

test.each(['feed', 'postfix', 'dovecot', 'handover'])(
  '%s has no finding about the addresses of servers, because its files name none',
  (target) => {
    const { files, findings } = renderTarget(target, scenarios['custom-ports']!, {});
    const codes = findings.map(({ code }) => code).filter((code) => code.startsWith('destination-'));
    expect(codes).toEqual([]);
    expect(files.some(({ text }) => text.includes('was not given'))).toBe(false);
  },
);

describe('B4 what is rendered, read back by a parser written apart, is the rule set', () => {
  test.each(cases.filter(({ target }) => verifiedTargets.includes(target)))(
    'B4 $target, $scenario',
    ({ target, scenario }) => {
      const ruleSet = scenarios[scenario]!;
      expect(verifyRendering(target, renderReparsed(target, ruleSet), ruleSet)).toBeNull();
    },
  );

  test.each(['nftables', 'iptables'])('B4 %s in exclusive mode, with further sources', (target) => {
    const furtherSources = ['203.0.113.200/29', '2001:db8:ffff::/64'];
    for (const ruleSet of Object.values(scenarios)) {
      const { files } = renderTarget(target, ruleSet, { mode: 'exclusive', furtherSources });
      expect(verifyRendering(target, files, makeExclusive(ruleSet, furtherSources))).toBeNull();
    }
  });
});

test.each(['nftables', 'iptables'])(
  'the scripts of %s hold no text of the account or the vendor',
  (target) => {
    const commands = (name: string) => {
      const { files, removes } = renderTarget(target, scenarios[name]!, {});
      return [...files, ...removes]
        .filter(({ path }) => path.endsWith('.sh'))
        .map(({ text }) => text.replace(/^# .*\n/gm, ''));
    };
    expect(commands('hostile')).toEqual(commands('seed'));
  },
);

test('the same input gives the same bytes', () => {
  for (const { target, scenario } of cases) {
    expect(renderTarget(target, scenarios[scenario]!, {})).toEqual(
      renderTarget(target, structuredClone(scenarios[scenario]!), {}),
    );
  }
});
