#!/bin/sh
# Makes the secrets that compose.yaml names, in the folder `secrets` beside it or in the one that is named; leaves what is there as it is.
set -eu
folder=${1:-"$(dirname "$0")/secrets"}
mkdir -p -m 700 "$folder"
cd "$folder"
# Containers read the files as users of their own; the folder keeps other users of this machine out.
umask 022
[ -e superuser-password ] || openssl rand -hex 24 >superuser-password
[ -e database-password ] || openssl rand -hex 24 >database-password
[ -e database-url ] || echo "postgresql://postern:$(cat database-password)@postgres/postern" >database-url
[ -e secret-key ] || openssl rand -base64 32 >secret-key
