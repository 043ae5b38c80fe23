#!/bin/sh
# Postern: mail allowlist of Example, revision 7, permit mode
# sha256 b22c41b60e53a329d7f600384a817da8edb85f013a7757aff6078f85cf6fd935
set -eu
if grep -qs '^IPV6=no' /etc/default/ufw; then echo 'Set IPV6=yes in /etc/default/ufw first: the list has IPv6 addresses' >&2; exit 3; fi
: "${POSTERN_MAIL_EXAMPLE_COM_TDFNRH_IPV4:?set it to the IPv4 address of mail.example.com}"
: "${POSTERN_MAIL_EXAMPLE_COM_TDFNRH_IPV6:?set it to the IPv6 address of mail.example.com}"
: "${POSTERN_OWA_EXAMPLE_ORG_QFFD5A_IPV4:?set it to the IPv4 address of owa.example.org}"
: "${POSTERN_OWA_EXAMPLE_ORG_QFFD5A_IPV6:?set it to the IPv6 address of owa.example.org}"
ufw prepend allow proto tcp from 203.0.113.0/27 to "$POSTERN_MAIL_EXAMPLE_COM_TDFNRH_IPV4" port 1993 comment 'Postern: IMAP to mail.example.com'
ufw prepend allow proto tcp from 203.0.113.64/30 to "$POSTERN_MAIL_EXAMPLE_COM_TDFNRH_IPV4" port 1993 comment 'Postern: IMAP to mail.example.com'
ufw prepend allow proto tcp from 2001:db8:a::/48 to "$POSTERN_MAIL_EXAMPLE_COM_TDFNRH_IPV6" port 1993 comment 'Postern: IMAP to mail.example.com'
ufw prepend allow proto tcp from 203.0.113.32/27 to "$POSTERN_MAIL_EXAMPLE_COM_TDFNRH_IPV4" port 2525 comment 'Postern: SMTP to mail.example.com'
ufw prepend allow proto tcp from 203.0.113.128/32 to "$POSTERN_MAIL_EXAMPLE_COM_TDFNRH_IPV4" port 2525 comment 'Postern: SMTP to mail.example.com'
ufw prepend allow proto tcp from 2001:db8:b::1/128 to "$POSTERN_MAIL_EXAMPLE_COM_TDFNRH_IPV6" port 2525 comment 'Postern: SMTP to mail.example.com'
ufw prepend allow proto tcp from 2001:db8:c::/64 to "$POSTERN_MAIL_EXAMPLE_COM_TDFNRH_IPV6" port 2525 comment 'Postern: SMTP to mail.example.com'
ufw prepend allow proto tcp from 203.0.113.0/26 to "$POSTERN_OWA_EXAMPLE_ORG_QFFD5A_IPV4" port 8443 comment 'Postern: Exchange to owa.example.org'
ufw prepend allow proto tcp from 203.0.113.64/30 to "$POSTERN_OWA_EXAMPLE_ORG_QFFD5A_IPV4" port 8443 comment 'Postern: Exchange to owa.example.org'
ufw prepend allow proto tcp from 203.0.113.128/32 to "$POSTERN_OWA_EXAMPLE_ORG_QFFD5A_IPV4" port 8443 comment 'Postern: Exchange to owa.example.org'
ufw prepend allow proto tcp from 2001:db8:a::/48 to "$POSTERN_OWA_EXAMPLE_ORG_QFFD5A_IPV6" port 8443 comment 'Postern: Exchange to owa.example.org'
ufw prepend allow proto tcp from 2001:db8:b::1/128 to "$POSTERN_OWA_EXAMPLE_ORG_QFFD5A_IPV6" port 8443 comment 'Postern: Exchange to owa.example.org'
ufw prepend allow proto tcp from 2001:db8:c::/64 to "$POSTERN_OWA_EXAMPLE_ORG_QFFD5A_IPV6" port 8443 comment 'Postern: Exchange to owa.example.org'
