#!/bin/sh
# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
# Removes the line that includes the file, and the file. Then everybody can log in from anywhere again. Run as root.
# DOVECOT_FOLDER names another folder than /etc/dovecot.
set -eu
cd "${DOVECOT_FOLDER:-/etc/dovecot}"
name=postern-allow-nets.conf.ext
grep -rlF --include="*.conf" --include="*.ext" "$name" . | while IFS= read -r file; do
  [ "${file##*/}" = $name ] || sed -i "/^[[:space:]]*!include\(_try\)\{0,1\}[[:space:]].*$name[[:space:]]*$/d" "$file"
done
rm -f -- ./$name
doveconf -n -c ./dovecot.conf >/dev/null # Fails if the configuration still names the file.
! doveadm -c ./dovecot.conf reload 2>/dev/null || echo "Dovecot reads its configuration again"
