#!/usr/bin/env bash
# Calls with a token that is bound to a client certificate (RFC 8705 §3), over TLS:
# ADMIN_TOKEN=… client-certificate.sh https://localhost:8443 <directory of certificates.sh>
# LICENSE_TOKEN is the token to use, if there is one already.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
usage='usage: client-certificate.sh <address> <directory>'
address=${1:?$usage} directory=${2:?$usage}
export CURL_CA_BUNDLE=$directory/server.pem

if [ -z "${LICENSE_TOKEN:-}" ]; then
    thumbprint=$(openssl x509 -in "$directory/client.pem" -outform DER | openssl dgst -sha256 -binary | base64url)
    create_license
    admin "licenses/$license/tokens" -d '{"ttl":"PT10M","cnf":{"x5t#S256":"'"$thumbprint"'"}}'
    LICENSE_TOKEN=$(field token)
fi

# Calls over a connection that is authenticated with this certificate, or without one.
call() {
    expect "$1" "$address/v1/forecast/hourly" -H "Authorization: Bearer $LICENSE_TOKEN" "${@:2}"
}
call 200 --cert "$directory/client.pem" --key "$directory/client.key"
call '401 proof-invalid' --cert "$directory/other.pem" --key "$directory/other.key"
call '401 proof-required'
