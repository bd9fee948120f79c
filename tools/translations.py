"""Compiles the English words of the site: locale/en/LC_MESSAGES/django.po to django.mo. Run by `make docs`.

`python -m django makemessages -l en --no-location`, run in src/dondoc/web, adds the words that are new.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polib

CATALOGUE = Path(__file__).resolve().parents[1] / "src/dondoc/web/locale/en/LC_MESSAGES/django.po"


def compiled() -> bytes:
    """What django.mo should hold."""
    return polib.pofile(str(CATALOGUE)).to_binary()


def main() -> int:
    CATALOGUE.with_suffix(".mo").write_bytes(compiled())
    return 0


if __name__ == "__main__":
    sys.exit(main())
