import { expect, test } from '@jest/globals';
import { checkTarget } from '../src/deployed/check-target.js';
import { renderTarget, targets } from '../src/targets.js';
import { startFirewalld } from './firewalld-daemon.js';
import { describeInNamespace, runInNamespace } from './namespace.js';
import { scenarios } from './scenarios.js';
import { startUfw } from './ufw-machine.js';

const ruleSet = scenarios['both-families']!;
const sheet = renderTarget('handover', ruleSet, {}).files[0]!.text;

/** What a sheet has in the form of code: its commands, and its lists. */
const codeOf = (text: string) => text.match(/```[^]*?```|`[^`]+`/g)?.sort() ?? [];

test.each(['de', 'fr'] as const)(
  'the sheet in %s has the same lists and commands in other words',
  (language) => {
    for (const scenario of Object.values(scenarios)) {
      const [english = '', other = ''] = ['en', language].map(
        (each) => renderTarget('handover', scenario, { language: each }).files[0]?.text,
      );
      expect(codeOf(other)).toEqual(codeOf(english));
      // Every file of a sample list has the same first line.
      const isSentence = (line: string) =>
        !/^\||SAMPLE/.test(line) && /[a-z]{3} [a-z]{3}/.test(line.replaceAll(/`[^`]+`/g, ''));
      const same = other.split('\n').filter((line) => isSentence(line) && english.includes(line));
      expect(same).toEqual([]);
    }
  },
);

/** The commands of one row: what asks, what applies, what takes back. */
function row(target: string): { asks: string; answers: string; apply: string; remove: string } {
  const cells = sheet
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .find((line) => line[3] === target)!;
  return { asks: cells[1]!, answers: cells[2]!, apply: cells[4]!, remove: cells[5]! };
}
/** The command for a firewall in step 3, which leads to our chain, or in step 4, which prints what runs. */
const [toStep3 = '', step4 = ''] = sheet.split('\n4. ');
const commandIn = (step: string, target: string) => new RegExp(`- ${target}: \`([^\`]+)\``).exec(step)?.[1];

const machines: Readonly<Record<string, string>> = {
  nftables:
    'nft flush ruleset; nft add table inet filter; nft add chain inet filter input "{ type filter hook input priority 0; }"; nft add rule inet filter input tcp dport 993 drop; nft list ruleset > /etc/nftables.conf',
  iptables: 'iptables -A INPUT -p tcp --dport 993 -j DROP; ip6tables -A INPUT -p tcp --dport 993 -j DROP',
  ufw: startUfw,
  firewalld: startFirewalld,
};
const ours: Readonly<Record<string, string>> = {
  nftables: 'nft list ruleset',
  iptables: 'iptables-save -t filter; ip6tables-save -t filter; ipset list -n',
  ufw: 'iptables-save -t filter; ip6tables-save -t filter; ipset list -n',
  firewalld:
    'firewall-cmd --get-policies; firewall-cmd --get-ipsets; firewall-cmd --list-all; nft list ruleset | grep postern || true',
};
/** The other form of ufw has the same commands, and takes a second for each rule. */
const forms: Readonly<Record<string, object>> = { ufw: { form: 'ipset' } };

describeInNamespace(
  ['nft', 'iptables', 'ipset', 'ufw', 'firewalld'],
  'the sheet, followed on an empty machine',
  () => {
    test.each(Object.keys(machines))(
      '%s: its command tells the firewall, its steps apply the rules, what it prints is the same as the list, and the last step leaves the machine as it was',
      async (target) => {
        const { asks, answers, apply, remove } = row(target);
        const form = forms[target] ?? {};
        const { files, removes } = renderTarget(target, ruleSet, form);
        const show = ours[target]!;
        const out = await runInNamespace(
          [...files, ...removes].map(({ path, text }) => ({ path: `postern/${path}`, text })),
          [
            'cp -a /etc etc.kept 2>/dev/null || true; mount --bind etc.kept /etc; mkdir -p bin; printf "#!/bin/sh\\n" > bin/systemctl; chmod +x bin/systemctl; PATH=$PWD/bin:$PATH',
            machines[target],
            `${asks} | grep -e '${answers.replace('lines that start with ', '^')}' > /dev/null && echo in charge`,
            `show() { { ${show}; } | sed 's/\\[[0-9]*:[0-9]*\\]//; /^#/d'; }; show > before; cp -a /etc before.etc 2>/dev/null || true`,
            `cd postern; ${apply} >&2; ${commandIn(toStep3, target) ?? ':'}; cd ..; show > applied; cmp -s before applied || echo applied; { ${commandIn(step4, target === 'ufw' ? 'iptables' : target)}; } > printed`,
            `cd postern; ${remove} >&2; cd ..; show | diff before -; diff -r before.etc /etc 2>/dev/null | grep -v 'No such file' | head -5; echo as before; cat printed`,
          ].join('\n'),
          '-rnm',
          60_000,
        );
        const said = 'in charge\napplied\nas before\n';
        expect(out.slice(0, said.length)).toBe(said);
        const parameters = targets[target]!.parameters.parse(form) as object;
        expect(checkTarget(target, out.slice(said.length), ruleSet, { ...parameters })).toMatchObject({
          state: 'same',
        });
      },
      90_000,
    );
  },
);
