#!/usr/bin/env bash
# Installs, from Debian's own packages, the tools of other people that check what Affidavit wrote:
# see docs/verify-without-us.md, and a client of PostgreSQL. Does nothing when all of them are there.
set -euo pipefail

missing() {
    for tool in go jose jq openssl python3 zstd; do
        command -v "$tool" >/dev/null || return 0
    done
    /usr/bin/python3 -c 'import psycopg2' 2>/dev/null || return 0
    [ ! -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog ]
}

missing || { echo "The outside tools are installed."; exit 0; }
as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
$as_root apt-get update -q
$as_root apt-get install -q -y --no-install-recommends \
    golang-go golang-golang-x-mod-dev jose jq openssl python3 python3-psycopg2 zstd
