"""Citations: which documents a text names, in which words, and each once."""

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from dondoc.commitments import Citation
from dondoc.extracting.citations import find_citations
from dondoc.extracting.header import read_header
from dondoc.reading.document import Document, Paragraph, RawCell, Reading, Row, assemble
from dondoc.reading.front_door import read_bytes
from dondoc.reading.limits import DEFAULT
from dondoc.text import mend

CASES = Path(__file__).resolve().parents[1] / "cases"
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "cases"


def citations(document: Document) -> tuple[Citation, ...]:
    mended = mend(document.text)
    return find_citations(document, mended, read_header(document, mended).body_start)


def of_text(*paragraphs: str) -> tuple[Citation, ...]:
    parts = tuple(Paragraph(text) for text in paragraphs)
    return citations(assemble(Reading(parts, "text/plain"), name="thử", sha256="0"))


def quotes(*paragraphs: str) -> list[str]:
    return [citation.quote for citation in of_text(*paragraphs)]


def case(name: str, source: str) -> tuple[Document, list[dict[str, str | None]]]:
    folder = CASES / name if (CASES / name).exists() else SHARED / name
    if not folder.exists():
        pytest.skip("../shared/cases is not beside this checkout")
    document = read_bytes((folder / source).read_bytes(), name=source, limits=DEFAULT)
    return document, json.loads((folder / "expected.json").read_text(encoding="utf-8"))["citations"]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("kon-tum-2023-h2", "source.md"),
        ("qd-244-2014", "source.txt"),
        ("cong-hai-2026", "source.txt"),
        ("lai-chau-rubber-2015", "source.txt"),
        ("lao-cai-industry-2026-2030", "source.docx"),
    ],
)
def test_a_real_document_gives_the_citations_a_careful_reader_finds(name: str, source: str) -> None:
    """Quote, number, symbol and date of every citation are right, and there is none besides."""
    document, expected = case(name, source)
    found = [
        (c.quote, c.number, c.symbol, c.issued_on.isoformat() if c.issued_on else None) for c in citations(document)
    ]
    assert found == [(c["quote"], c["number"], c["symbol"], c["issued_on"]) for c in expected]


def test_quotes_are_the_words_of_the_text_also_in_decomposed_unicode() -> None:
    """`text[start:end] == quote`, whatever the text's normal form; ids run C01, C02 …"""
    text = unicodedata.normalize(
        "NFD", "Căn cứ Luật Đất đai năm 2013; Nghị định số 43/2014/NĐ-CP ngày 15/5/2014 của Chính phủ."
    )
    document = assemble(Reading((Paragraph(text),), "text/plain"), name="thử", sha256="0")
    found = citations(document)
    assert [c.id for c in found] == ["C01", "C02"]
    assert [c.symbol for c in found] == [None, "NĐ-CP"]
    assert all(document.text[c.start : c.end] == c.quote for c in found)


def test_the_issuer_belongs_to_the_quote_and_the_title_does_not() -> None:
    """The quote ends with the body after "của"."""
    assert quotes(
        "Căn cứ Quyết định số 525/QĐ-UBND ngày 25/02/2026 của Ủy ban nhân dân tỉnh Lào Cai phê duyệt Quy hoạch;",
        "Căn cứ Thông tư số 38/2007/TT-BNN của Bộ Nông nghiệp và Phát triển nông thôn về trình tự, thủ tục;",
    ) == [
        "Quyết định số 525/QĐ-UBND ngày 25/02/2026 của Ủy ban nhân dân tỉnh Lào Cai",
        "Thông tư số 38/2007/TT-BNN của Bộ Nông nghiệp và Phát triển nông thôn",
    ]


def test_a_document_named_again_is_listed_once_in_its_fullest_form() -> None:
    """Date and body win over a bare number; a number alone is the same document."""
    assert quotes(
        "Thực hiện Nghị quyết số 57 và Nghị quyết 57-NQ/TW.",
        "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển;",
        "Theo Nghị quyết số 57-NQ/TW.",
    ) == ["Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị"]


def test_one_number_with_two_dates_is_listed_with_each() -> None:
    """A second date may be an error of the document: both are kept as written."""
    found = of_text(
        "Căn cứ Quyết định số 87/2006/QĐ-TTg ngày 20/4/2006; Quyết định 87/2006/QĐ-TTg ngày 20/4/2008 của Thủ tướng."
    )
    assert [c.issued_on for c in found] == [date(2006, 4, 20), date(2008, 4, 20)]


def test_the_documents_own_number_is_no_citation() -> None:
    """Neither in the head nor where the plan it encloses repeats it."""
    assert (
        quotes(
            "BỘ TÀI CHÍNH",
            "Số: 07/QĐ-BTC",
            "QUYẾT ĐỊNH",
            "BAN HÀNH KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2014",
            "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch.",
            "KẾ HOẠCH",
            "(Kèm theo Quyết định số 07/QĐ-BTC ngày 02/1/2014 của Bộ Tài chính)",
        )
        == []
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vi phạm Luật Lâm nghiệp, khai thác khoáng sản", ["Luật Lâm nghiệp"]),
        (
            "Luật Công nghiệp công nghệ số số 71/2025/QH15 ngày 14/6/2025;",
            ["Luật Công nghiệp công nghệ số số 71/2025/QH15 ngày 14/6/2025"],
        ),
        ("Luật giao thông đường bộ, Luật đường sắt để đề xuất", ["Luật giao thông đường bộ", "Luật đường sắt"]),
        (
            "trình Quốc hội ban hành Luật Phòng, chống tác hại của lạm dụng rượu, bia; nghiên cứu",
            ["Luật Phòng, chống tác hại của lạm dụng rượu, bia"],
        ),
        ("Bộ luật Lao động năm 2019 và Pháp lệnh Ngoại hối", ["Bộ luật Lao động năm 2019", "Pháp lệnh Ngoại hối"]),
        ("Hiến pháp năm 2013", ["Hiến pháp năm 2013"]),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Viên chức ngày 22/11/2019;",
            ["Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Viên chức ngày 22/11/2019"],
        ),
        ("Luật Đầu tư công (Luật số 58/2024/QH15) quy định", ["Luật Đầu tư công (Luật số 58/2024/QH15)"]),
        ("triển khai Luật Hòa giải thương mại theo quy định", ["Luật Hòa giải thương mại"]),
    ],
)
def test_laws_are_named_to_the_end_of_their_name(text: str, expected: list[str]) -> None:
    """A law's name ends where the sentence goes on; number, date and year belong to the quote."""
    assert quotes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "chấp hành pháp luật đất đai và kỷ luật lao động",
        "theo quy luật thị trường",
        "Luật sư và Luật gia tham gia",
        "Luật này có hiệu lực",
        "xây dựng dự án Luật trình Quốc hội",
        "Trường Đại học Luật Hà Nội",
        "tôn trọng Hiến pháp và pháp luật",
        "nội bộ văn bản quy phạm PHÁP LUẬT ĐẤT ĐAI",
        "ghi theo biểu số 15/KTHT/N",
        "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVI",
    ],
)
def test_what_only_sounds_like_a_citation_is_none(text: str) -> None:
    """Law in general, professions, schools, forms and documents without a number are not listed."""
    assert quotes(text) == []


def test_a_quote_never_runs_from_one_cell_into_the_next() -> None:
    """A date in the next column is not the law's, and a word there is not its name."""
    row = Row(
        (RawCell("Luật đấu thầu", 0), RawCell("ngày 01/7/2014", 1), RawCell("Dự án Luật", 2), RawCell("Báo cáo", 3)), 1
    )
    document = assemble(Reading((row,), "text/plain"), name="thử", sha256="0")
    assert [(c.quote, c.issued_on) for c in citations(document)] == [("Luật đấu thầu", None)]
    assert all(document.text[c.start : c.end] == c.quote for c in citations(document))


def test_a_title_in_quotation_marks_belongs_to_the_quote() -> None:
    """What stands between quotation marks right behind number and date names the document."""
    text = 'Nghị quyết số 18-NQ/TU ngày 02-12-2022 "về lãnh đạo thực hiện nhiệm vụ năm 2023"'
    assert quotes(f"triển khai {text} và đạt kết quả") == [text]
