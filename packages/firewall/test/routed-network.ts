/** A namespace for the vendor, one for the customer's servers, and between them the router that holds the rules. */
const network = `
[ -e run-is-own ] || mount -t tmpfs none /run
echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
for side in vendor server; do
  ip netns add $side; ip link add to-$side type veth peer name eth0 netns $side; ip link set to-$side up
  ip -n $side link set lo up; ip -n $side link set eth0 up
  ip addr add fe80::1/64 dev to-$side nodad; ip -n $side addr add fe80::2/64 dev eth0 nodad
  ip -n $side -6 route add default via fe80::1 dev eth0
done
ip addr add 192.0.2.1/30 dev to-vendor; ip -n vendor addr add 192.0.2.2/30 dev eth0; ip -n vendor route add default via 192.0.2.1
ip addr add 192.0.2.5/30 dev to-server; ip -n server addr add 192.0.2.6/30 dev eth0; ip -n server route add default via 192.0.2.5
ip route add default via 192.0.2.2; ip -6 route add default via fe80::2 dev to-vendor
`;

const isIpv6 = (address: string) => address.includes(':');

/** Commands that make the network and give the vendor and the servers these addresses (in `unshare -rnm`). */
export function routedNetwork(sources: readonly string[], servers: readonly string[]): string {
  const give = (side: string, address: string) =>
    `ip -n ${side} addr add ${address}/${isIpv6(address) ? '128' : '32'} dev lo${isIpv6(address) ? ' nodad' : ''}`;
  const reach = (address: string) =>
    isIpv6(address)
      ? `ip -6 route add ${address} via fe80::2 dev to-server`
      : `ip route add ${address} via 192.0.2.6`;
  return [
    network,
    ...sources.map((address) => give('vendor', address)),
    ...servers.flatMap((address) => [give('server', address), reach(address)]),
  ].join('\n');
}
