#!/usr/bin/env bash
# A result of 1 GiB through the gateway, whose heap is 256 MiB: SELECT in text and in binary format by pgjdbc, 5,000
# rows at a time, and COPY TO by psql; direct, with no masked column, with detectors, with three masked columns.
# bench-results.sh [ROUNDS] [MIB]   (mvn verify first)
# Direct and through the gateway alike, the client speaks TLS. Prints MiB/s, and the gateway to direct as the median of
# the rounds' ratios.
# shellcheck source=postgres-lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/postgres-lib.sh"

rounds=${1:-5} mib=${2:-1024}
java=${JAVA_HOME:?set it to a JDK 25}/bin/java

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$work/tls.key" -out "$work/tls.crt" 2>/dev/null
chmod 600 "$work/tls.key"
[ "$(id -u)" = 0 ] && chown postgres "$work/tls.key" "$work/tls.crt"
start_server "-c ssl=on -c ssl_key_file=$work/tls.key -c ssl_cert_file=$work/tls.crt -c shared_buffers=1500MB" >/dev/null
owner postgres -c 'CREATE DATABASE bench OWNER owner'
# 256 bytes a row in text, more or less.
rows=$((mib * 4096))
owner bench -c "CREATE UNLOGGED TABLE orders AS
    SELECT g::bigint AS id, (g % 977)::int AS kind, (g * 1.07)::numeric(14, 2) AS amount,
           timestamptz '2026-01-01 UTC' + g * interval '7 s' AS made,
           md5(g::text) || md5((g + 1)::text) AS reference, 'person' || g || '@example.org' AS email,
           'Person Number ' || g AS name, 'Long Street ' || g || ', 1234 Anytown, Somewhere' AS address,
           'a note that says nothing of interest on order ' || g AS note
      FROM generate_series(1, $rows) g" -c 'VACUUM ANALYZE orders' >/dev/null
bytes=$(owner bench -c 'COPY orders TO STDOUT' | wc -c)

init_gateway >/dev/null 2>&1
cat > "$D/policy.yaml" <<'YAML'
version: 1
rules:
  - { id: connect, connect: true, when: "'agents' in principal.groups", verdict: allow }
  - { id: read, when: "statement.read_only && statement.reads.all(r, r == 'orders')", verdict: allow }
masking:
  - { id: people, resource: masked, columns: ["public.orders.email", "public.orders.name", "public.orders.address"] }
  - { id: detect, resource: detected, detect: [email, card, iban] }
YAML
chmod 600 "$work/owner.pw"
declare -A door
for resource in plain detected masked; do
    door[$resource]=$(free_port)
    affidavit connection add "$resource" "postgres://owner@127.0.0.1:$port/bench" --credential-file "$work/owner.pw" \
        --listen "127.0.0.1:${door[$resource]}" --config "$D/affidavit.yaml" >/dev/null 2>&1
done
export JAVA_TOOL_OPTIONS="-Xmx256m -Xlog:gc:file=$work/gc.log"
start
unset JAVA_TOOL_OPTIONS
token=$(affidavit token --agent billing-bot --config "$D/affidavit.yaml")

now() { date +%s.%N; }
# once WAY FORM: MiB a second, counted as the table's text
once() {
    local at=${door[$1]:-$port} name=$1 user=billing-bot password=$token began ended
    [ "$1" = direct ] && name=bench user=owner password=owner-password
    if [ "$2" = copy ]; then
        began=$(now)
        PGPASSWORD=$password psql -X -q "host=127.0.0.1 port=$at dbname=$name user=$user sslmode=require" \
            -c 'COPY orders TO STDOUT' >/dev/null 2>"$work/client.err" || fail "$1 $2: $(cat "$work/client.err")"
        ended=$(now)
        awk "BEGIN { print $bytes / 1048576 / ($ended - $began) }"
    else
        PGPASSWORD=$password "$java" -cp "$here/end-to-end/target/classes:$here/end-to-end/target/lib/*" \
            org.affidavit.endtoend.bench.ReadRows "$at/$name" "$user" "$2" 'SELECT * FROM orders' "$rows" 2>"$work/client.err" |
            awk "{ print $bytes / 1048576 / \$1 }" | grep . || fail "$1 $2: $(cat "$work/client.err")"
    fi
}
median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

printf '%d rounds of %d MiB (%d rows)\n%-8s  %8s  %8s  %8s  %8s   to direct\n' \
    "$rounds" $((bytes >> 20)) "$rows" '' direct plain detected masked
for form in text binary copy; do
    rm -f "$work"/speed.*
    for round in $(seq "$rounds"); do
        for way in direct plain detected masked; do once "$way" "$form" >>"$work/speed.$way"; done
    done
    printf '%-8s' "$form"
    for way in direct plain detected masked; do printf '  %8.0f' "$(median <"$work/speed.$way")"; done
    for way in plain detected masked; do
        printf '  %6.2f' "$(paste "$work/speed.$way" "$work/speed.direct" | awk '{ print $1 / $2 }' | median)"
    done
    printf '\n'
done
awk '/Pause/ && match($0, /[0-9]+M->[0-9]+M/) { split(substr($0, RSTART, RLENGTH), m, /M->|M/); if (m[2] > most) most = m[2] }
     END { printf "most heap in use behind a collection: %d MiB of 256\n", most }' "$work/gc.log"
stop
affidavit verify "$D/log" | head -n 1
