#!/usr/bin/env bash
# The quickstart, walked with psql against a PostgreSQL server of this machine that is not the embedded one:
# init, connection add, run, read, masked, denied, held and approved, verify, search, packet.
# Fails on any deviation. Skips, loudly, where no PostgreSQL server or psql is installed.
# shellcheck source=postgres-lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/postgres-lib.sh"

say "A PostgreSQL server: $("$pg/postgres" --version)"
start_server
owner postgres -c 'CREATE DATABASE shop' -c "CREATE ROLE app LOGIN PASSWORD 'app-password'"
owner shop <<'SQL'
CREATE TABLE customers (id int PRIMARY KEY, name text, email text);
CREATE TABLE payments (id int PRIMARY KEY, customer int REFERENCES customers, amount numeric, card text, status text);
INSERT INTO customers VALUES (1, 'Ada Lindqvist', 'ada.lindqvist@example.com'), (2, 'Bo Chen', 'bo.chen@example.org');
INSERT INTO payments VALUES (1, 1, 10.00, '4111111111111111', 'paid'), (2, 1, 12.50, '5500005555555559', 'refunded'),
    (3, 2, 99.00, '4111111111111111', 'refunded');
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app;
SQL

# --- the quickstart ----------------------------------------------------------------------------------

say "affidavit init"
init_gateway

say "affidavit connection add"
agents=$(free_port)
F=$work/app.pw
printf 'app-password\n' > "$F" && chmod 600 "$F"
affidavit connection add prod-db "postgres://app@127.0.0.1:$port/shop" --credential-file "$F" \
    --listen "127.0.0.1:$agents" --config "$D/affidavit.yaml"
rm "$F"
affidavit connection list --config "$D/affidavit.yaml" | grep -q '^prod-db' || fail "connection list does not show prod-db"
affidavit connection test prod-db --config "$D/affidavit.yaml" | grep -q '^ok prod-db' || fail "connection test"
grep -rq app-password "$D" && fail "the target's password lies in the gateway's folder"
affidavit run --check --config "$D/affidavit.yaml" | grep -q '^ok' || fail "run --check"
ok "prod-db"

say "affidavit run"
start
cat "$work/gateway.out"

say "psql"
agent() {
    PGPASSWORD=$(affidavit token --agent billing-bot --config "$D/affidavit.yaml") psql -X -A -t \
        "host=127.0.0.1 port=$agents dbname=prod-db user=billing-bot sslmode=verify-full sslrootcert=$D/ca.crt" "$@"
}
[ "$(agent -c 'SELECT name FROM customers WHERE id = 1')" = 'Ada Lindqvist' ] || fail "a plain read"
ok "a read comes back"

masked=$(agent -c 'SELECT email FROM customers ORDER BY id')
case $masked in *lindqvist@* | *chen@*) fail "e-mail came back unmasked: $masked" ;; *@example.com*) ok "e-mail is masked: ${masked%%$'\n'*}" ;; *) fail "e-mail: $masked" ;; esac
masked=$(agent -c 'SELECT card AS reference FROM payments WHERE id = 1')
case $masked in *4111111111111111*) fail "a card came back unmasked" ;; *1111) ok "a card under another name is masked: $masked" ;; *) fail "card: $masked" ;; esac

agent -v VERBOSITY=verbose -c 'DROP TABLE payments' -c 'SELECT count(*) FROM payments' >"$work/drop.out" 2>&1 || true
grep -q 42501 "$work/drop.out" || fail "DROP TABLE was not refused: $(cat "$work/drop.out")"
grep -q '^3$' "$work/drop.out" || fail "the connection is not usable after a refusal: $(cat "$work/drop.out")"
ok "DROP TABLE refused, and the connection goes on: $(head -n 1 "$work/drop.out")"

wait_for_request() {
    for _ in $(seq 1 100); do
        request=$(affidavit approvals list --json --as dana --config "$D/affidavit.yaml" |
            sed -n 's/.*"id" *: *"\([^"]*\)".*/\1/p' | head -n 1)
        [ -n "$request" ] && return 0
        sleep 0.2
    done
    fail "nothing was held"
}
agent -c "DELETE FROM payments WHERE status = 'refunded'" >"$work/held.out" 2>&1 &
held=$!
wait_for_request
[ "$(owner shop -c 'SELECT count(*) FROM payments')" = 3 ] || fail "a held DELETE ran"
affidavit approvals show "$request" --as dana --config "$D/affidavit.yaml" | grep -q 'recomputed here' || fail "approvals show"
affidavit approvals approve "$request" --reason 'Past retention, FIN-2231' --as dana --config "$D/affidavit.yaml" >"$work/decided" 2>&1 ||
    fail "approvals approve: $(cat "$work/decided")"
wait "$held" || fail "the approved DELETE failed: $(cat "$work/held.out")"
grep -q '^DELETE 2$' "$work/held.out" || fail "the approved DELETE: $(cat "$work/held.out")"
[ "$(owner shop -c 'SELECT count(*) FROM payments')" = 1 ] || fail "the approved DELETE did not run"
ok "DELETE held as $request, approved by dana, ran: 2 rows"

agent -c "UPDATE payments SET amount = 0 WHERE id = 1" >"$work/held.out" 2>&1 &
held=$!
wait_for_request
affidavit approvals deny "$request" --reason 'No ticket' --as lee --config "$D/affidavit.yaml" >/dev/null 2>&1 || fail "approvals deny"
wait "$held" && fail "a denied UPDATE ran"
[ "$(owner shop -c 'SELECT amount FROM payments WHERE id = 1')" = 10.00 ] || fail "a denied UPDATE changed data"
ok "UPDATE denied by lee: $(head -n 1 "$work/held.out")"

say "Bad input"
expect() {
    local code=$1 what=$2 out
    shift 2
    out=$("$@" 2>&1) && got=0 || got=$?
    [ "$got" = "$code" ] || fail "$what: exit $got instead of $code: $out"
    case $out in *"	at "* | *Exception*) fail "$what: a stack trace: $out" ;; esac
    ok "$what: $(printf '%s' "$out" | tail -n 1)"
}
login() { PGPASSWORD=$2 psql -X -A -t "host=127.0.0.1 port=$agents dbname=$1 user=billing-bot sslmode=$3 sslrootcert=$D/ca.crt" -c 'SELECT 1'; }
token=$(affidavit token --agent billing-bot --config "$D/affidavit.yaml")
expect 2 "a wrong token" login prod-db nonsense verify-full
expect 2 "an altered token" login prod-db "${token%????}AAAA" verify-full
expect 2 "an unknown resource" login nowhere "$token" verify-full
expect 2 "no TLS" login prod-db "$token" disable
expect 4 "an unknown agent" affidavit token --agent nobody --config "$D/affidavit.yaml"
expect 4 "an unknown request" affidavit approvals show R-0000000000000000 --as dana --config "$D/affidavit.yaml"
expect 5 "an agent is no approver" affidavit approvals list --as billing-bot --config "$D/affidavit.yaml"
expect 1 "a port in use" affidavit run --config "$D/affidavit.yaml"

say "The log, live"
affidavit verify "$D/log" | head -n 1 | grep -q '^Intact' || fail "the live log does not verify"
ok "$(affidavit verify "$D/log" | head -n 1)"

say "The gateway stops"
stop
ok "exit code 0"

say "affidavit verify, sessions, packet"
affidavit verify "$D/log"
for query in refunded Lindqvist masked:email agent:billing-bot resource:prod-db time:-1h 'outcome:denied'; do
    affidavit sessions search "$query" --json --log "$D/log" | grep -q '"session"' || fail "not found: $query"
    ok "found by $query"
done
affidavit sessions list --log "$D/log"
affidavit records list --type access.refused --type policy.loaded --log "$D/log"
affidavit records show 7 --log "$D/log" | jq -e '.n == "7"' >/dev/null
session=$(affidavit sessions list --json --log "$D/log" | sed -n 's/.*"session" *: *"\([^"]*\)".*/\1/p' | head -n 1)
affidavit sessions show "$session" --log "$D/log" | grep -q "^session" || fail "sessions show"
for id in $(affidavit sessions list --json --log "$D/log" | sed -n 's/.*"session" *: *"\([^"]*\)".*/\1/p'); do
    affidavit sessions show "$id" --log "$D/log"
done >"$work/shown"
grep -q 'denied by rule' "$work/shown" || fail "sessions show has no refusal"
grep -q 'approved by dana' "$work/shown" || fail "sessions show has no approval"
grep -Eq '4111111111111111|ada\.lindqvist@' "$work/shown" && fail "a masked value is in the record"
ok "sessions show"
affidavit packet build --log "$D/log" --out "$work/packet.pdf" --title 'Agent access to prod-db'
affidavit packet verify "$work/packet.pdf" | head -n 1 | grep -q '^Intact' || fail "the packet does not verify"
ok "packet"

say "kill -9, and again"
start
agent -c 'SELECT 1' >/dev/null
# The launcher becomes the gateway's own process, so this is the process itself.
kill -9 "$gateway"
wait "$gateway" 2>/dev/null || true
start
[ "$(agent -c 'SELECT 1 + 1')" = 2 ] || fail "the gateway does not serve after kill -9"
stop
affidavit verify "$D/log" | head -n 1 | grep -q '^Intact' || fail "the log after kill -9: $(affidavit verify "$D/log")"
ok "runs again on the same folder, and the log is intact"

say "One flipped byte"
segment=$(find "$D/log" -type f -name '*segment*' -o -type f -path '*segments*' | sort | head -n 1)
[ -n "$segment" ] || segment=$(find "$D/log" -type f -size +1k | sort | head -n 1)
size=$(stat -c %s "$segment")
byte=$(od -An -tu1 -j $((size / 2)) -N1 "$segment" | tr -d ' ')
# shellcheck disable=SC2059 # The format is the byte itself.
printf "\\$(printf '%03o' $((byte ^ 1)))" | dd of="$segment" bs=1 seek=$((size / 2)) conv=notrunc status=none
expect 7 "altered" affidavit verify "$D/log"

printf '\nThe walk held.\n'
