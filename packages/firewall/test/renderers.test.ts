import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { buildRuleSet } from '../src/build-rule-set.js';
import { makeExclusive } from '../src/make-exclusive.js';
import { removedPrefixes } from '../src/removed-prefixes.js';
import type { RuleSet } from '../src/rule-set.js';
import { describeTarget, renderTarget, targets } from '../src/targets.js';
import { expectGolden } from './golden-files.js';
import { tuples } from './parsed-rule.js';
import { bothFamilies, documentOf, onlyIpv6, scenarios, twoDomains } from './scenarios.js';
import { ruleReparsers, verifiedTargets, verifyRendering } from './verify-rendering.js';

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
  ['ufw', 'router', { place: 'router', removed: [{ protocol: 'imap', cidr: '203.0.113.96/27' }] }],
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
  [
    'cisco-asa',
    'removed',
    { accessList: 'outside_in', removed: [{ protocol: 'smtp', cidr: '203.0.113.96/27' }] },
  ],
  ['dovecot', 'further', { furtherSources: ['203.0.113.200/29', '2001:db8:f::/48'] }],
  ['feed', 'csv', { format: 'csv' }],
  ['feed', 'json', { format: 'json' }],
];

test.each(variants)('%s renders as before with other parameters: %s', (target, name, parameters) => {
  expectGolden(join(golden, target, name), renderTarget(target, scenarios['both-families']!, parameters));
});

test.each(Object.values(targets))(
  '$id describes itself with a JSON Schema that needs no parameter',
  (target) => {
    const { parameters } = describeTarget(target);
    expect(parameters).toMatchObject({ type: 'object', additionalProperties: false });
    expect(parameters).not.toHaveProperty('required');
  },
);

describe('B4 what is rendered, read back by a parser written apart, is the rule set', () => {
  test.each(cases.filter(({ target }) => verifiedTargets.includes(target)))(
    'B4 $target, $scenario',
    ({ target, scenario }) => {
      const ruleSet = scenarios[scenario]!;
      expect(verifyRendering(target, renderTarget(target, ruleSet, {}).files, ruleSet)).toBeNull();
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

describe('applied twice, or over the previous revision, the result is that of a fresh apply', () => {
  const before = buildRuleSet(bothFamilies, { ...twoDomains, dataCenters: ['eu1'] });
  const after = buildRuleSet(
    documentOf([
      { cidr: '203.0.113.0/26', protocol: 'imap' },
      { cidr: '2001:db8:a:1::/64', protocol: 'imap' },
      { cidr: '203.0.113.32/28', protocol: 'smtp' },
      { cidr: '2001:db8:c::/64', protocol: 'smtp' },
    ]),
    { ...twoDomains, dataCenters: ['eu1'] },
  );
  /** The re-parsers of these targets run the commands of both files one after the other, as a device does. */
  const applied = (target: string, ...texts: string[]) =>
    tuples(ruleReparsers[target]!.reparse([{ path: 'all', text: texts.join('') }]));
  const text = (target: string, ruleSet: RuleSet, parameters = {}) =>
    renderTarget(target, ruleSet, parameters).files[0]!.text;

  test.each(['fortigate', 'paloalto', 'cisco-asa', 'windows'])('%s', (target) => {
    const takesRemoved = targets[target]!.parameters.safeParse({ removed: [] }).success;
    const update = text(target, after, takesRemoved ? { removed: removedPrefixes(before, after) } : {});
    const fresh = applied(target, text(target, after));
    expect(applied(target, text(target, after), text(target, after))).toEqual(fresh);
    expect(applied(target, text(target, before), update)).toEqual(fresh);
  });

  test('windows drops the rules of a family that is gone', () => {
    const gone = buildRuleSet(onlyIpv6, { ...twoDomains, dataCenters: ['eu1'] });
    expect(applied('windows', text('windows', before), text('windows', gone))).toEqual(
      applied('windows', text('windows', gone)),
    );
  });

  test('ufw is told to delete what the previous revision had, of a family that is gone too', () => {
    const gone = buildRuleSet(onlyIpv6, { ...twoDomains, dataCenters: ['eu1'] });
    const script = text('ufw', gone, { removed: removedPrefixes(before, gone) });
    expect(script).toContain('ufw delete allow proto tcp from 203.0.113.0/27 to 198.51.100.10 port 993\n');
  });
});

test('the same input gives the same bytes', () => {
  for (const { target, scenario } of cases) {
    expect(renderTarget(target, scenarios[scenario]!, {})).toEqual(
      renderTarget(target, structuredClone(scenarios[scenario]!), {}),
    );
  }
});
