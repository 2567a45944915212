#!/usr/bin/env bash
# What the tests need beside the .NET SDK and Node: a browser, the PDF and barcode readers that check our prints from outside,
# a font with the rare characters, PostgreSQL's server, curl, and what the Python example of /developers imports. Does nothing where all are there; at the end each must really be there.
set -euo pipefail

postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }
browser() { command -v chromium >/dev/null; }
font() { compgen -G '/usr/share/fonts/*/hanazono/HanaMinB.ttf' >/dev/null; }
present() {
  case $1 in
    chromium) browser ;;
    poppler-utils) command -v pdftotext >/dev/null && command -v pdftoppm >/dev/null ;;
    zbar-tools) command -v zbarimg >/dev/null ;;
    fonts-hanazono) font ;;
    postgresql) postgres ;;
    curl) command -v curl >/dev/null ;;
    python3-cryptography) /usr/bin/python3 -c 'import cryptography' 2>/dev/null ;;
    python3-jwt) /usr/bin/python3 -c 'from jwt import get_algorithm_by_name' 2>/dev/null ;;
    python3-cbor2) /usr/bin/python3 -c 'import cbor2' 2>/dev/null ;;
  esac
}

for tool in dotnet node npm; do
  command -v "$tool" >/dev/null || { echo "Missing: $tool. Install the .NET SDK 10.0.4xx and Node 20 or newer first." >&2; exit 1; }
done

missing=()
for package in chromium poppler-utils zbar-tools fonts-hanazono postgresql curl python3-cryptography python3-jwt python3-cbor2; do
  present "$package" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "Installing what the tests need: ${missing[*]}"
if ! command -v apt-get >/dev/null; then
  echo "This system has no apt-get. Install these by hand, then run again: ${missing[*]}" >&2; exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null || { echo "Run this once: sudo apt-get install --no-install-recommends ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
# Only the server's programs are wanted, not a cluster that runs for ever: the tests start their own.
if [[ " ${missing[*]} " == *" postgresql "* ]]; then
  "${as_root[@]}" mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
"${as_root[@]}" apt-get update -qq </dev/null
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null

for package in "${missing[@]}"; do
  present "$package" || { echo "$package was installed, but what the tests need of it is not there." >&2; exit 1; }
done
