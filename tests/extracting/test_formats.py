"""Formats: one resolution as Markdown, Word, a saved web page and PDF makes the same commitments."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pytest

from dondoc import Resolution, Target, extract, read
from tests.reading.docx_samples import markdown_to_docx
from tests.reading.pdf_samples import resolution_pdf

CASES = Path(__file__).resolve().parents[1] / "cases"
KON_TUM = CASES / "kon-tum-2023-h2" / "source.md"
ANNEX = CASES / "nq-03-2025-annex-1" / "source.md"
PLACES = ("start", "end", "quote")


def in_line(text: str) -> str:
    """Bold and italic of Markdown as a portal writes them; a forced line break is <br>."""
    text = re.sub(r"\\(.)", r"\1", escape(text.strip(), quote=False))
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text, flags=re.DOTALL)
    text = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", text)
    return text.replace("  \n", "<br>").replace("\n", " ")


def paragraphs(markdown: str) -> str:
    """Paragraphs, bullets as they are typed, and tables of a Markdown text."""
    found = []
    for block in re.split(r"\n\s*\n|\n(?=- )", markdown):
        lines = [line for line in block.strip("\n").splitlines() if line.strip()]
        if lines and lines[0].startswith("|"):
            rows = [line.strip().strip("|").split("|") for line in lines if set(line) - set("|-: ")]
            cells = ("".join(f"<td><p>{in_line(cell)}</p></td>" for cell in row) for row in rows)
            found.append("<table border=1>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
        elif lines and set(block.strip()) != {"-"}:
            found.append(f"<p style='text-align:justify'>{in_line(block.strip().lstrip('# '))}</p>")
    return "\n".join(found)


def portal_page(markdown: str) -> bytes:
    """The text as the saved page of a legal portal: menus, scripts, a letterhead in a table, related links."""
    menu = "".join(f"<li><a href='/m{n}'>Văn bản mới {n}</a></li>" for n in range(1, 13))
    links = "".join(f"<li><a href='/v{n}'>Quyết định {n}/QĐ-UBND đạt {n}0% kế hoạch</a></li>" for n in range(1, 6))
    head = (
        "<table width='100%'><tr><td><p>TỈNH ỦY KON TUM<br>*</p><p>Số 22-NQ/TU</p></td>"
        "<td><p><b>ĐẢNG CỘNG SẢN VIỆT NAM</b></p><p><i>Kon Tum, ngày 03 tháng 7 năm 2023</i></p></td></tr></table>"
    )
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Nghị quyết 22-NQ/TU</title>
<style>.menu {{ width: 85% }}</style><script>var targets = "Thu ngân sách đạt 999 tỷ đồng";</script></head><body>
<header><nav><ul class="menu">{menu}</ul></nav><form><input value="Tìm kiếm"><button>Tìm</button></form></header>
<div id="content"><div class="toolbar"><a href="#">Tải về</a> | <a href="#">In trang</a></div>
{head}{paragraphs(markdown)}</div>
<aside><h3>Văn bản liên quan</h3><ul>{links}</ul></aside>
<footer><p>Cổng thông tin điện tử. Điện thoại: 0260.3862.210</p></footer><script>track(50, "%");</script></body></html>
""".encode()


def word_file(markdown: str) -> bytes:
    """The text as an office typed it: a sentence that a scan's page break has cut in two is one paragraph."""
    return markdown_to_docx(re.sub(r"(?<=[^\W\d_])\n\n(?=[a-zà-ỹđ])", " ", markdown))


@cache
def found(kind: str, path: Path = KON_TUM) -> Resolution:
    """What is found in the case as a file of that kind."""
    markdown = path.read_text(encoding="utf-8")
    makers = {"md": str.encode, "docx": word_file, "html": portal_page, "pdf": resolution_pdf}
    return extract(read(makers[kind](markdown), name=f"van-ban.{kind}"))


def one_line(text: str) -> str:
    return " ".join(text.replace("*", "").split())


def of_target(target: Target) -> dict[str, Any]:
    """All that a target says, and its words on one line."""
    told = {field.name: getattr(target, field.name) for field in fields(target) if field.name not in PLACES}
    return told | {"quote": one_line(target.quote)}


def quotes(items: tuple[Any, ...]) -> list[tuple[str, str]]:
    return [(item.section, one_line(item.quote)) for item in items]


FORMATS = ("docx", "html", "pdf")


@pytest.mark.parametrize("kind", FORMATS)
def test_targets_are_the_same_in_every_format(kind: str) -> None:
    """53 targets with the same ids, sections, names, numbers, units, periods and words."""
    first = [of_target(target) for target in found("md").targets]
    assert len(first) == 53
    assert [of_target(target) for target in found(kind).targets] == first


@pytest.mark.parametrize("kind", FORMATS)
def test_tasks_and_assignments_are_the_same_in_every_format(kind: str) -> None:
    """Tasks with their nature, lead and deadline, and assignments with their bodies."""
    first, other = found("md"), found(kind)
    assert quotes(other.tasks) == quotes(first.tasks)
    assert [(task.nature, task.lead, task.deadline) for task in other.tasks] == [
        (task.nature, task.lead, task.deadline) for task in first.tasks
    ]
    assert quotes(other.assignments) == quotes(first.assignments)
    assert [item.bodies for item in other.assignments] == [item.bodies for item in first.assignments]


@pytest.mark.parametrize("kind", FORMATS)
def test_shortcomings_and_citations_are_the_same_in_every_format(kind: str) -> None:
    """What fell short, and the documents named."""
    first, other = found("md"), found(kind)
    assert quotes(other.shortcomings) == quotes(first.shortcomings)
    named = [(c.number, c.symbol, c.issued_on) for c in first.citations]
    assert [(c.number, c.symbol, c.issued_on) for c in other.citations] == named


@pytest.mark.parametrize("kind", FORMATS)
def test_the_header_is_the_same_in_every_format(kind: str) -> None:
    """Kind, title, period and recipients; the page of the portal has a letterhead besides."""
    first, other = found("md").header, found(kind).header
    assert (other.kind, other.period) == (first.kind, first.period)
    assert one_line(other.title or "") == one_line(first.title or "")
    assert [one_line(name) for name in other.recipients] == [one_line(name) for name in first.recipients]


def test_the_letterhead_of_a_web_page_is_read() -> None:
    """Number, symbol, place and date stand in a table of two columns above the text."""
    header = found("html").header
    assert (header.number, header.symbol, header.place) == ("22", "NQ/TU", "Kon Tum")
    assert header.issued_on is not None
    assert header.issued_on.isoformat() == "2023-07-03"


def test_menus_scripts_and_links_promise_nothing() -> None:
    """What a portal puts around a text is not read as its words."""
    text = found("html").text
    assert not any(words in text for words in ("999", "Tìm kiếm", "track(", "width: 85"))


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_a_table_of_targets_is_the_same_in_every_format(kind: str) -> None:
    """The annex of NQ 03/NQ-CP as a Word table and as a table of a web page."""
    first = [of_target(target) for target in found("md", ANNEX).targets]
    assert first
    assert [of_target(target) for target in found(kind, ANNEX).targets] == first


@pytest.mark.parametrize("kind", ["md", *FORMATS])
def test_every_quote_stands_in_the_text(kind: str) -> None:
    """`text[start:end] == quote` for every item, whatever the format."""
    resolution = found(kind)
    items = (*resolution.targets, *resolution.tasks, *resolution.assignments, *resolution.shortcomings)
    for item in (*items, *resolution.citations):
        assert resolution.text[item.start : item.end] == item.quote
