import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { buildRuleSet } from '../src/build-rule-set.js';
import { matchFlow, type Flow } from '../src/match-flow.js';
import { renderTarget } from '../src/targets.js';
import { startFirewalld } from './firewalld-daemon.js';
import { describeInNamespace, runInNamespace } from './namespace.js';
import { routedNetwork } from './routed-network.js';
import { documentOf, domainOf } from './scenarios.js';
import { startUfw } from './ufw-machine.js';

/**
 * POSTERN_REPLACEMENTS=100 and POSTERN_PREFIXES=1000 try as much as a release does: some 40,000 SYNs for each row.
 */
const replacements = Number(process.env['POSTERN_REPLACEMENTS'] ?? 6);
const prefixes = Number(process.env['POSTERN_PREFIXES'] ?? 40);

const destinations = {
  'mail.example.com': {
    publicAddresses: ['198.51.100.10', '2001:db8:1::10'],
    privateAddresses: ['198.51.100.10', '2001:db8:1::10'],
  },
  'mx.example.net': { publicAddresses: ['198.51.100.20'], privateAddresses: ['198.51.100.20'] },
};

/** Prefixes that only one of the two revisions has, so that each replacement changes many. */
const fillers = (first: number) =>
  Array.from({ length: prefixes }, (_, index) => ({
    cidr: `52.${first + (index >> 7)}.${(index & 127) * 2}.0/24`,
    protocol: index % 2 === 0 ? 'imap' : 'smtp',
  }));
/** Both revisions let the same sources in, by prefixes of different lengths, and the second has one server more. */
const revisions = [
  buildRuleSet(
    documentOf([
      { cidr: '203.0.113.0/27', protocol: 'imap' },
      { cidr: '203.0.113.32/28', protocol: 'smtp' },
      { cidr: '2001:db8:a::/48', protocol: 'imap' },
      { cidr: '2001:db8:b::/48', protocol: 'smtp' },
      ...fillers(64),
    ]),
    { dataCenters: [], domains: [domainOf('mail.example.com')], destinations },
  ),
  buildRuleSet(
    documentOf([
      { cidr: '203.0.113.0/28', protocol: 'imap' },
      { cidr: '203.0.113.32/27', protocol: 'smtp' },
      { cidr: '2001:db8:a::/49', protocol: 'imap' },
      { cidr: '2001:db8:b::/49', protocol: 'smtp' },
      ...fillers(96),
    ]),
    { dataCenters: [], domains: [domainOf('mail.example.com'), domainOf('mx.example.net')], destinations },
  ),
];

const sources = [
  '203.0.113.5',
  '203.0.113.37',
  '203.0.113.99',
  '2001:db8:a::5',
  '2001:db8:b::5',
  '2001:db8:f::5',
];
const flows: Flow[] = sources.flatMap((source) =>
  [993, 465].map((port) => ({
    source,
    destination: source.includes(':') ? '2001:db8:1::10' : '198.51.100.10',
    port,
  })),
);
const passes = (flow: Flow) => revisions.map((ruleSet) => matchFlow(ruleSet, flow).action === 'allow');
const load = {
  pass: flows.filter((flow) => passes(flow).every(Boolean)),
  refuse: flows.filter((flow) => !passes(flow).some(Boolean)),
};

/** Counts SYNs in a namespace: of the flows that must pass, and of those that must not. */
function counters(hook: 'output' | 'prerouting'): string {
  const rules = Object.entries(load).flatMap(([name, all]) =>
    all.map(({ source, destination, port }) => {
      const ip = source.includes(':') ? 'ip6' : 'ip';
      return `add rule inet count seen ${ip} saddr ${source} ${ip} daddr ${destination} tcp dport ${port} tcp flags & (syn|ack|rst) == syn counter name ${name}`;
    }),
  );
  return [
    'add table inet count',
    ...Object.keys(load).map((name) => `add counter inet count ${name}`),
    `add chain inet count seen { type filter hook ${hook} priority -300; }`,
    ...rules,
    '',
  ].join('\n');
}

const packetWorker = fileURLToPath(new URL('./packet-worker.mjs', import.meta.url));
const loadWorker = fileURLToPath(new URL('./load-worker.mjs', import.meta.url));

/** Applies the two revisions in turn while connections go on. */
function script(target: string, apply: string, prepare: string): string {
  const read = (side: string) =>
    `ip netns exec ${side} nft -j list counters | sed 's/.*/&,/'; printf '\\n' >&2`;
  return [
    machines[target] ?? '',
    routedNetwork(sources, ['198.51.100.10', '198.51.100.20', '2001:db8:1::10']),
    'ip netns exec vendor nft -f sent.nft; ip netns exec server nft -f arrived.nft',
    `( cd 0; ${apply}; ) >&2; { ${prepare || ':'}\n} >&2`,
    'mkfifo ready',
    `ip netns exec server ${process.execPath} ${packetWorker} flows.json serve > ready & server=$!; read _ < ready`,
    `ip netns exec vendor ${process.execPath} ${loadWorker} load.json & client=$!`,
    "until ip netns exec server nft list counter inet count pass | grep -q 'packets [1-9]'; do sleep 0.05; done",
    `for i in $(seq ${countFor(target)}); do ( cd $((i % 2)); ${apply} ) >&2; sleep 0.1; done`,
    'touch stop; wait $client; sleep 0.2',
    `printf '['; ${read('vendor')}; ${read('server')}; printf 'null]'`,
    'kill $server',
  ].join('\n');
}

type Counts = { readonly pass: number; readonly refuse: number };

function countsOf(json: { nftables: { counter?: { name: string; packets: number } }[] }): Counts {
  const packets = (name: string) =>
    json.nftables.find(({ counter }) => counter?.name === name)?.counter?.packets ?? NaN;
  return { pass: packets('pass'), refuse: packets('refuse') };
}

/** The customer's own rules: answers to what is established, our chain, and nothing else. */
const nftGuard = `nft -f - <<END
add chain inet filter forward { type filter hook forward priority 0; policy drop; }
add rule inet filter forward ct state established,related accept
add rule inet filter forward meta l4proto ipv6-icmp accept
add rule inet filter forward jump postern
END`;
const iptablesGuard = (policy: string) =>
  `for v in iptables ip6tables; do $v -P FORWARD ${policy}; $v -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT; $v -A FORWARD -j POSTERN; done`;

/** firewall-cmd takes seconds where others take a tenth of one. */
const countFor = (target: string) => (target === 'firewalld' ? Math.ceil(replacements / 3) : replacements);

/** firewalld and ufw guard the machine that they run on, so they run on the router and forward. */
const machines = { firewalld: startFirewalld, ufw: startUfw } as Readonly<Record<string, string>>;

type Case = readonly [target: string, parameters: object, apply: string, prepare: string];
const cases: readonly Case[] = [
  ['nftables', { mode: 'permit' }, 'nft -f postern.nft', nftGuard],
  ['nftables', { mode: 'permit' }, 'sh postern-apply.sh', nftGuard],
  ['nftables', { mode: 'exclusive' }, 'nft -f postern.nft', ''],
  ['nftables', { mode: 'exclusive' }, 'sh postern-apply.sh', ''],
  ['iptables', { mode: 'permit' }, 'sh apply.sh', iptablesGuard('DROP')],
  ['iptables', { mode: 'exclusive' }, 'sh apply.sh', iptablesGuard('ACCEPT')],
  ['ufw', { form: 'ipset', place: 'router' }, 'sh postern-ufw.sh', ''],
  // A minute for each replacement, so only in the long form.
  ...(process.env['POSTERN_REPLACEMENTS'] === undefined
    ? []
    : [['firewalld', { place: 'router' }, 'sh apply.sh', ''] as const]),
];

describeInNamespace(['nft', 'iptables', 'ipset', 'ip', 'ufw', 'firewalld'], 'replacement under load', () => {
  test.each(cases)(
    `%s, %j, with %s: replacements lose no packet that may pass, and let none pass that may not`,
    async (target, parameters, apply, prepare) => {
      const rendered = revisions.flatMap((ruleSet, index) => {
        const { files, removes } = renderTarget(target, ruleSet, parameters, revisions[1 - index]!);
        return [...files, ...removes].map(({ path, text }) => ({ path: `${index}/${path}`, text }));
      });
      const files = [
        ...rendered,
        { path: 'flows.json', text: JSON.stringify(flows) },
        { path: 'load.json', text: JSON.stringify(load) },
        { path: 'sent.nft', text: counters('output') },
        { path: 'arrived.nft', text: counters('prerouting') },
      ];
      const [sent, arrived] = (
        JSON.parse(
          await runInNamespace(files, script(target, apply, prepare), '-rnm', 60_000 + 60_000 * replacements),
        ) as []
      )
        .slice(0, 2)
        .map(countsOf) as [Counts, Counts];
      process.stdout.write(
        `${target} ${JSON.stringify(parameters)}: ${countFor(target)} replacements, ${sent.pass} SYNs of listed sources, ${sent.pass - arrived.pass} lost; ${sent.refuse} others, ${arrived.refuse} passed\n`,
      );
      expect(sent.pass).toBeGreaterThan(20 * replacements);
      expect(sent.refuse).toBeGreaterThan(replacements);
      expect({ lost: sent.pass - arrived.pass, leaked: arrived.refuse }).toEqual({ lost: 0, leaked: 0 });
    },
    7_200_000,
  );
});
