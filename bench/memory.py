"""Memory over many documents in one process: it must stay flat. `python -m bench.memory` is the quick run of 500.

Reads and extracts Markdown, text, DOCX, HTML and PDF in turn, all from memory. Exit status 1 where the memory at the
end is more than a tenth and 10 MB above that after the first tenth of the documents.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time

import psutil

from bench.samples import EXAMPLE
from dondoc import extract, read
from tests.reading.docx_samples import markdown_to_docx
from tests.reading.pdf_samples import prose_pdf

TOLERATED_SHARE = 0.10
TOLERATED_BYTES = 10_000_000
_PARAGRAPHS = 20


def documents() -> tuple[bytes, ...]:
    """One small document of each kind that is read in this process."""
    markdown = EXAMPLE.read_text(encoding="utf-8")
    lines = [line for line in markdown.replace("*", "").replace("#", "").splitlines() if line.strip()]
    page = "<html><body><main>" + "".join(f"<p>{line}</p>" for line in lines) + "</main></body></html>"
    return (
        markdown.encode(),
        "\n".join(lines).encode("utf-16"),
        markdown_to_docx(markdown),
        page.encode(),
        prose_pdf(_PARAGRAPHS),
    )


def run(count: int) -> tuple[int, int]:
    """Resident bytes after the first tenth and after all of `count` documents."""
    process = psutil.Process()
    first, early, began = max(count // 10, 1), 0, time.perf_counter()
    for number, data in enumerate(itertools.islice(itertools.cycle(documents()), count), start=1):
        extract(read(data, name="document"))
        if number % first == 0:
            resident = process.memory_info().rss
            early = early or resident
            speed = number / (time.perf_counter() - began)
            print(f"{number:7} documents {resident / 1e6:8.1f} MB {speed:8.1f} documents/s", flush=True)
    return early, process.memory_info().rss


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=500, help="how many are read (500)")
    early, late = run(parser.parse_args().documents)
    flat = late <= early * (1 + TOLERATED_SHARE) + TOLERATED_BYTES
    print(f"memory {'stays flat' if flat else 'grows'}: {early / 1e6:.1f} MB, then {late / 1e6:.1f} MB")
    return int(not flat)


if __name__ == "__main__":
    sys.exit(main())
