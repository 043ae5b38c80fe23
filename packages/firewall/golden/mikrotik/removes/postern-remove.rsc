# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
# Upload this file, then: /import file-name=postern-remove.rsc
/ip firewall filter remove [find comment~"^postern-"]
/ip firewall address-list remove [find list~"^postern-"]
/ipv6 firewall filter remove [find comment~"^postern-"]
/ipv6 firewall address-list remove [find list~"^postern-"]
