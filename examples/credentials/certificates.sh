#!/usr/bin/env bash
# Makes self-signed certificates for client-certificate.sh, of a server and two clients: certificates.sh <new directory>
set -euo pipefail
directory=${1:?usage: certificates.sh <directory>}

mkdir -p "$directory"
cd "$directory"
umask 077
for name in server client other; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=$name" \
        -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' -keyout "$name.key" -out "$name.pem" 2>/dev/null
done
# The clients whose connections the server accepts.
cat client.pem other.pem >clients.pem
