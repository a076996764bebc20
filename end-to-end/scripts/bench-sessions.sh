#!/usr/bin/env bash
# Many sessions through the gateway: 5,000 idle ones in a heap of 512 MiB, then 1,000 that work for ten minutes.
# bench-sessions.sh [IDLE] [ACTIVE] [SECONDS]   (mvn verify first; the machine needs 16 GiB for the server's processes)
# Fails if a session cannot be opened, a command fails, or one that pgbench counts is not on record.
# shellcheck source=postgres-lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/postgres-lib.sh"

idle=${1:-5000} active=${2:-1000} seconds=${3:-600}
agents_known=5 rate=2000
ulimit -n "$(ulimit -Hn)"

start_server "-c max_connections=$((idle + 50)) -c shared_buffers=64MB" >/dev/null
owner postgres -c 'CREATE DATABASE bench OWNER owner'
PGSSLMODE=disable PGPASSWORD=owner-password pgbench -q -i -s 10 -h 127.0.0.1 -p "$port" -U owner bench >/dev/null 2>&1

init_gateway >/dev/null 2>&1
for i in $(seq "$agents_known"); do
    (umask 077; head -c 24 /dev/urandom | base64 > "$D/clients/agent-$i.secret")
    printf '  agent-%s: { secret: clients/agent-%s.secret, owner: team-%s, groups: [agents] }\n' "$i" "$i" "$i" \
        >> "$D/development-clients.yaml"
done
cat > "$D/policy.yaml" <<'YAML'
version: 1
rules:
  - { id: connect, connect: true, when: "'agents' in principal.groups", verdict: allow }
  - { id: read, when: "statement.read_only && statement.reads.all(r, r in ['pgbench_accounts', 'pgbench_branches'])", verdict: allow }
masking:
  - { id: filler, resource: bench, columns: ["public.pgbench_accounts.filler"] }
  - { id: detect, resource: bench, detect: [email, card, iban] }
YAML
chmod 600 "$work/owner.pw"
agents=$(free_port)
affidavit connection add bench "postgres://owner@127.0.0.1:$port/bench" --credential-file "$work/owner.pw" \
    --listen "127.0.0.1:$agents" --config "$D/affidavit.yaml" >/dev/null 2>&1
export JAVA_TOOL_OPTIONS="-Xmx512m -Xlog:gc:file=$work/gc.log"
start
unset JAVA_TOOL_OPTIONS

# The heap that is in use behind the last collection, in MiB, and what the process holds of the memory.
heap() { grep -o '[0-9]*M([0-9]*M)' "$work/gc.log" | tail -n 1 | sed 's/M.*//'; }
resident() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$1/status"; }
collect() { "${JAVA_HOME:?set it to a JDK 25}/bin/jcmd" "$1" GC.run >/dev/null; }
java_of() { pgrep -f -- "--config $D/affidavit.yaml" | head -n 1; }

# sessions AGENT COUNT ARGUMENTS: pgbench as that agent
sessions() {
    local who=$1 count=$2
    shift 2
    PGSSLMODE=require PGPASSWORD=$(affidavit token --agent "$who" --config "$D/affidavit.yaml") \
        pgbench -n -h 127.0.0.1 -p "$agents" -U "$who" -c "$count" -j 1 "$@" bench
}

say "$idle sessions that do nothing"
printf 'SELECT 1;\n\\sleep 1800 s\n' > "$work/idle.sql"
began=$(date +%s)
clients=()
for i in $(seq "$agents_known"); do
    sessions "agent-$i" $((idle / agents_known)) -f "$work/idle.sql" -t 1 >"$work/idle.$i" 2>&1 &
    clients+=($!)
done
served() { owner postgres -c "SELECT count(*) FROM pg_stat_activity WHERE datname = 'bench' AND query LIKE 'SELECT 1%'"; }
until [ "$(served)" -ge "$((idle / agents_known * agents_known))" ]; do
    for client in "${clients[@]}"; do
        kill -0 "$client" 2>/dev/null || { cat "$work"/idle.? >&2; fail "a client ended with $(served) sessions open"; }
    done
    [ $(($(date +%s) - began)) -lt 900 ] || fail "only $(served) sessions after 15 minutes"
    sleep 1
done
java=$(java_of)
collect "$java"
ok "$(served) sessions open after $(($(date +%s) - began)) s; heap in use $(heap) MiB of 512, resident $(resident "$java") MiB"
pkill -f "$work/idle.sql" || true
wait "${clients[@]}" 2>/dev/null || true
until [ "$(served)" -eq 0 ]; do sleep 1; done
ok "all of them are gone"

say "$active sessions that send $rate commands a second for $seconds s"
sessions agent-1 "$active" -S -M prepared -T "$seconds" -R "$rate" >"$work/active" 2>&1 || { cat "$work/active" >&2; fail "pgbench"; }
grep -E 'processed|failed|latency|tps' "$work/active"
grep -qE 'failed transactions: 0 ' "$work/active" || fail "commands failed"
collect "$java"
ok "heap in use $(heap) MiB of 512, resident $(resident "$java") MiB"
counted=$(sed -n 's/^number of transactions actually processed: \([0-9]*\).*/\1/p' "$work/active")
stop
affidavit verify "$D/log" | head -n 1
# The statement that pgbench prepares, and then runs as often as it says.
recorded=$(affidavit records list --type command.finished --json --log "$D/log" | grep -c '"rows":"1"' || true)
ok "$counted commands by pgbench's count, $recorded with one row on record"
[ "$recorded" -ge "$counted" ] || fail "commands are missing"
