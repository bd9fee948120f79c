#!/usr/bin/env bash
# make_venv.sh PYTHON FOLDER: a virtual environment, also where Debian has left python3-venv out.
set -euo pipefail
python="$1" folder="$2"

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Python 3.11 or newer is needed, and '$python' is not. Name another with: make PYTHON=/path/to/python3 …" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    source "$(dirname "$0")/as_root.sh"
    if ! can_install; then
        echo "The package python3-venv is missing and cannot be installed from here." >&2
        echo "Ask an administrator for: apt-get install python3-venv" >&2
        exit 1
    fi
    echo "Debian package python3-venv …"
    install_packages python3-venv
fi
"$python" -m venv "$folder"
