"""The search for marks of secrecy sees every part of a DOCX."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx_samples import (
    CHANGE,
    cell,
    docx,
    markdown_to_docx,
    p,
    packed,
    r,
    read,
    row,
    table,
    text_box,
)

from dondoc.reading.document import assemble
from dondoc.reading.docx import open_docx
from dondoc.reading.limits import DEFAULT


def members(data: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(data: bytes) -> list[str]:
    return list(open_docx(data, DEFAULT).lines())


def test_search_sees_every_part() -> None:
    """Document, heads, feet, notes, comments, boxes and properties all give lines, the document's first."""
    data = docx(
        p(r("Thân") + text_box(p("TỐI MẬT"))),
        header1=p("MẬT"),
        footer1=p("Trang 1"),
        footnotes=f'<w:footnote w:id="5">{p("ghi chú")}</w:footnote>',
        comments=f'<w:comment w:id="0">{p("ý kiến")}</w:comment>',
    )
    core = '<cp:p xmlns:cp="c" xmlns:dc="d"><dc:title>TUYỆT MẬT</dc:title></cp:p>'
    found = lines(packed(members(data) | {"docProps/core.xml": core}))
    assert found[:2] == ["Thân", "TỐI MẬT"]
    assert {"MẬT", "Trang 1", "ghi chú", "ý kiến", "TUYỆT MẬT"} <= set(found)


def test_search_sees_what_is_not_printed() -> None:
    """Deleted and hidden words are searched as stored, and the line as printed comes too."""
    deleted = f"<w:del {CHANGE}><w:r><w:delText>THƯỜNG</w:delText></w:r></w:del>"
    assert lines(docx(p(deleted + r("MẬT")))) == ["THƯỜNGMẬT", "MẬT"]
    assert "MẬT" in lines(docx(p(r("MẬT", "<w:vanish/>"))))


def test_search_sees_drawn_words() -> None:
    """WordArt across the page, words in drawings and descriptions of pictures are searched."""
    art = '<w:r><w:pict><v:shape alt="dấu MẬT"><v:textpath string="TỐI MẬT"/></v:shape></w:pict></w:r>'
    drawn = '<w:r><w:drawing><wp:docPr descr="mô tả"/><a:p><a:r><a:t>TUYỆT MẬT</a:t></a:r></a:p></w:drawing></w:r>'
    assert {"TỐI MẬT", "TUYỆT MẬT", "mô tả", "dấu MẬT"} <= set(lines(docx(p(art) + p(drawn))))


def test_search_converts_legacy_letters() -> None:
    """A mark typed in an old font is searched as Unicode."""
    font = '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>'
    assert lines(docx(p(r("tèi mËt", font)))) == ["TỐI MẬT"]


def test_search_gives_rows_with_tabs_and_lines_apart() -> None:
    """A row comes with its cells parted by tabs, so that a label and its value meet; forced breaks part lines."""
    body = table(row(cell("Độ mật:"), cell("Tối mật"))) + p(r("a") + "<w:r><w:br/></w:r>" + r("MẬT"))
    assert lines(docx(body)) == ["Độ mật:", "Tối mật", "a", "MẬT", "Độ mật:\tTối mật"]


@pytest.mark.skipif(
    not (Path(__file__).resolve().parents[2] / ".." / "shared").is_dir(),
    reason="the shared cases are not beside this checkout",
)
def test_every_word_read_was_searched() -> None:
    """No word reaches the reader's text that the search for marks did not see."""
    shared = Path(__file__).resolve().parents[2] / ".." / "shared"
    markdown = (shared / "cases/kon-tum-2023-h2/source.md").read_text(encoding="utf-8")
    for data in (markdown_to_docx(markdown), (shared / "cases/lao-cai-industry-2026-2030/source.docx").read_bytes()):
        searched = set(" ".join(lines(data)).split())
        document = assemble(read(data), name="x", sha256="")
        assert set(document.text.split()) - searched <= {"-", "+"}
