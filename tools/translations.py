"""The English words of the site: a catalogue for each app that has a folder `locale`, and one for what is outside them.

python -m tools.translations            compiles them (part of `make docs`)
python -m tools.translations --collect  first adds the words that are new and drops those that are gone (gettext)
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import polib

WEB = Path(__file__).resolve().parents[1] / "src/dondoc/web"
_PLACE = Path("locale/en/LC_MESSAGES/django.po")


def catalogues() -> list[Path]:
    """Those of the site, the one of the whole last."""
    return [*sorted(WEB.glob(f"*/{_PLACE}")), WEB / _PLACE]


def compiled(catalogue: Path) -> bytes:
    """What its .mo should hold."""
    return polib.pofile(str(catalogue)).to_binary()


def collect(catalogue: Path) -> None:
    """Runs Django's makemessages over the files of one catalogue."""
    folder = catalogue.parents[3]
    apps = [each.parents[3].name for each in catalogues() if each.parents[3] != WEB]
    ignored = [f"--ignore={app}/*" for app in apps] if folder == WEB else []
    command = [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-location", "--no-obsolete", *ignored]
    # Without the settings: makemessages then looks at this folder alone.
    variables = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=folder, env=variables, check=True, capture_output=True)  # noqa: S603


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--collect", action="store_true")
    asked = parser.parse_args()
    for catalogue in catalogues():
        if asked.collect:
            collect(catalogue)
        catalogue.with_suffix(".mo").write_bytes(compiled(catalogue))
        for entry in polib.pofile(str(catalogue)):
            if not entry.translated():
                print(f"{catalogue.relative_to(WEB)}: {entry.msgid}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
