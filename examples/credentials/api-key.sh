#!/usr/bin/env bash
# Calls with an API key: ADMIN_TOKEN=… api-key.sh http://localhost:8080
# LICENSING_API_KEY is the key to use, if there is one already.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
address=${1:?usage: api-key.sh <address>}

need_api_key
expect 200 "$address/v1/forecast/hourly" -H "X-API-Key: $LICENSING_API_KEY"

# A key that was never issued.
expect '401 credential-invalid' "$address/v1/forecast/hourly" -H "X-API-Key: ${LICENSING_API_KEY}0"
