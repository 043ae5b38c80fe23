import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { makeExclusive } from '../src/make-exclusive.js';
import { matchFlow, type Flow } from '../src/match-flow.js';
import { renderTarget } from '../src/targets.js';
import { describeInNamespace, runInNamespace } from './namespace.js';
import { scenarios } from './scenarios.js';

const worker = fileURLToPath(new URL('./packet-worker.mjs', import.meta.url));
const servers = ['198.51.100.10', '198.51.100.20', '2001:db8:1::10'];
const furtherSources = ['203.0.113.200/29'];
const sources = [
  '203.0.113.1',
  '203.0.113.31',
  '203.0.113.33',
  '203.0.113.201',
  '203.0.113.99',
  '2001:db8:a::1',
  '2001:db8:ffff::1',
];
const flows: Flow[] = sources.flatMap((source) =>
  servers
    .filter((server) => server.includes(':') === source.includes(':'))
    .flatMap((destination) => [993, 465, 587, 25].map((port) => ({ source, destination, port }))),
);

/** A namespace for the vendor, one for the customer's servers, and between them the router that holds the rules. */
const network = `
mount -t tmpfs none /run
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

function script(load: string): string {
  const give = (side: string, address: string) =>
    `ip -n ${side} addr add ${address}/${address.includes(':') ? '128' : '32'} dev lo${address.includes(':') ? ' nodad' : ''}`;
  const reach = (address: string) =>
    address.includes(':')
      ? `ip -6 route add ${address} via fe80::2 dev to-server`
      : `ip route add ${address} via 192.0.2.6`;
  return [
    network,
    ...sources.map((address) => give('vendor', address)),
    ...servers.flatMap((address) => [give('server', address), reach(address)]),
    load,
    'mkfifo ready',
    `ip netns exec server ${process.execPath} ${worker} flows.json serve > ready & read _ < ready`,
    `ip netns exec vendor ${process.execPath} ${worker} flows.json connect`,
    'kill $!',
  ].join('\n');
}

describeInNamespace(['nft', 'iptables', 'ipset', 'ip'], 'B4 packets through a router', () => {
  test.each([
    ['nftables', 'nft -f postern.nft'],
    ['iptables', 'sh apply.sh; iptables -A FORWARD -j POSTERN; ip6tables -A FORWARD -j POSTERN'],
  ])(
    'B4 %s in exclusive mode forwards who is listed and drops everybody else, on the mail ports only',
    async (target, load) => {
      const ruleSet = scenarios['both-families']!;
      const exclusive = makeExclusive(ruleSet, furtherSources);
      const { files } = renderTarget(target, ruleSet, { mode: 'exclusive', furtherSources });
      const given = [...files, { path: 'flows.json', text: JSON.stringify(flows) }];
      const outcomes = JSON.parse(await runInNamespace(given, script(load), '-rnm')) as string[];
      const wanted = flows.map((flow) =>
        matchFlow(exclusive, flow).action === 'deny' ? 'silent' : 'connected',
      );
      expect(flows.map((flow, index) => ({ ...flow, outcome: outcomes[index] }))).toEqual(
        flows.map((flow, index) => ({ ...flow, outcome: wanted[index] })),
      );
    },
  );
});
