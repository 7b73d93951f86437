#!/usr/bin/env bash
# Calls with a license token, which an administrator issues: ADMIN_TOKEN=… license-token.sh http://localhost:8080
# LICENSE_TOKEN is the token to use, if there is one already.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
address=${1:?usage: license-token.sh <address>}

if [ -z "${LICENSE_TOKEN:-}" ]; then
    create_license
    admin "licenses/$license/tokens" -d '{"ttl":"PT10M"}'
    LICENSE_TOKEN=$(field token)
fi

expect 200 "$address/v1/forecast/hourly" -H "Authorization: Bearer $LICENSE_TOKEN"

# The same token with another signature.
expect '401 credential-invalid' "$address/v1/forecast/hourly" -H "Authorization: Bearer $(forge "$LICENSE_TOKEN")"
