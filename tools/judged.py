"""The judged list: what `dondoc check` says of real documents, line by line, most judged by who wrote no rule.

    python -m tools.judged            how many of the judged findings are false, and what is not judged yet
    python -m tools.judged --update   write the list anew; judgements stay with their findings, new lines have none

A line of tests/cases/checking/judged.tsv is one finding: `judgement` (`right` or `false`; empty: not judged yet),
`judge` (`another`, or `author`: who wrote or changed a rule, from the text alone), `reason`, `document`, `code`,
`message`, `words` (marked, cut to a line) and `context` (around them). A finding is known by document, code, words and
message, counts ("12/32") aside. The documents are the six cases and all of the corpus in ../shared.
"""

from __future__ import annotations

import argparse
import csv
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

from dondoc import Finding, read
from dondoc.checking import check
from tools.cases import SHARED, cases

LIST = Path(__file__).resolve().parents[1] / "tests" / "cases" / "checking" / "judged.tsv"
MOST_FALSE = 0.05
OWN_CASE = "kon-tum-2023-h2"  # read line by line as well, in golden files
_COUNTED = re.compile(r"\b\d+/\d+\b")
_WORDS, _CONTEXT = 120, 70


@dataclass(frozen=True, slots=True)
class Line:
    """One finding of the list."""

    judgement: str
    judge: str
    reason: str
    document: str
    code: str
    message: str
    words: str
    context: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.document, self.code, _COUNTED.sub("n/n", self.message), self.words


def documents() -> Iterator[tuple[str, Path]]:
    """One source of each case, and every document of the corpus."""
    seen: set[str] = set()
    for case in cases():
        if case.name not in seen:
            seen.add(case.name)
            yield case.name, case.source
    for path in sorted((SHARED / "corpus").iterdir()):
        if path.name != "INDEX.tsv":
            yield path.name, path


def found() -> Iterator[Line]:
    """What the rules say now of all documents."""
    with tempfile.TemporaryDirectory() as folder:
        for name, path in _without_old_word(list(documents()), Path(folder)):
            document = read(path)
            for finding in check(document):
                yield Line("", "", "", name, finding.code, finding.message("vi"), *_around(document.text, finding))


def _without_old_word(named: Sequence[tuple[str, Path]], folder: Path) -> Iterator[tuple[str, Path]]:
    """The documents, those of old Word as LibreOffice converts them: all in one call, which takes a sixth of the time
    that a call for each takes. How one such file is read, and how safely, is tested elsewhere."""
    old = [path for _, path in named if path.suffix == ".doc"]
    program = shutil.which("soffice")
    if program is None:
        raise FileNotFoundError("soffice: install libreoffice-writer-nogui")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run([*command, "--outdir", folder, *old], check=True, capture_output=True, timeout=600)  # noqa: S603
    for name, path in named:
        yield name, folder / f"{path.stem}.docx" if path in old else path


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
    if before is None:
        return line
    return replace(line, judgement=before.judgement, judge=before.judge, reason=before.reason)


def write(lines: list[Line]) -> None:
    with LIST.open("w", encoding="utf-8", newline="") as file:
        file.write("\t".join(field.name for field in fields(Line)) + "\n")
        file.writelines("\t".join(cell.replace("\t", " ") for cell in astuple(line)) + "\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Share:
    """How many findings of some documents are judged false."""

    name: str
    all: int
    false: int

    @property
    def is_good(self) -> bool:
        return self.false <= MOST_FALSE * self.all

    def __str__(self) -> str:
        return f"{self.name}: {self.false} of {self.all} false ({self.false / max(self.all, 1):.1%})"


def shares(lines: Sequence[Line]) -> tuple[Share, ...]:
    """The shares of all documents, of the cases without our own, of the corpus, and of what another person judged."""
    names = {case.name for case in cases()}
    groups = {
        "all": lines,
        "other cases": [line for line in lines if line.document in names - {OWN_CASE}],
        "corpus": [line for line in lines if line.document not in names],
        "judged by another": [line for line in lines if line.judge == "another"],
    }
    return tuple(
        Share(name, len(found), sum(line.judgement == "false" for line in found)) for name, found in groups.items()
    )


def main() -> int:
    """Exit status 1 where more than one finding in twenty of a group is false, or one is not judged."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--update", action="store_true", help="write the list anew, judgements kept")
    lines = updated()
    if parser.parse_args().update:
        write(lines)
    open_ = [line for line in lines if not line.judgement]
    for line in (line for line in lines if line.judgement != "right"):
        print(f"{line.judgement or 'not judged'}: {line.document}: {line.code}: {line.words}: {line.reason}")
    print(*shares(lines), f"not judged: {len(open_)}; at most {MOST_FALSE:.0%} false", sep="\n")
    return int(bool(open_) or not all(share.is_good for share in shares(lines)))


if __name__ == "__main__":
    sys.exit(main())
