#!/bin/sh
# Runs a benchmark of the last build: bench.sh append|verify|open FOLDER. What is written lies in FOLDER.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
case "${1:-}" in
    append) main=AppendBenchmark ;;
    verify) main=VerifyBenchmark ;;
    open) main=OpenBenchmark ;;
    *) echo "usage: bench.sh append|verify|open FOLDER   (mvn verify first)" >&2; exit 2 ;;
esac
exec "${JAVA_HOME:?set it to a JDK 25}/bin/java" ${BENCH_OPTIONS:-} --enable-native-access=ALL-UNNAMED \
    -cp "$here/end-to-end/target/classes:$here/session-log/target/classes:$here/gateway-headless/target/lib/*" \
    "org.affidavit.endtoend.bench.$main" "${2:?a folder}"
