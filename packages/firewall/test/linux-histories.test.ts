import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RuleSet } from '../src/rule-set.js';
import { renderTarget } from '../src/targets.js';
import { history, historyRuns } from './histories.js';
import { describeInNamespace, runInNamespace } from './namespace.js';
import { scenarios } from './scenarios.js';
import type { TextFile } from './strict-cidr.js';

type Step = { readonly ruleSet: RuleSet; readonly parameters: object };

const parameters = fc.record({
  mode: fc.constantFrom('permit', 'permit', 'exclusive'),
  place: fc.constantFrom('router', 'router', 'mail-server'),
  furtherSources: fc.constantFrom([], ['192.0.2.200/29', '2001:db8:f::/48']),
});
/** Revisions one after another, also from one mode or place to another. */
const steps = history.chain((revisions) =>
  fc
    .array(parameters, { minLength: revisions.length, maxLength: revisions.length })
    .map((given) => revisions.map((ruleSet, index): Step => ({ ruleSet, parameters: given[index]! }))),
);

/** The files of every step in folders 0, 1, …, and of the last alone in `fresh`. */
function filesOf(target: string, all: readonly Step[]): TextFile[] {
  const folder = (name: string, { ruleSet, parameters: given }: Step, previous: RuleSet | null) => {
    const { files, removes } = renderTarget(target, ruleSet, given, previous);
    return [...files, ...removes].map(({ path, text }) => ({ path: `${name}/${path}`, text }));
  };
  return [
    ...all.flatMap((step, index) => folder(String(index), step, all[index - 1]?.ruleSet ?? null)),
    ...folder('fresh', all.at(-1)!, null),
  ];
}

/** Exchange on port 443 without further sources is refused in exclusive mode, and then there is no file. */
function isRendered(target: string, all: readonly Step[]): boolean {
  return all.every(({ ruleSet, parameters: given }) => renderTarget(target, ruleSet, given).files.length > 0);
}

const separator = '==';

/** Runs `load` in the folder of each step, and shows what is then there, what a fresh apply gives, and what removal leaves. */
function script(count: number, load: string, show: string, remove: string): string {
  const all = Array.from({ length: count }, (_, index) => `( cd ${index}; ${load} )`).join('; ');
  return [
    `show() { ${show}; }`,
    `( ${all} ) >&2; show; echo ${separator}`,
    `cat > fresh.sh <<'SCRIPT'\nset -eu; show() { ${show}; }; ( cd fresh; ${load} ) >&2; show\nSCRIPT`,
    `unshare -n sh fresh.sh; echo ${separator}`,
    `( cd fresh; ${remove} ) >&2; show`,
  ].join('\n');
}

/** What nft holds, without handles and in an order that does not depend on when it was made. */
function nftState(json: string): string[] {
  const { nftables } = JSON.parse(json, (key, value: unknown) =>
    key === 'handle' || key === 'index' ? undefined : value,
  ) as { nftables: object[] };
  const texts = nftables
    .map((item) => JSON.stringify(item))
    .filter((text) => !text.startsWith('{"metainfo"'));
  const isRule = (text: string) => text.startsWith('{"rule"');
  return [...texts.filter((text) => !isRule(text)).toSorted(), ...texts.filter(isRule)];
}

/** In exclusive mode the chain of permit mode stays without rules, because a rule of the customer may jump to it. */
const isEmptyPart =
  /^\{"table":\{"family":"inet","name":"filter"|^\{"chain":\{"family":"inet","table":"filter","name":"postern"/;

const runs = historyRuns(6);
const guard =
  'nft add table inet filter; nft add chain inet filter input "{ type filter hook input priority 0; }"';

describe('revisions applied in turn with the real programs are a fresh apply of the last one', () => {
  describeInNamespace(['nft'], 'nft', () => {
    test(`nftables: ${runs} random histories of revisions, with changes of the mode; after the removal no object of Postern is left`, async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (all) => {
          fc.pre(isRendered('nftables', all));
          const out = await runInNamespace(
            filesOf('nftables', all),
            script(all.length, 'sh postern-apply.sh', 'nft -j list ruleset', 'sh postern-remove.sh'),
          );
          const [updated, fresh, removed] = out.split(`${separator}\n`);
          const isExclusive = JSON.stringify(all.at(-1)!.parameters).includes('exclusive');
          const state = (json: string) =>
            nftState(json).filter((text) => !isExclusive || !isEmptyPart.test(text));
          expect(state(updated!)).toEqual(state(fresh!));
          expect(nftState(removed!)).toEqual([]);
        }),
        { numRuns: runs },
      );
    }, 900_000);

    test('nftables: the removal takes the jump away too, and nothing else', async () => {
      const { files, removes } = renderTarget('nftables', scenarios['both-families']!, {});
      const out = await runInNamespace(
        [...files, ...removes],
        `${guard}; nft add rule inet filter input tcp dport 22 accept; nft list ruleset > before; nft -f postern.nft; nft insert rule inet filter input ip saddr 0.0.0.0/0 jump postern; nft insert rule inet filter input jump postern; sh postern-remove.sh; nft list ruleset | diff before - && echo same`,
      );
      expect(out).toBe('same\n');
    });
  });

  describeInNamespace(['iptables', 'ipset'], 'iptables', () => {
    const show = 'iptables-save -t filter; ip6tables-save -t filter; ipset save | sort';
    const stable = (text: string) =>
      text
        .replace(/^(?:#.*|:(?:INPUT|FORWARD|OUTPUT) .*|\*filter|COMMIT)\n/gm, '')
        .replace(/ (?:initval|bucketsize|hashsize) \S+/g, '')
        .split('\n')
        .filter((line) => line !== '');

    test(`iptables: ${runs} random histories; removal leaves nothing of ours`, async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (all) => {
          fc.pre(isRendered('iptables', all));
          const out = await runInNamespace(
            filesOf('iptables', all),
            script(all.length, 'sh apply.sh', show, 'sh remove.sh'),
          );
          const [updated, fresh, removed] = out.split(`${separator}\n`).map(stable);
          expect(updated).toEqual(fresh);
          expect(removed).toEqual([]);
        }),
        { numRuns: runs },
      );
    }, 900_000);

    test('iptables: the removal takes jumps away too, also those with conditions, and nothing else', async () => {
      const { files, removes } = renderTarget('iptables', scenarios['both-families']!, {});
      const out = await runInNamespace(
        [...files, ...removes],
        `iptables -A INPUT -p tcp --dport 22 -m comment --comment "a 'quoted' \\$word" -j ACCEPT; sh apply.sh; iptables -I INPUT -j POSTERN; iptables -I FORWARD -i eth0 -m comment --comment "a 'quoted' word" -j POSTERN; ip6tables -I FORWARD -j POSTERN; sh remove.sh; iptables-save -t filter; ip6tables-save -t filter; ipset save`,
      );
      expect(stable(out)).toEqual([expect.stringContaining('-A INPUT -p tcp -m tcp --dport 22')]);
    });
  });
});
