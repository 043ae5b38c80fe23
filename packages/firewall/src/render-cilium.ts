import { finding } from '@postern/core/findings/finding-texts';
import { formatPrefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { isolationFindings, podParameters, renderPodPolicies, type PodPolicy } from './pod-policies.js';
import { defineTarget } from './target.js';
import type { YamlValue } from './yaml-text.js';

/**
 * Policies with the prefixes in them. A CiliumCIDRGroup would hold a list once for all policies, but it belongs to the
 * whole cluster: it needs the rights of an administrator, and the same name in two namespaces is one group.
 */
export const ciliumTarget = defineTarget({
  id: 'cilium',
  capability: capabilities.cilium,
  label: 'CiliumNetworkPolicy',
  kind: 'cloud',
  proof: 'JSON Schema of the API, read back by a separate parser and applied in a simulator of kubectl',
  parameters: z.strictObject(podParameters),
  render(ruleSet, given) {
    const rendering = renderPodPolicies(ruleSet, given, {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      resource: 'ciliumnetworkpolicies.cilium.io',
      file: 'postern-ciliumnetworkpolicies.yaml',
      spec,
    });
    const findings =
      given.mode === 'exclusive' ? isolationFindings(ruleSet, { isUnlessIsolated: false }) : [];
    return { ...rendering, findings: [...rendering.findings, ...findings, versionFinding] };
  },
});

/**
 * `enableDefaultDeny` keeps a policy that lets somebody in from isolating the pods. An empty rule lets nobody in; in a
 * NetworkPolicy of Kubernetes it would let everybody in.
 */
function spec({ labels, allows }: PodPolicy): YamlValue {
  return {
    endpointSelector: { matchLabels: labels },
    enableDefaultDeny: { ingress: allows === null, egress: false },
    ingress: [
      allows === null
        ? {}
        : {
            fromCIDRSet: allows.prefixes.map((prefix) => ({ cidr: formatPrefix(prefix) })),
            toPorts: [{ ports: [{ port: String(allows.port), protocol: 'TCP' }] }],
          },
    ],
  };
}

const versionFinding = finding('info', 'needs-version');
