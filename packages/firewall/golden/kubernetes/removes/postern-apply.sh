#!/bin/sh
# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
# Applies the policies and then deletes those that earlier revisions and modes left.
set -eu
cd -- "$(dirname -- "$0")"
kubectl apply -f postern-networkpolicies.yaml
kubectl delete networkpolicies.networking.k8s.io --namespace REPLACE-NAMESPACE --selector 'app.kubernetes.io/managed-by=postern,postern-slots!=he6k5e'
