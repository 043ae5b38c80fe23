import { parseBlockYaml } from './block-yaml.js';
import type { ParsedRule } from './parsed-rule.js';
import { strictPolicy, type WrittenPolicy } from './policy-schema.js';
import { Fault, fileText, strictCidr, strictGroups, type TextFile } from './strict-cidr.js';

/** The objects of a file with policies. */
export function policiesOf(text: string): WrittenPolicy[] {
  return parseBlockYaml(text).map(strictPolicy);
}

/** Reads policies of Kubernetes or Cilium: who may reach which port of the pods of which server. */
export function reparsePolicies(files: readonly TextFile[]): ParsedRule[] {
  return rulesOfPolicies(policiesOf(fileText(files))).map((rule) => {
    const [host] = strictGroups(/^app=<REPLACE-LABEL-OF-([a-z0-9.:-]+)>$/, rule.destination);
    return { ...rule, destination: `?${host}` };
  });
}

/** What policies let in; the destination is the selector of the pods. */
export function rulesOfPolicies(policies: Iterable<WrittenPolicy>): ParsedRule[] {
  return [...policies].flatMap(({ kind, spec }) =>
    kind === 'NetworkPolicy' ? kubernetesRules(spec) : ciliumRules(spec),
  );
}

type Labels = { matchLabels: Record<string, string> };

function kubernetesRules(spec: WrittenPolicy['spec']): ParsedRule[] {
  const { podSelector, ingress = [] } = spec as {
    podSelector: Labels;
    ingress?: { from: { ipBlock: { cidr: string } }[]; ports: { port: number }[] }[];
  };
  return ingress.map(({ from, ports }) =>
    ruleOf(
      podSelector,
      from.map(({ ipBlock }) => ipBlock.cidr),
      ports[0]!.port,
    ),
  );
}

/** A rule of Cilium without anything lets nobody in. */
function ciliumRules(spec: WrittenPolicy['spec']): ParsedRule[] {
  const { endpointSelector, ingress } = spec as {
    endpointSelector: Labels;
    ingress: { fromCIDRSet?: { cidr: string }[]; toPorts?: { ports: { port: string }[] }[] }[];
  };
  return ingress
    .filter((rule) => Object.keys(rule).length > 0)
    .map(({ fromCIDRSet, toPorts }) => {
      if (fromCIDRSet === undefined || toPorts === undefined) throw new Fault('a rule for everybody');
      const sources = fromCIDRSet.map(({ cidr }) => cidr);
      return ruleOf(endpointSelector, sources, Number(toPorts[0]!.ports[0]!.port));
    });
}

function ruleOf({ matchLabels }: Labels, sources: readonly string[], port: number): ParsedRule {
  const families = new Set(sources.map((source) => (strictCidr(source).includes(':') ? 6 : 4)));
  if (families.size !== 1) throw new Fault('a rule for both families');
  const destination = Object.entries(matchLabels)
    .map((pair) => pair.join('='))
    .join();
  return { action: 'allow', sources, family: [...families][0] as 4 | 6, destination, port };
}
