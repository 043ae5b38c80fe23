import { finding } from '@postern/core/findings/finding-texts';
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
    const isolation = isolationFindings(ruleSet, { isUnlessIsolated: given.mode !== 'exclusive' });
    return { ...rendering, findings: [...rendering.findings, ...isolation, pluginFinding] };
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

const pluginFinding = finding('info', 'needs-plugin');
