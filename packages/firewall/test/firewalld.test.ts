import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkCommands } from '../src/deployed/check-commands.js';
import { checkTarget } from '../src/deployed/check-target.js';
import { matchFlow, type Flow } from '../src/match-flow.js';
import type { RuleSet } from '../src/rule-set.js';
import { renderTarget, targets } from '../src/targets.js';
import { startFirewalld } from './firewalld-daemon.js';
import { history, historyRuns } from './histories.js';
import { describeInNamespace, runInNamespace } from './namespace.js';
import { routedNetwork } from './routed-network.js';
import { scenarios } from './scenarios.js';
import type { TextFile } from './strict-cidr.js';

const separator = '==\n';
const worker = fileURLToPath(new URL('./packet-worker.mjs', import.meta.url));
const ruleSet = scenarios['both-families']!;
const defaults = targets['firewalld']!.parameters.parse({}) as Record<string, unknown>;

function folder(name: string, given: RuleSet, parameters: object): TextFile[] {
  const { files, removes } = renderTarget('firewalld', given, parameters);
  return [...files, ...removes].map(({ path, text }) => ({ path: `${name}/${path}`, text }));
}

const sources = [
  '203.0.113.1',
  '203.0.113.31',
  '203.0.113.33',
  '203.0.113.99',
  '2001:db8:a::1',
  '2001:db8:ffff::1',
];
const servers = ['198.51.100.10', '198.51.100.20', '2001:db8:1::10'];
const flows: Flow[] = sources.flatMap((source) =>
  servers
    .filter((server) => server.includes(':') === source.includes(':'))
    .flatMap((destination) => [993, 465, 587, 25].map((port) => ({ source, destination, port }))),
);

const places = fc.record({ place: fc.constantFrom('mail-server', 'router') });
/** Two revisions: firewall-cmd is slow. */
const steps = history
  .map((revisions) => revisions.slice(-2))
  .chain((revisions) =>
    fc
      .array(places, { minLength: revisions.length, maxLength: revisions.length })
      .map((given) => revisions.map((revision, index) => ({ ruleSet: revision, parameters: given[index]! }))),
  );
const runs = historyRuns(1);

describeInNamespace(['firewalld', 'nft', 'ip'], 'firewalld', () => {
  test('firewalld lets the listed sources reach the servers behind it and itself, and nobody else, after a restart too', async () => {
    const connect = (side: string) =>
      `ip netns exec vendor ${process.execPath} ${worker} ${side}.json connect; echo ${separator.trim()}`;
    const serve = (run: string) =>
      `mkfifo ready; ${run} ${process.execPath} ${worker} flows.json serve > ready & server=$!; read _ < ready; rm ready`;
    const script = [
      startFirewalld,
      routedNetwork(sources, servers),
      `sh router/apply.sh >&2; ${serve('ip netns exec server')}; ${connect('flows')}; kill $server`,
      // The servers' addresses move to the machine with firewalld.
      ...servers.map(
        (address) =>
          `ip ${address.includes(':') ? '-6 ' : ''}route del ${address}; ip addr add ${address}/${address.includes(':') ? '128' : '32'} dev lo`,
      ),
      `sh host/apply.sh >&2; ${serve('')}; ${connect('flows')}`,
      `{ ${checkCommands['firewalld']}; } > shown; firewall-cmd -q --policy=postern-host --add-port=993/tcp; { ${checkCommands['firewalld']}; } > opened`,
      'kill $firewalld; wait $firewalld || true; firewalld --nofork --nopid > again.log 2>&1 & firewalld=$!; until firewall-cmd --state > /dev/null 2>&1; do sleep 0.2; done',
      `${connect('flows')}; kill $server; cat shown; echo ${separator.trim()}; cat opened`,
    ].join('\n');
    const files = [
      ...folder('router', ruleSet, { place: 'router' }),
      ...folder('host', ruleSet, {}),
      { path: 'flows.json', text: JSON.stringify(flows) },
    ];
    const out = (await runInNamespace(files, script, '-rnm', 250_000)).split(separator);
    const [forwarded, own, restarted] = out
      .slice(0, 3)
      .map((text) => (JSON.parse(text) as string[]).map((outcome) => outcome === 'connected'));
    const [shown, opened] = out
      .slice(3)
      .map((text) => checkTarget('firewalld', text, ruleSet, defaults).state);
    const allowed = flows.map((flow) => matchFlow(ruleSet, flow).action === 'allow');
    expect(forwarded).toEqual(allowed);
    // On the mail server every server's rules are in one place, so each list opens all of its ports.
    const anywhere = flows.map((flow) =>
      servers.some((destination) => matchFlow(ruleSet, { ...flow, destination }).action === 'allow'),
    );
    expect(own).toEqual(anywhere);
    expect(restarted).toEqual(anywhere);
    expect([shown, opened]).toEqual(['same', 'drifted']);
  }, 120_000);

  test(`firewalld: ${runs} random histories of revisions and places end like a fresh apply of the last one; removal leaves nothing`, async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const files = [
          ...all.flatMap((step, index) => folder(String(index), step.ruleSet, step.parameters)),
          ...folder('fresh', all.at(-1)!.ruleSet, all.at(-1)!.parameters),
        ];
        // A policy of another place, without rules, and ipsets that no rule names stay until the next reload.
        const show =
          'cd /etc/firewalld; grep -r . ipsets policies | sort; for policy in $(firewall-cmd --get-policies | tr " " "\\n" | grep ^postern); do firewall-cmd --policy=$policy --list-rich-rules; done; for file in ipsets/postern*.xml; do [ ! -e $file ] || { name=${file##*/}; firewall-cmd --ipset=${name%.xml} --get-entries | sort; }; done; cd - > /dev/null';
        const out = await runInNamespace(
          files,
          [
            startFirewalld,
            `show() { ${show}; echo ${separator.trim()}; }`,
            ...all.map((_, index) => `sh ${index}/apply.sh >&2`),
            'show; sh fresh/remove.sh >&2; show; firewall-cmd --get-policies | grep postern || true; firewall-cmd --get-ipsets; nft list ruleset | grep postern || true',
            `echo ${separator.trim()}; sh fresh/apply.sh >&2; show`,
          ].join('\n'),
          '-rnm',
          200_000,
        );
        const [updated, removed, left, fresh] = out.split(separator);
        expect(updated).toBe(fresh);
        expect([removed, left?.trim()]).toEqual(['', '']);
      }),
      { numRuns: runs },
    );
  }, 3_600_000);
});
