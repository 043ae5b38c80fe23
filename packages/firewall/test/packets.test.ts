import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { formatIpAddress } from '@postern/core/ip-address';
import { lastAddress } from '@postern/core/prefix-set';
import { makeExclusive } from '../src/make-exclusive.js';
import { matchFlow, type Flow } from '../src/match-flow.js';
import type { RuleSet } from '../src/rule-set.js';
import { renderTarget } from '../src/targets.js';
import { describeInNamespace, runInNamespace } from './namespace.js';
import { scenarios } from './scenarios.js';

const worker = fileURLToPath(new URL('./packet-worker.mjs', import.meta.url));
const servers = ['198.51.100.10', '198.51.100.20', '2001:db8:1::10'];
const ports = [993, 465, 587, 25];

/** Connections from first − 1, first, last and last + 1 of every prefix to every server and port. */
function boundaryFlows({ sets }: RuleSet): Flow[] {
  const texts = sets.flatMap(({ prefixes }) =>
    prefixes.flatMap((prefix) =>
      [prefix.value - 1n, prefix.value, lastAddress(prefix), lastAddress(prefix) + 1n].map((value) =>
        formatIpAddress({ family: prefix.family, value }),
      ),
    ),
  );
  return [...new Set(texts)].flatMap((source) =>
    servers
      .filter((destination) => destination.includes(':') === source.includes(':'))
      .flatMap((destination) => ports.map((port) => ({ source, destination, port }))),
  );
}

/** Gives the loopback of a new namespace every address, loads the rules, and connects; a line for each surprise. */
async function surprises(
  flows: readonly Flow[],
  files: readonly { path: string; text: string }[],
  load: string,
  wanted: (flow: Flow) => string,
): Promise<string[]> {
  const addresses = [...new Set(flows.flatMap(({ source, destination }) => [source, destination]))];
  const batch = addresses
    .map(
      (address) =>
        `addr add ${address}/${address.includes(':') ? '128' : '32'} dev lo${address.includes(':') ? ' nodad' : ''}\n`,
    )
    .join('');
  const given = [
    ...files,
    { path: 'addresses', text: batch },
    { path: 'flows.json', text: JSON.stringify(flows) },
  ];
  const script = `ip link set lo up; ip -batch addresses; { ${load}\n} >&2; exec ${process.execPath} ${worker} flows.json`;
  const outcomes = JSON.parse(await runInNamespace(given, script)) as string[];
  expect(outcomes).toHaveLength(flows.length);
  return flows.flatMap((flow, index) =>
    outcomes[index] === wanted(flow) ? [] : [`${JSON.stringify(flow)} was ${outcomes[index]}`],
  );
}

/** The customer's own firewall below ours: it turns every new mail connection away. */
const loaders: Readonly<Record<string, string>> = {
  nftables: `nft -f postern.nft; nft -f - <<END
add chain inet filter input { type filter hook input priority 0; policy accept; }
add rule inet filter input jump postern
add rule inet filter input ct state new tcp dport { ${ports.join(', ')} } reject with tcp reset
END`,
  iptables: `sh apply.sh; for v in iptables ip6tables; do $v -A INPUT -j POSTERN; $v -A INPUT -p tcp -m multiport --dports ${ports.join(',')} --syn -j REJECT --reject-with tcp-reset; done`,
};

describeInNamespace(['nft', 'iptables', 'ipset', 'ip'], 'B4 packets in a network namespace', () => {
  const cases = Object.keys(loaders).flatMap((target) =>
    ['seed', 'both-families'].map((name) => ({ target, name })),
  );

  test.each(cases)(
    'B4 $target: every boundary address of $name connects or is turned away as match says',
    async ({ target, name }) => {
      const ruleSet = scenarios[name]!;
      const { files } = renderTarget(target, ruleSet, {});
      const wanted = (flow: Flow) => (matchFlow(ruleSet, flow).action === 'allow' ? 'connected' : 'refused');
      expect(await surprises(boundaryFlows(ruleSet), files, loaders[target]!, wanted)).toEqual([]);
    },
  );

  test.each([
    ['54.174.62.195', [465], [993]],
    ['54.174.62.196', [993], [465]],
    ['143.244.82.11', [993], [465]],
    ['143.244.82.12', [465], [993]],
    ['143.244.87.127', [465, 993], []],
    ['143.244.87.128', [], [465, 993]],
  ])(
    'R21 R22 packets from %s reach %j and not %j, with either packet filter',
    async (source, open, closed) => {
      const flows = [...open, ...closed].map((port) => ({ source, destination: '198.51.100.10', port }));
      const atSubmission = { source, destination: '198.51.100.20', port: 587 };
      const wanted = ({ port, destination }: Flow) =>
        open.includes(destination === atSubmission.destination ? 465 : port) ? 'connected' : 'refused';
      for (const [target, load] of Object.entries(loaders)) {
        const { files } = renderTarget(target, scenarios['seed']!, {});
        expect(await surprises([...flows, atSubmission], files, load, wanted)).toEqual([]);
      }
    },
  );

  test.each(['nftables', 'iptables'])(
    'B4 %s on the mail server itself names no address and lets the same sources in',
    async (target) => {
      const ruleSet = scenarios['both-families']!;
      const { files } = renderTarget(target, ruleSet, { place: 'mail-server' });
      const flows = boundaryFlows(ruleSet).filter(({ destination }) => destination !== '198.51.100.20');
      // There every server's rules are in one place, so each list opens all of its ports.
      const anywhere = (flow: Flow) =>
        servers.some((destination) => matchFlow(ruleSet, { ...flow, destination }).action === 'allow');
      expect(
        await surprises(flows, files, loaders[target]!, (flow) => (anywhere(flow) ? 'connected' : 'refused')),
      ).toEqual([]);
    },
  );

  test.each(['nftables', 'iptables'])(
    'B4 %s in exclusive mode drops everybody else, and only on the mail ports',
    async (target) => {
      const furtherSources = ['203.0.113.200/29'];
      const { files } = renderTarget(target, scenarios['both-families']!, {
        mode: 'exclusive',
        furtherSources,
        place: 'mail-server',
      });
      const exclusive = makeExclusive(scenarios['both-families']!, furtherSources);
      const sources = [
        '203.0.113.1',
        '203.0.113.33',
        '203.0.113.201',
        '198.51.100.77',
        '2001:db8:a::1',
        '2001:db8:ffff::1',
      ];
      const flows = sources.flatMap((source) =>
        ['198.51.100.10', '2001:db8:1::10']
          .filter((to) => to.includes(':') === source.includes(':'))
          .flatMap((destination) => [993, 465, 25].map((port) => ({ source, destination, port }))),
      );
      const load =
        target === 'nftables'
          ? 'nft -f postern.nft'
          : 'sh apply.sh; iptables -A INPUT -j POSTERN; ip6tables -A INPUT -j POSTERN';
      const wanted = (flow: Flow) => (matchFlow(exclusive, flow).action === 'deny' ? 'silent' : 'connected');
      expect(await surprises(flows, files, load, wanted)).toEqual([]);
    },
  );
});
