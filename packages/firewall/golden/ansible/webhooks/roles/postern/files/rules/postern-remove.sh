#!/bin/sh
# Postern: mail allowlist of Example, revision 7, permit mode
# sha256 c278b02ed75562f905f041d1407253ed59dad51818ae16028c6c9057f6c036dc
# Removes everything that postern.nft made in any mode: the jumps to our chain, the chains, the sets. Run as root.
set -eu
nft -a -t list ruleset inet | awk -v chain='postern' -v hooks=' postern_forward postern_input ' '
  { handle = $NF; gsub(/"[^"]*"/, "") }
  $1 == "table" { table = $2 " " $3; next }
  $1 == "chain" { inside = $2 }
  $1 == "chain" && ($2 == chain || index(hooks, " " $2 " ")) {
    chains = chains "flush chain " table " " $2 "\ndelete chain " table " " $2 "\n"; ours[table] = 1; next
  }
  $1 == "set" && $2 ~ /^postern_/ { sets = sets "delete set " table " " $2 "\n"; ours[table] = 1; next }
  /^\t[a-z]/ { theirs[table] = 1 }
  {
    for (i = 1; i < NF; i++) if (!/ vmap / && ($i == "jump" || $i == "goto") && $(i + 1) == chain && inside != chain)
      print "delete rule", table, inside, "handle", handle
  }
  END {
    printf "%s%s", chains, sets
    for (table in ours) if (!theirs[table]) print "delete table", table
  }
' | nft -f -
conf=/etc/nftables.conf; [ -e $conf ] || conf=/etc/sysconfig/nftables.conf
[ ! -e $conf ] || sed -i '\#/etc/postern-nftables#d' $conf
rm -rf /etc/postern-nftables
