"""PDF: what is read from pages that are set as offices set them."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import docx
import pdf_samples as samples
import pytest
from docx.shared import Pt
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from dondoc.findings import ReadError, codes
from dondoc.reading import pdf_scans
from dondoc.reading.document import Paragraph, Reading, Row
from dondoc.reading.limits import DEFAULT
from dondoc.reading.pdf import _doubts, open_pdf, read_pdf
from dondoc.reading.pdf_assembly import PageRead
from dondoc.reading.pdf_scans import PdfScans

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
LONG = "Các sở, ban, ngành, địa phương tập trung rà soát, tháo gỡ khó khăn, vướng mắc cho doanh nghiệp và người dân"


def texts(reading: Reading) -> list[str]:
    return [part.text for part in reading.parts if isinstance(part, Paragraph)]


def rows(reading: Reading) -> list[list[str]]:
    return [[cell.text for cell in part.cells] for part in reading.parts if isinstance(part, Row)]


def shared(path: str) -> Path:
    file = SHARED / path
    if not file.exists():
        pytest.skip("needs ../shared beside the checkout")
    return file


def converted(paragraphs: Sequence[str]) -> bytes:
    """What LibreOffice makes of a document in Liberation Serif, a font that may lack Vietnamese letters."""
    source = docx.Document()
    source.styles["Normal"].font.name = "Liberation Serif"
    source.styles["Normal"].font.size = Pt(14)
    for text in paragraphs:
        source.add_paragraph(text)
    with tempfile.TemporaryDirectory() as folder:
        source.save(f"{folder}/a.docx")
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/a.docx"]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return Path(folder, "a.pdf").read_bytes()


def refusal(data: bytes, **limits: int) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_pdf(data, replace(DEFAULT, **limits))
    return caught.value


class TestParagraphs:
    def test_the_resolution_comes_back_whole(self) -> None:
        """A resolution set from Markdown gives back every paragraph, cut at no line's and no page's end."""
        markdown = shared("cases/kon-tum-2023-h2/source.md").read_text(encoding="utf-8")
        reading = read_pdf(samples.resolution_pdf(markdown), DEFAULT)
        expected = [text.replace("*", "") for text in samples.markdown_paragraphs(markdown)]
        assert texts(reading) == expected
        assert reading.pages == 8
        assert reading.media_type == "application/pdf"
        assert not reading.doubts

    def test_headings_are_strong(self) -> None:
        """A line wholly in bold is strong; one with a bold beginning is not."""
        data = samples.resolution_pdf("-----\n\n**I. VỀ KINH TẾ**\n\n**Tuy nhiên**, còn khó khăn.")
        strong = {part.text: part.strong for part in read_pdf(data, DEFAULT).parts if isinstance(part, Paragraph)}
        assert strong == {"I. VỀ KINH TẾ": True, "Tuy nhiên, còn khó khăn.": False}

    def test_long_prose_keeps_its_paragraphs(self) -> None:
        """Thirty paragraphs over several pages stay thirty, each with the page it begins on."""
        reading = read_pdf(samples.prose_pdf(30), DEFAULT)
        paragraphs = [part for part in reading.parts if isinstance(part, Paragraph)]
        assert len(paragraphs) == 36
        assert all(part.text.endswith(".") or part.strong for part in paragraphs)
        pages = [part.page or 0 for part in paragraphs]
        assert pages == sorted(pages)
        assert pages[-1] == reading.pages

    @pytest.mark.parametrize(
        ("first", "second", "joined"),
        [
            ("phát triển kinh tế -", "xã hội của tỉnh.", "phát triển kinh tế - xã hội của tỉnh."),
            ("phát triển kinh tế-", "xã hội của tỉnh.", "phát triển kinh tế-xã hội của tỉnh."),
            ("phát triển kinh tế", "- xã hội của tỉnh.", "phát triển kinh tế - xã hội của tỉnh."),
            ("Hội nghị họp ngày 30-", "6-2023 tại tỉnh.", "Hội nghị họp ngày 30-6-2023 tại tỉnh."),
        ],
    )
    def test_a_line_that_ends_with_a_hyphen(self, first: str, second: str, joined: str) -> None:
        """Vietnamese is not hyphenated: what stands before the line's end stands there in the text."""
        left = 560 - samples.width(first)
        data = samples.canvas_pdf(
            [(85, 740, LONG[:60]), (left, 720, first), (left, 700, second), (left, 600, first), (left, 580, second)]
        )
        assert joined in texts(read_pdf(data, DEFAULT))


class TestFurniture:
    def test_page_numbers_and_running_heads_are_left_out(self) -> None:
        """Numbers, heads and feet that pages repeat are no part of the text; numbered headings are."""
        story = [samples.Paragraph(f"{number}. {LONG} lần thứ {number}.", samples.BODY) for number in range(1, 60)]
        data = samples.flow_pdf(story, head="Công báo số 12 trang {page}", foot="Trang {page}/9")
        reading = read_pdf(data, DEFAULT)
        assert reading.pages is not None and reading.pages >= 3
        assert texts(reading) == [f"{number}. {LONG} lần thứ {number}." for number in range(1, 60)]

    @pytest.mark.parametrize("number", ["2", "- 2 -", "Trang 2", "Trang 2/10", "2/10"])
    def test_kinds_of_page_numbers(self, number: str) -> None:
        """A number at the head or foot of a page is dropped, whatever its dress."""
        data = samples.canvas_pdf([(290, 810, number), (85, 700, "Nội dung chính.")])
        assert texts(read_pdf(data, DEFAULT)) == ["Nội dung chính."]

    def test_a_number_inside_the_page_stays(self) -> None:
        """A line that is only a number, but stands in the text, is text."""
        data = samples.canvas_pdf([(85, 700, "Nội dung chính:"), (85, 600, "12"), (85, 500, "Hết.")])
        assert texts(read_pdf(data, DEFAULT)) == ["Nội dung chính:", "12", "Hết."]


class TestColumns:
    def test_head_and_foot_are_rows_of_two_cells(self) -> None:
        """The issuer is not read across into the national title, nor the recipients into the signature."""
        reading = read_pdf(samples.official_pdf(["QUYẾT ĐỊNH", "Điều 1. Giao chỉ tiêu kế hoạch năm 2026."]), DEFAULT)
        assert rows(reading) == [
            [
                "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 12/QĐ-UBND",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nLào Cai, ngày 05 tháng 01 năm 2026",
            ],
            ["Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"],
        ]
        assert texts(reading) == ["QUYẾT ĐỊNH", "Điều 1. Giao chỉ tiêu kế hoạch năm 2026."]

    def test_columns_without_lines_are_a_table(self) -> None:
        """Three lines and more with the same gaps are rows."""
        items = [(85.0, 760.0, "Giao chỉ tiêu như sau:")]
        for number in range(4):
            y = 720.0 - 20 * number
            items += [(85, y, f"{number + 1}"), (140, y, f"Chỉ tiêu thứ {number}"), (420, y, f"{number},5%")]
        reading = read_pdf(samples.canvas_pdf(items), DEFAULT)
        assert rows(reading) == [[str(n + 1), f"Chỉ tiêu thứ {n}", f"{n},5%"] for n in range(4)]

    def test_one_wide_gap_is_no_table(self) -> None:
        """A single line with a gap stays a line."""
        data = samples.canvas_pdf([(85, 700, "Diện tích:"), (300, 700, "455 ha"), (85, 650, "Hết.")])
        assert texts(read_pdf(data, DEFAULT)) == ["Diện tích: 455 ha", "Hết."]

    def test_lines_drawn_from_the_bottom_up(self) -> None:
        """Reading order is the page's, not the file's."""
        data = samples.canvas_pdf([(85, 600, "Ba."), (85, 650, "Hai."), (85, 700, "Một.")])
        assert texts(read_pdf(data, DEFAULT)) == ["Một.", "Hai.", "Ba."]


class TestTables:
    HEAD = ("STT", "Chỉ tiêu", "Đơn vị", "Kế hoạch")
    WIDTHS = (40, 200, 80, 90)

    def test_ruled_tables_are_rows(self) -> None:
        """Wrapped lines of a cell are joined; text before and after stays outside."""
        body = [("1", "Tỷ lệ hộ dân tộc thiểu số có đất sản xuất trên địa bàn tỉnh", "%", "98,45")]
        data = samples.table_pdf([self.HEAD, *body], widths=self.WIDTHS, before="Như sau:", after="Hết.")
        reading = read_pdf(data, DEFAULT)
        assert rows(reading) == [list(self.HEAD), list(body[0])]
        assert texts(reading) == ["Như sau:", "Hết."]

    def test_items_in_a_cell_begin_new_lines(self) -> None:
        """A list in a cell keeps its items apart."""
        data = samples.table_pdf([self.HEAD, ("1", "- Một;\n- Hai.", "ha", "5")], widths=self.WIDTHS)
        assert rows(read_pdf(data, DEFAULT))[1] == ["1", "- Một;\n- Hai.", "ha", "5"]

    def test_merged_cells(self) -> None:
        """A cell merged across has its width; one merged downwards is carried."""
        data = samples.table_pdf(
            [("I", "Kinh tế", "", ""), ("1", "GRDP", "%", "10"), ("2", "Thu", "%", "")],
            spans=[(1, 0, 3, 0), (3, 1, 3, 2)], widths=self.WIDTHS, header_rows=0,
        )  # fmt: skip
        first, second, third = (part for part in read_pdf(data, DEFAULT).parts if isinstance(part, Row))
        assert [(cell.text, cell.column, cell.columns) for cell in first.cells] == [("I", 0, 1), ("Kinh tế", 1, 3)]
        assert [(cell.text, cell.carried) for cell in second.cells][3] == ("10", False)
        assert [(cell.text, cell.carried) for cell in third.cells][3] == ("", True)

    def test_a_table_goes_on_over_pages(self) -> None:
        """One table over several pages has one number and one head; its rows keep their pages."""
        body = [(str(n), f"Chỉ tiêu {n}", "ha", f"{n}") for n in range(1, 100)]
        reading = read_pdf(samples.table_pdf([self.HEAD, *body], widths=self.WIDTHS), DEFAULT)
        found = [part for part in reading.parts if isinstance(part, Row)]
        assert [[cell.text for cell in row.cells] for row in found] == [list(self.HEAD), *map(list, body)]
        assert {row.table for row in found} == {0}
        assert {row.page for row in found} == set(range(1, (reading.pages or 0) + 1))

    def test_a_frame_is_no_table(self) -> None:
        """A box around a paragraph leaves it a paragraph."""
        assert texts(read_pdf(samples.table_pdf([("Một đoạn văn.",)], header_rows=0), DEFAULT)) == ["Một đoạn văn."]


class TestMending:
    LINES = ("NGHỊ QUYẾT", "Tỷ lệ hộ nghèo giảm còn 1,31%; thu ngân sách trên địa bàn đạt 2.670 tỷ đồng.")

    def test_toned_letters_drawn_later(self) -> None:
        """ "NGH QUY T" with its toned letters drawn afterwards is NGHỊ QUYẾT again."""
        assert texts(read_pdf(samples.scattered_pdf(self.LINES), DEFAULT)) == list(self.LINES)

    def test_letters_drawn_one_by_one_page_wide(self) -> None:
        """All plain letters of a page first, all toned ones after: still the same lines."""
        plain, toned = zip(
            *(samples.base_then_toned(85, 700 - 60 * n, line) for n, line in enumerate(self.LINES)), strict=True
        )
        data = samples.canvas_pdf([item for part in (*plain, *toned) for item in part])
        assert texts(read_pdf(data, DEFAULT)) == list(self.LINES)

    def test_a_font_without_vietnamese_letters(self) -> None:
        """What LibreOffice makes of a font that lacks the toned letters is read as it looks."""
        data = converted(self.LINES)
        assert texts(read_pdf(data, DEFAULT)) == list(self.LINES)

    def test_fonts_that_do_not_say_how_high_they_are(self) -> None:
        """A paragraph that LibreOffice has set stays whole, whatever letters its lines begin with."""
        text = "và các sở, Ban an ninh - xã hội cơ sở; " * 30 + "hết."
        assert texts(read_pdf(converted([text]), DEFAULT)) == [text]

    def test_a_gap_is_a_space(self) -> None:
        """Words set apart without a space between them are two words."""
        x = 85 + samples.width("chỉ") + 4
        data = samples.canvas_pdf([(85, 700, "chỉ"), (x, 700, "tiêu kế hoạch.")])
        assert texts(read_pdf(data, DEFAULT)) == ["chỉ tiêu kế hoạch."]

    def test_letters_set_close_have_no_space(self) -> None:
        """Letters drawn one by one without gaps are one word."""
        x, items = 85.0, []
        for letter in "tình":
            items.append((x, 700.0, letter))
            x += samples.width(letter)
        assert texts(read_pdf(samples.canvas_pdf(items), DEFAULT)) == ["tình"]


class TestRefusals:
    def test_encrypted(self) -> None:
        """A password is said to be one."""
        assert refusal(samples.encrypted_pdf()).code == "encrypted"

    @pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\nnonsense" * 9, samples.prose_pdf(2)[:300]])
    def test_damaged(self, data: bytes) -> None:
        """What cannot be opened is damaged."""
        assert refusal(data).code == "damaged"

    def test_a_scan_needs_ocr(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Pages without a text layer are not read as empty text."""
        monkeypatch.setattr(pdf_scans, "is_installed", lambda: False)
        assert refusal(samples.blank_pdf(2)).code == "needs_ocr"

    def test_too_many_pages(self) -> None:
        """The number of pages is looked at before any page is."""
        error = refusal(samples.blank_pdf(12), pages=10)
        assert (error.code, error.values) == ("too_many_pages", {"pages": "12", "limit": "10"})

    def test_text_too_long(self) -> None:
        """The limit on characters holds for all pages together."""
        assert refusal(samples.prose_pdf(20), text_characters=5_000).code == "text_too_long"

    def test_some_pages_without_text(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Pages that are pictures are told by number where they cannot be recognised, the others read."""
        monkeypatch.setattr(pdf_scans, "is_installed", lambda: False)
        data = samples.canvas_pdf([(85, 700, "Một.")], [], [(85, 700, "Hai.")], [])
        reading = read_pdf(data, DEFAULT)
        assert texts(reading) == ["Một.", "Hai."]
        assert [(doubt.code, doubt.values) for doubt in reading.doubts] == [("page_without_text", {"pages": "2, 4"})]

    def test_every_refusal_has_its_words(self) -> None:
        """The messages can be filled in both languages."""
        for error in (refusal(b"%PDF-"), refusal(samples.blank_pdf(3), pages=2), refusal(samples.encrypted_pdf())):
            assert error.code in codes()
            assert error.message("vi") and error.message("en")

    def test_truncated_files_never_crash(self) -> None:
        """Whatever is cut off, the answer is a reading or a refusal."""
        data = samples.resolution_pdf("-----\n\n" + LONG + ".")
        for end in range(0, len(data), max(len(data) // 40, 1)):
            try:
                read_pdf(data[:end], DEFAULT)
            except ReadError as error:
                assert error.code in codes()


class TestAllText:
    def test_lines_and_annotations(self) -> None:
        """The search text has every line, and the words of notes that are put on a page."""
        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=A4, invariant=1)
        canvas.drawString(85, 700, "Line")
        canvas.textAnnotation("TUYET MAT", Rect=[100, 100, 200, 200])
        canvas.save()
        assert {"Line", "TUYET MAT"} <= set(open_pdf(stream.getvalue(), DEFAULT).lines())

    def test_mended_lines_too(self) -> None:
        """A mark whose toned letters are drawn later is found as it looks."""
        assert "TUYỆT MẬT" in set(open_pdf(samples.scattered_pdf(["TUYỆT MẬT"]), DEFAULT).lines())

    def test_a_scan_is_searched_too(self) -> None:
        """No text is no error here: the lines are what the file says of itself."""
        assert "untitled" in list(open_pdf(samples.blank_pdf(1), DEFAULT).lines())


class TestCorpus:
    def test_a_signed_decision(self) -> None:
        """Number and date that were stamped on the page, two columns, tables over seven pages."""
        data = shared("corpus/QD-2463-QD-UBND-2026-KCN-Vo-Lao.pdf").read_bytes()
        reading = read_pdf(data, DEFAULT)
        table = rows(reading)
        assert table[0] == [
            "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 2463 /QĐ - UBND",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nLào Cai, ngày 16 tháng 7 năm 2026",
        ]
        assert table[1] == ["TT", "Mục tiêu hoạt động", "Mã ngành theo VSIC"]
        assert [row[0] for row in table[2:7]] == ["1", "2", "3", "4", "5"]
        assert ["123", "2459532,968", "441009,998", "246", "2456830,097", "439891,331", ""] in table
        assert "Điều 3. Điều khoản thi hành" in texts(reading)
        assert not reading.doubts


def test_pages_that_cannot_be_opened_are_told_by_number() -> None:
    """A damaged page is left out, and the finding says which."""
    pages = [PageRead(595, 842, has_text=True), PageRead(0, 0, opened=False), PageRead(0, 0, opened=False)]
    scans = PdfScans(b"", pages, DEFAULT)
    assert [(doubt.code, dict(doubt.values)) for doubt in _doubts(pages, scans)] == [
        ("page_damaged", {"pages": "2, 3"})
    ]
