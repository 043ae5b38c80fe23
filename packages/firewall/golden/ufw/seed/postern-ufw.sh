#!/bin/sh
# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
set -eu
if grep -qs '^IPV6=no' /etc/default/ufw; then echo 'Set IPV6=yes in /etc/default/ufw first: the list has IPv6 addresses' >&2; exit 3; fi
ufw prepend allow proto tcp from 54.174.62.128/26 to 198.51.100.10 port 465 comment 'Postern: SMTP to mail.example.com'
ufw prepend allow proto tcp from 54.174.62.192/30 to 198.51.100.10 port 465 comment 'Postern: SMTP to mail.example.com'
ufw prepend allow proto tcp from 141.193.184.0/27 to 198.51.100.10 port 465 comment 'Postern: SMTP to mail.example.com'
ufw prepend allow proto tcp from 141.193.185.0/27 to 198.51.100.10 port 465 comment 'Postern: SMTP to mail.example.com'
ufw prepend allow proto tcp from 143.244.82.12/30 to 198.51.100.10 port 465 comment 'Postern: SMTP to mail.example.com'
ufw prepend allow proto tcp from 143.244.87.0/25 to 198.51.100.10 port 465 comment 'Postern: SMTP to mail.example.com'
ufw prepend allow proto tcp from 54.174.62.128/26 to 198.51.100.10 port 993 comment 'Postern: IMAP to mail.example.com'
ufw prepend allow proto tcp from 54.174.62.196/30 to 198.51.100.10 port 993 comment 'Postern: IMAP to mail.example.com'
ufw prepend allow proto tcp from 141.193.184.0/27 to 198.51.100.10 port 993 comment 'Postern: IMAP to mail.example.com'
ufw prepend allow proto tcp from 141.193.185.0/27 to 198.51.100.10 port 993 comment 'Postern: IMAP to mail.example.com'
ufw prepend allow proto tcp from 143.244.82.8/30 to 198.51.100.10 port 993 comment 'Postern: IMAP to mail.example.com'
ufw prepend allow proto tcp from 143.244.87.0/25 to 198.51.100.10 port 993 comment 'Postern: IMAP to mail.example.com'
ufw prepend allow proto tcp from 54.174.62.128/26 to 198.51.100.20 port 587 comment 'Postern: SMTP to mx.example.net'
ufw prepend allow proto tcp from 54.174.62.192/30 to 198.51.100.20 port 587 comment 'Postern: SMTP to mx.example.net'
ufw prepend allow proto tcp from 141.193.184.0/27 to 198.51.100.20 port 587 comment 'Postern: SMTP to mx.example.net'
ufw prepend allow proto tcp from 141.193.185.0/27 to 198.51.100.20 port 587 comment 'Postern: SMTP to mx.example.net'
ufw prepend allow proto tcp from 143.244.82.12/30 to 198.51.100.20 port 587 comment 'Postern: SMTP to mx.example.net'
ufw prepend allow proto tcp from 143.244.87.0/25 to 198.51.100.20 port 587 comment 'Postern: SMTP to mx.example.net'
ufw prepend allow proto tcp from 54.174.62.128/26 to 198.51.100.20 port 993 comment 'Postern: IMAP to mx.example.net'
ufw prepend allow proto tcp from 54.174.62.196/30 to 198.51.100.20 port 993 comment 'Postern: IMAP to mx.example.net'
ufw prepend allow proto tcp from 141.193.184.0/27 to 198.51.100.20 port 993 comment 'Postern: IMAP to mx.example.net'
ufw prepend allow proto tcp from 141.193.185.0/27 to 198.51.100.20 port 993 comment 'Postern: IMAP to mx.example.net'
ufw prepend allow proto tcp from 143.244.82.8/30 to 198.51.100.20 port 993 comment 'Postern: IMAP to mx.example.net'
ufw prepend allow proto tcp from 143.244.87.0/25 to 198.51.100.20 port 993 comment 'Postern: IMAP to mx.example.net'
