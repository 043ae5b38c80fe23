import type { RuleSet } from './rule-set.js';
import { machineChecks, shellScript } from './shell-script.js';
import type { RenderedFile } from './target.js';

/**
 * `firewall-cmd --reload` drops new connections for as long as it lasts, so it happens only where an ipset or the policy
 * is new: firewalld cannot add those to what runs. A list is replaced with the help of a spare ipset, because
 * firewalld refuses entries that overlap, and empties an ipset before it fills it.
 */
export function firewalldApplyScript(ruleSet: RuleSet, policy: string, zone: string): RenderedFile {
  const about = [
    'Run as root, as often as you like. The rules are in the files of firewalld and outlive a restart.',
  ];
  return shellScript('apply.sh', ruleSet, about, [
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
    `policy=${policy}`,
    'known() { echo " $(firewall-cmd --get-ipsets | tr "\\n" " ") $(firewall-cmd --get-policies | tr "\\n" " ") "; }',
    'known=$(known)',
    'is_new=',
    'for file in ipsets/postern-*.xml policies/postern-*.xml; do',
    '  name=${file#*/}; case $known in *" ${name%.xml} "*) ;; *) is_new=1 ;; esac',
    'done',
    `[ -n "$is_new" ] || [ "$(firewall-cmd --policy=$policy --list-ingress-zones)" = '${zone}' ] || is_new=1`,
    'if [ -n "$is_new" ]; then',
    '  install_files',
    '  # With 20,000 prefixes firewall-cmd stops waiting after 25 s, and firewalld goes on.',
    '  firewall-cmd -q --reload || { sleep 30; firewall-cmd --state >/dev/null; }',
    '  known=$(known)',
    'fi',
    ...replaceLists,
    ...replaceRules,
  ]);
}

/** What runs gets the entries of the files, list by list. */
const replaceLists: readonly string[] = [
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
];

/** What runs gets the rules of the policy's file; a policy of the other place loses its rules. */
const replaceRules: readonly string[] = [
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

/** Removes everything, in what runs and for the next start. */
export function firewalldRemoveScript(ruleSet: RuleSet): RenderedFile {
  const about = [
    'Removes the policy and the ipsets of Postern from firewalld, in what runs and for the next start. Run as root.',
    'The reload drops new connections for as long as it lasts.',
  ];
  return shellScript('remove.sh', ruleSet, about, removeLines);
}

const removeLines = [
  'cd /etc/firewalld',
  'rm -f -- policies/postern-host.xml policies/postern-forward.xml policies/postern-host.xml.old policies/postern-forward.xml.old ipsets/postern-*.xml ipsets/postern-*.xml.old',
  '! firewall-cmd --state >/dev/null 2>&1 || firewall-cmd -q --reload',
];
