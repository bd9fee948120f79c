"""Scans: what is read in them, what is doubted, and that a mark of secrecy in a stamp is seen."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import scan_samples as samples
from PIL import Image
from samples import PARAGRAPHS, ascii_pdf

from dondoc import extract, read
from dondoc.accents import restored
from dondoc.findings import ReadError, SecretDocumentError
from dondoc.reading import Document, Limits, pdf_scans, scan, tesseract
from dondoc.reading.confidence import place_words
from dondoc.reading.document import Block, Paragraph, RawCell, Reading, Recognised, Row, assemble
from dondoc.reading.secrecy import is_stamped_mark
from dondoc.text import fold

HEAD = ("ỦY BAN NHÂN DÂN TỈNH", "Số: 61/KH-UBND", *PARAGRAPHS)
IN_THE_HEAD = (820, 120)


def _document(*paragraphs: str) -> Document:
    return assemble(Reading(tuple(map(Paragraph, paragraphs)), "text/plain"), name="", sha256="")


@pytest.fixture(scope="module")
def page() -> Image.Image:
    """A short document on one page."""
    return samples.pictures(samples.printed(_document(*HEAD)))[0]


def _clean(page: Image.Image) -> Image.Image:
    return page


def _bad(page: Image.Image) -> Image.Image:
    return samples.badly_scanned(page)


def _grey(page: Image.Image) -> Image.Image:
    """A scanner without colours."""
    return page.convert("L").convert("RGB")


class TestReading:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
    def test_an_image_file_is_read(self, page: Image.Image, kind: str) -> None:
        """PNG, JPEG and TIFF give the text that was printed, and say that it was recognised."""
        document = read(samples.image_file([page], kind), name="scan")
        assert document.source.media_type == f"image/{kind.lower()}"
        assert "Thu ngân sách nhà nước trên địa bàn đạt trên 2.670 tỷ đồng." in document.text
        assert [finding.code for finding in document.findings] == ["recognised"]

    def test_commitments_are_found(self, page: Image.Image) -> None:
        """What a scan promises is extracted as from text, each item with its words."""
        resolution = extract(read(samples.image_file([page])))
        assert [target.amount for target in resolution.targets] == [Decimal(2670), Decimal(455)]
        for target in resolution.targets:
            assert resolution.text[target.start : target.end] == target.quote

    @pytest.mark.parametrize("quarters", [1, 2, 3])
    def test_a_page_on_its_side_or_head(self, page: Image.Image, quarters: int) -> None:
        """A page that was laid wrongly on the glass reads the same."""
        turned = page.rotate(90 * quarters, expand=True)
        assert "trên 2.670 tỷ đồng" in read(samples.image_file([turned])).text

    def test_a_bad_scan_under_a_stamp(self, page: Image.Image) -> None:
        """Yellowed, crooked, noisy, with a red stamp over the figures: the figures are read."""
        bad = samples.badly_scanned(samples.stamped(page, "ĐÃ KIỂM TRA", (500, 430), turned=5))
        amounts = [target.amount for target in extract(read(samples.image_file([bad], "JPEG"))).targets]
        assert amounts == [Decimal(2670), Decimal(455)]

    def test_pages_of_pictures_among_pages_of_text(self, page: Image.Image) -> None:
        """In a mixed PDF each page is read in its own way, and only the scanned ones are said to be recognised."""
        text = samples.printed(_document("Các xã tiếp tục giao đất, giao rừng.", "Trồng 10 ha rừng."))
        document = read(samples.scanned_pdf([text, page]))
        assert document.text.index("Trồng 10 ha rừng.") < document.text.index("trên 2.670 tỷ đồng")
        recognised = next(finding for finding in document.findings if finding.code == "recognised")
        assert dict(recognised.values) == {"pages": "2"}
        first = document.text.index("Trồng 10 ha")
        assert all(start > first for start, _, _ in document.recognised)

    def test_the_child_has_time_for_the_pages(self, page: Image.Image) -> None:
        """The time limit of a document does not count the pages it recognises: each of them has time of its own."""
        limits = Limits(seconds=1.0, scan_seconds=60.0)
        bad = samples.badly_scanned(page)
        assert "2.670" in read(samples.image_file([bad] * 2), isolated=True, limits=limits).text

    def test_too_slow_a_page_is_told(self, page: Image.Image) -> None:
        """A page that is not recognised in its time is an error of the result, not of the program."""
        with pytest.raises(ReadError) as caught:
            read(samples.image_file([page]), limits=Limits(scan_seconds=0.001))
        assert caught.value.code == "not_recognised"
        text = samples.printed(_document("Trang một có chữ.", *PARAGRAPHS))
        document = read(samples.scanned_pdf([text, page]), limits=Limits(scan_seconds=0.001))
        assert [finding.code for finding in document.findings] == ["page_not_recognised"]


class TestTables:
    def test_each_cell_is_read_by_itself(self) -> None:
        """A ruled table keeps its rows and columns, and ≥ stays ≥."""
        rows = (
            ("TT", "Chỉ tiêu", "Đơn vị", "Năm 2030"),
            ("1", "Kinh tế số", "% GDP", "≥ 30"),
            ("2", "Hồ sơ", "%", "< 5"),
        )
        text = read(samples.image_file(samples.pictures(samples.printed(_table(rows)))))
        told = [[text.text[cell.start : cell.end] for cell in block.cells] for block in text.blocks]
        assert [[*map(_without_blanks, row)] for row in told] == [[*map(_without_blanks, row)] for row in rows]


def _table(rows: tuple[tuple[str, ...], ...]) -> Document:
    parts = tuple(Row(tuple(RawCell(text, at) for at, text in enumerate(row)), 0) for row in rows)
    return assemble(Reading(parts, "text/plain"), name="", sha256="")


def _without_blanks(text: str) -> str:
    return "".join(text.split())


class TestMarks:
    @pytest.mark.parametrize("scanned", [_clean, _bad, _grey], ids=["clean", "bad", "grey"])
    @pytest.mark.parametrize(
        ("text", "turned", "ink"),
        [("MẬT", 0, samples.RED), ("TỐI MẬT", -8, samples.BLUE), ("TUYỆT MẬT", 4, samples.RED)],
    )
    def test_a_stamped_mark_is_refused(
        self, page: Image.Image, text: str, turned: float, ink: tuple[int, int, int],
        scanned: Callable[[Image.Image], Image.Image],
    ) -> None:  # fmt: skip
        """A mark of secrecy in a stamp is seen, in colour or not, straight or not; the error knows nothing of it."""
        picture = scanned(samples.stamped(page, text, IN_THE_HEAD, turned=turned, ink=ink))
        with pytest.raises(SecretDocumentError) as caught:
            read(samples.image_file([picture], "JPEG"), name="bi-mat.jpg")
        assert (caught.value.values, "bi-mat" in str(caught.value)) == ({}, False)

    @pytest.mark.parametrize(
        ("text", "at", "turned"),
        [("MẬT", (300, 430), 6), ("MẬT", (300, 300), 0), ("TỐI MẬT", (350, 470), 9), ("TUYỆT MẬT", (700, 520), 0)],
    )
    def test_a_mark_over_print(self, page: Image.Image, text: str, at: tuple[int, int], turned: float) -> None:
        """Print under the stamp does not hide the mark."""
        picture = _bad(samples.stamped(page, text, at, turned=turned))
        with pytest.raises(SecretDocumentError):
            read(samples.image_file([picture]))

    def test_a_mark_on_a_later_page_of_a_pdf(self, page: Image.Image) -> None:
        """All pages are looked at, also behind pages of text."""
        marked = samples.stamped(page, "MẬT", IN_THE_HEAD)
        with pytest.raises(SecretDocumentError):
            read(samples.scanned_pdf([samples.printed(_document(*PARAGRAPHS)), page, marked]), isolated=True)

    def test_a_picture_of_a_mark_in_a_digital_document(self) -> None:
        """A page with a text layer is searched for pictures of marks too."""
        seal = samples.stamped(Image.new("RGB", (420, 200), "white"), "TỐI MẬT", (40, 40))
        lines = [
            (85, 690 - 20 * at, line) for at, line in enumerate(("Trang nay co lop chu cua no.", "Trong 10 ha rung."))
        ]
        with pytest.raises(SecretDocumentError):
            read(samples.with_picture(lines, seal))
        harmless = samples.stamped(Image.new("RGB", (420, 200), "white"), "HỎA TỐC", (40, 40))
        assert "Trong 10 ha" in read(samples.with_picture(lines, harmless)).text

    @pytest.mark.parametrize("text", ["HỎA TỐC", "ĐẾN", "ĐÃ KÝ", "KHẨN"])
    def test_other_stamps_pass(self, page: Image.Image, text: str) -> None:
        """Stamps that are no marks do not hold a document up, and their words are not part of its text."""
        document = read(samples.image_file([_bad(samples.stamped(page, text, IN_THE_HEAD, turned=3))]))
        assert "2.670" in document.text
        assert text not in document.text

    def test_nothing_is_written(self, page: Image.Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Pictures go to Tesseract and come back through pipes: no file is made, whatever is found."""
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        calls: list[list[str]] = []
        start = subprocess.Popen

        def watched(command: list[str], **further: object) -> object:
            calls.append(command)
            return start(command, **further)  # type: ignore[call-overload]

        monkeypatch.setattr(tesseract.subprocess, "Popen", watched)
        with pytest.raises(SecretDocumentError):
            read(samples.image_file([samples.stamped(page, "MẬT", IN_THE_HEAD)]))
        assert calls and all(command[1:3] == ["stdin", "stdout"] for command in calls)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        "line", ["MẬT", "MẠT.", "TÕỐI MẬT", "TUYỆI MẬT", "TỐI MẬ!", "MẬTI", "“TUYỆT MÂT", "TOI MAT", "Độ TỐI MẬT 1"]
    )
    def test_words_of_marks(self, line: str) -> None:
        """Marks as they come out of recognition, tones lost or a letter misread."""
        assert is_stamped_mark(line)

    @pytest.mark.parametrize(
        "line", ["HỎA TỐC", "MẶT TRẬN TỔ QUỐC", "TIỀN MẶT", "MAI", "ỦY BAN NHÂN DÂN", "TÔI", "", "1234"]
    )
    def test_words_of_other_stamps(self, line: str) -> None:
        """What only begins like a mark is none."""
        assert not is_stamped_mark(line)


class TestDoubts:
    def test_unsure_numbers_are_findings(self) -> None:
        """A number that was hard to make out is told at its place, with how sure it is; words are not."""
        words = (Recognised("Trồng", 1, 40), Recognised("7.0", 1, 55), Recognised("ha", 1, 96), Recognised("70", 1, 95))
        document = _document("Trồng 7.0 ha", "70")
        document = Document(document.source, document.text, _on_page_one(document))
        placed = place_words(document, words)
        assert [(document.text[word.start : word.end], word.confidence) for word in placed] == [
            ("Trồng", 40), ("7.0", 55), ("ha", 96), ("70", 95),
        ]  # fmt: skip

    def test_a_blurred_number_is_doubted(self, page: Image.Image) -> None:
        """Figures that a scan has nearly lost are not taken silently: misread ones are marked."""
        spoilt = page.resize((page.width // 3, page.height // 3)).resize(page.size)
        document = read(samples.image_file([samples.badly_scanned(spoilt, noise=40)]))
        doubted = {dict(finding.values)["quote"] for finding in document.findings if finding.code == "number_unsure"}
        printed = {"61/KH-UBND", "6", "2023", "2.670", "455", "1."}
        wrong = {word for word in document.text.split() if any(map(str.isdigit, word)) and word not in printed}
        assert wrong <= doubted

    def test_recognition_that_is_not_installed(self, page: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without Tesseract a scan is refused with the command that installs it; other pages are read all the same."""
        for module in (scan, pdf_scans):
            monkeypatch.setattr(module, "is_installed", lambda: False)
        stamped_by_a_computer = ascii_pdf(30, "CS")
        for data in (samples.image_file([page]), samples.scanned_pdf([page]), stamped_by_a_computer):
            with pytest.raises(ReadError) as caught:
                read(data)
            assert caught.value.code == "needs_ocr"
            assert "apt-get install tesseract-ocr tesseract-ocr-vie" in caught.value.hint("vi")
        mixed = read(samples.scanned_pdf([samples.printed(_document("Trang một có chữ.", *PARAGRAPHS)), page]))
        assert [finding.code for finding in mixed.findings] == ["page_without_text"]


def _on_page_one(document: Document) -> tuple[Block, ...]:
    return tuple(block._replace(page=1) for block in document.blocks)


class TestAccents:
    @pytest.mark.parametrize(
        ("recognised", "meant"),
        [
            ("quốc phòng, an nỉnh, xây dựng Đảng", "quốc phòng, an ninh, xây dựng Đảng"),
            ("6 tháng cuối nắm 2023", "6 tháng cuối năm 2023"),
            ("PHÁN ĐẤU đạt 5.746 con", "PHẤN ĐẤU đạt 5.746 con"),
            ("tỷ lệ hộ nghẻo giam 0,88% so vơi", "tỷ lệ hộ nghèo giảm 0,88% so với"),
        ],
    )
    def test_lost_accents_are_forgiven(self, recognised: str, meant: str) -> None:
        """Words get the tones and hooks that official texts give them beside their neighbours."""
        assert restored(recognised, [(0, len(recognised), 60)]) == meant

    def test_letters_and_digits_stay(self) -> None:
        """Nothing but accents changes: folded, the text is the same, digit by digit."""
        text = "Nghị quyết so 18-NQ/TU, huyện Nậm Tăm: đạt l00 ha, 1O con, 2.670 ty đông"
        assert fold(restored(text, [(0, len(text), 50)])) == fold(text)
        assert "18-NQ/TU" in restored(text, [(0, len(text), 0)])
