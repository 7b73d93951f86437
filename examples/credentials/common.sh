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
    : >"$work/answer"
    status=$(curl -sS --max-time 60 -o "$work/answer" -w '%{http_code}' "$@") || die "no answer from $1"
    answer=$(<"$work/answer")
}

# Prints the answer for an error message, without what may be a secret.
shown() {
    case $status in 2*) echo "$status" ;; *) echo "$status $answer" ;; esac
}

# Prints a text member of the answer, which is JSON.
field() {
    [[ $answer =~ \"$1\"[[:space:]]*:[[:space:]]*\"([^\"]*)\" ]] || die "the answer has no $1: $(shown)"
    printf %s "${BASH_REMATCH[1]}"
}

# Sends a request to the admin API: a path, and arguments of curl.
admin() {
    send "$address/licensing/v1/$1" -H "Authorization: Bearer ${ADMIN_TOKEN:?is not set}" \
        -H 'Content-Type: application/json' "${@:2}"
    case $status in 2*) ;; *) die "the admin API answered $(shown)" ;; esac
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

# Sends a request and compares status and code of the answer with a pattern, such as '200' or '401 credential-invalid'.
expect() {
    local outcome
    send "${@:2}"
    outcome=$status
    if [[ $answer =~ \"(code|error)\":\"([^\"]*)\" ]]; then outcome+=" ${BASH_REMATCH[2]}"; fi
    # shellcheck disable=SC2254
    case $outcome in
        $1) echo "$outcome" ;;
        *) die "expected $1, got $outcome from $2: $(shown)" ;;
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
