"""The judged list: what `dondoc check` says of real documents, each line judged by someone who did not write the rule.

    python -m tools.judged            how many of the judged findings are false, and what is not judged yet
    python -m tools.judged --update   write the list anew; judgements stay with their findings, new lines have none

A line of tests/cases/checking/judged.tsv is one finding: `judgement` (`right` or `false`; empty: not judged yet),
`reason`, `document`, `code`, `message`, `words` (marked, cut to a line) and `context` (around them). A finding is known
by document, code, words and message. The documents are the six cases and a sample of ../shared/corpus.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

from dondoc import Finding, read
from dondoc.checking import check
from tools.cases import SHARED, cases

LIST = Path(__file__).resolve().parents[1] / "tests" / "cases" / "checking" / "judged.tsv"
MOST_FALSE = 0.05
SAMPLE = (
    "BC-LaoCai-ket-qua-Chi-thi-38-TTg.docx",
    "CT-LongAn-xay-dung-KH-KTXH-2011-2015.txt",
    "CT-quoc-phong-dia-phuong-2010.txt",
    "KH-3898-SCT-LaoCai-huan-luyen-2026.docx",
    "KH-ho-tro-ho-ngheo-nha-o.txt",
    "NQ-01-NQ-CP-2014-ktxh-ngan-sach.doc",
    "NQ-03-NQ-CP-2025-CTHD-NQ57.md",
    "NQ-03-NQ-CP-2025-PL2-nhiem-vu-bang.md",
    "NQ-111-2025-UBTVQH15-phan-loai-do-thi.html",
    "NQ-HDND-LaiChau-khoang-san-2015.txt",
    "QD-100-BNV-2014-KH-PAR-index.doc",
    "QD-113-BNN-2014-chien-luoc-Vien-Chan-nuoi.doc",
    "QD-120-BTC-2014-KH-PBGDPL.doc",
    "QD-178-BNN-2014-KH-Luat-Thuy-loi.doc",
    "QD-208-TTg-2014-De-an-hoc-tap-suot-doi.doc",
    "QD-2463-QD-UBND-2026-KCN-Vo-Lao.pdf",
    "QD-27-BVHTTDL-2014-phong-trao-thi-dua.doc",
    "QD-389-BCT-2014-CTHD-thuc-hien-NQ01.doc",
    "QD-UBND-BacKan-giao-rung-2009-2015.txt",
    "TB-PTTg-Nguyen-Thien-Nhan-giao-ban.txt",
)
_WORDS, _CONTEXT = 120, 70


@dataclass(frozen=True, slots=True)
class Line:
    """One finding of the list."""

    judgement: str
    reason: str
    document: str
    code: str
    message: str
    words: str
    context: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.document, self.code, self.message, self.words


def documents() -> Iterator[tuple[str, Path]]:
    """One source of each case, and the sample."""
    seen: set[str] = set()
    for case in cases():
        if case.name not in seen:
            seen.add(case.name)
            yield case.name, case.source
    for name in SAMPLE:
        yield name, SHARED / "corpus" / name


def found() -> Iterator[Line]:
    """What the rules say now of all documents."""
    for name, path in documents():
        document = read(path)
        for finding in check(document):
            yield Line("", "", name, finding.code, finding.message("vi"), *_around(document.text, finding))


def _around(text: str, finding: Finding) -> tuple[str, str]:
    if finding.start is None or finding.end is None:
        return "", ""
    words = _line(text[finding.start : finding.end], _WORDS)
    before, after = text[max(0, finding.start - _CONTEXT) : finding.start], text[finding.end : finding.end + _CONTEXT]
    return words, _line(f"…{before}[…]{after}…", 2 * _CONTEXT + 10)


def _line(text: str, length: int) -> str:
    one = " ".join(text.split())
    return one if len(one) <= length else f"{one[: length - 1]}…"


def listed() -> list[Line]:
    """The list as it is kept."""
    if not LIST.exists():
        return []
    with LIST.open(encoding="utf-8", newline="") as file:
        return [Line(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def updated() -> list[Line]:
    """What is found now, with the judgements of the list."""
    known = {line.key: line for line in listed()}
    return [_judged(line, known.get(line.key)) for line in found()]


def _judged(line: Line, before: Line | None) -> Line:
    return line if before is None else replace(line, judgement=before.judgement, reason=before.reason)


def write(lines: list[Line]) -> None:
    with LIST.open("w", encoding="utf-8", newline="") as file:
        file.write("\t".join(field.name for field in fields(Line)) + "\n")
        file.writelines("\t".join(cell.replace("\t", " ") for cell in astuple(line)) + "\n" for line in lines)


def main() -> int:
    """Exit status 1 where more than one judged finding in twenty is false, or one is not judged."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--update", action="store_true", help="write the list anew, judgements kept")
    lines = updated()
    if parser.parse_args().update:
        write(lines)
    judged = [line for line in lines if line.judgement]
    false = [line for line in judged if line.judgement == "false"]
    for line in false:
        print(f"false: {line.document}: {line.code}: {line.words}: {line.reason}")
    share = len(false) / len(judged) if judged else 0.0
    print(f"{len(lines)} findings, {len(judged)} judged, {len(false)} false ({share:.1%}; at most {MOST_FALSE:.0%})")
    return int(share > MOST_FALSE or len(judged) < len(lines))


if __name__ == "__main__":
    sys.exit(main())
