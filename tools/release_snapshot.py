"""Keeps the data of this release as a backup, on both databases, from which later releases are tested to upgrade.

    python -m tools.release_snapshot

writes tests/web/releases/VERSION-sqlite.tar.xz and VERSION-postgresql.tar.xz: the demo, backed up by `dondoc backup`.
A release is kept once; what has been kept is never written again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from dondoc import __version__
from dondoc.web.backing_up import back_up
from dondoc.web.environment import environment
from tests.web.postgresql import create_database, server_running

ROOT = Path(__file__).parents[1]
RELEASES = ROOT / "tests/web/releases"
FILL = """
import os
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from dondoc.web.demo import fill
fill(Path("examples/kon-tum-2023-h2/source.md"))
"""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, server_running() as server:
        for kind, address in (("sqlite", ""), ("postgresql", create_database(server, "release"))):
            kept = RELEASES / f"{__version__}-{kind}.tar.xz"
            if kept.exists():
                raise SystemExit(f"{kept.name} is kept already")
            _keep(kept, Path(folder) / kind, address)
            print(f"{kept.name}: {kept.stat().st_size // 1024} KiB")
    return 0


def _keep(kept: Path, data: Path, address: str) -> None:
    data.mkdir()
    variables = {"DONDOC_DATA": str(data), "DATABASE_URL": address}
    settings = os.environ | variables | {"DJANGO_SETTINGS_MODULE": "dondoc.web.settings"}
    subprocess.run([sys.executable, "-c", FILL], env=settings, cwd=ROOT, check=True)  # noqa: S603
    back_up(environment(variables), data / "backup")
    with tarfile.open(kept, "w:xz", preset=9) as archive:
        archive.add(data / "backup", "backup")


if __name__ == "__main__":
    sys.exit(main())
