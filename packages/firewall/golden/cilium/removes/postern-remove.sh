#!/bin/sh
# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
# Deletes every policy of Postern. Pods that no other policy selects are then open to everybody.
set -eu
kubectl delete ciliumnetworkpolicies.cilium.io --namespace REPLACE-NAMESPACE --selector 'app.kubernetes.io/managed-by=postern'
