import { formatIpAddress, type IpAddress } from '@postern/core/ip-address';
import type { PrefixSet } from '@postern/core/prefix-set';
import { podLabels, type PodLabels, type PodParameters } from '../pod-policies.js';
import { distinct, portAt, resolveRules, type Destination, type RuleSet } from '../rule-set.js';
import type { DriftReport } from './check-deployed.js';
import { Unreadable, type Deployed, type DeployedRule } from './deployed-rules.js';
import {
  readPolicyDocuments,
  type PodSelector,
  type PolicyDocument,
  type PolicyEntry,
} from './policy-documents.js';

/**
 * Policies name pods by labels, not by addresses. For the comparison by connections each group of pods has an address
 * that stands for it.
 */
export class PodGroups {
  readonly #numbers = new Map<string, number>();

  /** The address of a group in one family. */
  addressOf(labels: PodLabels, family: 4 | 6): IpAddress {
    const selector = selectorText(labels);
    const number = this.#numbers.get(selector) ?? this.#numbers.size + 1;
    this.#numbers.set(selector, number);
    return addressAt(number, family);
  }

  /** A report in which the labels of pods stand for their addresses. */
  named(report: DriftReport): DriftReport {
    const names = [...this.#numbers].flatMap(([selector, number]) =>
      families.map((family) => [formatIpAddress(addressAt(number, family)), selector] as const),
    );
    const nameOf = new Map(names);
    const rename = (flows: DriftReport['missing']) =>
      flows.map((flow) => ({ ...flow, destination: nameOf.get(flow.destination) ?? flow.destination }));
    const renameIn = (sentence: string) =>
      names.reduce(
        (text, [address, selector]) => text.replace(` of ${address} `, () => ` of ${selector} `),
        sentence,
      );
    return {
      ...report,
      missing: rename(report.missing),
      wider: rename(report.wider),
      gone: report.gone.map(renameIn),
    };
  }
}

const families = [4, 6] as const;

function addressAt(number: number, family: 4 | 6): IpAddress {
  return { family, value: (family === 4 ? 10n << 24n : 0xfcn << 120n) + BigInt(number) };
}

function selectorText(labels: PodLabels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .toSorted()
    .join();
}

/** The rule set with groups of pods in place of servers: servers in the same pods are one group. */
export function podRuleSet(ruleSet: RuleSet, given: PodParameters, groups: PodGroups): RuleSet {
  const unnamed = ruleSet.destinations
    .map(({ host }) => host)
    .filter((host) => !Object.hasOwn(given.pods, host));
  if (unnamed.length > 0)
    throw new Unreadable(
      `Fill in “Pod labels” for ${unnamed.slice(0, 3).join(', ')}: policies name pods by labels only`,
    );
  const all = labelGroups(ruleSet, given);
  const resolved = resolveRules(ruleSet);
  const ports = distinct(resolved.map((each) => portAt(each, 'private')));
  return {
    ...ruleSet,
    destinations: [...all].map(([host, labels]): Destination => {
      const addresses = families.map((family) => formatIpAddress(groups.addressOf(labels, family)));
      return { host, isKnown: true, publicAddresses: addresses, privateAddresses: addresses };
    }),
    services: ports.map((port) => ({ key: String(port), protocol: 'imap', port })),
    rules: resolved.flatMap((each) => {
      const selector = { matchLabels: podLabels(each.destination.host, given) };
      const service = String(portAt(each, 'private'));
      return [...all]
        .filter(([, labels]) => matches(selector, labels))
        .map(([destination]) => ({ ...each.rule, destination, service }));
    }),
  };
}

/** The labels of every server's pods by the selector's text. */
function labelGroups({ destinations }: RuleSet, given: PodParameters): Map<string, PodLabels> {
  const all = destinations.map(({ host }) => podLabels(host, given));
  return new Map(all.map((labels) => [selectorText(labels), labels]));
}

/**
 * Reads policies of Kubernetes and Cilium. They add up: nothing that one lets in is turned away by another, except by a
 * deny rule of Cilium. Pods that no policy isolates are open to everybody.
 */
export function readPodPolicies(
  text: string,
  ruleSet: RuleSet,
  given: PodParameters,
  groups: PodGroups,
): Deployed {
  const policies = inNamespace(readPolicyDocuments(text), given.namespace);
  const wanted = [...labelGroups(ruleSet, given).values()];
  const gone: string[] = [];
  const unread: string[] = [];
  for (const policy of policies) {
    const { name, selector, restrictsEgress } = policy;
    if (isOurs(policy) && restrictsEgress) gone.push(`The policy ${name} also restricts what the pods send`);
    if (isOurs(policy) && policy.isCilium && policy.isolates && ruleSet.mode === 'permit')
      gone.push(`The policy ${name} closes its pods to all others`);
    const isUnclear =
      isOurs(policy) && (policy.hasMore || policy.deniesMore || selector.matchExpressions !== undefined);
    const mayDeny = !isOurs(policy) && policy.denies.length + Number(policy.deniesMore) > 0;
    const isPart =
      mayDeny &&
      wanted.some(
        (labels) => mayMatch(selector, labels) && (policy.deniesMore || !matches(selector, labels)),
      );
    if (isUnclear || isPart) unread.push(`policy ${name}`);
  }
  if (!policies.some(isOurs)) gone.push('There is no policy whose name starts with postern-');
  const rules = policies.flatMap((policy) => policyRules(policy, wanted, groups));
  const isDeny = ({ action }: DeployedRule) => action === 'deny';
  const last = wanted.flatMap((labels) => {
    const isolated = policies.some((policy) => policy.isolates && matches(policy.selector, labels));
    if (isolated) return [lastRule('deny', labels, groups)];
    if (ruleSet.mode === 'permit') return [lastRule('allow', labels, groups)];
    gone.push(`No policy isolates the pods ${selectorText(labels)}: everybody reaches every port`);
    return [];
  });
  return {
    rules: [...rules.filter(isDeny), ...rules.filter((rule) => !isDeny(rule)), ...last],
    gone,
    unread,
  };
}

function isOurs({ name }: PolicyDocument): boolean {
  return name.startsWith('postern-');
}

function inNamespace(policies: readonly PolicyDocument[], wanted: string | undefined): PolicyDocument[] {
  const found = distinct(policies.flatMap(({ namespace }) => namespace ?? []));
  if (wanted === undefined && found.length > 1)
    throw new Unreadable(`Fill in “Namespace”: this holds policies of ${found.slice(0, 5).join(', ')}`);
  return policies.filter(
    ({ namespace }) => namespace === null || wanted === undefined || namespace === wanted,
  );
}

/** The rules of a policy, for each group of pods that it selects. */
function policyRules(
  policy: PolicyDocument,
  wanted: readonly PodLabels[],
  groups: PodGroups,
): DeployedRule[] {
  return selectedPods(policy, wanted, groups).flatMap((destinations) => {
    const rule =
      (action: 'allow' | 'deny') =>
      (entry: PolicyEntry): DeployedRule => ({
        action,
        ...entry,
        destinations,
        isOurs: isOurs(policy),
        line: `policy ${policy.name}`,
      });
    return [...policy.denies.map(rule('deny')), ...policy.allows.map(rule('allow'))];
  });
}

/** A policy of ours that selects more pods than those of a server speaks of any pod. */
function selectedPods(
  policy: PolicyDocument,
  wanted: readonly PodLabels[],
  groups: PodGroups,
): readonly (PrefixSet | 'any')[] {
  const { selector } = policy;
  const selected = wanted.filter((labels) => matches(selector, labels));
  const own = selector.matchLabels ?? {};
  const isExact = wanted.some((labels) => selectorText(labels) === selectorText(own));
  if (!isOurs(policy) || isExact) return selected.map((labels) => groupPrefixes(labels, groups));
  return selected.length === 0 && Object.keys(own).length > 0 ? [groupPrefixes(own, groups)] : ['any'];
}

function groupPrefixes(labels: PodLabels, groups: PodGroups): PrefixSet {
  return [
    { ...groups.addressOf(labels, 4), length: 32 },
    { ...groups.addressOf(labels, 6), length: 128 },
  ];
}

function lastRule(action: 'allow' | 'deny', labels: PodLabels, groups: PodGroups): DeployedRule {
  const line = 'what no policy speaks of';
  return {
    action,
    sources: 'any',
    destinations: groupPrefixes(labels, groups),
    ports: 'any',
    isOurs: false,
    line,
  };
}

/** Whether pods of which these labels are known are selected, as far as these tell. */
function matches({ matchLabels = {}, matchExpressions = [] }: PodSelector, labels: PodLabels): boolean {
  const hasLabels = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  return hasLabels && matchExpressions.every((each) => holds(each, labels));
}

function holds(
  { key, operator, values = [] }: NonNullable<PodSelector['matchExpressions']>[number],
  labels: PodLabels,
): boolean {
  const value = labels[key];
  const isIn = value !== undefined && values.includes(value);
  if (operator === 'In') return isIn;
  if (operator === 'NotIn') return !isIn;
  return (value !== undefined) === (operator === 'Exists');
}

/** Whether pods with these labels and others may be selected. */
function mayMatch({ matchLabels = {} }: PodSelector, labels: PodLabels): boolean {
  return Object.entries(matchLabels).every(([key, value]) => (labels[key] ?? value) === value);
}
