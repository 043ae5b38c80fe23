import { expect, test } from '@jest/globals';
import { formatPrefix } from '@postern/core/prefix';
import { buildRuleSet } from '../src/build-rule-set.js';
import type { RuleSet } from '../src/rule-set.js';
import { renderTarget } from '../src/targets.js';
import { describeInNamespace, runInNamespace } from './namespace.js';
import { onlyIpv6, scenarios, thousand, twoDomains } from './scenarios.js';
import type { TextFile } from './strict-cidr.js';

const names = Object.keys(scenarios);
const modes = ['permit', 'exclusive'];
const cases = names.flatMap((name) => modes.map((mode) => ({ name, mode })));
const render = (target: string, ruleSet: RuleSet, parameters = {}): readonly TextFile[] =>
  renderTarget(target, ruleSet, parameters).files;
/** Lists in an order that does not depend on their names. */
const inOrder = (lists: readonly string[][]) =>
  lists.map((list) => list.toSorted().join('\n')).toSorted((a, b) => a.localeCompare(b));
const prefixesOf = ({ sets }: RuleSet) => inOrder(sets.map(({ prefixes }) => prefixes.map(formatPrefix)));

type NftSet = {
  set?: { name: string; comment?: string; elem?: (string | { prefix: { addr: string; len: number } })[] };
};

/** The prefixes of the lists that nft holds; sets for servers' addresses are told by their comment. */
function nftPrefixes(json: string): string[] {
  const { nftables } = JSON.parse(json) as { nftables: NftSet[] };
  const lists = nftables.flatMap(({ set }) =>
    set === undefined || set.comment?.startsWith('address of') ? [] : [set.elem ?? []],
  );
  const text = (element: string | { prefix: { addr: string; len: number } }) =>
    typeof element === 'string'
      ? `${element}/${element.includes(':') ? 128 : 32}`
      : `${element.prefix.addr}/${element.prefix.len}`;
  return inOrder(lists.map((list) => list.map(text)));
}

/** The numbers of nftables handles go on from load to load, so they are left out of the comparison. */
function withoutHandles(json: string): unknown {
  return JSON.parse(json, (key, value: unknown) => (key === 'handle' || key === 'index' ? undefined : value));
}

describeInNamespace(['nft'], 'B4 nft', () => {
  test.each(cases)(
    'B4 nft loads $name in $mode mode, twice, and then holds the model',
    async ({ name, mode }) => {
      const ruleSet = scenarios[name]!;
      const files = render('nftables', ruleSet, { mode });
      const json = await runInNamespace(
        files,
        'nft -c -f postern.nft; nft -f postern.nft; nft -f postern.nft; nft -j list ruleset',
      );
      expect(nftPrefixes(json)).toEqual(prefixesOf(ruleSet));
    },
  );

  test.each(modes)('B4 nft: applying the next revision in %s mode is a fresh apply', async (mode) => {
    const before = render('nftables', buildRuleSet(thousand, twoDomains), {
      mode,
    })[0]!;
    const after = render('nftables', buildRuleSet(onlyIpv6, twoDomains), { mode })[0]!;
    const files = [
      { path: 'before.nft', text: before.text },
      { path: 'after.nft', text: after.text },
    ];
    const [updated, fresh] = await Promise.all([
      runInNamespace(files, 'nft -f before.nft; nft -f after.nft; nft -j list ruleset'),
      runInNamespace(files, 'nft -f after.nft; nft -j list ruleset'),
    ]);
    expect(withoutHandles(updated)).toEqual(withoutHandles(fresh));
  });

  test('B4 the address that somebody filled in for a server outlives the next load', async () => {
    const unknown = buildRuleSet(onlyIpv6, { ...twoDomains, destinations: {} });
    const files = render('nftables', unknown);
    const set = /add element inet filter (postern_\w+) \{ ADDRESS-OF-mail\.example\.com \}/.exec(
      files[0]!.text,
    )![1]!;
    const list = await runInNamespace(
      files,
      `nft -f postern.nft; nft add element inet filter ${set} '{ 2001:db8::10 }'; nft -f postern.nft; nft list set inet filter ${set}`,
    );
    expect(list).toContain('2001:db8::10');
  });
});

describeInNamespace(['iptables', 'ipset'], 'B4 iptables', () => {
  const check =
    'ipset -exist restore < postern.ipset; for v in 4 6; do ip$([ $v = 6 ] && echo 6 || true)tables-restore --noflush --test < postern.v$v.rules; done';

  test.each(cases)(
    'B4 iptables-restore and ipset take $name in $mode mode, twice, and then hold the model',
    async ({ name, mode }) => {
      const ruleSet = scenarios[name]!;
      const saved = await runInNamespace(
        render('iptables', ruleSet, { mode }),
        `${check}; sh apply.sh; sh apply.sh; ipset save`,
      );
      const lists = new Map<string, string[]>();
      for (const line of saved.split('\n')) {
        const [verb, set, value] = line.split(' ') as [string, string, string];
        if (verb === 'create' && !/_[46]_/.test(set)) lists.set(set, []);
        if (verb === 'add')
          lists.get(set)?.push(value.includes('/') ? value : `${value}/${value.includes(':') ? 128 : 32}`);
      }
      expect(inOrder([...lists.values()])).toEqual(prefixesOf(ruleSet));
    },
  );

  test.each(modes)('B4 iptables: applying the next revision in %s mode is a fresh apply', async (mode) => {
    const older = render('iptables', buildRuleSet(thousand, twoDomains), {
      mode,
    }).map(({ path, text }) => ({ path: `before/${path}`, text }));
    const newer = render('iptables', buildRuleSet(onlyIpv6, twoDomains), { mode }).map(({ path, text }) => ({
      path: `after/${path}`,
      text,
    }));
    const list = 'iptables-save -t filter; ip6tables-save -t filter; ipset save | sort';
    const [updated, fresh] = await Promise.all([
      runInNamespace([...older, ...newer], `sh before/apply.sh; sh after/apply.sh; ${list}`),
      runInNamespace(newer, `sh after/apply.sh; ${list}`),
    ]);
    const stable = (text: string) =>
      text.replace(/^#.*\n/gm, '').replace(/ (?:initval|bucketsize|hashsize) \S+/g, '');
    expect(stable(updated)).toBe(stable(fresh));
  });
});

/** A program of this name that a script finds first on the PATH. */
const fake = (name: string, body: string) =>
  `printf '#!/bin/sh\n${body}\n' > bin/${name}; chmod +x bin/${name}`;
const withUfw = (file: string, text: string) => `mount -t tmpfs none /etc/ufw; echo ${text} > ${file}`;

describeInNamespace(
  ['nft', 'iptables', 'ipset', 'ufw'],
  'a script stops where its rules would open nothing',
  () => {
    const machines: readonly (readonly [target: string, apply: string, machine: string, sentence: RegExp])[] =
      [
        ...(['nftables', 'iptables'] as const).flatMap((target) => {
          const apply = target === 'nftables' ? 'postern-apply.sh' : 'apply.sh';
          return [
            [target, apply, fake('firewall-cmd', 'exit 0'), /^firewalld is running: .* target firewalld\./],
            [target, apply, withUfw('/etc/ufw/ufw.conf', 'ENABLED=yes'), /^ufw is active: .* target ufw\./],
            [
              target,
              apply,
              fake('iptables-legacy-save', 'echo -A INPUT -j DROP'),
              /rules of iptables-legacy, .* iptables-legacy first on the PATH as iptables\./,
            ],
          ] as const;
        }),
        ['firewalld', 'apply.sh', withUfw('/etc/ufw/ufw.conf', 'ENABLED=yes'), /^ufw is active: /],
        [
          'iptables',
          'apply.sh',
          'for one in dirname ipset iptables-restore sh; do ln -s $(command -v $one) bin/$one; done; PATH=$PWD/bin',
          /^ip6tables-restore is missing: install iptables with IPv6/,
        ],
        [
          'nftables',
          'postern-apply.sh',
          'ln -s $(command -v sh) bin/sh; PATH=$PWD/bin',
          /^nft is missing: install nftables/,
        ],
      ];

    test.each(machines)(
      '%s: %s, after %s, exits 3 and changes nothing',
      async (target, apply, machine, sentence) => {
        const { files, removes } = renderTarget(target, scenarios['seed']!, {});
        const out = await runInNamespace(
          [...files, ...removes],
          `mkdir bin; path=$PATH:/usr/sbin; PATH=$PWD/bin:$path; export POSTERN_FORCE=0; ${machine}
sh ${apply} 2>&1 && exit 1; echo "exit $?"; PATH=$path; nft list ruleset; ipset list -n; ls /etc/firewalld/policies | grep postern || true`,
          '-rnm',
        );
        expect(out).toMatch(sentence);
        expect(out).toMatch(/^[^\n]* Nothing was changed\.\nexit 3\n$/);
      },
    );
  },
);
