import { familyOf, mergePrefixes, subtractPrefixes, type PrefixSet } from '@postern/core/prefix-set';
import { portAt, resolveRules, type RuleSet } from '../rule-set.js';
import { joinSources, Unreadable, type Deployed } from './deployed-rules.js';
import { awsRules } from './terraform-aws-rules.js';
import { azureRules } from './terraform-azure-rules.js';
import { googleRules } from './terraform-google-rules.js';
import { terraformResources, type CloudRule, type TerraformResource } from './terraform-resources.js';

/** How the rules of a cloud are found among resources, and which parameter says what guards a server. */
type Cloud = {
  readonly read: (resources: readonly TerraformResource[]) => {
    readonly rules: readonly CloudRule[];
    readonly unread: readonly string[];
  };
  readonly guards: string;
  readonly noun: string;
};

const clouds = {
  'terraform-aws': { read: awsRules, guards: 'securityGroupIds', noun: 'security groups' },
  'terraform-azure': {
    read: azureRules,
    guards: 'networkSecurityGroupIds',
    noun: 'network security groups',
  },
  'terraform-google': { read: googleRules, guards: 'targetTags', noun: 'network tags' },
} as const satisfies Record<string, Cloud>;

/**
 * Reads `terraform show -json` of a state or a plan, a raw `terraform.tfstate`, or a module's own main.tf.json, and
 * counts in how many groups each port is open. Throws `Unreadable` for any other text.
 */
export function readTerraform(
  target: keyof typeof clouds,
  text: string,
  ruleSet: RuleSet,
  given: Readonly<Record<string, unknown>>,
): Deployed {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Unreadable('This is not JSON; use “terraform show -json”');
  }
  const resources = terraformResources(json);
  if (resources === null) throw new Unreadable('This JSON is no state, plan or configuration of Terraform');
  const { read, guards, noun } = clouds[target];
  const { rules, unread } = read(resources);
  const groups = (given[guards] ?? {}) as Readonly<Record<string, string>>;
  const gone =
    rules.length === 0
      ? ['There is no ingress rule']
      : wantedGroups(ruleSet, groups).flatMap((wanted) => closedGroups(rules, wanted, noun));
  return { rules: rules.map(({ rule }) => rule), gone, unread };
}

/** In how many groups a port must be open to these sources of one family. */
type WantedGroups = {
  readonly port: number;
  readonly family: 4 | 6;
  readonly sources: PrefixSet;
  readonly groups: number;
};

/** Servers that were given the same group share it. */
function wantedGroups(ruleSet: RuleSet, ids: Readonly<Record<string, string>>): WantedGroups[] {
  const groupOf = (host: string) => (Object.hasOwn(ids, host) ? ids[host]! : host);
  const places = Map.groupBy(
    resolveRules(ruleSet),
    (one) => `${groupOf(one.destination.host)} ${portAt(one, 'private')} ${one.rule.family}`,
  );
  const wanted = Map.groupBy(
    [...places.values()],
    (rules) =>
      `${portAt(rules[0]!, 'private')} ${rules[0]!.rule.family} ${rules.map(({ rule }) => JSON.stringify(rule.source)).join()}`,
  );
  return [...wanted.values()].map((groups) => ({
    port: portAt(groups[0]![0]!, 'private'),
    family: groups[0]![0]!.rule.family,
    sources: mergePrefixes(groups[0]!.flatMap(({ source }) => source?.prefixes ?? [])),
    groups: groups.length,
  }));
}

/** Sources that are left out in one of several groups, which comparing those of all groups together does not show. */
function closedGroups(
  rules: readonly CloudRule[],
  { port, family, sources, groups }: WantedGroups,
  noun: string,
): string[] {
  const open = rules.filter(
    ({ rule }) =>
      rule.action === 'allow' &&
      (rule.ports === 'any' || rule.ports.some(({ first, last }) => first <= port && port <= last)),
  );
  const count = [...Map.groupBy(open, ({ guards }) => guards).values()].filter((own) => {
    const allowed = joinSources(own.map(({ rule }) => rule.sources));
    return allowed === 'any' || subtractPrefixes(sources, familyOf(allowed, family)).length === 0;
  }).length;
  if (count >= groups) return [];
  return [`Port ${port} is open to all IPv${family} sources in ${count} of ${groups} ${noun}`];
}
