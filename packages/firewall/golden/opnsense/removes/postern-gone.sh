#!/bin/sh
# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
# First delete the rules that name these aliases: Firewall, Rules.
# Then run this anywhere, with the key of a user who may edit aliases (System, Access, Users):
# OPNSENSE=https://firewall.example.com OPNSENSE_KEY=... OPNSENSE_SECRET=... sh postern-gone.sh
set -eu
: "${OPNSENSE:?is the https address of the firewall}" "${OPNSENSE_KEY:?}" "${OPNSENSE_SECRET:?}"
failed=0
# The secret is not an argument: other users would see it in the list of processes.
api() {
  printf 'user = "%s:%s"\n' "$OPNSENSE_KEY" "$OPNSENSE_SECRET" |
    curl --silent --show-error --max-time 60 --config - "$@"
}
delete_alias() {
  found=$(api "$OPNSENSE/api/firewall/alias/getAliasUUID/$1") || exit 2
  case $found in
    '[]') return ;; # There is no such alias.
    *'"uuid"'*) ;;
    *) echo "$1: OPNsense answered $found" >&2; exit 2 ;;
  esac
  uuid=$(printf %s "$found" | tr -cd 0-9a-f- | tail -c 36)
  answer=$(api --data "" "$OPNSENSE/api/firewall/alias/delItem/$uuid") || exit 2
  case $answer in
    *'"deleted"'*) echo "$1: deleted" ;;
    *) echo "$1: not deleted, OPNsense answered $answer" >&2; failed=1 ;;
  esac
}
delete_alias postern_smtp_eu1
delete_alias postern_imap_eu1
api --data "" "$OPNSENSE/api/firewall/alias/reconfigure" >/dev/null || exit 2
exit "$failed"
