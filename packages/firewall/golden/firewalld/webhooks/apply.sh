#!/bin/sh
# Postern: mail allowlist of Example, revision 7, permit mode
# sha256 c278b02ed75562f905f041d1407253ed59dad51818ae16028c6c9057f6c036dc
# Run as root, as often as you like. The rules are in the files of firewalld and outlive a restart.
set -eu
stop() { echo "$1. Nothing was changed." >&2; exit 3; }
command -v firewall-cmd >/dev/null || stop "firewall-cmd is missing: install firewalld"
# POSTERN_FORCE=1 skips the search for other firewalls.
if [ "${POSTERN_FORCE:-}" != 1 ]; then
  if grep -qs '^ENABLED=yes' /etc/ufw/ufw.conf; then
    stop "ufw is active: it drops what these rules accept. Use the rules for the target ufw"
  fi
fi
cd -- "$(dirname -- "$0")"
etc=/etc/firewalld
install_files() {
  mkdir -p $etc/ipsets $etc/policies
  for file in $etc/ipsets/postern-*.xml $etc/policies/postern-host.xml $etc/policies/postern-forward.xml; do
    [ ! -e "$file" ] || [ -e "${file#$etc/}" ] || rm -- "$file"
  done
  for file in ipsets/postern-*.xml policies/postern-*.xml; do
    case $file in ipsets/postern-server*) [ ! -e "$etc/$file" ] || continue ;; esac
    cp -- "$file" "$etc/$file"
  done
}
firewall-cmd --state >/dev/null 2>&1 || { install_files; echo "firewalld does not run: it reads these rules when it starts"; exit 0; }
# The Python that firewall-cmd runs with has the library of firewalld.
python=$(sed -n '1s/^#! *\([^ ]*\).*/\1/p' "$(command -v firewall-cmd)")
replace() {
  "$python" -s - postern-host ANY <<'END'
import sys
from os import listdir
from firewall.client import FirewallClient
from firewall.core.io.ipset import ipset_reader
from firewall.core.io.policy import policy_reader

policy, zone = sys.argv[1:]
lists = [ipset_reader(name, "ipsets") for name in sorted(listdir("ipsets")) if name.startswith("postern-")]
wanted = policy_reader(policy + ".xml", "policies").rules_str
firewalld = FirewallClient()
known = list(firewalld.getIPSets()) + list(firewalld.getPolicies())
if not all(name in known for name in [policy] + [one.name for one in lists]):
  sys.exit(4)
if firewalld.getPolicySettings(policy).getIngressZones() != [zone]:
  sys.exit(4)

def rules_of(name):
  return firewalld.getPolicySettings(name).getRichRules()

def replace_rules(name, rules):
  settings = firewalld.getPolicySettings(name)
  if set(rules) != set(settings.getRichRules()):
    settings.setRichRules(list(rules))
    firewalld.setPolicySettings(name, settings)

# What a run that was stopped left: its spare ipset must not be filled for another list.
replace_rules(policy, [rule for rule in rules_of(policy) if "postern-next" not in rule])
for one in lists:
  if one.name.startswith(("postern-next", "postern-server")):
    continue
  if set(one.entries) == set(firewalld.getEntries(one.name)):
    continue
  spare = "postern-next6" if one.options["family"] == "inet6" else "postern-next4"
  rules = rules_of(policy)
  ours, stand_in = ('source ipset="%s"' % name for name in (one.name, spare))
  firewalld.setEntries(spare, one.entries)
  replace_rules(policy, rules + [rule.replace(ours, stand_in) for rule in rules if ours in rule])
  firewalld.setEntries(one.name, one.entries)
  replace_rules(policy, rules)
  firewalld.setEntries(spare, [])
rules = rules_of(policy)
replace_rules(policy, rules + [rule for rule in wanted if rule not in rules])
replace_rules(policy, wanted)
for other in ("postern-host", "postern-forward"):
  if other != policy and other in known:
    replace_rules(other, [])
END
}
replace || {
  [ $? = 4 ] || exit 1
  install_files
  # With 20,000 prefixes firewall-cmd stops waiting after 25 s, and firewalld goes on.
  firewall-cmd -q --reload || { sleep 30; firewall-cmd --state >/dev/null; }
  replace
}
install_files
