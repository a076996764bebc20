# For the scripts beside it that need a PostgreSQL server of this machine and a gateway before it: to be sourced.
# Everything lies in $work, which is gone at the end.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
affidavit() { "$here/affidavit" "$@"; }
say() { printf '\n== %s\n' "$1"; }
ok() { printf 'ok  %s\n' "$1"; }
fail() {
    printf 'NOT OK  %s\n' "$1" >&2
    [ -f "$work/gateway.out" ] && sed 's/^/    gateway: /' "$work/gateway.out" >&2
    exit 1
}

server_programs() {
    for folder in "${PG_BIN:-}" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin \
        "$(dirname "$(readlink -f "$(command -v postgres || true)")" 2>/dev/null)"; do
        [ -n "$folder" ] && [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && { echo "$folder"; return 0; }
    done
    return 1
}
pg=$(server_programs) || { echo "SKIPPED: no PostgreSQL server on this machine (apt-get install postgresql)"; exit 0; }
command -v psql >/dev/null || { echo "SKIPPED: no psql on this machine (apt-get install postgresql-client)"; exit 0; }

work=$(mktemp -d)
chmod 755 "$work"
D=$work/gateway
gateway=
finish() {
    [ -n "$gateway" ] && kill "$gateway" 2>/dev/null && wait "$gateway" 2>/dev/null
    [ -f "$work/pg/postmaster.pid" ] && as_postgres "$pg/pg_ctl" -D "$work/pg" -m immediate stop >/dev/null 2>&1
    rm -rf "$work"
}
trap finish EXIT

# PostgreSQL does not run as root.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups "$@"); else "$@"; fi
}
free_port() {
    local port
    for _ in $(seq 1 50); do
        port=$((20000 + RANDOM % 20000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
    return 1
}

# Starts a server on $port, with the options given. Its owner is `owner`.
start_server() {
    port=$(free_port)
    mkdir "$work/pg" && chmod 700 "$work/pg"
    [ "$(id -u)" = 0 ] && chown postgres "$work/pg"
    printf 'owner-password' > "$work/owner.pw" && chmod 644 "$work/owner.pw"
    as_postgres "$pg/initdb" -D "$work/pg" -U owner --pwfile="$work/owner.pw" --auth=scram-sha-256 -E UTF8 >/dev/null
    as_postgres "$pg/pg_ctl" -D "$work/pg" -w -l "$work/pg/server.log" \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c password_encryption=scram-sha-256 $*" start >/dev/null
    ok "listens on port $port"
}
owner() { PGPASSWORD=owner-password psql -X -q -t -A -v ON_ERROR_STOP=1 "host=127.0.0.1 port=$port dbname=$1 user=owner sslmode=disable" "${@:2}"; }

# Makes the gateway's folder $D, with ports that are free.
init_gateway() {
    affidavit init --dir "$D" --profile dev --no-input
    local control issuer
    control=$(free_port) issuer=$(free_port)
    sed -i "s/127\.0\.0\.1:8443/127.0.0.1:$control/; s/127\.0\.0\.1:8444/127.0.0.1:$issuer/g" "$D/affidavit.yaml"
}

# Starts the gateway of the folder $D.
start() {
    "$here/affidavit" run --config "$D/affidavit.yaml" >"$work/gateway.out" 2>&1 &
    gateway=$!
    for _ in $(seq 1 300); do
        grep -q '^ready' "$work/gateway.out" && return 0
        kill -0 "$gateway" 2>/dev/null || fail "the gateway ended"
        sleep 0.1
    done
    fail "the gateway did not get ready"
}

# Ends it in order.
stop() {
    kill -TERM "$gateway"
    wait "$gateway" && code=0 || code=$?
    gateway=
    [ "$code" = 0 ] || fail "the gateway ended with $code after SIGTERM"
}
