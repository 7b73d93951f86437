#!/usr/bin/env bash
# Calls with an access token of Keycloak, by the client credentials grant (RFC 6749 §4.4):
# ADMIN_TOKEN=… CLIENT_SECRET=… access-token.sh http://localhost:8080 http://localhost:8180/realms/weather weather-client
# The license of the client is created unless there is one. ACCESS_TOKEN is the token to use, if there is one already.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
usage='usage: access-token.sh <address> <issuer> <client>'
address=${1:?$usage} issuer=${2:?$usage} client=${3:?$usage}

# A token leads to the license whose external name "oauth" is the value of its claim "azp". One license has that name.
admin "licenses?customer=$client"
case $answer in
    *'"id":"lic_'*) ;;
    *) admin licenses -d '{"customer":"'"$client"'","plan":"pro@1","external":{"oauth":"'"$client"'"}}' ;;
esac

if [ -z "${ACCESS_TOKEN:-}" ]; then
    expect 200 "$issuer/protocol/openid-connect/token" -u "$client:${CLIENT_SECRET:?is not set}" -d grant_type=client_credentials
    ACCESS_TOKEN=$(field access_token)
fi
expect 200 "$address/v1/forecast/hourly" -H "Authorization: Bearer $ACCESS_TOKEN"

# The catalog requires the role "analyst" here, which the realm has given to the client.
expect 200 "$address/v1/stations" -H "Authorization: Bearer $ACCESS_TOKEN"

# The same token with another signature. In a resource server the answer is that of Spring Security, which has no code.
expect '401*' "$address/v1/forecast/hourly" -H "Authorization: Bearer $(forge "$ACCESS_TOKEN")"
