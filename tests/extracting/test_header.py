"""The header: issuer, number, place, date, kind, title, period and recipients, offices only."""

import json
from datetime import date
from pathlib import Path

import pytest

from dondoc.extracting.header import HeaderReading, read_header
from dondoc.extracting.persons import without_persons
from dondoc.extracting.title_period import period_of
from dondoc.reading.document import Document, Paragraph, RawCell, Reading, Row, assemble
from dondoc.reading.front_door import read_bytes
from dondoc.reading.limits import DEFAULT
from dondoc.text import mend

CASES = Path(__file__).resolve().parents[1] / "cases"
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "cases"


def of_parts(*parts: Paragraph | Row | str) -> tuple[Document, HeaderReading]:
    whole = tuple(Paragraph(part) if isinstance(part, str) else part for part in parts)
    document = assemble(Reading(whole, "text/plain"), name="thử", sha256="0")
    return document, read_header(document, mend(document.text))


def codes(reading: HeaderReading) -> list[str]:
    return [finding.code for finding in reading.findings]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("kon-tum-2023-h2", "source.md"),
        ("nq-03-2025-annex-1", "source.md"),
        ("qd-244-2014", "source.txt"),
        ("cong-hai-2026", "source.txt"),
        ("lai-chau-rubber-2015", "source.txt"),
        ("lao-cai-industry-2026-2030", "source.docx"),
    ],
)
def test_a_real_document_gives_the_header_a_careful_reader_finds(name: str, source: str) -> None:
    """Every field of the header is as expected."""
    folder = CASES / name if (CASES / name).exists() else SHARED / name
    if not folder.exists():
        pytest.skip("../shared/cases is not beside this checkout")
    document = read_bytes((folder / source).read_bytes(), name=source, limits=DEFAULT)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["header"]
    header = read_header(document, mend(document.text)).header
    found = {
        "kind": header.kind,
        "number": header.number,
        "symbol": header.symbol,
        "issuer": header.issuer,
        "issued_on": header.issued_on.isoformat() if header.issued_on else None,
        "place": header.place,
        "title": header.title,
        "period": str(header.period) if header.period else None,
        "recipients": list(header.recipients) or None,
    }
    wanted = {field: expected.get(field) or None for field in found if field in expected}
    assert {field: found[field] for field in wanted} == wanted


STATE_HEAD = Row(
    (
        RawCell("UBND TỈNH LÀO CAI\nSỞ CÔNG THƯƠNG\n-------\nSố: 113/KH-SCT", 0),
        RawCell(
            "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nLào Cai, ngày 18 tháng 3 năm 2026", 1
        ),
    ),
    1,
)


def test_a_letterhead_in_a_table_is_read_by_cells() -> None:
    """Issuer left, Quốc hiệu right: the lower body issues; the superior body does not."""
    _, reading = of_parts(STATE_HEAD, "KẾ HOẠCH", "Phát triển công nghiệp năm 2026", "Căn cứ Luật Điện lực;")
    header = reading.header
    assert (header.issuer, header.number, header.symbol) == ("Sở Công Thương", "113", "KH-SCT")
    assert (header.place, header.issued_on) == ("Lào Cai", date(2026, 3, 18))
    assert (header.kind, header.title, str(header.period)) == ("kế hoạch", "Phát triển công nghiệp năm 2026", "2026")
    assert reading.findings == ()


def test_a_partys_letterhead_is_read() -> None:
    """ "Số 127-QĐ/TU" without a colon, an asterisk below the body, the Party's heading."""
    _, reading = of_parts(
        "TỈNH ỦY KON TUM", "*", "Số 127-QĐ/TU", "ĐẢNG CỘNG SẢN VIỆT NAM", "Kon Tum, ngày 02 tháng 12 năm 2022",
        "QUYẾT ĐỊNH", "về thành lập Ban Chỉ đạo nhiệm kỳ 2020 - 2025", "Căn cứ Điều lệ Đảng;",
    )  # fmt: skip
    header = reading.header
    assert (header.issuer, header.number, header.symbol) == ("Tỉnh ủy Kon Tum", "127", "QĐ/TU")
    assert (header.place, header.issued_on, str(header.period)) == ("Kon Tum", date(2022, 12, 2), "2020/2025")


def test_a_title_goes_on_below_the_name_of_the_meeting() -> None:
    """The line "về …" in small letters belongs to the title, and the period in it is the document's."""
    _, reading = of_parts(
        "TỈNH ỦY QUẢNG TRỊ", "*", "Số 15-NQ/TU", "ĐẢNG CỘNG SẢN VIỆT NAM", "Quảng Trị, ngày 12 tháng 7 năm 2024",
        "NGHỊ QUYẾT", "HỘI NGHỊ BAN CHẤP HÀNH ĐẢNG BỘ TỈNH LẦN THỨ 18, KHÓA XVII",
        "về nhiệm vụ phát triển kinh tế - xã hội 6 tháng cuối năm 2024", "I. ĐÁNH GIÁ TÌNH HÌNH",
    )  # fmt: skip
    assert str(reading.header.period) == "2024-H2"


def test_an_office_of_a_committee_is_named_with_it() -> None:
    """ "THÀNH ỦY ĐÀ NẴNG / VĂN PHÒNG" is the office of that committee."""
    _, reading = of_parts(
        "THÀNH ỦY ĐÀ NẴNG", "VĂN PHÒNG", "Số 112-TB/VPTU", "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Đà Nẵng, ngày 20 tháng 3 năm 2026", "THÔNG BÁO", "Kết luận về tiến độ các công trình",
    )  # fmt: skip
    assert reading.header.issuer == "Văn phòng Thành ủy Đà Nẵng"


def test_a_body_beside_the_motto_is_read() -> None:
    """Two columns printed as one line: the second line of the issuer stands beside the motto."""
    _, reading = of_parts(
        "ỦY BAN NHÂN DÂN      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TỈNH ĐỒNG THÁP      Độc lập - Tự do - Hạnh phúc",
        "Số: 215/KH-UBND      Đồng Tháp, ngày 28 tháng 8 năm 2025", "KẾ HOẠCH", "Phát triển khoa học năm 2026",
    )  # fmt: skip
    assert reading.header.issuer == "Ủy ban nhân dân tỉnh Đồng Tháp"


def test_a_blank_number_and_day_are_reported_and_not_guessed() -> None:
    """A draft has a symbol, no number and no date; both findings point at their lines."""
    document, reading = of_parts(
        "UBND TỈNH LÀO CAI", "Số:      /KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Lào Cai, ngày     tháng 4 năm 2026",
        "KẾ HOẠCH", "Cải cách hành chính năm 2026", "I. MỤC ĐÍCH",
    )  # fmt: skip
    assert (reading.header.number, reading.header.symbol, reading.header.issued_on) == (None, "KH-UBND", None)
    assert codes(reading) == ["header_number_missing", "header_date_missing"]
    assert [document.text[f.start : f.end] for f in reading.findings] == [
        "Số:      /KH-UBND",
        "Lào Cai, ngày     tháng 4 năm 2026",
    ]


def test_the_body_begins_right_after_the_title_block() -> None:
    """Rules, the bracket of an enclosure, the issuer repeated and the session are still of the title block."""
    document, reading = of_parts(
        "NGHỊ QUYẾT", "Về dự toán ngân sách nhà nước năm 2006", "-----", "HỘI ĐỒNG NHÂN DÂN TỈNH TIỀN GIANG",
        "KHÓA VII, KỲ HỌP THỨ 6", "Căn cứ Luật Ngân sách nhà nước;",
    )  # fmt: skip
    assert document.text[reading.body_start :].startswith("Căn cứ Luật")
    assert reading.header.issuer == "Hội đồng nhân dân tỉnh Tiền Giang"
    assert codes(reading) == ["header_number_missing", "header_date_missing"]


def test_recipients_are_offices_and_never_persons() -> None:
    """Names behind offices and given names in brackets are left out; "Như trên" names nobody."""
    _, reading = of_parts(
        "BÁO CÁO", "Kết quả năm 2025", "1. Kết quả.",
        Row((RawCell("Nơi nhận:\n- Như trên;\n- Tỉnh ủy (báo cáo);\n- PCT UBND tỉnh Nguyễn Văn An;"
                     "\n- Các Sở: NNMT, CT,\nXD;"
                     "\n- Lưu: VT, KT(Thủy, Nho).", 0), RawCell("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nNguyễn Văn An", 1)), 2),
    )  # fmt: skip
    assert reading.header.recipients == ("Tỉnh ủy (báo cáo)", "PCT UBND tỉnh", "Các Sở: NNMT, CT, XD", "Lưu: VT, KT")
    assert "Nguyễn" not in repr(reading.header)


def test_the_closing_foot_is_told_from_that_of_a_decision_before_its_plan() -> None:
    """Every foot is given; `foot_start` is the length of the text when a plan follows the last one."""
    foot = ("Nơi nhận:", "- Các sở, ban, ngành;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn Bình")
    document, alone = of_parts("QUYẾT ĐỊNH", "Về kế hoạch năm 2026", "Điều 1. Ban hành.", *foot)
    assert document.text[alone.foot_start :].startswith("Nơi nhận")
    assert alone.feet[-1].end == len(document.text)
    document, enclosing = of_parts(
        "QUYẾT ĐỊNH", "Về kế hoạch năm 2026", "Điều 1. Ban hành.", *foot, "KẾ HOẠCH", "1. Mục tiêu."
    )
    assert enclosing.foot_start == len(document.text)
    assert [span.of(document.text).splitlines()[-1] for span in enclosing.feet] == ["Trần Văn Bình"]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("nhiệm vụ kinh tế - xã hội 6 tháng cuối năm 2023", "2023-H2"),
        ("công tác tháng 02 và kế hoạch công tác tháng 03 năm 2010", "2010-03"),
        ("tổng kết công tác năm 2025 và nhiệm vụ năm 2026", "2026"),
        ("phát triển công nghiệp giai đoạn 2026-2030", "2026/2030"),
        ("nhiệm kỳ 2025 - 2030", "2025/2030"),
        ("từ năm 2010 đến năm 2020", "2010/2020"),
        ("chỉ tiêu quý I năm 2024", "2024-Q1"),
        ("chính sách quốc gia đến năm 2020", "2020"),
        ("quy hoạch đến năm 2020, tầm nhìn đến năm 2030", "2020"),
        ("giai đoạn 2014-2020 và định hướng đến năm 2030", "2014/2020"),
        ("năm học 2023-2024", "SY2023"),
        ("thực hiện Nghị quyết số 01/NQ-CP ngày 02 tháng 01 năm 2014 của Chính phủ", None),
        ("về phân loại đô thị", None),
    ],
)
def test_the_period_is_the_one_the_title_speaks_of(title: str, period: str | None) -> None:
    """Numbers and dates of other documents and outlooks are not the period."""
    found = period_of(title, None)
    assert (str(found) if found else None) == period


def test_a_goal_that_is_past_gives_way_to_the_outlook() -> None:
    """A plan of 2014 that names a resolution "đến năm 2010 và định hướng đến năm 2020" is for 2020."""
    assert str(period_of("phát triển vùng đến năm 2010 và định hướng đến năm 2020", date(2014, 2, 10))) == "2020"


def test_a_document_without_any_header_says_so() -> None:
    """Plain prose has no header; the body is the whole text."""
    document, reading = of_parts("Hôm nay trời đẹp.", "Ngày mai cũng vậy.")
    assert (reading.body_start, reading.foot_start) == (0, len(document.text))
    assert codes(reading) == ["header_number_missing", "header_date_missing", "header_issuer_missing"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Bộ trưởng Trịnh Đình Dũng", "Bộ trưởng"),
        ("kết luận của phó thủ tướng nguyễn thiện nhân tại cuộc họp", "kết luận của phó thủ tướng tại cuộc họp"),
        ("Đại học Quốc gia TP Hồ Chí Minh", "Đại học Quốc gia TP Hồ Chí Minh"),
        ("Chủ tịch Hồ Chí Minh", "Chủ tịch Hồ Chí Minh"),
        ("UBND các tỉnh: Hà Giang, Cao Bằng, Sơn La", "UBND các tỉnh: Hà Giang, Cao Bằng, Sơn La"),
        ("Cục Kiểm tra văn bản (Bộ Tư pháp)", "Cục Kiểm tra văn bản (Bộ Tư pháp)"),
        ("Lưu: VT, KGVX (3b)", "Lưu: VT, KGVX (3b)"),
    ],
)
def test_names_of_persons_are_left_out_and_places_stay(written: str, kept: str) -> None:
    """Only what follows an office as a full name, or stands as a given name in brackets, is left out."""
    assert without_persons(written) == kept


def test_an_empty_document_is_no_error() -> None:
    """A document without blocks has an empty header."""
    _, reading = of_parts()
    assert reading.header.kind is None
    assert (reading.body_start, reading.foot_start, reading.feet) == (0, 0, ())


def test_the_title_names_the_body_where_nothing_else_does() -> None:
    """ "của Ban Thường vụ Tỉnh ủy thực hiện …" under the kind, without a letterhead."""
    _, reading = of_parts(
        "CHƯƠNG TRÌNH HÀNH ĐỘNG", "của Ban Thường vụ Tỉnh ủy thực hiện Nghị quyết số 68-NQ/TW, ngày 04/5/2025",
        "I. MỤC TIÊU",
    )  # fmt: skip
    assert reading.header.issuer == "Ban Thường vụ Tỉnh ủy"
