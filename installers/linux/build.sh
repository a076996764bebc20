#!/usr/bin/env bash
# Builds application images and .deb packages of the gateway and the desktop app.
#
#   build.sh JDK VERSION TARGET GATEWAY_TARGET DESKTOP_TARGET
#
# JDK is a JDK 25 with jlink and jpackage; it needs no jmods. The two last name the build folders of
# the modules, each with its own jar and its libraries in lib/. Needs dpkg-deb and fakeroot.
set -euo pipefail

[ $# -eq 5 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
jdk=$1 version=$2 target=$3 gateway=$4 desktop=$5
here=$(cd "$(dirname "$0")" && pwd)
icon="$here/../icon/affidavit.png"
architecture=$(dpkg --print-architecture)
maintainer="Affidavit <affidavit@example.invalid>"
jvm_options="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
jvm_options="$jvm_options -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8"

# One date on everything that goes into a package, so that two builds differ in nothing.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date -u -d 2026-11-22T00:00:00Z +%s)}

fail() { printf 'installers: %s\n' "$*" >&2; exit 1; }
say() { printf '== %s\n' "$*"; }

for tool in jlink jpackage jdeps; do
    [ -x "$jdk/bin/$tool" ] || fail "$jdk has no $tool: name a full JDK 25."
done
for tool in dpkg-deb fakeroot; do
    command -v "$tool" >/dev/null || fail "$tool is missing: apt-get install dpkg fakeroot"
done

# The jars of one application, flat, in one folder.
gather() { # module-target, main jar, folder
    [ -f "$1/$2" ] && [ -d "$1/lib" ] || fail "$1 holds no $2 with its lib/: run mvn -Pinstallers verify"
    rm -rf "$3" && mkdir -p "$3"
    cp "$1/$2" "$1"/lib/*.jar "$3/"
    # Native code of other systems only makes the package larger.
    find "$3" -name 'javafx-*.jar' ! -name '*-linux*.jar' -delete
    find "$3" -name 'jfx-incubator-*.jar' ! -name '*-linux*.jar' -delete
}

# The JDK modules that these jars use, and those that are only found at run time. The classes are
# looked at in one heap without module descriptors, as they run: from the class path.
modules() { # folder, more
    local classes="$target/classes" found
    rm -rf "$classes" && mkdir -p "$classes"
    for jar in "$1"/*.jar; do (cd "$classes" && "$jdk/bin/jar" --extract --file "$jar"); done
    find "$classes" -name module-info.class -delete
    found=$("$jdk/bin/jdeps" --ignore-missing-deps --print-module-deps "$classes" | tail -n 1)
    case "$found" in
        java.base*) ;;
        *) fail "jdeps found no modules for $1: $found" ;;
    esac
    rm -rf "$classes"
    # Lucene uses the incubating vectors where somebody asks for them; nobody does.
    printf '%s %s\n' "$found" "$2" | tr ', ' '\n\n' | grep . | grep -v '^jdk.incubator' |
        sort -u | paste -sd,
}

runtime() { # folder, modules
    rm -rf "$1"
    "$jdk/bin/jlink" --add-modules "$2" --output "$1" \
        --strip-debug --no-header-files --no-man-pages --compress zip-6
}

image() { # name, input, main jar, main class, runtime, icon or empty
    rm -rf "$target/image/$1"
    local options=()
    for option in $jvm_options ${7:-}; do options+=(--java-options "$option"); done
    "$jdk/bin/jpackage" --type app-image --dest "$target/image" --name "$1" --app-version "$version" \
        --vendor Affidavit --description "$6" --icon "$icon" \
        --input "$2" --main-jar "$3" --main-class "$4" --runtime-image "$5" "${options[@]}"
}

build_gateway() {
    say "gateway: application image"
    local jars="$target/jars/gateway" jar="gateway-headless-$version.jar"
    gather "$gateway" "$jar" "$jars"
    runtime "$target/runtime/gateway" \
        "$(modules "$jars" 'java.naming java.management jdk.unsupported jdk.crypto.cryptoki jdk.zipfs jdk.management')"
    image affidavit "$jars" "$jar" org.affidavit.gateway.command.Affidavit \
        "$target/runtime/gateway" "Session evidence for tool-using agents: the gateway"

    say "gateway: .deb"
    local tree="$target/tree/gateway"
    rm -rf "$tree"
    mkdir -p "$tree/opt" "$tree/usr/bin" "$tree/usr/lib/systemd/system" "$tree/usr/lib/sysusers.d" \
        "$tree/DEBIAN"
    cp -a "$target/image/affidavit" "$tree/opt/affidavit-gateway"
    ln -s /opt/affidavit-gateway/bin/affidavit "$tree/usr/bin/affidavit"
    install -m 644 "$here/affidavit.service" "$tree/usr/lib/systemd/system/"
    install -m 644 "$here/affidavit.sysusers" "$tree/usr/lib/sysusers.d/affidavit.conf"
    cat >"$tree/DEBIAN/control" <<EOF
Package: affidavit-gateway
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Section: admin
Priority: optional
Depends: libc6 (>= 2.28), zlib1g
Recommends: systemd
Installed-Size: $(du -sk "$tree" | cut -f1)
Description: Session evidence for tool-using agents: the gateway
 Stands between agents and the databases that they act on: knows each agent,
 holds the credentials, masks, blocks, holds for approval, and records every
 command and response into signed append-only segments.
EOF
    install -m 755 "$here/gateway.postinst" "$tree/DEBIAN/postinst"
    install -m 755 "$here/gateway.prerm" "$tree/DEBIAN/prerm"
    install -m 755 "$here/gateway.postrm" "$tree/DEBIAN/postrm"
    find "$tree" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    fakeroot dpkg-deb --root-owner-group -Zxz -z6 --build "$tree" \
        "$target/affidavit-gateway_${version}_$architecture.deb" >/dev/null
}

build_desktop() {
    say "desktop: application image"
    local jars="$target/jars/desktop" jar="app-desktop-$version.jar"
    gather "$desktop" "$jar" "$jars"
    runtime "$target/runtime/desktop" \
        "$(modules "$jars" 'java.naming java.management jdk.unsupported jdk.unsupported.desktop jdk.zipfs jdk.localedata')"
    image affidavit-desktop "$jars" "$jar" org.affidavit.desktop.Launcher \
        "$target/runtime/desktop" "Verify, search, replay, approve and export agent sessions"

    say "desktop: .deb"
    "$jdk/bin/jpackage" --type deb --dest "$target" --name affidavit-desktop --app-version "$version" \
        --vendor Affidavit --app-image "$target/image/affidavit-desktop" \
        --description "Verify, search, replay, approve and export agent sessions" \
        --linux-package-name affidavit-desktop --linux-deb-maintainer affidavit@example.invalid \
        --linux-app-category utils --linux-menu-group Utility --linux-shortcut --linux-package-deps libgtk-3-0 \
        --resource-dir "$here/desktop"
}

mkdir -p "$target/image" "$target/runtime" "$target/jars" "$target/tree"
build_gateway
build_desktop
(cd "$target" && sha256sum ./*.deb)
