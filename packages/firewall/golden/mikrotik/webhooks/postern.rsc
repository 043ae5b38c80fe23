# Postern: mail allowlist of Example, revision 7, permit mode
# sha256 c278b02ed75562f905f041d1407253ed59dad51818ae16028c6c9057f6c036dc
# Upload this file, then: /import file-name=postern.rsc
/ip firewall address-list
set [find list~"^postern-"] comment="postern old"
:do { add list=postern-imap4-eu1 address=203.0.113.0/27 comment=postern } on-error={ set [find list=postern-imap4-eu1 address=203.0.113.0/27] comment=postern }
:do { add list=postern-imap4-eu1 address=203.0.113.64/30 comment=postern } on-error={ set [find list=postern-imap4-eu1 address=203.0.113.64/30] comment=postern }
:do { add list=postern-smtp4-eu1 address=203.0.113.32/27 comment=postern } on-error={ set [find list=postern-smtp4-eu1 address=203.0.113.32/27] comment=postern }
:do { add list=postern-smtp4-eu1 address=203.0.113.128 comment=postern } on-error={ set [find list=postern-smtp4-eu1 address=203.0.113.128] comment=postern }
:do { add list=postern-hook4-eu1 address=203.0.113.192/28 comment=postern } on-error={ set [find list=postern-hook4-eu1 address=203.0.113.192/28] comment=postern }
/ip firewall filter
:if ([:len [find comment="postern-hook-8443-hooks.example.com-4-eu1"]] = 0) do={ add comment="postern-hook-8443-hooks.example.com-4-eu1" chain=forward action=accept protocol=tcp src-address-list=postern-hook4-eu1 dst-address=198.51.100.30 dst-port=8443 } else={ set [find comment="postern-hook-8443-hooks.example.com-4-eu1"] chain=forward action=accept protocol=tcp src-address-list=postern-hook4-eu1 dst-address=198.51.100.30 dst-port=8443 }
:if ([:len [find comment="postern-smtp-465-mail.example.com-4-eu1"]] = 0) do={ add comment="postern-smtp-465-mail.example.com-4-eu1" chain=forward action=accept protocol=tcp src-address-list=postern-smtp4-eu1 dst-address=198.51.100.10 dst-port=465 } else={ set [find comment="postern-smtp-465-mail.example.com-4-eu1"] chain=forward action=accept protocol=tcp src-address-list=postern-smtp4-eu1 dst-address=198.51.100.10 dst-port=465 }
:if ([:len [find comment="postern-imap-993-mail.example.com-4-eu1"]] = 0) do={ add comment="postern-imap-993-mail.example.com-4-eu1" chain=forward action=accept protocol=tcp src-address-list=postern-imap4-eu1 dst-address=198.51.100.10 dst-port=993 } else={ set [find comment="postern-imap-993-mail.example.com-4-eu1"] chain=forward action=accept protocol=tcp src-address-list=postern-imap4-eu1 dst-address=198.51.100.10 dst-port=993 }
:foreach rule in=[find comment~"^postern-"] do={ :if ([:typeof [:find {"postern-hook-8443-hooks.example.com-4-eu1";"postern-smtp-465-mail.example.com-4-eu1";"postern-imap-993-mail.example.com-4-eu1"} [get $rule comment]]] = "nil") do={ remove $rule } }
/ip firewall address-list
remove [find comment="postern old"]
/ipv6 firewall address-list
set [find list~"^postern-"] comment="postern old"
:do { add list=postern-imap6-eu1 address=2001:db8:a::/48 comment=postern } on-error={ set [find list=postern-imap6-eu1 address=2001:db8:a::/48] comment=postern }
:do { add list=postern-smtp6-eu1 address=2001:db8:b::1/128 comment=postern } on-error={ set [find list=postern-smtp6-eu1 address=2001:db8:b::1/128] comment=postern }
:do { add list=postern-smtp6-eu1 address=2001:db8:c::/64 comment=postern } on-error={ set [find list=postern-smtp6-eu1 address=2001:db8:c::/64] comment=postern }
:do { add list=postern-hook6-eu1 address=2001:db8:d::/64 comment=postern } on-error={ set [find list=postern-hook6-eu1 address=2001:db8:d::/64] comment=postern }
/ipv6 firewall filter
:if ([:len [find comment="postern-smtp-465-mail.example.com-6-eu1"]] = 0) do={ add comment="postern-smtp-465-mail.example.com-6-eu1" chain=forward action=accept protocol=tcp src-address-list=postern-smtp6-eu1 dst-address=2001:db8:1::10/128 dst-port=465 } else={ set [find comment="postern-smtp-465-mail.example.com-6-eu1"] chain=forward action=accept protocol=tcp src-address-list=postern-smtp6-eu1 dst-address=2001:db8:1::10/128 dst-port=465 }
:if ([:len [find comment="postern-imap-993-mail.example.com-6-eu1"]] = 0) do={ add comment="postern-imap-993-mail.example.com-6-eu1" chain=forward action=accept protocol=tcp src-address-list=postern-imap6-eu1 dst-address=2001:db8:1::10/128 dst-port=993 } else={ set [find comment="postern-imap-993-mail.example.com-6-eu1"] chain=forward action=accept protocol=tcp src-address-list=postern-imap6-eu1 dst-address=2001:db8:1::10/128 dst-port=993 }
:foreach rule in=[find comment~"^postern-"] do={ :if ([:typeof [:find {"postern-smtp-465-mail.example.com-6-eu1";"postern-imap-993-mail.example.com-6-eu1"} [get $rule comment]]] = "nil") do={ remove $rule } }
/ipv6 firewall address-list
remove [find comment="postern old"]
