# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
# Upload this file, then: /import file-name=postern.rsc
/ip firewall address-list
set [find list~"^postern-"] comment="postern old"
:do { add list=postern-imap4 address=54.174.62.128/26 comment=postern } on-error={ set [find list=postern-imap4 address=54.174.62.128/26] comment=postern }
:do { add list=postern-imap4 address=54.174.62.196/30 comment=postern } on-error={ set [find list=postern-imap4 address=54.174.62.196/30] comment=postern }
:do { add list=postern-imap4 address=141.193.184.0/27 comment=postern } on-error={ set [find list=postern-imap4 address=141.193.184.0/27] comment=postern }
:do { add list=postern-imap4 address=141.193.185.0/27 comment=postern } on-error={ set [find list=postern-imap4 address=141.193.185.0/27] comment=postern }
:do { add list=postern-imap4 address=143.244.82.8/30 comment=postern } on-error={ set [find list=postern-imap4 address=143.244.82.8/30] comment=postern }
:do { add list=postern-imap4 address=143.244.87.0/25 comment=postern } on-error={ set [find list=postern-imap4 address=143.244.87.0/25] comment=postern }
:do { add list=postern-smtp4 address=54.174.62.128/26 comment=postern } on-error={ set [find list=postern-smtp4 address=54.174.62.128/26] comment=postern }
:do { add list=postern-smtp4 address=54.174.62.192/30 comment=postern } on-error={ set [find list=postern-smtp4 address=54.174.62.192/30] comment=postern }
:do { add list=postern-smtp4 address=141.193.184.0/27 comment=postern } on-error={ set [find list=postern-smtp4 address=141.193.184.0/27] comment=postern }
:do { add list=postern-smtp4 address=141.193.185.0/27 comment=postern } on-error={ set [find list=postern-smtp4 address=141.193.185.0/27] comment=postern }
:do { add list=postern-smtp4 address=143.244.82.12/30 comment=postern } on-error={ set [find list=postern-smtp4 address=143.244.82.12/30] comment=postern }
:do { add list=postern-smtp4 address=143.244.87.0/25 comment=postern } on-error={ set [find list=postern-smtp4 address=143.244.87.0/25] comment=postern }
/ip firewall filter
:if ([:len [find comment="postern-smtp-465-mail.example.com-4"]] = 0) do={ add comment="postern-smtp-465-mail.example.com-4" chain=forward action=accept protocol=tcp src-address-list=postern-smtp4 dst-address=198.51.100.10 dst-port=465 } else={ set [find comment="postern-smtp-465-mail.example.com-4"] chain=forward action=accept protocol=tcp src-address-list=postern-smtp4 dst-address=198.51.100.10 dst-port=465 }
:if ([:len [find comment="postern-imap-993-mail.example.com-4"]] = 0) do={ add comment="postern-imap-993-mail.example.com-4" chain=forward action=accept protocol=tcp src-address-list=postern-imap4 dst-address=198.51.100.10 dst-port=993 } else={ set [find comment="postern-imap-993-mail.example.com-4"] chain=forward action=accept protocol=tcp src-address-list=postern-imap4 dst-address=198.51.100.10 dst-port=993 }
:if ([:len [find comment="postern-smtp-587-mx.example.net-4"]] = 0) do={ add comment="postern-smtp-587-mx.example.net-4" chain=forward action=accept protocol=tcp src-address-list=postern-smtp4 dst-address=198.51.100.20 dst-port=587 } else={ set [find comment="postern-smtp-587-mx.example.net-4"] chain=forward action=accept protocol=tcp src-address-list=postern-smtp4 dst-address=198.51.100.20 dst-port=587 }
:if ([:len [find comment="postern-imap-993-mx.example.net-4"]] = 0) do={ add comment="postern-imap-993-mx.example.net-4" chain=forward action=accept protocol=tcp src-address-list=postern-imap4 dst-address=198.51.100.20 dst-port=993 } else={ set [find comment="postern-imap-993-mx.example.net-4"] chain=forward action=accept protocol=tcp src-address-list=postern-imap4 dst-address=198.51.100.20 dst-port=993 }
:foreach rule in=[find comment~"^postern-"] do={ :if ([:typeof [:find {"postern-smtp-465-mail.example.com-4";"postern-imap-993-mail.example.com-4";"postern-smtp-587-mx.example.net-4";"postern-imap-993-mx.example.net-4"} [get $rule comment]]] = "nil") do={ remove $rule } }
/ip firewall address-list
remove [find comment="postern old"]
/ipv6 firewall address-list
set [find list~"^postern-"] comment="postern old"
/ipv6 firewall filter
remove [find comment~"^postern-"]
/ipv6 firewall address-list
remove [find comment="postern old"]
