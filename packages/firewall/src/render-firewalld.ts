import { formatPrefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { deviceName } from './placeholder.js';
import {
  addressesOf,
  distinct,
  portAt,
  resolveRules,
  unknownServers,
  type AddressSet,
  type ResolvedRule,
  type RuleSet,
} from './rule-set.js';
import { objectName, safeText } from './safe-text.js';
import { machineChecks, shellScript } from './shell-script.js';
import { defineTarget, headerLines, type RenderedFile } from './target.js';

const parameters = z.strictObject({
  place: z.enum(['mail-server', 'router']).default('mail-server').meta({
    title: 'Where the rules run',
    description: 'mail-server: firewalld runs on the server; router: it forwards to it.',
  }),
  zone: deviceName
    .refine((name) => name !== 'HOST', 'HOST is the machine itself')
    .default('ANY')
    .meta({
      title: 'Zone',
      description: 'The zone that the vendor’s connections come in by; ANY is every zone.',
    }),
});
type Parameters = z.output<typeof parameters>;

/** A policy with rich rules, and ipsets: firewalld's own files, so that they outlive a reload and a restart. */
export const firewalldTarget = defineTarget({
  id: 'firewalld',
  capability: capabilities.firewalld,
  label: 'Red Hat, Fedora and SUSE firewalld',
  kind: 'host-firewall',
  proof: 'firewalld and TCP connections in a network namespace',
  parameters,
  render(ruleSet, given) {
    return {
      files: [
        ...ruleSet.sets.map((set) => listFile(ruleSet, set)),
        ...([4, 6] as const).map((family) =>
          ipset(ruleSet, `${spare}${family}`, family, 'Postern: empty, used while a list is replaced', []),
        ),
        ...serverFiles(ruleSet, given),
        policy(ruleSet, given),
        shellScript('apply.sh', ruleSet, applyWords, applyLines(given)),
      ],
      removes: [shellScript('remove.sh', ruleSet, removeWords, removeLines)],
      findings: ruleSet.findings,
    };
  },
});

const spare = 'postern-next';

function listFile(ruleSet: RuleSet, set: AddressSet): RenderedFile {
  const { key, family, prefixes, origin, dataCenter } = set;
  const words = `Postern: ${origin} sources${dataCenter === null ? '' : ` of ${dataCenter}`}`;
  return ipset(ruleSet, setName(key), family, words, prefixes.map(formatPrefix));
}

/** Nothing reaches a server whose address is not known until the customer adds it; apply.sh keeps what was added. */
function serverFiles(ruleSet: RuleSet, { place }: Parameters): RenderedFile[] {
  if (place === 'mail-server') return [];
  return unknownServers(ruleSet).map(({ host, family }) => {
    const name = serverSet(host, family);
    const words = `Postern: add the IPv${family} address of ${host} with firewall-cmd --permanent --ipset=${name} --add-entry=ADDRESS and again without --permanent`;
    return ipset(ruleSet, name, family, words, []);
  });
}

function ipset(
  ruleSet: RuleSet,
  name: string,
  family: 4 | 6,
  words: string,
  entries: readonly string[],
): RenderedFile {
  return xml(`ipsets/${name}.xml`, [
    '<ipset type="hash:net">',
    ...about(ruleSet, words),
    `  <option name="family" value="${family === 4 ? 'inet' : 'inet6'}"/>`,
    `  <option name="maxelem" value="${capabilities.firewalld.entriesPerSet}"/>`,
    ...entries.map((entry) => `  <entry>${entry}</entry>`),
    '</ipset>',
  ]);
}

/** A policy with a negative priority comes before the rules of the zones. */
function policy(ruleSet: RuleSet, given: Parameters): RenderedFile {
  return xml(`policies/${policyName(given)}.xml`, [
    '<policy priority="-1" target="CONTINUE">',
    ...about(ruleSet, 'Postern: the mail allowlist'),
    `  <ingress-zone name="${given.zone}"/>`,
    `  <egress-zone name="${given.place === 'router' ? 'ANY' : 'HOST'}"/>`,
    ...distinct(resolveRules(ruleSet).flatMap((resolved) => ruleLines(resolved, given))),
    '</policy>',
  ]);
}

/** The zones of a policy say which place it guards, so each place has a policy of its own. */
export function policyName({ place }: Pick<Parameters, 'place'>): string {
  return place === 'router' ? 'postern-forward' : 'postern-host';
}

function ruleLines(resolved: ResolvedRule, { place }: Parameters): string[] {
  const { rule, source, destination } = resolved;
  if (source === null) return []; // A zone turns away what no rule accepts.
  const to = !destination.isKnown
    ? [`<destination ipset="${serverSet(destination.host, rule.family)}"/>`]
    : addressesOf(destination, 'private', rule.family).map(
        (address) => `<destination address="${address}"/>`,
      );
  return (place === 'mail-server' ? [''] : to).map(
    (where) =>
      `  <rule family="ipv${rule.family}"><source ipset="${setName(source.key)}"/>${where}<port port="${portAt(resolved, 'private')}" protocol="tcp"/><accept/></rule>`,
  );
}

function about(ruleSet: RuleSet, words: string): string[] {
  const description = [safeText(words, 250), ...headerLines(ruleSet)].join('. ');
  return ['  <short>Postern</short>', `  <description>${description}</description>`];
}

function xml(path: string, lines: readonly string[]): RenderedFile {
  return {
    path,
    mediaType: 'application/xml',
    text: ['<?xml version="1.0" encoding="utf-8"?>', ...lines, ''].join('\n'),
  };
}

const applyWords = [
  'Run as root, as often as you like. The rules are in the files of firewalld and outlive a restart.',
];

/**
 * `firewall-cmd --reload` drops new connections for as long as it lasts, so it happens only where an ipset or the policy
 * is new: firewalld cannot add those to what runs. A list is replaced with the help of a spare ipset, because
 * firewalld refuses entries that overlap, and empties an ipset before it fills it.
 */
function applyLines(given: Parameters): string[] {
  const name = policyName(given);
  return [
    ...machineChecks('firewalld'),
    'cd -- "$(dirname -- "$0")"',
    'etc=/etc/firewalld',
    'temporary=$(mktemp -d); trap \'rm -rf "$temporary"\' EXIT',
    'install_files() {',
    '  mkdir -p $etc/ipsets $etc/policies',
    '  for file in $etc/ipsets/postern-*.xml $etc/policies/postern-host.xml $etc/policies/postern-forward.xml; do',
    '    [ ! -e "$file" ] || [ -e "${file#$etc/}" ] || rm -- "$file"',
    '  done',
    '  for file in ipsets/postern-*.xml policies/postern-*.xml; do',
    '    case $file in ipsets/postern-server*) [ ! -e "$etc/$file" ] || continue ;; esac',
    '    cp -- "$file" "$etc/$file"',
    '  done',
    '}',
    'firewall-cmd --state >/dev/null 2>&1 || { install_files; echo "firewalld does not run: it reads these rules when it starts"; exit 0; }',
    `policy=${name}`,
    'known() { echo " $(firewall-cmd --get-ipsets | tr "\\n" " ") $(firewall-cmd --get-policies | tr "\\n" " ") "; }',
    'known=$(known)',
    'is_new=',
    'for file in ipsets/postern-*.xml policies/postern-*.xml; do',
    '  name=${file#*/}; case $known in *" ${name%.xml} "*) ;; *) is_new=1 ;; esac',
    'done',
    `[ -n "$is_new" ] || [ "$(firewall-cmd --policy=$policy --list-ingress-zones)" = '${given.zone}' ] || is_new=1`,
    'if [ -n "$is_new" ]; then',
    '  install_files',
    '  # With 20,000 prefixes firewall-cmd stops waiting after 25 s, and firewalld goes on.',
    '  firewall-cmd -q --reload || { sleep 30; firewall-cmd --state >/dev/null; }',
    '  known=$(known)',
    'fi',
    'call() { # An option, and a file with one value a line.',
    '  option=$1; values=$2; shift 2',
    '  while read -r value; do set -- "$@" "$option=$value"; done < "$values"',
    '  [ ! -s "$values" ] || firewall-cmd -q "$@"',
    '}',
    'rules_of() { firewall-cmd "--policy=$1" --list-rich-rules | sed "s/ *$//; /^$/d" | sort; }',
    'cd_files=$PWD; cd "$temporary"',
    'for file in "$cd_files"/ipsets/postern-*.xml; do',
    '  list=${file##*/}; list=${list%.xml}',
    '  case $list in postern-server*|postern-next*) continue ;; esac',
    '  sed -n \'s:^ *<entry>\\(.*\\)</entry>$:\\1:p\' "$file" | sort > wanted',
    '  firewall-cmd "--ipset=$list" --get-entries | sort > present',
    '  ! cmp -s wanted present || continue',
    '  next=postern-next4; ! grep -q \'value="inet6"\' "$file" || next=postern-next6',
    '  rules_of $policy | sed -n "s/source ipset=\\"$list\\"/source ipset=\\"$next\\"/p" > bridge',
    '  [ ! -s wanted ] || firewall-cmd -q --ipset=$next --add-entries-from-file=wanted',
    '  call --add-rich-rule bridge --policy=$policy',
    '  [ ! -s present ] || firewall-cmd -q "--ipset=$list" --remove-entries-from-file=present',
    '  [ ! -s wanted ] || firewall-cmd -q "--ipset=$list" --add-entries-from-file=wanted',
    '  call --remove-rich-rule bridge --policy=$policy',
    '  [ ! -s wanted ] || firewall-cmd -q --ipset=$next --remove-entries-from-file=wanted',
    'done',
    'sed -n \'/<rule /{ s:</rule>::; s:/>: :g; s:>: :g; s:<::g; s:^ *::; s: *$::; p; }\' "$cd_files/policies/$policy.xml" | sort > wanted',
    'rules_of $policy > present',
    'comm -23 wanted present > added; call --add-rich-rule added --policy=$policy',
    'comm -13 wanted present > gone; call --remove-rich-rule gone --policy=$policy',
    'for other in postern-host postern-forward; do',
    '  case $known in *" $other "*) [ $other != $policy ] || continue ;; *) continue ;; esac',
    '  rules_of $other > gone; call --remove-rich-rule gone --policy=$other',
    'done',
    'cd "$cd_files"; install_files',
  ];
}

const removeWords = [
  'Removes the policy and the ipsets of Postern from firewalld, in what runs and for the next start. Run as root.',
  'The reload drops new connections for as long as it lasts.',
];
const removeLines = [
  'cd /etc/firewalld',
  'rm -f -- policies/postern-host.xml policies/postern-forward.xml policies/postern-host.xml.old policies/postern-forward.xml.old ipsets/postern-*.xml ipsets/postern-*.xml.old',
  '! firewall-cmd --state >/dev/null 2>&1 || firewall-cmd -q --reload',
];

function setName(key: string): string {
  return objectName(`postern-${key}`, capabilities.firewalld);
}

function serverSet(host: string, family: 4 | 6): string {
  return objectName(`postern-server${family}-${host}`, capabilities.firewalld);
}
