# Postern: mail allowlist of Example, revision 7, permit mode
# sha256 f2a7303f364891903cb0109e739af23bc435cd743387fc4b53557df509279aca
# Upload this file, then: /import file-name=postern.rsc
/ip firewall address-list
set [find list~"^postern-"] comment="postern old"
/ip firewall filter
remove [find comment~"^postern-"]
/ip firewall address-list
remove [find comment="postern old"]
/ipv6 firewall address-list
set [find list~"^postern-"] comment="postern old"
:do { add list=postern-imap6 address=2001:db8:a::/48 comment=postern } on-error={ set [find list=postern-imap6 address=2001:db8:a::/48] comment=postern }
:do { add list=postern-smtp6 address=2001:db8:b::/48 comment=postern } on-error={ set [find list=postern-smtp6 address=2001:db8:b::/48] comment=postern }
/ipv6 firewall filter
:if ([:len [find comment="postern-smtp-465-mail.example.com-6"]] = 0) do={ add comment="postern-smtp-465-mail.example.com-6" chain=forward action=accept protocol=tcp src-address-list=postern-smtp6 dst-address=2001:db8:1::10/128 dst-port=465 } else={ set [find comment="postern-smtp-465-mail.example.com-6"] chain=forward action=accept protocol=tcp src-address-list=postern-smtp6 dst-address=2001:db8:1::10/128 dst-port=465 }
:if ([:len [find comment="postern-imap-993-mail.example.com-6"]] = 0) do={ add comment="postern-imap-993-mail.example.com-6" chain=forward action=accept protocol=tcp src-address-list=postern-imap6 dst-address=2001:db8:1::10/128 dst-port=993 } else={ set [find comment="postern-imap-993-mail.example.com-6"] chain=forward action=accept protocol=tcp src-address-list=postern-imap6 dst-address=2001:db8:1::10/128 dst-port=993 }
:foreach rule in=[find comment~"^postern-"] do={ :if ([:typeof [:find {"postern-smtp-465-mail.example.com-6";"postern-imap-993-mail.example.com-6"} [get $rule comment]]] = "nil") do={ remove $rule } }
/ipv6 firewall address-list
remove [find comment="postern old"]
