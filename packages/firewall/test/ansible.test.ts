import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkCommands } from '../src/deployed/check-commands.js';
import { checkTarget } from '../src/deployed/check-target.js';
import { matchFlow, type Flow } from '../src/match-flow.js';
import type { RuleSet } from '../src/rule-set.js';
import { renderTarget, targets } from '../src/targets.js';
import { AnsibleMachine, listing } from './device-ansible.js';
import { startFirewalld } from './firewalld-daemon.js';
import { history, historyRuns } from './histories.js';
import { describeInNamespace, runInNamespace } from './namespace.js';
import { scenarios } from './scenarios.js';
import { Fault, type TextFile } from './strict-cidr.js';

const ruleSet = scenarios['both-families']!;
const worker = fileURLToPath(new URL('./packet-worker.mjs', import.meta.url));
/** A play takes 4 s of CPU and firewalld's daemon 10 s, so CI has one play with nft; POSTERN_PLAYBOOKS=1 runs all. */
const runsAll = process.env['POSTERN_PLAYBOOKS'] === '1';

function folder(name: string, given: RuleSet, parameters: object): TextFile[] {
  const { files, removes } = renderTarget('ansible', given, parameters);
  return [...files, ...removes].map(({ path, text }) => ({ path: `${name}/${path}`, text }));
}

function state(printed: string, given: RuleSet, parameters: object): string {
  const parsed = targets['ansible']!.parameters.parse(parameters) as Record<string, unknown>;
  return checkTarget('ansible', printed, given, parsed).state;
}

/** A machine with an /etc and a /var/lib of its own, and `play`, which prints how many tasks changed something. */
const machine = `
cp -a /etc etc.kept 2>/dev/null || true; mount --bind etc.kept /etc; mount -t tmpfs none /var/lib
export HOME=$PWD ANSIBLE_LOCALHOST_WARNING=False ANSIBLE_PIPELINING=True
play() {
  ansible-playbook -i localhost, -c local -e postern_hosts=localhost -e ansible_become=false -e ansible_python_interpreter=/usr/bin/python3 "$@" > play.log 2>&1 || { cat play.log >&2; exit 1; }
  sed -n 's/^localhost .* changed=\\([0-9]*\\) .*/changed \\1/p' play.log
}`;
/** Debian's nftables.conf with the customer's own chain, which turns new mail connections away. */
const startNft = `
printf 'flush ruleset\\ntable inet filter {\\n  chain postern {\\n  }\\n  chain input {\\n    type filter hook input priority filter;\\n    jump postern\\n    tcp dport { 25, 465, 587, 993 } ct state new reject with tcp reset\\n  }\\n}\\n' > /etc/nftables.conf
nft -f /etc/nftables.conf`;
const separator = '==\n';
const printRules = (form: string) => `{ ${checkCommands[form]}; }; echo ${separator.trim()}`;
const forms = [
  { form: 'nftables', start: startNft, sabotage: 'nft add rule inet filter postern tcp dport 22 accept' },
  {
    form: 'firewalld',
    start: startFirewalld,
    sabotage:
      'firewall-cmd -q --policy=postern-host --add-rich-rule="rule family=ipv4 source address=198.18.0.0/24 port port=993 protocol=tcp accept"',
  },
] as const;

describeInNamespace(['ansible', 'nft', 'firewalld'], 'ansible-playbook', () => {
  test.each(runsAll ? forms : forms.slice(0, 1))(
    'one play leaves on a machine with $form what the rules say',
    async ({ form, start }) => {
      const out = await runInNamespace(
        folder('role', ruleSet, { form }),
        [machine, start, 'play role/postern.yml', printRules(form)].join('\n'),
        '-rnm',
        280_000,
      );
      const [, changed, printed] = /^changed (\d+)\n([\s\S]*)==\n$/.exec(out) ?? [];
      expect([changed, state(printed ?? '', ruleSet, { form })]).toEqual(['2', 'same']);
    },
    300_000,
  );

  if (!runsAll) return;

  test.each(forms)(
    '$form: a check changes nothing, a second play neither; a play repairs, follows a revision, and takes everything back',
    async ({ form, start, sabotage }) => {
      const next = scenarios['empty-family']!;
      const files = [...folder('first', ruleSet, { form }), ...folder('next', next, { form })];
      const show =
        '{ nft list ruleset; find /var/lib /etc/postern-nftables /etc/firewalld; cat /etc/nftables.conf; } 2>/dev/null | grep "postern[_-]"';
      const out = await runInNamespace(
        files,
        [
          machine,
          start,
          `shown() { ${show} || true; }; shown > before; play first/postern.yml --check; shown | cmp before - && echo untouched`,
          'play first/postern.yml; play first/postern.yml; play first/postern.yml --check',
          printRules(form),
          `${sabotage}; play first/postern.yml; ${printRules(form)}`,
          `play next/postern.yml; ${printRules(form)}; find /var/lib/postern-rules -name 'postern-smtp4*'`,
          'play next/postern-remove.yml; play next/postern-remove.yml; shown > after; diff before after && echo clean',
        ].join('\n'),
        '-rnm',
        1_700_000,
      );
      const [first, repaired, followed, removed] = out.split(separator);
      const [plays, printed] = [first!.split('\n').slice(0, 5), first!.split('\n').slice(5).join('\n')];
      expect(plays).toEqual(['changed 1', 'untouched', 'changed 2', 'changed 0', 'changed 0']);
      expect(state(printed, ruleSet, { form })).toBe('same');
      const [, repairs, after] = /^changed (\d+)\n([\s\S]*)$/.exec(repaired!) ?? [];
      expect([repairs, state(after!, ruleSet, { form })]).toEqual(['1', 'same']);
      const [, changes, newer] = /^changed (\d+)\n([\s\S]*)$/.exec(followed!) ?? [];
      expect([Number(changes) >= 2, state(newer!, next, { form })]).toEqual([true, 'same']);
      expect(removed).toBe('changed 2\nchanged 0\nclean\n');
    },
    1_800_000,
  );

  test('nftables: the listed sources connect after a play, nobody else does, and after the removal nobody', async () => {
    const sources = ['203.0.113.1', '203.0.113.33', '203.0.113.99', '2001:db8:a::1', '2001:db8:ffff::1'];
    const servers = ['198.51.100.10', '2001:db8:1::10'];
    const flows: Flow[] = sources.flatMap((source) =>
      servers
        .filter((server) => server.includes(':') === source.includes(':'))
        .flatMap((destination) => [993, 465, 587].map((port) => ({ source, destination, port }))),
    );
    const addresses = [...sources, ...servers].map(
      (address) => `ip addr add ${address}/${address.includes(':') ? '128 dev lo nodad' : '32 dev lo'}`,
    );
    const connect = `${process.execPath} ${worker} flows.json; echo ${separator.trim()}`;
    const out = await runInNamespace(
      [...folder('role', ruleSet, {}), { path: 'flows.json', text: JSON.stringify(flows) }],
      [
        machine,
        startNft,
        'ip link set lo up',
        ...addresses,
        `play role/postern.yml >&2; ${connect}`,
        `play role/postern-remove.yml >&2; ${connect}`,
      ].join('\n'),
      '-rnm',
      600_000,
    );
    const [applied, removed] = out
      .split(separator)
      .slice(0, 2)
      .map((text) => (JSON.parse(text) as string[]).map((outcome) => outcome === 'connected'));
    // On the mail server every server's rules are in one place, so each list opens all of its ports.
    const anywhere = flows.map((flow) =>
      ruleSet.destinations.some(
        ({ host }) => matchFlow(ruleSet, { ...flow, destination: host }).action === 'allow',
      ),
    );
    expect(applied).toEqual(anywhere);
    expect(removed).toEqual(flows.map(() => false));
  }, 700_000);
});

/** Null if plays of revisions in turn leave what a play of the last one alone leaves, and its removal leaves nothing. */
function findFault(
  form: string,
  revisions: readonly RuleSet[],
  change: (text: string) => string,
): string | null {
  const [machineOfAll, fresh] = [new AnsibleMachine(), new AnsibleMachine()];
  const play = (on: AnsibleMachine, given: RuleSet, book: string) => {
    const { files, removes } = renderTarget('ansible', given, { form });
    on.put(
      [...files, ...removes].map((file) => ({
        ...file,
        text: file.path.includes('/tasks/') ? change(file.text) : file.text,
      })),
    );
    return on.play(book);
  };
  const shown = ({ folder: kept, applied }: AnsibleMachine) => `${listing(kept)} ${listing(applied)}`;
  const last = revisions.at(-1)!;
  try {
    for (const revision of revisions) play(machineOfAll, revision, 'postern.yml');
    play(fresh, last, 'postern.yml');
    if (shown(machineOfAll) !== shown(fresh)) return 'earlier revisions left something';
    if (listing(fresh.applied) !== listing(fresh.folder)) return 'copied and not applied';
    if (play(machineOfAll, last, 'postern.yml') !== 0) return 'the same play changes something again';
    play(machineOfAll, last, 'postern-remove.yml');
    if (shown(machineOfAll) !== '[] []') return 'the removal leaves something';
    return play(machineOfAll, last, 'postern-remove.yml') === 0
      ? null
      : 'the removal changes something again';
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

const split = (text: string) => text.split(/(?=^- name: )/m);
const mutations: readonly (readonly [name: string, change: (text: string) => string])[] = [
  [
    'does not copy',
    (text) =>
      split(text)
        .filter((task) => !task.includes('.copy:'))
        .join(''),
  ],
  [
    'keeps files of earlier revisions',
    (text) =>
      split(text)
        .filter((task) => !task.includes('loop:'))
        .join(''),
  ],
  [
    'applies before it deletes',
    (text) =>
      split(text)
        .toSorted((a) => (a.includes('Apply') ? -1 : 0))
        .join(''),
  ],
  [
    'does not apply',
    (text) =>
      split(text)
        .filter((task) => !task.includes('name: Apply'))
        .join(''),
  ],
  [
    'keeps the rules on removal',
    (text) =>
      split(text)
        .filter((task) => !task.includes('name: Remove'))
        .join(''),
  ],
  ['removes another script', (text) => text.replaceAll('remove.sh', 'removed.sh')],
];

describe.each(['nftables', 'firewalld'])(
  'plays in turn are a play of the last revision alone: %s',
  (form) => {
    const runs = historyRuns(30);
    test(`${runs} random histories, in a simulator of ansible-playbook`, () => {
      fc.assert(
        fc.property(history, (revisions) => {
          expect(findFault(form, revisions, (text) => text)).toBeNull();
        }),
        { numRuns: runs },
      );
    }, 600_000);
  },
);

// The files of firewalld have names that come and go; nftables has the same files in every revision.
test.each(mutations)('a broken role is found that %s', (_, change) => {
  const sample = fc.sample(history, { numRuns: 30, seed: 12 });
  expect(sample.some((revisions) => findFault('firewalld', revisions, change) !== null)).toBe(true);
});

describe('the role', () => {
  test('firewalld has no exclusive mode: an error finding and no file', () => {
    const { files, removes, findings } = renderTarget('ansible', ruleSet, {
      form: 'firewalld',
      mode: 'exclusive',
    });
    expect([files, removes]).toEqual([[], []]);
    expect(findings).toContainEqual(expect.objectContaining({ level: 'error', code: 'exclusive-refused' }));
  });

  test('text of the account and the vendor stands in comments and quoted values only, and no value is a template', () => {
    const templates = (name: string) =>
      renderTarget('ansible', scenarios[name]!, {})
        .files.filter(({ path }) => path.endsWith('.yml'))
        .flatMap(({ text }) => text.match(/\{[{%#].*/g) ?? []);
    expect(templates('hostile')).toEqual(templates('seed'));
  });
});
