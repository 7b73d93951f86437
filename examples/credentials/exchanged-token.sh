#!/usr/bin/env bash
# Exchanges an API key for a short-lived token, and refreshes it: ADMIN_TOKEN=… exchanged-token.sh http://localhost:8080
# LICENSING_API_KEY is the key to use, if there is one already. The service needs licensing.tokens.refresh=true.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
address=${1:?usage: exchanged-token.sh <address>}

need_api_key
expect 200 "$address/licensing/v1/token" -H "X-API-Key: $LICENSING_API_KEY" -d grant_type=client_credentials
token=$(field access_token)
refresh=$(field refresh_token)
expect 200 "$address/v1/forecast/hourly" -H "Authorization: Bearer $token"

# Before the token expires ("expires_in"), the refresh token is exchanged for the next pair. This needs no API key.
expect 200 "$address/licensing/v1/token" -d grant_type=refresh_token -d "refresh_token=$refresh"
next=$(field access_token)
expect 200 "$address/v1/forecast/hourly" -H "Authorization: Bearer $next"

# A refresh token is good for one exchange. Its second use revokes what was issued from it: one of the two users is a thief.
expect '400 invalid_grant' "$address/licensing/v1/token" -d grant_type=refresh_token -d "refresh_token=$refresh"
expect '401 credential-revoked' "$address/v1/forecast/hourly" -H "Authorization: Bearer $next"
