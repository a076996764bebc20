#!/usr/bin/env bash
# Unpacks the packages, runs both applications from the image that they hold, and looks at what
# surrounds them. Installs nothing.
#
#   check.sh FOLDER_WITH_DEBS
set -euo pipefail

folder=${1:-"$(cd "$(dirname "$0")" && pwd)/../target"}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { printf 'check: %s\n' "$*" >&2; exit 1; }
ok() { printf 'ok  %s\n' "$*"; }

unpack() { # package
    local deb
    deb=$(ls "$folder/$1"_*.deb) || fail "there is no $1 package in $folder"
    dpkg-deb -x "$deb" "$work/$1"
    dpkg-deb -e "$deb" "$work/$1.control"
    [ "$(dpkg-deb -f "$deb" Package)" = "$1" ] || fail "$deb names another package"
    ok "$(basename "$deb"), $(($(stat -c %s "$deb") / 1024 / 1024)) MiB"
}

unpack affidavit-gateway
affidavit="$work/affidavit-gateway/opt/affidavit-gateway/bin/affidavit"
# An own home and no Java around: the image must stand alone.
alone() { env -i PATH=/usr/bin:/bin HOME="$work" LANG=C.UTF-8 "$@"; }

alone "$affidavit" --help | grep -q '^Commands:' || fail "affidavit --help shows no commands"
ok "affidavit --help"
alone "$affidavit" version >/dev/null || fail "affidavit version does not answer"
ok "affidavit version"
alone "$affidavit" init --dir "$work/gateway" --profile dev --no-input >/dev/null ||
    fail "affidavit init does not work"
alone "$affidavit" run --check --config "$work/gateway/affidavit.yaml" | grep -q '^ok' ||
    fail "affidavit run --check does not accept what init wrote"
ok "affidavit init, run --check"
[ "$(readlink "$work/affidavit-gateway/usr/bin/affidavit")" = /opt/affidavit-gateway/bin/affidavit ] ||
    fail "/usr/bin/affidavit does not lead to the image"
for script in postinst prerm postrm; do
    sh -n "$work/affidavit-gateway.control/$script" || fail "$script is no shell script"
done
ok "link and maintainer scripts"
unit="$work/affidavit-gateway/usr/lib/systemd/system/affidavit.service"
if command -v systemd-analyze >/dev/null; then
    sed "s|/opt/affidavit-gateway|$work/affidavit-gateway/opt/affidavit-gateway|" "$unit" >"$work/affidavit.service"
    said=$(systemd-analyze verify --man=no "$work/affidavit.service" 2>&1 | grep 'affidavit.service' || true)
    [ -z "$said" ] || fail "systemd does not like the unit: $said"
    ok "systemd unit"
else
    echo "SKIPPED: systemd-analyze is not installed, the unit was not verified" >&2
fi

unpack affidavit-desktop
desktop="$work/affidavit-desktop/opt/affidavit-desktop/bin/affidavit-desktop"
set +e
alone JAVA_TOOL_OPTIONS="-Dglass.platform=Headless -Dprism.order=sw" \
    timeout --signal=TERM 12 "$desktop" >"$work/desktop.log" 2>&1
status=$?
set -e
# 124: it was still there when time was up.
if [ "$status" -ne 124 ] || grep -q -E 'Exception|Error:' "$work/desktop.log"; then
    cat "$work/desktop.log" >&2
    fail "the desktop app did not stay open (exit code $status)"
fi
ok "the desktop app opens"
entry=$(find "$work/affidavit-desktop" -name '*.desktop' | head -n 1)
[ -n "$entry" ] || fail "the desktop package has no .desktop entry"
if command -v desktop-file-validate >/dev/null; then
    desktop-file-validate "$entry" || fail "the .desktop entry is not valid"
fi
ok ".desktop entry"
