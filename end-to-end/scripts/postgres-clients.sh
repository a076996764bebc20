#!/usr/bin/env bash
# Other people's clients, through a gateway that lets everything pass and records it: psql, pg_dump and pg_restore,
# pgbench, pg_basebackup, pg_receivewal and pg_recvlogical, and, where they are installed, psycopg2 (python3-psycopg2) and node-postgres (npm fetches it).
# Fails on any deviation from what they do on a direct connection.
# shellcheck source=postgres-lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/postgres-lib.sh"

say "A PostgreSQL server: $("$pg/postgres" --version)"
start_server -c wal_level=logical
owner postgres -c 'CREATE DATABASE shop OWNER owner' -c 'CREATE DATABASE copy OWNER owner'

init_gateway >/dev/null
cat > "$D/policy.yaml" <<'YAML'
version: 1
rules:
  - { id: connect, connect: true, when: "'agents' in principal.groups", verdict: allow }
  - { id: copies, connect: true, when: "connection.replication != 'none' && resource.name == 'shop'", verdict: allow }
  - { id: everything, when: "true", verdict: allow }
  - { id: unseen, when: "statement.opaque", verdict: allow }
YAML
F=$work/owner.pw
chmod 600 "$F"
for database in shop copy; do
    listen=$(free_port)
    affidavit connection add "$database" "postgres://owner@127.0.0.1:$port/$database" --credential-file "$F" \
        --listen "127.0.0.1:$listen" --config "$D/affidavit.yaml" >/dev/null 2>&1
    eval "${database}_port=$listen"
done
start
# shellcheck disable=SC2154 # Set by the loop above.
export PGPASSWORD='' PGSSLMODE=verify-full PGSSLROOTCERT=$D/ca.crt PGUSER=billing-bot PGHOST=127.0.0.1 PGPORT=$shop_port
PGPASSWORD=$(affidavit token --agent billing-bot --config "$D/affidavit.yaml")
agent() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d shop "$@"; }
same() { # what, expected, found
    [ "$2" = "$3" ] || fail "$1: expected «$2», got «$3»"
    ok "$1"
}

say "psql: $(psql --version)"
agent <<'SQL'
CREATE TABLE items (id int PRIMARY KEY, name text NOT NULL, price numeric(10, 2), added timestamptz DEFAULT now());
INSERT INTO items SELECT i, 'item ' || i, i / 3.0 FROM generate_series(1, 1000) i;
CREATE VIEW cheap AS SELECT * FROM items WHERE price < 10;
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 2 * n; END $$;
CREATE INDEX ON items (name);
SQL
same "a script" 1000 "$(agent -c 'SELECT count(*) FROM items')"
same "a function of the database's own" 42 "$(agent -c 'SELECT twice(21)')"
same "several statements" $'1\n2' "$(agent -c 'SELECT 1; SELECT 2')"
same "gdesc" 'id|integer
name|text' "$(printf 'SELECT id, name FROM items \\gdesc\n' | agent)"
same "gset and variables" 1007 "$(printf 'SELECT 7 AS n \\gset\nSELECT :n + count(*) FROM items;\n' | agent)"
agent -c '\d items' | grep -q 'added|timestamp with time zone' || fail '\d items'
agent -c '\df twice' | grep -q '^public|twice|integer' || fail '\df'
ok '\d and \df'
same "a transaction that fails and goes on" 1000 "$(psql -X -q -A -t -d shop 2>/dev/null <<'SQL'
BEGIN;
DELETE FROM items;
SELECT 1 / 0;
ROLLBACK;
SELECT count(*) FROM items;
SQL
)"
printf '2001,new,1.50\n2002,"with ""quotes""",\n' > "$work/rows.csv"
agent -c "\\copy items (id, name, price) FROM $work/rows.csv CSV"
agent -c "\\copy (SELECT id, name, price FROM items WHERE id > 2000 ORDER BY id) TO $work/back.csv CSV"
cmp "$work/rows.csv" "$work/back.csv" || fail '\copy changed the rows'
ok '\copy both ways'
same "a cursor" $'1\n2\n3' "$(agent <<'SQL'
BEGIN;
DECLARE c CURSOR FOR SELECT id FROM items ORDER BY id;
FETCH 2 FROM c;
FETCH 1 FROM c;
COMMIT;
SQL
)"
same "PREPARE and EXECUTE" 'item 5' "$(agent -c 'PREPARE p (int) AS SELECT name FROM items WHERE id = $1' -c 'EXECUTE p (5)')"
psql -X -d shop -c 'SELECT pg_sleep(60)' >"$work/cancelled" 2>&1 &
sleeper=$!
for _ in $(seq 1 100); do
    [ "$(owner shop -c "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND state = 'active'")" = 1 ] && break
    sleep 0.1
done
kill -INT "$sleeper"
wait "$sleeper" && fail "a cancelled query succeeded"
grep -q 'canceling statement due to user request' "$work/cancelled" || fail "Ctrl-C: $(cat "$work/cancelled")"
ok "Ctrl-C"

say "pg_dump and pg_restore: $(pg_dump --version)"
direct() { PGSSLMODE=disable PGUSER=owner PGPASSWORD=owner-password PGPORT=$port "$@"; }
# The lines that differ from run to run.
plain() { grep -v -e '^\\\(un\)\?restrict' "$1" > "$1.plain"; }
pg_dump -d shop > "$work/through.sql" || fail "pg_dump"
direct pg_dump -d shop > "$work/direct.sql"
plain "$work/through.sql" && plain "$work/direct.sql"
cmp "$work/through.sql.plain" "$work/direct.sql.plain" || fail "a dump through the gateway differs from a direct one"
ok "a dump through the gateway is the dump of a direct connection, byte for byte"
pg_dump -Fc -d shop -f "$work/shop.dump" || fail "pg_dump -Fc"
# shellcheck disable=SC2154
PGPORT=$copy_port pg_restore -d copy "$work/shop.dump" || fail "pg_restore"
direct pg_dump -d copy > "$work/copy.sql"
plain "$work/copy.sql"
cmp "$work/copy.sql.plain" "$work/direct.sql.plain" || fail "the restored database differs"
ok "restored through the gateway, and dumped again: the same"

say "pgbench: $(pgbench --version)"
pgbench -q -i -s 1 shop >/dev/null 2>"$work/pgbench.out" || fail "pgbench -i: $(cat "$work/pgbench.out")"
same "pgbench -i" 100000 "$(owner shop -c 'SELECT count(*) FROM pgbench_accounts')"
for mode in simple extended prepared; do
    pgbench -n -M $mode -c 4 -t 50 shop >"$work/pgbench.out" 2>&1 || fail "pgbench -M $mode: $(cat "$work/pgbench.out")"
    grep -q 'actually processed: 200/200' "$work/pgbench.out" || fail "pgbench -M $mode: $(cat "$work/pgbench.out")"
    ok "pgbench -M $mode, TPC-B"
done
same "its history" 600 "$(owner shop -c 'SELECT count(*) FROM pgbench_history')"

say "pg_basebackup, pg_receivewal, pg_recvlogical: $("$pg/pg_basebackup" --version)"
# Two of them cannot name a database.
export PGOPTIONS='-c affidavit.resource=shop'
if PGPORT=$copy_port PGOPTIONS='-c affidavit.resource=copy' "$pg/pg_receivewal" -D "$work" --no-loop 2>"$work/refused"; then
    fail "replicated what no rule allows"
fi
grep -q 'for replication' "$work/refused" || fail "pg_receivewal without a rule: $(cat "$work/refused")"
ok "refused where no rule allows it"
"$pg/pg_basebackup" -D "$work/backup" -X stream -c fast || fail "pg_basebackup"
"$pg/pg_verifybackup" "$work/backup" >/dev/null || fail "pg_verifybackup"
ok "a backup with the log that belongs to it, verified"
mkdir "$work/wal"
"$pg/pg_receivewal" -D "$work/wal" --no-loop >"$work/receivewal" 2>&1 &
receiver=$!
for _ in $(seq 1 100); do
    ls "$work/wal" | grep -q partial && break
    sleep 0.1
done
wal=$(owner shop -c "INSERT INTO items (id, name) VALUES (5001, 'replicated')" -c 'SELECT pg_walfile_name(pg_switch_wal())')
for _ in $(seq 1 100); do
    [ -f "$work/wal/$wal" ] && break
    sleep 0.1
done
kill -INT "$receiver"
wait "$receiver" || fail "pg_receivewal: $(cat "$work/receivewal")"
cmp "$work/wal/$wal" <(as_postgres cat "$work/pg/pg_wal/$wal") || fail "the log that came differs"
ok "the server's log, byte for byte"
"$pg/pg_recvlogical" -d shop --slot changes --create-slot -P test_decoding || fail "pg_recvlogical --create-slot"
"$pg/pg_recvlogical" -d shop --slot changes --start -f "$work/changes" -F 1 >"$work/recvlogical" 2>&1 &
receiver=$!
owner shop -c "UPDATE items SET name = 'decoded' WHERE id = 5001"
for _ in $(seq 1 150); do
    grep -q decoded "$work/changes" 2>/dev/null && break
    sleep 0.1
done
kill -INT "$receiver"
wait "$receiver" || fail "pg_recvlogical: $(cat "$work/recvlogical")"
grep -q "name\[text\]:'decoded'" "$work/changes" || fail "no change came: $(cat "$work/recvlogical")"
"$pg/pg_recvlogical" -d shop --slot changes --drop-slot || fail "pg_recvlogical --drop-slot"
owner shop -c 'DELETE FROM items WHERE id = 5001'
ok "decoded changes"
unset PGOPTIONS

say "psycopg2"
python=
for candidate in python3 /usr/bin/python3; do
    "$candidate" -c 'import psycopg2' 2>/dev/null && python=$candidate
done
if [ -n "$python" ]; then
    "$python" - <<'PY' || fail "psycopg2"
import io, select
import psycopg2, psycopg2.errors, psycopg2.extras
def connect():
    return psycopg2.connect(dbname="shop")
a = connect()
with a, a.cursor() as c:
    c.execute("SELECT name, price FROM items WHERE id = %s", (6,))
    name, price = c.fetchone()
    assert (name, str(price)) == ("item 6", "2.00"), (name, price)
    c.executemany("INSERT INTO items (id, name) VALUES (%s, %s)", [(3000 + i, "many") for i in range(10)])
    psycopg2.extras.execute_values(c, "INSERT INTO items (id, name) VALUES %s", [(3100 + i, "values") for i in range(10)])
with a, a.cursor(name="server_side") as c:
    c.itersize = 100
    c.execute("SELECT id FROM items ORDER BY id")
    assert sum(1 for _ in c) == 1022
try:
    with a, a.cursor() as c:
        c.execute("INSERT INTO items (id, name) VALUES (1, 'again')")
    raise AssertionError("no error")
except psycopg2.errors.UniqueViolation as e:
    assert e.diag.constraint_name == "items_pkey"
with a, a.cursor() as c:
    out = io.StringIO()
    c.copy_expert("COPY (SELECT id FROM items WHERE id < 4 ORDER BY id) TO STDOUT", out)
    assert out.getvalue() == "1\n2\n3\n"
    c.copy_expert("COPY items (id, name) FROM STDIN", io.StringIO("".join(f"{4000 + i}\tcopied\n" for i in range(5000))))
    c.execute("SELECT count(*) FROM items WHERE name = 'copied'")
    assert c.fetchone() == (5000,)
a.autocommit = True
b = connect()
b.autocommit = True
with a.cursor() as listening, b.cursor() as telling:
    listening.execute("LISTEN news")
    telling.execute("NOTIFY news, 'hello'")
    for _ in range(100):
        select.select([a], [], [], 0.1)
        a.poll()
        if a.notifies:
            break
    assert a.notifies[0].payload == "hello"
PY
    ok "parameters, executemany, a cursor of the server, an error, COPY both ways, LISTEN"
else
    echo "SKIPPED: psycopg2 is not installed (apt-get install python3-psycopg2)"
fi

say "node-postgres"
if command -v npm >/dev/null && (cd "$work" && npm install --silent --no-audit --no-fund pg pg-cursor >/dev/null 2>&1); then
    (cd "$work" && node - <<'JS') || fail "node-postgres"
const assert = require('assert');
const fs = require('fs');
const { Pool } = require('pg');
const Cursor = require('pg-cursor');
(async () => {
    const pool = new Pool({ database: 'shop', max: 4, ssl: { ca: fs.readFileSync(process.env.PGSSLROOTCERT) } });
    const one = await pool.query('SELECT name FROM items WHERE id = $1', [9]);
    assert.strictEqual(one.rows[0].name, 'item 9');
    const named = { name: 'by-id', text: 'SELECT id FROM items WHERE id = $1', values: [3] };
    for (let i = 0; i < 3; i++) assert.strictEqual((await pool.query(named)).rows[0].id, 3);
    const many = await Promise.all([...Array(40).keys()].map(i => pool.query('SELECT $1::int AS n', [i])));
    assert.deepStrictEqual(many.map(r => r.rows[0].n), [...Array(40).keys()]);
    await assert.rejects(pool.query('SELECT * FROM nowhere'), e => e.code === '42P01');
    const client = await pool.connect();
    const cursor = client.query(new Cursor('SELECT id FROM items ORDER BY id'));
    assert.strictEqual((await cursor.read(10)).length, 10);
    assert.strictEqual((await cursor.read(5))[0].id, 11);
    await cursor.close();
    client.release();
    await pool.end();
})().catch(e => { console.error(e); process.exit(1); });
JS
    ok "parameters, a named statement, a pool, an error, a cursor with row limits"
else
    echo "SKIPPED: npm cannot fetch node-postgres here"
fi

say "The log"
stop
affidavit verify "$D/log" | head -n 1 | grep -q '^Intact' || fail "the log does not verify: $(affidavit verify "$D/log")"
ok "$(affidavit verify "$D/log" | head -n 1)"
affidavit sessions search copied --json --log "$D/log" | grep -q '"session"' || fail "rows that were copied are not found"
ok "rows that were copied are on record"

printf '\nEvery client did what it does without a gateway.\n'
