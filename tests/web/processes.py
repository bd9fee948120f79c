"""Programs of the project as processes of the tests, and what they need."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

DEADLINE = 300  # seconds; only what hangs reaches it, on a machine that others use as well


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def variables(**more: str) -> dict[str, str]:
    """The environment without the settings of the tests' own Django, no second step asked for, and with `more`."""
    ours = {"DONDOC_DATA", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    given = {name: value for name, value in os.environ.items() if name not in ours}
    return given | {"DONDOC_LANG": "en", "DONDOC_TOTP_ROLES": "none"} | more


def dondoc(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dondoc.cli", *map(str, arguments)]
    return subprocess.run(command, env=variables(**more), capture_output=True, text=True, timeout=DEADLINE)
