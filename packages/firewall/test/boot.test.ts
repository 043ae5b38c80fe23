import { expect, test } from '@jest/globals';
import { buildRuleSet } from '../src/build-rule-set.js';
import { renderTarget } from '../src/targets.js';
import { describeInNamespace, runInNamespace } from './namespace.js';
import { documentOf, domainOf, scenarios } from './scenarios.js';
import { startUfw } from './ufw-machine.js';

const ruleSet = scenarios['both-families']!;
const filesOf = (target: string, parameters = {}) => {
  const { files, removes } = renderTarget(target, ruleSet, parameters);
  return [...files, ...removes];
};
/** Rules for servers whose addresses are to be filled in. */
const unknownServers = buildRuleSet(documentOf([{ cidr: '203.0.113.0/27', protocol: 'imap' }]), {
  dataCenters: [],
  domains: [domainOf('mail.example.com')],
});
const filesToFillIn = (target: string, parameters = {}) => {
  const { files, removes } = renderTarget(target, unknownServers, parameters);
  return [...files, ...removes];
};
/** Fills in an address with the command that the file prints. */
const fillIn = (file: string, command: string) =>
  `sed -n 's/^# \\(${command} .*postern_4_.*\\)ADDRESS-OF-mail.example.com/\\1192.0.2.10/p' ${file} > fill-in.sh; grep -q 192.0.2.10 fill-in.sh; sh -e fill-in.sh`;

/** A machine with an /etc of its own, where systemctl is not found. */
const machine = `cp -a /etc etc.kept 2>/dev/null || true; mount --bind etc.kept /etc
mkdir bin; printf '#!/bin/sh\\n' > bin/systemctl; chmod +x bin/systemctl; PATH=$PWD/bin:$PATH; mkdir -p /etc/systemd/system`;

/** nftables.conf as Debian has it, with the customer's jump. */
const nftablesConf = `#!/usr/sbin/nft -f

flush ruleset

table inet filter {
  chain input {
    type filter hook input priority filter;
    jump postern
    tcp dport { 993, 465 } drop
  }
}
`;

describeInNamespace(['nft'], 'boot: nftables', () => {
  test('after --at-boot a start and a reload load the rules and the jump; later revisions replace them; the removal takes the include away', async () => {
    const out = await runInNamespace(
      [...filesOf('nftables'), { path: 'nftables.conf', text: nftablesConf }],
      `${machine}; grep -v 'jump postern' nftables.conf > /etc/nftables.conf; cp /etc/nftables.conf before
sh postern-apply.sh --at-boot >&2; sed -i 's/    tcp dport/    jump postern\\n&/' /etc/nftables.conf
list() { nft list ruleset; }
boot() { unshare -n sh -euc 'nft -f /etc/nftables.conf; nft -f /etc/nftables.conf; nft list ruleset'; }
boot > first; grep -c . first >&2; nft -f /etc/nftables.conf; nft list ruleset | diff first - && echo reload
sh postern-apply.sh >&2; grep -c postern-nftables /etc/nftables.conf; grep -q 'jump postern' first && grep -q 'elements = { 203.0.113.0/27' first && echo booted
sed -i '/jump postern/d' /etc/nftables.conf; sh postern-remove.sh; diff before /etc/nftables.conf && ls -d /etc/postern* 2>/dev/null || echo clean`,
      '-rnm',
    );
    expect(out).toBe('reload\n1\nbooted\nclean\n');
  });

  test('in exclusive mode too, and a configuration that nft does not take stays as it was', async () => {
    const out = await runInNamespace(
      [...filesOf('nftables', { mode: 'exclusive' }), { path: 'nftables.conf', text: nftablesConf }],
      `${machine}; echo 'flush ruleset' > /etc/nftables.conf; sh postern-apply.sh --at-boot >&2
unshare -n sh -euc 'nft -f /etc/nftables.conf; nft list ruleset' | grep -c 'chain postern_forward'
sh postern-remove.sh; cp nftables.conf /etc/nftables.conf; sh postern-apply.sh --at-boot >&2 || echo refused; diff nftables.conf /etc/nftables.conf && echo same`,
      '-rnm',
    );
    expect(out).toBe('1\nrefused\nsame\n');
  });
});

describeInNamespace(['nft', 'iptables', 'ipset', 'ufw'], 'boot: addresses that were filled in', () => {
  test.each([{ mode: 'permit' }, { mode: 'exclusive', furtherSources: ['198.51.100.7'] }])(
    'nftables %j: they are there after a start, a reload and the next revision',
    async (parameters) => {
      const out = await runInNamespace(
        filesToFillIn('nftables', parameters),
        `${machine}; echo 'flush ruleset' > /etc/nftables.conf; sh postern-apply.sh --at-boot >&2
${fillIn('postern.nft', 'nft add element')}; sh postern-apply.sh >&2; nft list ruleset > before; grep -c 192.0.2.10 before
unshare -n sh -euc 'nft -f /etc/nftables.conf; nft -f /etc/nftables.conf; nft list ruleset' | diff before - && echo booted
nft -f /etc/nftables.conf; sh postern-apply.sh; nft list ruleset | diff before - && echo same`,
        '-rnm',
      );
      expect(out).toBe('1\nbooted\nsame\n');
    },
  );

  test('iptables: they are there after a start and the next revision', async () => {
    const out = await runInNamespace(
      filesToFillIn('iptables'),
      `${machine}; sh apply.sh --at-boot >&2
${fillIn('postern.ipset', 'ipset add')}; sh apply.sh >&2; ipset save | sort > before; grep -c 192.0.2.10 before
unshare -n sh -euc 'ipset -exist restore < /etc/postern-iptables/postern.ipset; POSTERN_FORCE=1 sh /etc/postern-iptables/apply.sh; ipset save' | sort | grep '^add' > after; grep '^add' before | diff - after && echo booted`,
      '-rnm',
    );
    expect(out).toBe('1\nbooted\n');
  });

  test('ufw with ipsets: they are there after a start', async () => {
    const out = await runInNamespace(
      filesToFillIn('ufw', { form: 'ipset', place: 'router' }),
      `${startUfw}
sh postern-ufw.sh >&2
${fillIn('postern.ipset', 'ipset add')}; sh postern-ufw.sh >&2; ipset save | grep '^add' | sort > before; grep -c 192.0.2.10 before
/lib/ufw/ufw-init force-stop >&2; nft flush ruleset; until ipset destroy 2>/dev/null; do sleep 0.1; done; /lib/ufw/ufw-init start >&2
ipset save | grep '^add' | sort | diff before - && echo booted`,
      '-rnm',
      60_000,
    );
    expect(out).toBe('1\nbooted\n');
  }, 90_000);
});

describeInNamespace(['iptables', 'ipset'], 'boot: iptables', () => {
  const show = 'iptables-save -t filter; ip6tables-save -t filter; ipset save | sort';
  const stable = (text: string) =>
    text
      .replace(/^#.*\n/gm, '')
      .replace(/\[\d+:\d+\]/g, '')
      .replace(/ (?:initval|bucketsize|hashsize) \S+/g, '');
  /** What the units run, in the order that their After and Before lines ask for. */
  const boot = [
    `run() { sed -n 's/^ExecStart=//p' /etc/systemd/system/$1 > command; POSTERN_FORCE=1 sh -eu command; }`,
    'run postern-ipset.service',
    'iptables-restore < saved.v4; ip6tables-restore < saved.v6', // netfilter-persistent.service
    'run postern-rules.service',
  ].join('; ');

  test('after --at-boot a restart makes lists, chain and jumps again; without the unit iptables-restore refuses the saved rules; the removal takes the units away', async () => {
    const out = await runInNamespace(
      filesOf('iptables'),
      `${machine}
sh apply.sh --at-boot >&2; iptables -I FORWARD -j POSTERN; ip6tables -I FORWARD -j POSTERN; iptables-save > saved.v4; ip6tables-save > saved.v6
${show}; echo ==; cat > boot.sh <<'SCRIPT'
set -eu
${boot}
${show}
SCRIPT
unshare -n sh boot.sh; echo ==; unshare -n iptables-restore < saved.v4 2>/dev/null || echo refused
sh remove.sh; ls /etc/systemd/system | grep postern || true; ls -d /etc/postern* 2>/dev/null || echo clean`,
      '-rnm',
    );
    const [before, after, end] = out.split('==\n');
    expect(stable(after!)).toBe(stable(before!));
    expect(before).toContain('-A FORWARD -j POSTERN');
    expect(end).toBe('refused\nclean\n');
  });

  test('the units stand before and after the services that restore saved rules', () => {
    const unit = (path: string) => filesOf('iptables').find((file) => file.path === path)!.text;
    expect(unit('postern-ipset.service')).toMatch(
      /^Before=netfilter-persistent\.service iptables\.service /m,
    );
    expect(unit('postern-rules.service')).toMatch(
      /^After=postern-ipset\.service netfilter-persistent\.service /m,
    );
  });
});
