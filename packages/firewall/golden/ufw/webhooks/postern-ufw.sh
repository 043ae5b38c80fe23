#!/bin/sh
# Postern: mail allowlist of Example, revision 7, permit mode
# sha256 c278b02ed75562f905f041d1407253ed59dad51818ae16028c6c9057f6c036dc
set -eu
if grep -qs '^IPV6=no' /etc/default/ufw; then echo 'Set IPV6=yes in /etc/default/ufw first: the list has IPv6 addresses' >&2; exit 3; fi
ufw prepend allow proto tcp from 203.0.113.192/28 to 198.51.100.30 port 8443 comment 'Postern: webhook to hooks.example.com'
ufw prepend allow proto tcp from 203.0.113.32/27 to 198.51.100.10 port 465 comment 'Postern: SMTP to mail.example.com'
ufw prepend allow proto tcp from 203.0.113.128/32 to 198.51.100.10 port 465 comment 'Postern: SMTP to mail.example.com'
ufw prepend allow proto tcp from 2001:db8:b::1/128 to 2001:db8:1::10 port 465 comment 'Postern: SMTP to mail.example.com'
ufw prepend allow proto tcp from 2001:db8:c::/64 to 2001:db8:1::10 port 465 comment 'Postern: SMTP to mail.example.com'
ufw prepend allow proto tcp from 203.0.113.0/27 to 198.51.100.10 port 993 comment 'Postern: IMAP to mail.example.com'
ufw prepend allow proto tcp from 203.0.113.64/30 to 198.51.100.10 port 993 comment 'Postern: IMAP to mail.example.com'
ufw prepend allow proto tcp from 2001:db8:a::/48 to 2001:db8:1::10 port 993 comment 'Postern: IMAP to mail.example.com'
