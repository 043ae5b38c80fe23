/** The part of the sheet for mail servers that run as pods, from the files to their removal. */
export const clusterSteps: readonly string[] = [
  '## In a Kubernetes cluster',
  '',
  '1. `kubectl get pods --namespace NAMESPACE --show-labels` shows the labels of the pods behind each server. The target',
  '   is `cilium` where `kubectl get crd ciliumnetworkpolicies.cilium.io` finds one, else `kubernetes`.',
  '2. Write the files with namespace and labels:',
  '   `postern firewall TARGET --parameter namespace=NAMESPACE --parameter \'pods={"mail.example.com":"app=mail"}\' --out postern`;',
  '   the page *Firewall* of the console offers the same files.',
  '3. With the target `kubernetes`, the policies close the pods to everybody who is not listed, on every port, unless a',
  '   policy of yours selects them already (`kubectl get networkpolicies --namespace NAMESPACE`): first make one that opens',
  '   what must stay open.',
  '4. `kubectl get services --namespace NAMESPACE -o custom-columns=NAME:.metadata.name,POLICY:.spec.externalTrafficPolicy`',
  '   must say `Local` for the Services in front of the pods, or the load balancer must keep source addresses.',
  '5. Go into the folder (`cd postern`) and run `sh postern-apply.sh`, again for every new revision.',
  '   `sh postern-remove.sh` takes everything back.',
];
