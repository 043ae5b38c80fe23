import { z } from 'zod';

/** Chains and tables of the kernel, and of programs that rebuild them: what we write there is lost or does damage. */
const reserved =
  /^(?:input|output|forward|prerouting|postrouting|ingress|egress|nat|mangle|raw|security|firewalld|fail2ban|crowdsec|(?:docker|ufw|ufw6|kube|cali|cilium|cni|libvirt|lxc|lxd|incus|podman|netavark|f2b|flannel|weave|istio|tailscale|ts)(?:[-_].*)?)$/i;

/** A name for a chain or table of our own that nothing else on the machine uses. */
export function ownName(pattern: RegExp, message: string) {
  return z
    .string()
    .regex(pattern, message)
    .refine((name) => !reserved.test(name), 'This name belongs to the system or to another program');
}
