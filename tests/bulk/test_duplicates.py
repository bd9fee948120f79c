"""Near-duplicates: what is one document in several formats, and what only looks like one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from dondoc.bulk.dataset import Dataset
from dondoc.bulk.engine import Machine
from dondoc.bulk.running import Wish, run
from dondoc.bulk.sketching import resemblance, sketch
from dondoc.bulk.tables import DUPLICATES, SOURCES
from tests.bulk.samples import plan
from tests.reading.docx_samples import markdown_to_docx
from tests.reading.pdf_samples import resolution_pdf
from tests.reading.samples import KON_TUM, html_bytes

KON_TUM_TEXT = KON_TUM.read_text(encoding="utf-8")
LINES = [line for line in KON_TUM_TEXT.replace("*", "").replace("#", "").splitlines() if line.strip()]


def grouped(folder: Path, files: Mapping[str, bytes]) -> list[dict[str, bool]]:
    """The groups found among files: names, and whether each is the best."""
    here = folder / "van-ban"
    here.mkdir()
    for name, content in files.items():
        (here / name).write_bytes(content)
    run(Wish([str(here)], folder / "bang", machine=Machine(2)))
    dataset = Dataset(folder / "bang")
    names = {row["document"]: Path(row["address"]).name for row in _rows(dataset, SOURCES)}
    groups: dict[str, dict[str, bool]] = {}
    for row in _rows(dataset, DUPLICATES):
        groups.setdefault(row["group"], {})[names[row["document"]]] = row["best"]
    return list(groups.values())


def _rows(dataset: Dataset, table: object) -> list[dict[str, object]]:
    return [row for rows in dataset.read(table) for row in rows.to_pylist()]  # type: ignore[arg-type]


def test_one_resolution_in_four_formats_is_one_group(tmp_path: Path) -> None:
    """DOCX, PDF, a page and text are one; neither the resolution of another number nor one with another amount is."""
    another_amount = KON_TUM_TEXT.replace("455 ha", "465 ha")
    assert another_amount != KON_TUM_TEXT
    files = {
        "a.docx": markdown_to_docx(KON_TUM_TEXT),
        "b.pdf": resolution_pdf(KON_TUM_TEXT),
        "c.html": html_bytes(*LINES),
        "d.md": KON_TUM_TEXT.encode(),
        "khac-so-luong.md": another_amount.encode(),
        "ke-hoach-1.txt": plan(0).encode(),
        "ke-hoach-4.txt": plan(3).encode(),
    }
    (group,) = grouped(tmp_path, files)
    assert set(group) == {"a.docx", "b.pdf", "c.html", "d.md"}
    assert sum(group.values()) == 1


def test_what_one_leaves_out_does_not_contradict(tmp_path: Path) -> None:
    """A copy without its number and with a line of a portal is the same; one of another day is not."""
    text = plan(1)
    more = "\n".join(
        f"Đoạn {word} nói về cách làm, nơi làm và lúc làm." for word in "một hai ba bốn năm sáu bảy".split()
    )
    files = {
        "goc.txt": (text + more).encode(),
        "cong.txt": (text.replace("Số: 2/KH-UBND\n\n", "") + more).encode(),
        "hom-sau.txt": (text.replace("ngày 02 tháng", "ngày 03 tháng") + more).encode(),
    }
    assert grouped(tmp_path, files) == [{"goc.txt": True, "cong.txt": False}]


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("Trồng mới 455 ha cây mắc ca", "TRONG MOI 455 HA CAY MAC CA", 1.0, 1.0),
        ("", "một hai", 0.0, 0.0),
        ("một hai ba bốn năm sáu", "một hai ba bốn năm bảy", 0.2, 0.5),
    ],
)
def test_resemblance(one: str, other: str, least: float, most: float) -> None:
    """Accents and case do not count; nothing is like an empty text."""
    assert least <= resemblance(sketch(one), sketch(other)) <= most


def test_resemblance_of_long_texts_is_estimated_well() -> None:
    """Of two texts that share half of their lines about a third of all shingles stands in both."""
    half = len(LINES) // 2
    once, twice = "\n".join(LINES), "\n".join(LINES[half:] + [line[::-1] for line in LINES[half:]])
    assert 0.2 < resemblance(sketch(once), sketch(twice)) < 0.5
    assert len(sketch(once)) == 128
