"""Word comments: at the very words, and nothing else of the file changed."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from dondoc import Finding, read
from dondoc.checking import check
from dondoc.findings import DondocError
from dondoc.reading.limits import DEFAULT
from dondoc.reporting.checked import Checked
from dondoc.reporting.comments import with_comments
from reading.docx_samples import CHANGE, MAIN, docx, packed, r

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ADDED = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
SHARED = Path(__file__).parents[2] / "shared"

# Bold and plain runs, a word split over three of them, an inserted and a deleted one, a numbered list, a table.
BODY = (
    f"<w:p>{r('NGHỊ QUYẾT', '<w:b/>')}</w:p><w:p>{r('về nhiệm vụ năm 2026')}</w:p>"
    f"<w:p>{r('I. CHỈ TIÊU', '<w:b/>')}</w:p>"
    f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    f"{r('Năm nay Ph', '<w:i/>')}{r('ân đ')}{r('ầu có thêm 06 xã', '<w:b/>')}"
    f"<w:ins {CHANGE}>{r(' đạt, sản giao dịch')}</w:ins><w:del {CHANGE}><w:r><w:delText>cũ</w:delText></w:r></w:del>"
    f'<w:bookmarkStart w:id="7" w:name="x"/>{r(" chuẩn.")}<w:bookmarkEnd w:id="7"/></w:p>'
    f'<w:p><w:r><w:t>Tab</w:t><w:tab/><w:t xml:space="preserve">rồi vương mắc </w:t><w:br/>'
    f"<w:t>hết chuyên sang.</w:t></w:r></w:p>"
    f"<w:tbl><w:tr><w:tc><w:p>{r('Ô phân đấu')}</w:p></w:tc><w:tc><w:p>{r('ô hai')}</w:p></w:tc></w:tr></w:tbl>"
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def _commented(data: bytes) -> tuple[Checked, bytes]:
    document = read(data, name="draft.docx")
    checked = Checked(document, check(document))
    return checked, with_comments(data, checked, "vi", DEFAULT)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _canonical(content: bytes) -> bytes:
    canonical: bytes = etree.tostring(etree.fromstring(content), method="c14n")
    return canonical


def _without_marks(content: bytes) -> bytes:
    """The document without range marks and references, neighbouring runs with the same properties made one."""
    root = etree.fromstring(content)
    for mark in list(root.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd")):
        mark.getparent().remove(mark)
    for reference in list(root.iter(f"{W}commentReference")):
        run = reference.getparent()
        run.getparent().remove(run)
    return _canonical(etree.tostring(_joined(root)))


def _joined(root: etree._Element) -> etree._Element:
    """Runs and the texts in them joined where nothing tells them apart. Done to both sides of a comparison."""
    for run in list(root.iter(f"{W}r")):
        before = run.getprevious()
        if before is None or before.tag != run.tag or _looks(before) != _looks(run) or before.attrib != run.attrib:
            continue
        for child in [child for child in run if child.tag != f"{W}rPr"]:
            last = before[-1] if len(before) else None
            if last is not None and last.tag == child.tag == f"{W}t":
                last.text = (last.text or "") + (child.text or "")
            else:
                before.append(child)
        run.getparent().remove(run)
    for text in root.iter(f"{W}t"):
        text.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
    return root


def _looks(run: etree._Element) -> bytes:
    properties = run.find(f"{W}rPr")
    return b"" if properties is None else bytes(etree.tostring(properties, method="c14n"))


def _ranges(data: bytes) -> Iterator[tuple[str, str]]:
    """Each comment's first line, and the words between its marks."""
    parts = _parts(data)
    comments = {c.get(f"{W}id"): c for c in etree.fromstring(parts["word/comments.xml"])}
    root = etree.fromstring(parts["word/document.xml"])
    for start in root.iter(f"{W}commentRangeStart"):
        words, inside = "", False
        for element in root.iter():
            if element is start:
                inside = True
            elif element.tag == f"{W}commentRangeEnd" and element.get(f"{W}id") == start.get(f"{W}id"):
                break
            elif inside and element.tag == f"{W}t":
                words += element.text or ""
        yield "".join(comments[start.get(f"{W}id")][0].itertext()), words


@pytest.fixture(scope="module")
def sample() -> bytes:
    comment = f'<w:comment w:id="4" w:author="A"><w:p>{r("cũ")}</w:p></w:comment>'
    return docx(BODY, numbering=NUMBERING, comments=comment)


def test_comments_stand_at_the_very_words(sample: bytes) -> None:
    """Also where the words are spread over runs, in an insertion, behind a tab, in a cell."""
    _, copy = _commented(sample)
    marked = [words for message, words in _ranges(copy) if "[lost_diacritics]" in message]
    assert marked == ["Phân đầu", "sản giao dịch", "vương mắc", "chuyên sang", "phân đấu"]


def test_nothing_else_is_changed(sample: bytes) -> None:
    """Every part but those that name or hold comments keeps its bytes; the document is the same without the marks."""
    _, copy = _commented(sample)
    before, after = _parts(sample), _parts(copy)
    assert {name for name in after if before.get(name) != after[name]} <= ADDED
    assert before.keys() <= after.keys()
    assert _without_marks(after["word/document.xml"]) == _canonical(
        etree.tostring(_joined(etree.fromstring(before["word/document.xml"])))
    )


def test_comments_that_are_there_stay(sample: bytes) -> None:
    """New comments get numbers of their own behind those of the file."""
    checked, copy = _commented(sample)
    numbers = [comment.get(f"{W}id") for comment in etree.fromstring(_parts(copy)["word/comments.xml"])]
    assert numbers == [str(number) for number in range(4, 5 + len(checked.findings))]


def test_the_copy_reads_as_the_original(sample: bytes) -> None:
    """The text is the same to the letter, so that a second check says the same."""
    checked, copy = _commented(sample)
    again = read(copy, name="draft.docx")
    assert again.text == checked.text
    assert check(again) == checked.findings


def test_a_part_for_comments_is_made_where_there_is_none() -> None:
    """The list of parts and the relations of the document name it."""
    _, copy = _commented(docx(BODY, numbering=NUMBERING))
    parts = _parts(copy)
    assert b"/word/comments.xml" in parts["[Content_Types].xml"]
    assert b'Target="comments.xml"' in parts["word/_rels/document.xml.rels"]


def test_a_finding_without_a_place_stands_at_the_first_words() -> None:
    """What is about the whole document is said where the document begins."""
    data = docx(BODY)
    document = read(data, name="draft.docx")
    copy = with_comments(data, Checked(document, (Finding("component_missing", values=_FILLED),)), "en", DEFAULT)
    assert [words for _, words in _ranges(copy)] == ["N"]


_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_FILLED = (("parts", "Quốc hiệu"), ("count", "1"), ("rule", "NĐ 30/2020/NĐ-CP"))


def test_other_files_are_refused() -> None:
    """A text file has no comments, and a "strict" DOCX names its elements otherwise: both are told."""
    text = "NGHỊ QUYẾT\nvề nhiệm vụ năm 2026\nPhân đầu.".encode()
    parts = _parts(docx(BODY))
    parts["word/document.xml"] = parts["word/document.xml"].replace(MAIN.encode(), _STRICT)
    for data, name in ((text, "draft.txt"), (packed(dict(parts)), "draft.docx")):
        document = read(data, name=name)
        with pytest.raises(DondocError) as caught:
            with_comments(data, Checked(document, check(document)), "vi", DEFAULT)
        assert caught.value.code == "comments_not_docx"


def test_libreoffice_opens_the_copy(sample: bytes, tmp_path: Path) -> None:
    """LibreOffice opens the file and keeps all comments with their words when it writes it again."""
    checked, copy = _commented(sample)
    (tmp_path / "copy.docx").write_bytes(copy)
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "odt",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "copy.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    with zipfile.ZipFile(tmp_path / "copy.odt") as archive:
        content = archive.read("content.xml").decode()
    assert len(re.findall(r"<office:annotation ", content)) == len(checked.findings)
    assert "“Phân đầu” có lẽ là “Phấn đấu”." in content


BOXES = (
    f"<w:p>{r('NGHỊ QUYẾT', '<w:b/>')}</w:p><w:p>{r('về nhiệm vụ năm 2026')}</w:p>"
    f'<w:p>{r("Nay ")}<w:hyperlink w:anchor="x">{r("phân đấu")}</w:hyperlink>{r(" thêm")}'
    '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{r('Điều khiển: vương mắc.')}</w:p></w:sdtContent></w:sdt>"
    f"<w:p><w:r><w:pict><v:textbox><w:txbxContent><w:p>{r('Trong ô: sản giao dịch.')}</w:p></w:txbxContent></v:textbox>"
    f"</w:pict></w:r>{r('Sau ô.')}</w:p>"
)
NOTES = f'<w:footnote w:id="2"><w:p>{r("Chú thích: chuyên sang.")}</w:p></w:footnote>'


def test_links_controls_boxes_and_notes_are_kept() -> None:
    """Words in a link, a content control and a text box have their comment; that of a note stands before its number."""
    data = docx(BOXES, footnotes=NOTES)
    checked, copy = _commented(data)
    before, after = _parts(data), _parts(copy)
    assert {name for name in after if before.get(name) != after[name]} <= ADDED
    assert _without_marks(after["word/document.xml"]) == _canonical(
        etree.tostring(_joined(etree.fromstring(before["word/document.xml"])))
    )
    lost = {words for comment, words in _ranges(copy) if "[lost_diacritics]" in comment}
    assert lost >= {"phân đấu", "vương mắc", "sản giao dịch"}
    assert len(list(_ranges(copy))) == len(checked.findings)


REAL = sorted([*SHARED.glob("corpus/*.docx"), *SHARED.glob("cases/*/source.docx")])


@pytest.mark.skipif(not REAL, reason="the documents stand in ../shared, which is not here")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_real_document_keeps_all_its_parts(path: Path) -> None:
    """Documents as issued: every part but the four is the same bytes, the text differs by the marks alone."""
    data = path.read_bytes()
    checked, copy = _commented(data)
    before, after = _parts(data), _parts(copy)
    assert {name for name in after if before.get(name) != after[name]} <= ADDED
    assert _without_marks(after["word/document.xml"]) == _canonical(
        etree.tostring(_joined(etree.fromstring(before["word/document.xml"])))
    )
    assert read(copy, name="draft.docx").text == checked.text
    words = ["".join(words.split()) for _, words in _ranges(copy)]
    # A comment ends with the paragraph in which it begins, and a row of a table has a paragraph for each cell.
    lines = ["".join(checked.words(f).split("\n")[0].split()) for f in checked.findings if f.start is not None]
    assert len(words) == len(checked.findings) > 0
    assert all(any(found and line.startswith(found) for found in words) for line in lines)
