#!/usr/bin/env bash
# Signs a request with an Ed25519 key (RFC 9421): ADMIN_TOKEN=… signed-request.sh http://localhost:8080
# SIGNATURE_KEY (a PEM file) and SIGNATURE_KEY_ID are the key to use, if there is one already.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
address=${1:?usage: signed-request.sh <address>}

if [ -z "${SIGNATURE_KEY:-}" ]; then
    SIGNATURE_KEY=$work/key.pem
    openssl genpkey -algorithm ed25519 -out "$SIGNATURE_KEY"
    # The DER encoding of an Ed25519 key ends with its 32 bytes.
    x=$(openssl pkey -in "$SIGNATURE_KEY" -pubout -outform DER | tail -c 32 | base64url)
    create_license
    admin "licenses/$license/signature-keys" -d '{"alg":"ed25519","jwk":{"kty":"OKP","crv":"Ed25519","x":"'"$x"'"}}'
    SIGNATURE_KEY_ID=$(field keyId)
fi

path=/v1/ask query='?lang=en' body='will it rain tomorrow'
digest="sha-256=:$(printf %s "$body" | openssl dgst -sha256 -binary | openssl base64 -A):"
# Without the port if it is the default of the scheme, 80 or 443.
authority=${address#*://}

# The signature base (RFC 9421 §2.5): one line for each covered component, then the parameters, without a line feed at the end.
input='("@method" "@authority" "@path" "@query" "content-digest")'
input+=";created=$(date +%s);keyid=\"$SIGNATURE_KEY_ID\";nonce=\"$(openssl rand -hex 16)\""
printf %s "\"@method\": POST
\"@authority\": $authority
\"@path\": $path
\"@query\": $query
\"content-digest\": $digest
\"@signature-params\": $input" >"$work/base"
signature=$(openssl pkeyutl -sign -rawin -inkey "$SIGNATURE_KEY" -in "$work/base" | openssl base64 -A)

# Sends the signed request with a body.
call() {
    expect "$1" "$address$path$query" -H "Signature-Input: sig=$input" -H "Signature: sig=:$signature:" \
        -H "Content-Digest: $digest" -H 'Content-Type: text/plain' -d "$2"
}
# The nonce of a request that was changed is not used up by it.
call '401 credential-invalid' 'will it snow tomorrow'
call 200 "$body"
# Each signature is accepted once.
call '401 credential-invalid' "$body"
