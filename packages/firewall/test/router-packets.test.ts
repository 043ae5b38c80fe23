import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { makeExclusive } from '../src/make-exclusive.js';
import { matchFlow, type Flow } from '../src/match-flow.js';
import { renderTarget } from '../src/targets.js';
import { describeInNamespace, runInNamespace } from './namespace.js';
import { routedNetwork } from './routed-network.js';
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

function script(load: string): string {
  return [
    routedNetwork(sources, servers),
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
