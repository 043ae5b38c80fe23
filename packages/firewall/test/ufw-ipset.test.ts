import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { buildRuleSet } from '../src/build-rule-set.js';
import { checkTarget } from '../src/deployed/check-target.js';
import { matchFlow, type Flow } from '../src/match-flow.js';
import { renderTarget, targets } from '../src/targets.js';
import { iptablesSabotages } from './drift-sabotages.js';
import { describeInNamespace, runInNamespace } from './namespace.js';
import { routedNetwork } from './routed-network.js';
import { onlyIpv6, scenarios, thousand, twoDomains } from './scenarios.js';
import { startUfw } from './ufw-machine.js';

const separator = '==\n';
const mark = `echo ${separator.trim()}`;
const worker = fileURLToPath(new URL('./packet-worker.mjs', import.meta.url));
const ruleSet = scenarios['both-families']!;
const parameters = { form: 'ipset' };
const show = 'iptables-save -t filter; ip6tables-save -t filter; ipset save';

const folder = (name: string, given = ruleSet, more = {}) => {
  const { files, removes } = renderTarget('ufw', given, { ...parameters, ...more });
  return [...files, ...removes].map(({ path, text }) => ({ path: `${name}/${path}`, text }));
};
const sources = ['203.0.113.1', '203.0.113.33', '203.0.113.99', '2001:db8:a::1', '2001:db8:ffff::1'];
const servers = ['198.51.100.10', '2001:db8:1::10'];
const flows: Flow[] = sources.flatMap((source) =>
  servers
    .filter((server) => server.includes(':') === source.includes(':'))
    .flatMap((destination) => [993, 465, 25].map((port) => ({ source, destination, port }))),
);
/** Lines that differ from load to load, or say nothing. */
const stable = (text: string) =>
  text
    .replace(/^#.*\n/gm, '')
    .replace(/\[\d+:\d+\]/g, '')
    .replace(/ (?:initval|bucketsize|hashsize) \S+/g, '');

describeInNamespace(['ufw', 'iptables', 'ipset', 'ip'], 'ufw with ipsets', () => {
  test('ufw with ipsets lets in the listed sources and nobody else, after a reload and a restart too, until it is removed', async () => {
    const out = await runInNamespace(
      [...folder('a'), { path: 'flows.json', text: JSON.stringify(flows) }],
      [
        startUfw,
        routedNetwork(sources, servers),
        ...servers.map(
          (address) =>
            `ip ${address.includes(':') ? '-6 ' : ''}route del ${address}; ip addr add ${address}/${address.includes(':') ? '128' : '32'} dev lo`,
        ),
        'ufw allow 25/tcp >&2; ufw reload >&2; cp -a /etc/ufw before; stat -c %a /etc/ufw/after.init > mode',
        'mkfifo ready',
        `${process.execPath} ${worker} flows.json serve > ready & server=$!; read _ < ready`,
        `connect() { ip netns exec vendor ${process.execPath} ${worker} flows.json connect; ${mark}; }`,
        'sh a/postern-ufw.sh >&2; connect; ufw reload >&2; connect',
        // A restart of the machine leaves no rule and no ipset; then ufw starts.
        '/lib/ufw/ufw-init force-stop >&2; nft flush ruleset; until ipset destroy 2>/dev/null; do sleep 0.1; done; /lib/ufw/ufw-init start >&2; connect',
        'sh a/postern-ufw-remove.sh >&2; connect; kill $server',
        'diff -r before /etc/ufw; stat -c %a /etc/ufw/after.init | diff - mode; iptables-save | grep POSTERN || true; ipset list -n',
      ].join('\n'),
      '-rnm',
      60_000,
    );
    const parts = out.split(separator);
    const anywhere = flows.map((flow) => {
      const isListed = servers.some(
        (destination) => matchFlow(ruleSet, { ...flow, destination }).action === 'allow',
      );
      return isListed || flow.port === 25;
    });
    const outcomes = parts
      .slice(0, 4)
      .map((text) => (JSON.parse(text) as string[]).map((outcome) => outcome === 'connected'));
    expect(outcomes).toEqual([anywhere, anywhere, anywhere, flows.map(({ port }) => port === 25)]);
    expect(parts[4]).toBe('');
  }, 120_000);

  test('ufw with ipsets: after other revisions and places it is as after a fresh start, and a second time changes nothing', async () => {
    const out = await runInNamespace(
      [
        ...folder('0', buildRuleSet(thousand, twoDomains), { place: 'router' }),
        ...folder('1', buildRuleSet(onlyIpv6, { ...twoDomains, destinations: {} })),
        ...folder('a'),
      ],
      [
        startUfw,
        `show() { { ${show}; } | sort; ls /etc/ufw/postern; grep -c postern: /etc/ufw/after.init; ${mark}; }`,
        'for step in 0 1 a; do sh $step/postern-ufw.sh >&2; done; ufw reload >&2; show; sh a/postern-ufw.sh >&2; show',
        'sh a/postern-ufw-remove.sh >&2; sh a/postern-ufw.sh >&2; ufw reload >&2; show',
      ].join('\n'),
      '-rnm',
      60_000,
    );
    const [updated, twice, fresh] = out.split(separator).map(stable);
    expect(updated).toBe(fresh);
    expect(twice).toBe(fresh);
  }, 120_000);

  test('ufw with ipsets: every sabotage of iptables is found here too', async () => {
    const names = Object.keys(iptablesSabotages).filter(
      (name) => !iptablesSabotages[name]!.includes('apply.sh'),
    );
    expect(names.length).toBeGreaterThanOrEqual(12);
    const change = (name: string) =>
      iptablesSabotages[name]!.replace(/tables -D INPUT/, 'tables -D $before').replace(
        /-I INPUT/,
        '-I ufw-before-input',
      );
    const out = await runInNamespace(
      folder('a'),
      [
        startUfw,
        `sh a/postern-ufw.sh >&2; { ${show}; }; ${mark}`,
        ...names.map(
          (name) =>
            `before=ufw-before-input; case '${name}' in *IPv6*) before=ufw6-before-input ;; esac; sh /etc/ufw/postern/load.sh >&2; { ${change(name)}; } >&2; ${show}; ${mark}; iptables -D ufw-before-input -p tcp --dport 993 -j DROP 2>/dev/null || true`,
        ),
      ].join('\n'),
      '-rnm',
      60_000,
    );
    const given = targets['ufw']!.parameters.parse(parameters) as Record<string, unknown>;
    const [sound, ...drifted] = out
      .split(separator)
      .slice(0, -1)
      .map((text) => checkTarget('ufw', text, ruleSet, given));
    expect(sound).toEqual({ state: 'same', missing: [], wider: [], gone: [], unread: [] });
    expect(names.filter((_, index) => drifted[index]!.state === 'same')).toEqual([]);
  }, 120_000);
});
