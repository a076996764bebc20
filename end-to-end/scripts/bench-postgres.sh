#!/usr/bin/env bash
# What the way through the gateway costs: pgbench against a direct connection, PgBouncer (if it is installed), a bare
# TLS relay on Netty, and the gateway, in turns. bench-postgres.sh [ROUNDS] [SECONDS]   (mvn verify first)
# All but the direct connection speak TLS with the client and none with the target. The gateway records durable and
# signed, with policy, a masked column and detectors on. Prints the median of the rounds' ratios.
# shellcheck source=postgres-lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/postgres-lib.sh"

rounds=${1:-5} seconds=${2:-4}
java=${JAVA_HOME:?set it to a JDK 25}/bin/java

start_server >/dev/null
owner postgres -c 'CREATE DATABASE bench OWNER owner'
PGSSLMODE=disable PGPASSWORD=owner-password pgbench -q -i -s 10 -h 127.0.0.1 -p "$port" -U owner bench >/dev/null 2>&1

init_gateway >/dev/null 2>&1
cat > "$D/policy.yaml" <<'YAML'
version: 1
rules:
  - { id: connect, connect: true, when: "'agents' in principal.groups", verdict: allow }
  - id: read
    when: "statement.read_only && statement.reads.all(r, r in ['pgbench_accounts', 'pgbench_branches'])"
    verdict: allow
  - id: change
    when: "statement.writes.all(r, r.startsWith('pgbench_')) && !statement.verbs.exists(v, v in ['DROP', 'ALTER'])"
    verdict: allow
masking:
  - { id: filler, resource: bench, columns: ["public.pgbench_accounts.filler"] }
  - { id: detect, resource: bench, detect: [email, card, iban] }
YAML
chmod 600 "$work/owner.pw"
agents=$(free_port) pooled=$(free_port) relayed=$(free_port)
affidavit connection add bench "postgres://owner@127.0.0.1:$port/bench" --credential-file "$work/owner.pw" \
    --listen "127.0.0.1:$agents" --config "$D/affidavit.yaml" >/dev/null 2>&1
start
token=$(affidavit token --agent billing-bot --config "$D/affidavit.yaml")

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$work/tls.key" -out "$work/tls.crt" 2>/dev/null
"$java" --enable-native-access=ALL-UNNAMED -cp "$here/end-to-end/target/classes:$here/gateway-headless/target/lib/*:$here/gateway-headless/target/classes" \
    org.affidavit.endtoend.bench.BareRelay "$relayed" "$port" "$work/tls.crt" "$work/tls.key" >"$work/relay.out" 2>&1 &
relay=$!
contenders="direct relay gateway"
if command -v pgbouncer >/dev/null; then
    contenders="direct pgbouncer relay gateway"
    printf '"owner" "owner-password"\n' > "$work/users"
    cat > "$work/pgbouncer.ini" <<INI
[databases]
bench = host=127.0.0.1 port=$port dbname=bench
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $pooled
unix_socket_dir =
auth_type = plain
auth_file = $work/users
pool_mode = session
default_pool_size = 60
client_tls_sslmode = require
client_tls_key_file = $work/tls.key
client_tls_cert_file = $work/tls.crt
logfile = $work/pgbouncer.log
pidfile = $work/pool/pid
ignore_startup_parameters = extra_float_digits
INI
    [ "$(id -u)" = 0 ] && chown -R postgres "$work/users" "$work/pgbouncer.ini" "$work/tls.key" "$work/tls.crt"
    mkdir -m 777 "$work/pool"
    touch "$work/pgbouncer.log" && chmod 666 "$work/pgbouncer.log"
    as_postgres pgbouncer -q -d "$work/pgbouncer.ini"
fi
end() {
    kill "$relay" 2>/dev/null
    [ -f "$work/pool/pid" ] && kill -9 "$(cat "$work/pool/pid")"
    finish
}
trap end EXIT
sleep 2

# once WAY ARGUMENTS: transactions a second
once() {
    local way=$1
    shift
    case $way in
        direct) set -- -h 127.0.0.1 -p "$port" -U owner "$@"; PGSSLMODE=disable PGPASSWORD=owner-password ;;
        pgbouncer) set -- -h 127.0.0.1 -p "$pooled" -U owner "$@"; PGSSLMODE=require PGPASSWORD=owner-password ;;
        relay) set -- -h 127.0.0.1 -p "$relayed" -U owner "$@"; PGSSLMODE=require PGPASSWORD=owner-password ;;
        gateway) set -- -h 127.0.0.1 -p "$agents" -U billing-bot "$@"; PGSSLMODE=require PGPASSWORD=$token ;;
    esac
    PGSSLMODE=$PGSSLMODE PGPASSWORD=$PGPASSWORD pgbench -n -T "$seconds" "$@" bench 2>"$work/pgbench.err" |
        sed -n 's/^tps = \([0-9.]*\).*/\1/p' | grep . || fail "pgbench, $way: $(cat "$work/pgbench.err")"
}
median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

case_of() { # name, arguments of pgbench
    local name=$1 round way
    shift
    rm -f "$work"/tps.*
    for way in $contenders; do once "$way" "$@" >/dev/null; done
    for round in $(seq "$rounds"); do
        for way in $contenders; do once "$way" "$@" >>"$work/tps.$way"; done
    done
    printf '%-24s' "$name"
    for way in $contenders; do printf '  %9.0f' "$(median <"$work/tps.$way")"; done
    for way in $contenders; do
        [ "$way" = gateway ] || printf '  %6.2f' "$(paste "$work/tps.gateway" "$work/tps.$way" | awk '{ print $1 / $2 }' | median)"
    done
    printf '\n'
}

printf '%d rounds of %d s; transactions a second, then the gateway to each of the others\n' "$rounds" "$seconds"
printf '%-24s' ''
for way in $contenders; do printf '  %9s' "$way"; done
printf '\n'
for clients in ${BENCH_CLIENTS:-1 8 32}; do
    for mode in simple extended prepared; do
        case_of "-S -M $mode -c $clients" -S -M "$mode" -c "$clients" -j 2
    done
done
case_of "TPC-B, prepared, -c 8" -M prepared -c 8 -j 2
printf 'One forced write of this disk: %s\n' \
    "$("$pg/pg_test_fsync" -s 1 -f "$work/fsync" 2>/dev/null | sed -n 's/^ *fdatasync  *\([0-9].*\)/\1/p' | head -n 1)"
stop
affidavit verify "$D/log" | head -n 1
