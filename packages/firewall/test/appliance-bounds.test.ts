import { describe, expect, test } from '@jest/globals';
import type { Prefix } from '@postern/core/prefix';
import { buildRuleSet } from '../src/build-rule-set.js';
import { checkTarget } from '../src/deployed/check-target.js';
import type { RuleSet } from '../src/rule-set.js';
import { renderTarget, targets } from '../src/targets.js';
import { JuniperDevice, juniperState } from './device-juniper.js';
import { OpnsenseDevice, PfsenseDevice, pfState } from './device-pf.js';
import { documentOf, domainOf, scenarios } from './scenarios.js';
import { renderReparsed, verifyRendering } from './verify-rendering.js';

type Device = { run(text: string): void; show(): string; state(): string[] };

const devices: Readonly<Record<string, () => Device>> = {
  'juniper-srx': () => {
    const device = new JuniperDevice();
    return Object.assign(device, { state: () => juniperState(device) });
  },
  opnsense: () => {
    const device = new OpnsenseDevice();
    return Object.assign(device, { state: () => pfState(device) });
  },
  pfsense: () => {
    const device = new PfsenseDevice();
    return Object.assign(device, { state: () => pfState(device) });
  },
};

/** A list of so many addresses, none of them beside another. */
function longList(count: number): RuleSet {
  const base = scenarios['both-families']!;
  const prefixes = Array.from({ length: count }, (_, index): Prefix => ({
    family: 4,
    value: 0x34000000n + 2n * BigInt(index),
    length: 32,
  }));
  return { ...base, sets: base.sets.map((set) => (set.key === 'imap4-eu1' ? { ...set, prefixes } : set)) };
}

/** POSTERN_PREFIXES=100000 makes the lists as long as an allowlist may be. */
const count = Number(process.env['POSTERN_PREFIXES'] ?? '6000');

describe.each(Object.keys(devices))('%s', (target) => {
  test(`takes a list of ${count} addresses within the limits of the device, and gives it back`, () => {
    const ruleSet = longList(count);
    const device = devices[target]!();
    for (const { text } of renderTarget(target, ruleSet, {}).files) device.run(text);
    expect(verifyRendering(target, renderReparsed(target, ruleSet), ruleSet)).toBeNull();
    const parameters = targets[target]!.parameters.parse({}) as Record<string, unknown>;
    const shown = device.show();
    expect(checkTarget(target, shown, ruleSet, parameters).state).toBe('same');
    const shorter = longList(count - 1);
    expect(checkTarget(target, shown, shorter, parameters)).toMatchObject({
      state: 'drifted',
      missing: [],
      wider: [{ port: 993 }, { port: 993 }],
    });
    for (const { text } of renderTarget(target, ruleSet, {}).removes) device.run(text);
    expect(device.state()).toEqual([]);
  }, 120_000);

  test('has another name for each of two servers whose long names differ in one letter', () => {
    const label = 'a'.repeat(60);
    const hosts = ['x', 'y'].map((letter) => `${letter}${label}.${label}.${label}.${label}.example`);
    const ruleSet = buildRuleSet(
      documentOf([
        { cidr: '203.0.113.0/27', protocol: 'imap' },
        { cidr: '203.0.113.64/27', protocol: 'smtp' },
      ]),
      {
        dataCenters: [],
        domains: hosts.map((host) => domainOf(host)),
        destinations: Object.fromEntries(
          hosts.map((host, index) => {
            const addresses = [`192.0.2.${10 + index}`];
            return [host, { publicAddresses: addresses, privateAddresses: addresses }];
          }),
        ),
      },
    );
    expect(ruleSet.rules).toHaveLength(4);
    const device = devices[target]!();
    for (const { text } of renderTarget(target, ruleSet, {}).files) device.run(text);
    expect(verifyRendering(target, renderReparsed(target, ruleSet), ruleSet)).toBeNull();
  });
});
