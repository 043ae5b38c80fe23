import { expect, test } from '@jest/globals';
import { renderTarget } from '../src/targets.js';
import { describeInNamespace, runInNamespace } from './namespace.js';
import { scenarios } from './scenarios.js';
import { startUfw } from './ufw-machine.js';

const ruleSet = scenarios['both-families']!;
const sheet = renderTarget('handover', ruleSet, {}).files[0]!.text;

/** The commands of one row: what asks, what applies, what takes back. */
function row(target: string): { asks: string; prints: string; apply: string; remove: string } {
  const cells = sheet
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .find((line) => line[3] === target)!;
  return { asks: cells[1]!, prints: cells[2]!, apply: cells[4]!, remove: cells[5]! };
}
/** The command in step 3 that leads to our chain. */
const jump = (target: string) => new RegExp(`- ${target}: \`([^\`]+)\``).exec(sheet)?.[1] ?? ':';

const machines: Readonly<Record<string, string>> = {
  nftables:
    'nft flush ruleset; nft add table inet filter; nft add chain inet filter input "{ type filter hook input priority 0; }"; nft add rule inet filter input tcp dport 993 drop; nft list ruleset > /etc/nftables.conf',
  iptables: 'iptables -A INPUT -p tcp --dport 993 -j DROP; ip6tables -A INPUT -p tcp --dport 993 -j DROP',
  ufw: startUfw,
};
const ours: Readonly<Record<string, string>> = {
  nftables: 'nft list ruleset',
  iptables: 'iptables-save -t filter; ip6tables-save -t filter; ipset list -n',
  ufw: 'iptables-save -t filter; ip6tables-save -t filter; ipset list -n',
};

describeInNamespace(['nft', 'iptables', 'ipset', 'ufw'], 'the sheet, followed on an empty machine', () => {
  test.each(Object.keys(machines))(
    '%s: its command tells the firewall, its steps apply the rules, and its last one leaves the machine as it was',
    async (target) => {
      const { asks, prints, apply, remove } = row(target);
      // The other form of ufw has the same commands, and takes a second for each rule.
      const form = target === 'ufw' ? { form: 'ipset' } : {};
      const { files, removes } = renderTarget(target, ruleSet, form);
      const show = ours[target]!;
      const out = await runInNamespace(
        [...files, ...removes].map(({ path, text }) => ({ path: `postern/${path}`, text })),
        [
          'cp -a /etc etc.kept 2>/dev/null || true; mount --bind etc.kept /etc; mkdir -p bin; printf "#!/bin/sh\\n" > bin/systemctl; chmod +x bin/systemctl; PATH=$PWD/bin:$PATH',
          machines[target],
          `${asks} | grep -e '${prints.replace('lines that start with ', '^')}' > /dev/null && echo in charge`,
          `show() { { ${show}; } | sed 's/\\[[0-9]*:[0-9]*\\]//; /^#/d'; }; show > before; cp -a /etc before.etc 2>/dev/null || true`,
          `cd postern; ${apply} >&2; ${jump(target)}; cd ..; show > applied; cmp -s before applied || echo applied`,
          `cd postern; ${remove} >&2; cd ..; show | diff before -; diff -r before.etc /etc 2>/dev/null | grep -v 'No such file' | head -5; echo as before`,
        ].join('\n'),
        '-rnm',
        60_000,
      );
      expect(out).toBe('in charge\napplied\nas before\n');
    },
    90_000,
  );
});
