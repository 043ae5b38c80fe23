import { expect, test } from '@jest/globals';
import { buildRuleSet } from '../src/build-rule-set.js';
import { renderTarget, targets } from '../src/targets.js';
import { describeInNamespace, runInNamespace } from './namespace.js';
import { onlyIpv6, scenarios, twoDomains } from './scenarios.js';

const foreign = [
  'input',
  'FORWARD',
  'Prerouting',
  'nat',
  'mangle',
  'docker_user',
  'UFW_BEFORE',
  'kube_services',
];
const keywords = ['accept', 'drop', 'RETURN', 'chain', 'set', 'ip6', 'tcp', 'LOG', 'counter', 'jump'];

test.each([...foreign, ...keywords, 'DOCKER-USER', 'ufw-user-input'])(
  'the name %s is refused as a chain or table, in any case',
  (name) => {
    for (const given of [name, name.toLowerCase(), name.toUpperCase()]) {
      expect([given, targets['nftables']!.parameters.safeParse({ chain: given }).success]).toEqual([
        given,
        false,
      ]);
      expect([given, targets['nftables']!.parameters.safeParse({ table: given }).success]).toEqual([
        given,
        false,
      ]);
      expect([given, targets['iptables']!.parameters.safeParse({ chain: given }).success]).toEqual([
        given,
        false,
      ]);
    }
  },
);

test('usual names are accepted', () => {
  for (const name of ['postern', 'mail', 'vendor_in', 'allowlist']) {
    expect(targets['nftables']!.parameters.safeParse({ chain: name, table: name }).success).toBe(true);
    expect(targets['iptables']!.parameters.safeParse({ chain: name.toUpperCase() }).success).toBe(true);
  }
});

const unknown = buildRuleSet(onlyIpv6, { ...twoDomains, destinations: {} });
const modes = [
  ['nftables', 'sh postern-apply.sh'],
  ['nftables', 'nft -f postern.nft'],
  ['iptables', 'sh apply.sh'],
] as const;

describeInNamespace(['nft', 'iptables', 'ipset'], 'exclusive mode', () => {
  test.each(modes)(
    '%s: the address that somebody filled in outlives the next load with %s',
    async (target, apply) => {
      const { files, removes } = renderTarget(target, unknown, { mode: 'exclusive' });
      const text = files.map((file) => file.text).join('');
      const [, fill] = /^# ((?:nft|ipset) add .*)ADDRESS-OF-mail\.example\.com/m.exec(text)!;
      const command = target === 'nftables' ? `'${fill} 2001:db8::10 }'` : `${fill}2001:db8::10`;
      const out = await runInNamespace(
        [...files, ...removes],
        `${apply}; ${target === 'nftables' ? `nft -f - <<END\n${fill!.replace(/^nft /, '')} 2001:db8::10 }\nEND` : command}\n${apply}; nft list ruleset; ipset save`,
      );
      expect(out).toMatch(/(?:elements = \{ |add postern_\S+ )2001:db8::10/);
    },
  );

  test.each(['router', 'mail-server'])(
    'nftables: after exclusive mode on a %s, permit mode leaves no chain with a hook and no drop, in the same table too',
    async (place) => {
      for (const table of ['filter', 'mail']) {
        const named = (name: string, parameters: object) =>
          renderTarget('nftables', scenarios['both-families']!, { table, ...parameters }).files.map(
            ({ text }) => ({
              path: `${name}.nft`,
              text,
            }),
          );
        const out = await runInNamespace(
          [...named('exclusive', { mode: 'exclusive', place }), ...named('permit', { place: 'router' })],
          'nft -f permit.nft; nft -f exclusive.nft; nft -f permit.nft; nft list ruleset',
        );
        expect(out).toContain('chain postern {');
        expect(out).not.toMatch(/ hook | drop/);
      }
    },
  );

  test('iptables: after exclusive mode, permit mode leaves no drop', async () => {
    const named = (mode: string) =>
      renderTarget('iptables', scenarios['both-families']!, { mode }).files.map(({ path, text }) => ({
        path: `${mode}/${path}`,
        text,
      }));
    const out = await runInNamespace(
      [...named('exclusive'), ...named('permit')],
      'sh exclusive/apply.sh; iptables-save | grep -c DROP; sh permit/apply.sh; iptables-save; ip6tables-save; ipset list -n',
    );
    expect(out).toMatch(/^[1-9]/);
    expect(out).not.toMatch(/ -j DROP|more4/);
  });
});
