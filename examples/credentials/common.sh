# Functions of the scripts in this directory, which read it. A script ends with 1 if an answer is not as expected.
set -euo pipefail

script=$(basename "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

die() {
    echo "$script: $*" >&2
    exit 1
}

for tool in curl openssl; do
    command -v "$tool" >/dev/null || die "$tool is not on the PATH"
done

# Sends a request with these arguments of curl, and sets $status and $answer.
send() {
    status=$(curl -sS --max-time 20 -o "$work/answer" -w '%{http_code}' "$@") || die "no answer from $1"
    answer=$(cat "$work/answer")
}

# Prints a text member of the answer, which is JSON.
field() {
    local value
    value=$(printf %s "$answer" | tr '\n' ' ' | sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p")
    [ -n "$value" ] || die "the answer has no $1: $status $answer"
    printf %s "$value"
}

# Sends a request to the admin API: a path, and arguments of curl.
admin() {
    send "$address/licensing/v1/$1" -H "Authorization: Bearer ${ADMIN_TOKEN:?is not set}" \
        -H 'Content-Type: application/json' "${@:2}"
    case $status in 2*) ;; *) die "the admin API answered $status $answer" ;; esac
}

# Sets $license to a new license, which has every feature.
create_license() {
    admin licenses -d '{"customer":"acme","plan":"pro@1"}'
    license=$(field id)
}

# Sets LICENSING_API_KEY to a key of a new license, unless it is set.
need_api_key() {
    if [ -z "${LICENSING_API_KEY:-}" ]; then
        create_license
        admin "licenses/$license/keys" -d '{"name":"example"}'
        LICENSING_API_KEY=$(field key)
    fi
}

# Sends a request and compares the answer with a pattern such as '200' or '401 credential-invalid'.
expect() {
    local code outcome
    send "${@:2}"
    code=$(printf %s "$answer" | sed -nE 's/.*"(code|error)":"([^"]*)".*/\2/p')
    outcome=$status${code:+ $code}
    # shellcheck disable=SC2254
    case $outcome in
        $1) echo "$outcome" ;;
        *) die "expected $1, got $outcome from $2: $answer" ;;
    esac
}

# Encodes bytes as base64url without padding.
base64url() {
    openssl base64 -A | tr '+/' '-_' | tr -d =
}

# Prints a token with another signature.
forge() {
    printf %s "${1%????????}AAAAAAAA"
}
