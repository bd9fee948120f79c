"""docs/bad-input.md names every refusal."""

from __future__ import annotations

from dondoc.findings import Severity, codes
from tools.refusals import PAGE, refusal_codes, regenerated


def test_every_refusal_is_in_the_page() -> None:
    """Each code that a reader refuses a file with has its row, with the words of codes.toml."""
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in refusal_codes() if f"| `{name}` |" not in page] == []
    assert regenerated(page) == page, "run: python -m tools.refusals"


def test_refusals_are_errors() -> None:
    """A refusal has the severity of an error, and the bad inputs everybody meets are among them."""
    assert {codes()[name].severity for name in refusal_codes()} == {Severity.ERROR}
    known = {
        "secret",
        "empty",
        "binary",
        "damaged",
        "encrypted",
        "zip_bomb",
        "xml_entities",
        "too_many_pages",
        "too_large",
    }
    assert known | {"needs_ocr", "unsupported_format", "not_found", "is_directory"} <= set(refusal_codes())
