#!/bin/sh
# Postern: mail allowlist of Example, revision 7, permit mode
# sha256 f2a7303f364891903cb0109e739af23bc435cd743387fc4b53557df509279aca
set -eu
if grep -qs '^IPV6=no' /etc/default/ufw; then echo 'Set IPV6=yes in /etc/default/ufw first: the list has IPv6 addresses' >&2; exit 3; fi
ufw prepend allow proto tcp from 2001:db8:b::/48 to 2001:db8:1::10 port 465 comment 'Postern: SMTP to mail.example.com'
ufw prepend allow proto tcp from 2001:db8:a::/48 to 2001:db8:1::10 port 993 comment 'Postern: IMAP to mail.example.com'
