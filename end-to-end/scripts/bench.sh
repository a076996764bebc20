#!/bin/sh
# Runs a benchmark of the last build: bench.sh append|verify|open|proof|masking FOLDER [RECORDS]. What is
# written lies in FOLDER.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
case "${1:-}" in
    append) main=AppendBenchmark ;;
    verify) main=VerifyBenchmark ;;
    open) main=OpenBenchmark ;;
    proof) main=ProofBenchmark ;;
    masking) main=masking.MaskingReport ;;
    *) echo "usage: bench.sh append|verify|open|proof|masking FOLDER [RECORDS]   (mvn verify first)" >&2; exit 2 ;;
esac
exec "${JAVA_HOME:?set it to a JDK 25}/bin/java" ${BENCH_OPTIONS:-} ${3:+-Dbench.records=$3} --enable-native-access=ALL-UNNAMED \
    -cp "$here/end-to-end/target/classes:$here/session-log/target/classes:$here/gateway-headless/target/classes:$here/gateway-headless/target/lib/*" \
    "org.affidavit.endtoend.bench.$main" "${2:?a folder}"
