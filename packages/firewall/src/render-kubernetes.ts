import type { Finding } from '@postern/core/finding';
import { formatPrefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { isolationFindings, podParameters, renderPodPolicies, type PodPolicy } from './pod-policies.js';
import { defineTarget } from './target.js';
import type { YamlValue } from './yaml-text.js';

const parameters = z.strictObject({
  ...podParameters,
  mode: podParameters.mode.meta({
    title: 'Mode',
    description:
      'permit: for pods that a policy of yours isolates already, so that ours only add; exclusive: ours isolate them.',
  }),
});

/** Kubernetes has no rule that lets in without isolating: every pod that a policy selects is closed to all others. */
export const kubernetesTarget = defineTarget({
  id: 'kubernetes',
  capability: capabilities.kubernetes,
  label: 'Kubernetes NetworkPolicy',
  kind: 'cloud',
  proof: 'JSON Schema of the API, read back by a separate parser and applied in a simulator of kubectl',
  parameters,
  render(ruleSet, given) {
    const rendering = renderPodPolicies(ruleSet, given, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      resource: 'networkpolicies.networking.k8s.io',
      file: 'postern-networkpolicies.yaml',
      spec,
    });
    const condition =
      given.mode === 'exclusive'
        ? 'These policies isolate the pods'
        : 'A policy isolates the pods that it selects, unless a policy of yours does so already';
    return {
      ...rendering,
      findings: [...rendering.findings, ...isolationFindings(ruleSet, condition), pluginFinding],
    };
  },
});

/** `policyTypes` names ingress only: what the pods send is not restricted. Without `ingress` nobody is let in. */
function spec({ labels, allows }: PodPolicy): YamlValue {
  const selected = { podSelector: { matchLabels: labels }, policyTypes: ['Ingress'] };
  if (allows === null) return selected;
  return {
    ...selected,
    ingress: [
      {
        from: allows.prefixes.map((prefix) => ({ ipBlock: { cidr: formatPrefix(prefix) } })),
        ports: [{ protocol: 'TCP', port: allows.port }],
      },
    ],
  };
}

const pluginFinding: Finding = {
  level: 'info',
  code: 'needs-plugin',
  text: 'Only a network plugin with support for NetworkPolicy, e.g. Calico or Cilium, does what these say; others take them and do nothing',
};
