import type { ParsedRule } from '@postern/firewall/test/parsed-rule';
import {
  comment,
  Fault,
  strictAddress,
  strictCidr,
  strictGroups,
  type TextFile,
} from '@postern/firewall/test/strict-cidr';
import { readModule } from './written-module.js';

const commentOnly = new RegExp(`^${comment}$`);

/** The prefixes of one family in order, each once; throws on what Azure and Google Cloud refuse. */
function strictSources(cidrs: readonly string[], limit: number): Pick<ParsedRule, 'sources' | 'family'> {
  const sources = cidrs.map(strictCidr);
  const families = new Set(sources.map((cidr) => (cidr.includes(':') ? 6 : 4)));
  if (families.size !== 1) throw new Fault('a rule of no family, or of both');
  if (new Set(sources).size !== sources.length || sources.length > limit)
    throw new Fault('duplicates, or too many prefixes');
  return { sources, family: [...families][0]! };
}

type AzureRule = Readonly<
  Record<
    | 'access'
    | 'description'
    | 'destination_port_range'
    | 'direction'
    | 'name'
    | 'network_security_group_name'
    | 'priority'
    | 'protocol'
    | 'resource_group_name'
    | 'source_port_range',
    string
  >
> & {
  readonly source_address_prefixes: readonly string[];
  readonly destination_address_prefixes: readonly string[] | string;
};

/** Reads a module for Azure; throws on what Azure refuses, e.g. two rules of a group with one priority. */
export function reparseAzure(files: readonly TextFile[]): ParsedRule[] {
  const rules = Object.values(
    readModule(files).resource?.['azurerm_network_security_rule'] ?? {},
  ) as unknown as AzureRule[];
  const taken = new Set<string>();
  return rules.flatMap((rule) => {
    const group = strictGroups(
      /^\$\{split\("\/", var\.network_security_group_ids\["([a-z0-9.:-]+)"\]\)\[8\]\}$/,
      rule.network_security_group_name,
    )[0]!;
    if (
      rule.resource_group_name !== rule.network_security_group_name.replace('[8]', '[4]') ||
      `${rule.direction} ${rule.access} ${rule.protocol} ${rule.source_port_range}` !==
        'Inbound Allow Tcp *' ||
      !commentOnly.test(rule.description) ||
      rule.description.length > 140
    )
      throw new Fault('not a rule of ours');
    // The longest name prefix and a hyphen have 32 characters.
    strictGroups(/^\$\{var\.name_prefix\}-([A-Za-z0-9][A-Za-z0-9._-]{0,46}[A-Za-z0-9_])$/, rule.name);
    const offset = strictGroups(/^\$\{var\.first_priority \+ (\d{1,4})\}$/, rule.priority)[0]!;
    for (const place of [`${group} ${offset}`, `${group} ${rule.name}`]) {
      if (taken.has(place) || Number(offset) > 1999) throw new Fault('a priority or a name twice');
      taken.add(place);
    }
    const { sources, family } = strictSources(rule.source_address_prefixes, 4000);
    return azureDestinations(rule.destination_address_prefixes, family).map((destination): ParsedRule => ({
      action: 'allow',
      sources,
      family,
      destination,
      port: Number(strictGroups(/^(\d{1,5})$/, rule.destination_port_range)[0]),
    }));
  });
}

function azureDestinations(given: readonly string[] | string, family: 4 | 6): readonly string[] {
  if (typeof given !== 'string') {
    if (given.length === 0) throw new Fault('no destination');
    return given.map(strictAddress);
  }
  const [host, not] = strictGroups(
    /^\$\{\[for address in var\.server_addresses\["([a-z0-9.:-]+)"\] : address if (!?)strcontains\(address, ":"\)\]\}$/,
    given,
  );
  if ((not === '!') !== (family === 4)) throw new Fault('addresses of the other family');
  return [`?${host}`];
}

type GoogleRule = Readonly<
  Record<'description' | 'direction' | 'name' | 'network' | 'priority' | 'project', string>
> & {
  readonly source_ranges: readonly string[];
  readonly target_tags: readonly string[];
  readonly allow: readonly { readonly protocol: string; readonly ports: readonly string[] }[];
};

/** Reads a module for Google Cloud; throws on what Google Cloud refuses, e.g. a rule with both families. */
export function reparseGoogle(files: readonly TextFile[]): ParsedRule[] {
  const rules = Object.values(
    readModule(files).resource?.['google_compute_firewall'] ?? {},
  ) as unknown as GoogleRule[];
  if (new Set(rules.map(({ name }) => name)).size !== rules.length) throw new Fault('a name twice');
  return rules.map((rule): ParsedRule => {
    if (
      `${rule.direction} ${rule.network} ${rule.project} ${rule.priority}` !==
        'INGRESS ${var.network} ${var.project} ${var.priority}' ||
      rule.target_tags.length !== 1 ||
      rule.allow.length !== 1 ||
      rule.allow[0]!.protocol !== 'tcp' ||
      rule.allow[0]!.ports.length !== 1 ||
      !commentOnly.test(rule.description)
    )
      throw new Fault('not a rule of ours');
    // The longest name prefix and a hyphen have 21 characters.
    strictGroups(/^\$\{var\.name_prefix\}-([a-z0-9-]{0,41}[a-z0-9])$/, rule.name);
    const [host] = strictGroups(/^\$\{var\.target_tags\["([a-z0-9.:-]+)"\]\}$/, rule.target_tags[0]);
    return {
      action: 'allow',
      ...strictSources(rule.source_ranges, 5000),
      destination: `?${host}`,
      port: Number(strictGroups(/^(\d{1,5})$/, rule.allow[0]!.ports[0])[0]),
    };
  });
}
