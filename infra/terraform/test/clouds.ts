import type { ParsedRule } from '@postern/firewall/test/parsed-rule';
import type { TextFile } from '@postern/firewall/test/strict-cidr';
import type { RuleSet } from '@postern/firewall/rule-set';
import type { Target } from '@postern/firewall/target';
import { terraformAzureTarget } from '../src/terraform-azure-target.js';
import { terraformGoogleTarget } from '../src/terraform-google-target.js';
import { reparseAzure, reparseGoogle } from './reparse-clouds.js';
import type { Attributes } from './written-module.js';

/** A cloud whose rules hold the prefixes themselves. */
export type Cloud = {
  readonly target: Target;
  readonly provider: 'azurerm' | 'google';
  readonly reparse: (files: readonly TextFile[]) => ParsedRule[];
  /** The rule set as the module says it: servers that it names otherwise than by address count as unknown. */
  readonly asWritten: (ruleSet: RuleSet) => RuleSet;
  readonly sources: (attributes: Attributes) => readonly string[];
  /** What a rule opens, besides its sources. */
  readonly place: (attributes: Attributes) => string;
  readonly entriesPerRule: number;
};

export const clouds: Readonly<Record<'azure' | 'google', Cloud>> = {
  azure: {
    target: terraformAzureTarget,
    provider: 'azurerm',
    reparse: reparseAzure,
    asWritten: (ruleSet) => ruleSet,
    sources: (attributes) => attributes['source_address_prefixes'] as readonly string[],
    place: (attributes) =>
      JSON.stringify([
        attributes['network_security_group_name'],
        attributes['destination_address_prefixes'],
        attributes['destination_port_range'],
      ]),
    entriesPerRule: 4000,
  },
  google: {
    target: terraformGoogleTarget,
    provider: 'google',
    reparse: reparseGoogle,
    asWritten: (ruleSet) => ({
      ...ruleSet,
      destinations: ruleSet.destinations.map((destination) => ({ ...destination, isKnown: false })),
    }),
    sources: (attributes) => attributes['source_ranges'] as readonly string[],
    place: (attributes) => JSON.stringify([attributes['target_tags'], attributes['allow']]),
    entriesPerRule: 5000,
  },
};
