import { z } from 'zod';

/** Chains and tables of the kernel, and of programs that rebuild them: what we write there is lost or does damage. */
const reserved =
  /^(?:input|output|forward|prerouting|postrouting|ingress|egress|nat|mangle|raw|security|firewalld|fail2ban|crowdsec|(?:docker|ufw|ufw6|kube|cali|cilium|cni|libvirt|lxc|lxd|incus|podman|netavark|f2b|flannel|weave|istio|tailscale|ts)(?:[-_].*)?)$/i;

/** Words of the languages of nft and iptables, which refuse them as a name; measured with nftables 1.0.6. */
const keywords = new Set(
  'accept add ah all and arp audit bridge cgroup chain classify comment comp connmark constant continue counter cpu create ct day dccp define delete describe device devices dnat drop dscp dst dup dynamic ecn element elements eq esp ether exists expires export exthdr fib flags flow flush frag fwd ge goto gt handle hbh hl hook hour ibriport ibrname icmp icmpv6 igmp iif iifgroup iifname iiftype import include index inet insert interval ip ip6 ipsec jhash jump le limit list log lshift lt map mark masquerade meta meter mh missing monitor ne netdev netmap nflog nftrace not notrack numgen obriport obrname oif oifgroup oifname oiftype or osf pkttype policy position priority queue quota random redefine redirect reject rename replace reset return rshift rt rt0 rt2 rtclassid rule ruleset sctp secmark set size skgid skuid snat socket srh symhash synproxy table tcp tcpmss tee th time timeout tos tproxy trace ttl type typeof udp udplite undefine update vlan vmap xor xt'.split(
    ' ',
  ),
);

/** A name for a chain or table of our own that nothing else on the machine uses. */
export function ownName(pattern: RegExp, message: string) {
  return z
    .string()
    .regex(pattern, message)
    .refine((name) => !keywords.has(name.toLowerCase()), 'nft or iptables does not take this word as a name')
    .refine((name) => !reserved.test(name), 'This name belongs to the system or to another program');
}
