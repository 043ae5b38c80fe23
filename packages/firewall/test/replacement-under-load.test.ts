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

/** Applies the two revisions in turn while connections go on: soundly first, then once with each planted gap. */
function script({ target, apply, prepare, gaps }: Case): string {
  const read = (side: string) =>
    `ip netns exec ${side} nft -j list counters | sed 's/.*/&,/'; ip netns exec ${side} nft reset counters > /dev/null`;
  const phase = (count: number, command: string) => [
    `ip netns exec vendor ${process.execPath} ${loadWorker} load.json & client=$!`,
    "until ip netns exec server nft list counter inet count pass | grep -q 'packets [1-9]'; do sleep 0.05; done",
    `for i in $(seq ${count}); do ( cd $((i % 2)); ${command}\n) >&2; sleep 0.1; done`,
    'touch stop; wait $client; rm stop; sleep 0.2',
    `${read('vendor')}; ${read('server')}`,
  ];
  return [
    machines[target] ?? '',
    routedNetwork(sources, ['198.51.100.10', '198.51.100.20', '2001:db8:1::10']),
    'ip netns exec vendor nft -f sent.nft; ip netns exec server nft -f arrived.nft',
    `( cd 0; ${apply}; ) >&2; { ${prepare || ':'}\n} >&2`,
    'mkfifo ready',
    `ip netns exec server ${process.execPath} ${packetWorker} flows.json serve > ready & server=$!; read _ < ready`,
    "printf '['",
    ...phase(replacements, apply),
    ...Object.values(gaps).flatMap((gap) => phase(gapReplacements, gap)),
    "printf 'null]'; kill $server",
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

/** firewalld and ufw guard the machine that they run on, so they run on the router and forward. */
const machines = { firewalld: startFirewalld, ufw: startUfw } as Readonly<Record<string, string>>;

type Case = {
  readonly target: string;
  readonly parameters: object;
  readonly apply: string;
  readonly prepare: string;
  /** What is applied instead, by the mistake that it makes: a test that does not notice it is too weak. */
  readonly gaps: Readonly<Record<string, string>>;
};
const gapReplacements = 3;
/** firewalld takes seconds for each replacement where others take a tenth of one. */
const isLong = process.env['POSTERN_REPLACEMENTS'] !== undefined;
/** The few connections of the short form need a gap that is longer than the start of a program. */
const moment = isLong ? ':' : 'sleep 0.1';
const rulesApart = `grep -v '^add rule' postern.nft | nft -f -; ${moment}; nft -f postern.nft`;
const before = (command: string, line: string, script: string) =>
  `sed '/^${line}/i ${command}; ${moment}' ${script} > gap.sh; sh gap.sh`;

const cases: readonly Case[] = [
  {
    target: 'nftables',
    parameters: { mode: 'permit' },
    apply: 'nft -f postern.nft',
    prepare: nftGuard,
    gaps: { 'rules in a transaction of their own': rulesApart },
  },
  {
    target: 'nftables',
    parameters: { mode: 'permit' },
    apply: 'sh postern-apply.sh',
    prepare: nftGuard,
    gaps: {
      'a list is flushed first': before(
        'nft flush set inet filter postern_imap4',
        '{ cat',
        'postern-apply.sh',
      ),
    },
  },
  {
    target: 'nftables',
    parameters: { mode: 'exclusive' },
    apply: 'nft -f postern.nft',
    prepare: '',
    gaps: { 'rules in a transaction of their own': rulesApart },
  },
  {
    target: 'nftables',
    parameters: { mode: 'exclusive' },
    apply: 'sh postern-apply.sh',
    prepare: '',
    gaps: {
      'the table is deleted first': before('nft delete table inet postern', '{ cat', 'postern-apply.sh'),
    },
  },
  {
    target: 'iptables',
    parameters: { mode: 'permit' },
    apply: 'sh apply.sh',
    prepare: iptablesGuard('DROP'),
    gaps: {
      'lists are flushed first': before('ipset flush', 'ipset -exist restore', 'apply.sh'),
      'a moment without the jump': `iptables -D FORWARD -j POSTERN; ${moment}; sh apply.sh; iptables -A FORWARD -j POSTERN`,
    },
  },
  {
    target: 'iptables',
    parameters: { mode: 'exclusive' },
    apply: 'sh apply.sh',
    prepare: iptablesGuard('ACCEPT'),
    gaps: {
      'the chain is flushed first': before('iptables -F POSTERN', 'iptables-restore --noflush <', 'apply.sh'),
    },
  },
  {
    target: 'ufw',
    parameters: { form: 'ipset', place: 'router' },
    apply: 'sh postern-ufw.sh',
    prepare: '',
    gaps: {
      'a moment without the jump': `sed -i 's/^cd .*postern$/&; iptables -D ufw-before-forward -j POSTERN; ${moment}/' load.sh; sh postern-ufw.sh`,
    },
  },
  {
    target: 'firewalld',
    parameters: { place: 'router' },
    apply: 'sh apply.sh',
    prepare: '',
    gaps: {
      'a list is replaced without the spare one':
        "sed '/^  replace_rules(policy, rules + /d' apply.sh > gap.sh; sh gap.sh",
      'firewalld reloads': 'sh apply.sh; firewall-cmd -q --reload',
    },
  },
];

describeInNamespace(['nft', 'iptables', 'ipset', 'ip', 'ufw', 'firewalld'], 'replacement under load', () => {
  test.each(cases.filter(({ target }) => isLong || target !== 'firewalld'))(
    '$target, $parameters, with $apply: replacements lose no packet that may pass, and let none pass that may not; planted gaps are found',
    async (tried) => {
      const { target, parameters } = tried;
      const rendered = revisions.flatMap((ruleSet, index) => {
        const { files, removes } = renderTarget(target, ruleSet, parameters, revisions[1 - index]!);
        return [...files, ...removes].map(({ path, text }) => ({ path: `${index}/${path}`, text }));
      });
      const pauseMs = target === 'firewalld' ? 10 : 0;
      const files = [
        ...rendered,
        { path: 'flows.json', text: JSON.stringify(flows) },
        { path: 'load.json', text: JSON.stringify({ ...load, pauseMs }) },
        { path: 'sent.nft', text: counters('output') },
        { path: 'arrived.nft', text: counters('prerouting') },
      ];
      const out = await runInNamespace(files, script(tried), '-rnm', 60_000 + 60_000 * replacements);
      const counts = (JSON.parse(out) as []).slice(0, -1).map(countsOf);
      const phases = ['sound', ...Object.keys(tried.gaps)].map((name, index) => {
        const [sent, arrived] = [counts[2 * index]!, counts[2 * index + 1]!];
        return { name, sent, lost: sent.pass - arrived.pass, leaked: arrived.refuse };
      });
      for (const { name, sent, lost, leaked } of phases)
        process.stdout.write(
          `${target} ${JSON.stringify(parameters)}, ${name}: ${name === 'sound' ? replacements : gapReplacements} replacements, ${sent.pass} SYNs of listed sources, ${lost} lost; ${sent.refuse} others, ${leaked} passed\n`,
        );
      const [sound, ...withGap] = phases;
      expect(sound!.sent.pass).toBeGreaterThan(20 * replacements);
      expect(sound!.sent.refuse).toBeGreaterThan(replacements);
      expect(sound).toMatchObject({ lost: 0, leaked: 0 });
      expect(withGap.filter(({ lost, leaked }) => lost + leaked === 0)).toEqual([]);
    },
    7_200_000,
  );
});
