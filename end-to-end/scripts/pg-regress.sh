#!/usr/bin/env bash
# PostgreSQL's own regression suite, once on a direct connection and once through a gateway that lets everything pass
# and records it: pg-regress.sh [FOLDER] [regress|isolation], a folder with PostgreSQL's sources of the server's version.
# Without one, or with an empty name, Debian's source package is fetched. Prints which tests pass on one way only, and
# whether those that fail on both fail alike; their differences stay in ./pg-regress.
# Before the regression tests, every statement of the suite is read as the gateway reads it and by PostgreSQL's grammar alone: what the
# two say of it must be the same.
# shellcheck source=postgres-lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/postgres-lib.sh"

kind=${2:-regress}
case $kind in
    regress) program=pg_regress schedule=parallel_schedule ;;
    isolation) program=pg_isolation_regress schedule=isolation_schedule ;;
    *) echo "usage: pg-regress.sh [FOLDER] [regress|isolation]" >&2; exit 2 ;;
esac
suite=$pg/../lib/pgxs/src/test/$kind/$program
[ -x "$suite" ] || { echo "SKIPPED: no $program beside the server (apt-get install postgresql-client-15)"; exit 0; }
sources=${1:-}
if [ -z "$sources" ]; then
    version=$("$pg/postgres" --version | sed 's/.* \([0-9]*\)\..*/\1/')
    (cd "$work" && apt-get source -q --download-only "postgresql-$version" && tar xf postgresql-*.orig.tar.*)
    sources=$(echo "$work"/postgresql-*/)
fi
results=$PWD/pg-regress
mkdir -p "$results"

if [ "$kind" = regress ]; then
    say "What is read of the suite's statements"
    (cd "$here" && "${MVN:-mvn}" -B -q -ntp -pl gateway-headless -am test -Dtest=RegressionTemplateTest \
        -Dsurefire.failIfNoSpecifiedTests=false -Daffidavit.regress.sql="$sources/src/test/regress/sql") ||
        fail "statements are read in another way than PostgreSQL reads them: gateway-headless/target/regression-templates.txt"
    head -n 1 "$here/gateway-headless/target/regression-templates.txt"
fi

say "A PostgreSQL server: $("$pg/postgres" --version)"
start_server
owner postgres -c "ALTER SYSTEM SET max_connections = 100"

# One run on a database of its own: run NAME PORT USER
run() {
    local name=$1
    shift
    rm -rf "${results:?}/$name" && mkdir -p "$results/$name"
    cp -r "$sources/src/test/$kind/." "$work/$name"
    # Everything that the tests write and compare lies in this folder.
    (cd "$work/$name" && "$suite" --inputdir=. --outputdir=. --bindir="$pg" --dlpath=. --use-existing --dbname=regression \
        --schedule=$schedule --max-connections=8 --host=127.0.0.1 "$@") >"$results/$name/out" 2>&1 || true
    cp "$work/$name/regression.diffs" "$results/$name/" 2>/dev/null || true
    sed -n 's/^[^a-z]*\(ok\|not ok\|test\|    \)\? *\([a-z_0-9-]*\) *\.\.\. *\(ok\|FAILED\).*/\2 \3/p' "$results/$name/out" | sort >"$results/$name/tests"
    printf '%s: %s tests, %s pass\n' "$name" "$(wc -l <"$results/$name/tests")" "$(grep -c ' ok$' "$results/$name/tests")"
}
fresh() {
    owner postgres -c 'DROP DATABASE IF EXISTS regression'
    owner postgres -c "SELECT format('DROP ROLE IF EXISTS %I', rolname) FROM pg_roles WHERE rolname LIKE 'regress%'" |
        while read -r drop; do owner postgres -c "$drop" || true; done
    owner postgres -c "CREATE DATABASE regression TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
    for setting in "lc_messages TO 'C'" "lc_monetary TO 'C'" "lc_numeric TO 'C'" "lc_time TO 'C'" \
        "bytea_output TO 'hex'" "timezone_abbreviations TO 'Default'"; do
        owner postgres -c "ALTER DATABASE regression SET $setting"
    done
}

say "On a direct connection"
fresh
PGSSLMODE=disable PGPASSWORD=owner-password run direct --port="$port" --user=owner

say "Through the gateway"
fresh
init_gateway >/dev/null
cat > "$D/policy.yaml" <<'YAML'
version: 1
rules:
  - { id: connect, connect: true, when: "'agents' in principal.groups", verdict: allow }
  - { id: everything, when: "true", verdict: allow }
  - { id: unseen, when: "statement.opaque", verdict: allow }
YAML
chmod 600 "$work/owner.pw"
agents=$(free_port)
affidavit connection add regression "postgres://owner@127.0.0.1:$port/regression" --credential-file "$work/owner.pw" \
    --listen "127.0.0.1:$agents" --config "$D/affidavit.yaml" >/dev/null 2>&1
start
PGPASSWORD=$(affidavit token --agent billing-bot --config "$D/affidavit.yaml") \
    PGSSLMODE=verify-full PGSSLROOTCERT=$D/ca.crt run through --port="$agents" --user=billing-bot
stop
affidavit verify "$D/log" | head -n 1

say "Tests that pass on one way only"
diff "$results/direct/tests" "$results/through/tests" && echo "none"

say "Tests that fail on both, and not alike"
# A difference of a test, without times, folders and process numbers.
difference() {
    awk -v test="/$2.out" '/^diff / { on = index($0, test " ") > 0 } on && /^[-+]/ && !/^(---|\+\+\+)/' \
        "$results/$1/regression.diffs" | sed "s#$work/[a-z]*#FOLDER#g"
}
alike=0
for name in $(comm -12 <(sed -n 's/ FAILED$//p' "$results/direct/tests") <(sed -n 's/ FAILED$//p' "$results/through/tests")); do
    if diff <(difference direct "$name") <(difference through "$name") >"$results/$name.diff"; then
        alike=$((alike + 1)) && rm "$results/$name.diff"
    else
        printf '%s: %s lines\n' "$name" "$(wc -l <"$results/$name.diff")"
    fi
done
echo "$alike fail alike"
