import type { RuleSet } from './rule-set.js';
import { machineChecks, shellScript } from './shell-script.js';
import type { RenderedFile } from './target.js';

/** Where the objects of Postern are in nftables: its chain without a hook, and its chains with one. */
export type NftNames = {
  readonly chain: string;
  readonly hookChains: readonly string[];
};

/**
 * Loads postern.nft and deletes, in the same transaction, the sets and chains that earlier revisions, modes and places
 * left in any inet table. A chain without a hook is flushed only: a rule of the customer may jump to it.
 */
export function nftApplyScript(ruleSet: RuleSet, names: NftNames): RenderedFile {
  const about = [
    'Loads postern.nft. In the same transaction it deletes what earlier revisions, modes and places left. Run as root.',
    'With --at-boot it also puts the rules into /etc/nftables.conf, so that they outlive a restart and a reload.',
  ];
  return shellScript('postern-apply.sh', ruleSet, about, [
    ...machineChecks('nftables'),
    'cd -- "$(dirname -- "$0")"',
    `{ cat postern.nft; nft -t list ruleset inet | awk ${variables(names)} '`,
    '  FILENAME == "postern.nft" {',
    '    if ($2 == "set" || $2 == "chain") named[$3 " " $4 " " $5] = 1',
    '    if ($1 == "delete" && $2 == "table") named[$3 " " $4] = 1',
    '    next',
    '  }',
    '  $1 == "table" { table = $2 " " $3 }',
    '  named[table] || named[table " " $2] || $3 != "{" { next }',
    '  $1 == "set" && $2 ~ /^postern_/ { sets = sets "delete set " table " " $2 "\\n" }',
    '  $1 == "chain" && $2 == chain { print "flush chain", table, $2 }',
    '  $1 == "chain" && index(hooks, " " $2 " ") { print "flush chain", table, $2; print "delete chain", table, $2 }',
    '  END { printf "%s", sets }',
    "' postern.nft -; } | nft -f -",
    ...atBoot,
  ]);
}

const kept = '/etc/postern-nftables';
const findConfiguration = 'conf=/etc/nftables.conf; [ -e $conf ] || conf=/etc/sysconfig/nftables.conf';

/**
 * The include stands right below `flush ruleset`: above it the rules would be flushed again, and below the customer's
 * table a jump to our chain would name a chain that is not there yet, so that nft would load no rules at all.
 */
const atBoot: readonly string[] = [
  `[ "\${1:-}" != --at-boot ] || mkdir -p ${kept}`,
  `[ -d ${kept} ] || exit 0`,
  '{ cat postern.nft; # Then the addresses of servers that were filled in.',
  "grep -o '^add set inet [^ ]* postern_[46]_[^ ]*' postern.nft | while read -r _ _ family table name; do",
  `  elements=$(nft list set "$family" "$table" "$name" | tr -d '\\n\\t' | sed -n 's/.*elements = \\({[^}]*}\\).*/\\1/p')`,
  '  [ -z "$elements" ] || echo "add element $family $table $name $elements"',
  `done; } > ${kept}/postern.nft.new`,
  `mv ${kept}/postern.nft.new ${kept}/postern.nft`,
  findConfiguration,
  `if ! grep -q ${kept} $conf; then`,
  "  line=$(grep -n '^flush ruleset' $conf | head -n 1 | cut -d: -f1)",
  '  if [ -n "$line" ]; then at="${line}a"; elif head -n 1 $conf | grep -q "^#!"; then at=1a; else at=1i; fi',
  `  sed -i "$at include \\"${kept}/postern.nft\\"" $conf`,
  `  nft -c -f $conf || { sed -i '\\#${kept}#d' $conf; echo "$conf is as before: nft does not take it with our include" >&2; exit 1; }`,
  '  echo "$conf includes the rules. They are loaded at boot if the service nftables is enabled."',
  'fi',
];

/**
 * Deletes in one transaction the jumps to our chain, our chains and sets, and a table that is then empty. A chain that
 * a rule jumps to cannot be deleted, nor a set that a rule names.
 */
export function nftRemoveScript(ruleSet: RuleSet, names: NftNames): RenderedFile {
  const about = [
    'Removes everything that postern.nft made in any mode: the jumps to our chain, the chains, the sets. Run as root.',
  ];
  return shellScript('postern-remove.sh', ruleSet, about, [
    `nft -a -t list ruleset inet | awk ${variables(names)} '`,
    '  { handle = $NF; gsub(/"[^"]*"/, "") }',
    '  $1 == "table" { table = $2 " " $3; next }',
    '  $1 == "chain" { inside = $2 }',
    '  $1 == "chain" && ($2 == chain || index(hooks, " " $2 " ")) {',
    '    chains = chains "flush chain " table " " $2 "\\ndelete chain " table " " $2 "\\n"; ours[table] = 1; next',
    '  }',
    '  $1 == "set" && $2 ~ /^postern_/ { sets = sets "delete set " table " " $2 "\\n"; ours[table] = 1; next }',
    '  /^\\t[a-z]/ { theirs[table] = 1 }',
    '  {',
    '    for (i = 1; i < NF; i++) if (!/ vmap / && ($i == "jump" || $i == "goto") && $(i + 1) == chain && inside != chain)',
    '      print "delete rule", table, inside, "handle", handle',
    '  }',
    '  END {',
    '    printf "%s%s", chains, sets',
    '    for (table in ours) if (!theirs[table]) print "delete table", table',
    '  }',
    "' | nft -f -",
    findConfiguration,
    `[ ! -e $conf ] || sed -i '\\#${kept}#d' $conf`,
    `rm -rf ${kept}`,
  ]);
}

function variables({ chain, hookChains }: NftNames): string {
  return `-v chain='${chain}' -v hooks=' ${hookChains.join(' ')} '`;
}
