"""How well cases are read from pictures of their pages. `make scans` measures all of them, and the time it takes."""

from __future__ import annotations

import pytest

from bench.scans import LEAST_FOUND, SCORER, read_scanned, scanned_cases
from dondoc.reading import tesseract

pytestmark = pytest.mark.skipif(not SCORER.exists(), reason="the scorer stands in ../shared, which is not here")


@pytest.mark.parametrize(("name", "quality"), [("kon-tum-2023-h2", "badly"), ("nq-03-2025-annex-1", "well")])
def test_a_scan_is_read_nearly_as_its_text(name: str, quality: str) -> None:
    """Targets of a bad scan are found with F1 ≥ 0.85, of a good one, here a table, ≥ 0.95; no digit is wrong unseen."""
    assert tesseract.is_installed(), "apt-get install tesseract-ocr tesseract-ocr-vie"
    case = next(case for case in scanned_cases() if case.name == name)
    scanned = read_scanned(case, quality, timed=False)
    assert scanned.found >= LEAST_FOUND[quality]
    assert scanned.misread == ()
