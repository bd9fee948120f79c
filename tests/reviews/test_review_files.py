"""The review as DOCX, XLSX and PDF: what stands in them, always the same bytes, and no template is trusted."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from python_calamine import CalamineWorkbook

from dondoc import read
from dondoc.reading import doc
from dondoc.reading.doc import office_converted
from dondoc.reading.doc_folder import private_folder
from dondoc.reading.limits import DEFAULT
from dondoc.reporting.reviews.annex import COLUMNS
from dondoc.reporting.reviews.annex_xlsx import review_to_xlsx
from dondoc.reporting.reviews.document import own_template, review_to_docx
from dondoc.reporting.reviews.pdf import office_to_pdf
from dondoc.reporting.reviews.review import Review
from dondoc.reporting.word_forms import FormEnvironment, FormError
from reviews.kon_tum import review
from tools.review_templates import template

HOSTILE = (
    "{{ ''.__class__.__mro__ }}",
    "{{ lines.__class__ }}{{ lines.append(1) }}",
    "{% for a in range(99999999) %}x{% endfor %}",
    "{{ 'x' * 9999999999 }}",
    "{{ 9**9**9 }}",
    "{% set a = 1 %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{{ lipsum.__globals__ }}",
    "{{ lines|map(attribute='text')|join }}",
    "{% for a in lines %}{% for b in lines %}{% for c in lines %}x{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in 'xxxxxxxxxx' %}x{% endfor %}",
)


@pytest.fixture(scope="module")
def kon_tum() -> Review:
    return review()


def _texts(data: bytes) -> list[str]:
    """All paragraphs of the body and of its tables, in their order."""
    document = docx.Document(io.BytesIO(data))
    return ["".join(t.text or "" for t in p.iter("{*}t")) for p in document.element.body.iter("{*}p")]


def test_all_of_the_review_stands_in_the_document(kon_tum: Review) -> None:
    """Every paragraph with the mark of its record, every row, every ground; no tag of the template is left."""
    texts = _texts(review_to_docx(kon_tum))
    for each in kon_tum.paragraphs():
        assert f"{each.text} {each.mark}".strip() in texts
    assert {row.indicator for row in kon_tum.rows} <= set(texts)
    assert {each.source for each in kon_tum.grounds} <= set(texts)
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in texts
    assert not re.search(r"\{[{%]|[%}]\}", "\n".join(texts))


def test_every_number_of_the_document_is_known(kon_tum: Review, review_numbers: set[str]) -> None:
    """In the text and in the annex: from a verdict, its inputs, the plan's words or the head. Rows are numbered."""
    text = "\n".join(_texts(review_to_docx(kon_tum)))
    known = review_numbers | {number for each in kon_tum.doubts for number in re.findall(r"\d[\d.,]*\d|\d", each)}
    numbers = set(re.findall(r"\d[\d.,]*\d|\d", text))
    assert numbers <= known, sorted(numbers - known)


def test_same_review_same_bytes(kon_tum: Review) -> None:
    """DOCX and XLSX depend on the review alone; members of the archive are sorted and of 1980."""
    document = review_to_docx(kon_tum)
    assert document == review_to_docx(review())
    assert review_to_xlsx(kon_tum) == review_to_xlsx(review())
    members = zipfile.ZipFile(io.BytesIO(document)).infolist()
    assert [each.filename for each in members] == sorted(each.filename for each in members)
    assert {each.date_time[0] for each in members} == {1980}


@pytest.mark.parametrize("of_party", [True, False])
def test_templates_are_what_the_tool_makes(of_party: bool) -> None:
    """The files in the package are those of tools/review_templates.py; run: make docs."""
    assert own_template(of_party=of_party) == template(of_party=of_party)


def test_the_forms_of_state_and_party_differ(kon_tum: Review) -> None:
    """A body of the State reports under the motto of the State."""
    texts = _texts(review_to_docx(kon_tum, own_template(of_party=False)))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in texts
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" not in texts


def _edited(change: Callable[[str], str]) -> bytes:
    """The program's template with another body, as an office (or somebody else) has edited it."""
    given = zipfile.ZipFile(io.BytesIO(own_template(of_party=True)))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as copy:
        for name in given.namelist():
            data = given.read(name)
            copy.writestr(name, change(data.decode()).encode() if name == "word/document.xml" else data)
    return file.getvalue()


def test_an_office_edits_its_template(kon_tum: Review) -> None:
    """Words that are put beside the places stand in every review."""
    mine = _edited(lambda xml: xml.replace("Nơi nhận:", "Gửi {{ office|lower }}:"))
    assert "Gửi ban chấp hành đảng bộ tỉnh khóa xvi:" in _texts(review_to_docx(kon_tum, mine))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_template_is_refused(kon_tum: Review, hostile: str) -> None:
    """Nothing of it runs: neither Python's inside, nor what would fill the memory or never end."""
    escaped = hostile.replace("<", "&lt;")
    with pytest.raises(FormError) as error:
        review_to_docx(kon_tum, _edited(lambda xml: xml.replace("Nơi nhận:", escaped)))
    assert error.value.code in ("template_refused", "template_broken")


def test_a_template_with_macros_or_without_a_package_is_refused(kon_tum: Review) -> None:
    """A file that is no document, one with an entity, and one that brings macros."""
    file = io.BytesIO(own_template(of_party=True))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    entity = _edited(lambda xml: xml.replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1))
    for data in (file.getvalue(), entity, b"PK", b""):
        with pytest.raises(FormError):
            review_to_docx(kon_tum, data or b"x")


def test_what_is_put_in_is_escaped() -> None:
    """Signs of XML and tags of templates in a text stay text."""
    found = FormEnvironment().from_string("<w:t>{{ text }}</w:t>").render(text="</w:t><x> {{ 1 }} & {% if %}")
    assert found == "<w:t>&lt;/w:t&gt;&lt;x&gt; {{ 1 }} &amp; {% if %}</w:t>"


def _cells(data: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_the_workbook_shows_the_rows(kon_tum: Review) -> None:
    """Numbers are numbers; the percentages are those of the verdicts."""
    rows = {str(row[1]): row for row in _cells(review_to_xlsx(kon_tum))}
    invested = dict(zip(COLUMNS, rows["Tổng vốn đầu tư toàn xã hội"], strict=True))
    assert (invested["plan"], invested["done"], invested["percent"]) == (14560.0, 14593.0, 100.2)
    assert invested["judged"] == "ước vượt"


_RECALCULATE = """<item oor:path="/org.openoffice.Office.Calc/Formula/Load">\
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
"""


def _recalculated(data: bytes, monkeypatch: pytest.MonkeyPatch) -> list[list[object]]:
    monkeypatch.setattr(doc, "_SAFE_SETTINGS", doc._SAFE_SETTINGS.replace("{items}", "{items}" + _RECALCULATE))
    program = shutil.which("soffice")
    assert program is not None, "install libreoffice-calc-nogui"
    with private_folder() as private:
        return _cells(office_converted(program, data, private, DEFAULT, source="a.xlsx", target="ods"))


def test_the_formulas_give_the_verdicts_numbers(kon_tum: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice calculates every formula anew, from values that were wrong, and comes to what the program told."""
    data = review_to_xlsx(kon_tum)
    spoiled = re.sub(rb"(</f><v>)[^<]*(</v>)", rb"\g<1>-1\g<2>", _sheet(data))
    found = _recalculated(_with_sheet(data, spoiled), monkeypatch)
    place = {name: COLUMNS.index(name) for name in COLUMNS}
    shown = [row for row in found if len(row) == len(COLUMNS)][4 : 4 + len(kon_tum.rows)]
    for row, cells in zip(kon_tum.rows, shown, strict=True):
        for name in ("percent", "year_on_year"):
            told = getattr(row, name)
            if told is not None:
                assert Decimal(str(cells[place[name]])) == told, row.indicator
    counted = {str(row[1]): row[2] for row in found[4 + len(kon_tum.rows) :] if row[1]}
    assert counted["ước vượt"] == 2
    assert sum(int(str(each).partition(".")[0]) for each in counted.values()) == 53


def _sheet(data: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def _with_sheet(data: bytes, sheet: bytes) -> bytes:
    given, file = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(file, "w") as copy:
        for name in given.namelist():
            copy.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else given.read(name))
    return file.getvalue()


def test_libreoffice_opens_the_document(kon_tum: Review, tmp_path: Path) -> None:
    """As PDF it has its pages, and our own reader reads the head, a sentence and a row out of it."""
    file = tmp_path / "review.pdf"
    file.write_bytes(office_to_pdf(review_to_docx(kon_tum), "docx"))
    text = " ".join(read(file).text.split())
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "ước đạt 14.593 tỷ đồng, bằng 100,2% chỉ tiêu" in text
    assert "PHỤ LỤC" in text
