#!/bin/sh
# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
# Removes the table from every service of master.cf and from main.cf, and then the table itself. Run as root.
# MAIL_CONFIG names the folder of another instance of Postfix.
set -eu
strip() { # What prints the settings, what sets one, what deletes one.
  $1 | grep 'postern_clients\.cidr' | while IFS= read -r line; do
    name=${line%% = *}
    value=$(printf '%s\n' "${line#* = }" | sed 's/check_client_access[ ,]*cidr:[^ ,]*postern_clients\.cidr[ ,]*//g; s/[ ,]*$//')
    if [ -n "$value" ]; then $2 "$name=$value"; else $3 "$name"; fi
  done
}
strip 'postconf -P' 'postconf -P' 'postconf -PX'
strip 'postconf -n' 'postconf -e' 'postconf -X'
rm -f -- "$(postconf -h config_directory)/postern_clients.cidr"
! postfix status >/dev/null 2>&1 || postfix reload
