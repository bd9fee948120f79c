"""Damaged documents are read or refused with a code; what is read is always grounded. 20,000 of them in `make soak`."""

from __future__ import annotations

import os
import random
from functools import cache
from pathlib import Path

from dondoc import extract, read
from dondoc.commitments import Resolution
from dondoc.findings import DondocError, codes
from dondoc.reading import Document
from dondoc.reading.doc import doc_all_text
from dondoc.reading.sniffing import Format, sniff
from fuzz import mutate, run
from reading.pdf_samples import canvas_pdf, table_pdf
from reading.samples import ANNEX, KON_TUM, OLD_WORD, PARAGRAPHS, docx_bytes, html_bytes

COUNT = int(os.environ.get("DONDOC_MUTATIONS", "1000"))
SEED = int(os.environ.get("DONDOC_SEED", "20230630"))
TABLE = (
    ("STT", "Chỉ tiêu", "Đơn vị", "Kế hoạch"),
    ("1", "Thu ngân sách", "tỷ đồng", "2.670"),
    ("2", "Mắc ca", "ha", "455"),
)


@cache
def cases() -> dict[str, bytes]:
    """The documents that are damaged. A .doc is converted by a program of its own: it has a test below."""
    whole = KON_TUM.read_text(encoding="utf-8")
    lines = tuple(line.strip("#* ") for line in whole.splitlines() if line.strip())
    return {
        "annex.md": ANNEX.read_bytes(),
        "kon-tum.md": KON_TUM.read_bytes(),
        "kon-tum.txt": "\n".join(lines).encode(),
        "kon-tum.docx": docx_bytes(*lines[:60], table=TABLE),
        "kon-tum.html": html_bytes(*lines[:60]),
        "short.docx": docx_bytes(*PARAGRAPHS, table=TABLE),
        "short.pdf": canvas_pdf([(70, 760 - 20 * number, line) for number, line in enumerate(PARAGRAPHS)]),
        "table.pdf": table_pdf(TABLE),
    }


def check_document(document: Document) -> None:
    """Blocks in order and apart, cells inside the text, findings with words."""
    end = 0
    for block in document.blocks:
        assert end <= block.span.start <= block.span.end <= len(document.text)
        end = block.span.end
        for cell in block.cells:
            assert 0 <= cell.span.start <= cell.span.end <= block.span.end
    for finding in document.findings:
        assert finding.message("vi")
        assert finding.message("en")
        assert (finding.start is None) == (finding.end is None)


def check_resolution(resolution: Resolution) -> None:
    """Every item stands in the text where it says it does."""
    lists = ("targets", "tasks", "assignments", "shortcomings", "citations")
    for item in (item for name in lists for item in getattr(resolution, name)):
        assert resolution.text[item.start : item.end] == item.quote
        assert item.quote.strip()


def check(data: bytes) -> None:
    """Read and extract, or refuse with a code that has words; anything else is a failure."""
    try:
        document = read(data, name="mutated")
    except DondocError as error:
        assert error.code in codes()  # type: ignore[attr-defined]
        return
    check_document(document)
    check_resolution(extract(document))


def test_mutated_documents_are_read_or_refused() -> None:
    """No damage to a document leads to an uncaught error, a loose span, an ungrounded quote or a runaway."""
    failures = run(cases(), COUNT, SEED, check)
    assert not failures, "\n".join(map(str, failures))


def test_whole_documents_pass_the_check() -> None:
    """The check itself accepts the undamaged documents, which are all read and not refused."""
    for data in cases().values():
        document = read(data)
        check_document(document)
        check_resolution(extract(document))


def test_mutated_word_files_are_searched_without_an_error() -> None:
    """The search for secrecy marks in a damaged .doc ends without an error, and the file has a format."""

    def search(data: bytes) -> None:
        assert sniff(data) in Format
        assert all(isinstance(line, str) for line in doc_all_text(data))

    failures = run({"qd-244.doc": OLD_WORD.read_bytes()}, max(20, COUNT // 20), SEED, search)
    assert not failures, "\n".join(map(str, failures))


def test_mutations_are_reproducible() -> None:
    """The same seed damages a document in the same way; another one in another way."""
    data = Path(KON_TUM).read_bytes()
    first, again, other = (mutate(data, random.Random(seed)) for seed in ("1", "1", "2"))
    assert first == again
    assert first != other
