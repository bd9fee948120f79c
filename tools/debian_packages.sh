#!/usr/bin/env bash
# The Debian packages the tests use. Installed where this machine allows it; otherwise one line says what is left out.
set -euo pipefail
source "$(dirname "$0")/as_root.sh"

# package → what it is for
declare -A purpose=(
    [libreoffice-writer-nogui]="reading legacy .doc files"
    [libreoffice-calc-nogui]="opening the workbooks that the tests make"
    [fonts-liberation]="making PDF files in the tests"
    [fonts-liberation2]="printing pages that are scanned in the tests"
    [tesseract-ocr]="reading scans"
    [tesseract-ocr-vie]="reading scans in Vietnamese"
    [postgresql]="testing the site on PostgreSQL"
    [chromium]="testing the site in a browser"
    [fonts-noto-core]="Vietnamese letters in the screenshots"
)

missing=()
for package in "${!purpose[@]}"; do
    dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ "${#missing[@]}" = 0 ] && exit 0

if can_install && echo "Debian packages: ${missing[*]} …" && install_packages "${missing[@]}"; then
    exit 0
fi
for package in "${missing[@]}"; do
    echo "Left out: $package (${purpose[$package]}). Install it with: apt-get install $package" >&2
done
