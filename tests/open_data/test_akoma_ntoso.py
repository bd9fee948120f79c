"""Akoma Ntoso: valid, whole, and silent about what is restricted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from dondoc import Document, Header, Resolution, extract, read
from dondoc.cli import main
from dondoc.reporting.akoma_ntoso import all_commitments, to_akoma_ntoso
from dondoc.reporting.akoma_ntoso.commitments import NAMESPACE, commitments_of
from dondoc.reporting.listing import clean

HERE = Path(__file__).parent
CASES = HERE.parent / "cases"
SOURCES = ("kon-tum-2023-h2/source.md", "nq-03-2025-annex-1/source.md", "qd-244-2014/source.txt")
AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
_GAP = re.compile(r"\s+")


@cache
def schema() -> Any:
    return etree.XMLSchema(etree.parse(HERE / "akoma_ntoso_schema" / "akomantoso30.xsd"))


@cache
def case(source: str) -> tuple[Document, Resolution]:
    document = read(CASES / source)
    return document, extract(document)


def whole(document: Document, resolution: Resolution) -> Any:
    return parsed(to_akoma_ntoso(document, resolution, public=all_commitments(resolution)))


def parsed(xml: bytes) -> Any:
    """The document element below akomaNtoso, once the schema has let it pass."""
    root = etree.fromstring(xml)
    assert schema().validate(root), schema().error_log
    return root[0]


def words(element: Any) -> str:
    """The text without blanks, the meta left out."""
    parts = element.xpath(".//text()[not(ancestor::*[local-name() = 'meta'])]")
    return _GAP.sub("", "".join(parts))


@pytest.mark.parametrize("source", SOURCES)
def test_a_document_is_valid_and_whole(source: str) -> None:
    """The OASIS schema lets it pass; every word of the document stands in it once, in its order."""
    document, resolution = case(source)
    assert words(whole(document, resolution)) == _GAP.sub("", document.text)


@pytest.mark.parametrize("source", SOURCES)
def test_each_commitment_names_the_provision_that_makes_it(source: str) -> None:
    """Its href is the eId of an element in whose text its words begin; id and kind are those of the resolution."""
    document, resolution = case(source)
    made = whole(document, resolution)
    by_eid = {each.get("eId"): each for each in made.iter() if each.get("eId")}
    told = made.findall(f".//{AKN}proprietary/*")
    assert [each.get("id") for each in told] == [item.id for item in commitments_of(resolution)]
    for element, item in zip(told, commitments_of(resolution), strict=True):
        provision = words(by_eid[element.get("href").removeprefix("#")])
        assert _GAP.sub("", item.quote)[:15] in provision, item.id
        assert element.findtext(f"{{{NAMESPACE}}}quote") == item.quote


def test_the_structure_goes_down_to_the_point() -> None:
    """Điều, mục, khoản, điểm are article, division, clause, point, numbered as the naming convention says."""
    made = whole(*case("qd-244-2014/source.txt"))
    assert made.tag == f"{AKN}act"
    point = made.xpath("//*[@eId = 'art_1__dvs_II__cl_2__point_a']")[0]
    assert point.tag == f"{AKN}point" and point.findtext(f"{AKN}num") == "a)"
    assert [each.tag.removeprefix(AKN) for each in point.iterancestors()][:4] == [
        "clause", "division", "article", "body"
    ]  # fmt: skip
    assert point.getparent().findtext(f"{AKN}heading") == "Mục tiêu cụ thể"


def test_what_a_decision_is_based_on_and_enacts_is_marked() -> None:
    """Each "Căn cứ" is a citation of the preamble, "QUYẾT ĐỊNH:" its formula; articles stand below nothing."""
    preamble = whole(*case("qd-244-2014/source.txt")).find(f"{AKN}preamble")
    assert [words(each)[:14] for each in preamble.iter(f"{AKN}citation")] == ["CăncứLuậttổchứ"]
    assert preamble.findtext(f"{AKN}p") == "Xét đề nghị của Bộ trưởng Bộ Y tế,"
    assert words(preamble.find(f"{AKN}formula")) == "QUYẾTĐỊNH:"


def test_the_address_is_made_of_what_the_head_says() -> None:
    """Kind, issuer, day and number; what the document does not say is not guessed."""
    document, resolution = case("kon-tum-2023-h2/source.md")
    issuer = "ban-chap-hanh-dang-bo-tinh-khoa-xvi"
    nameless = f"/akn/vn/statement/nghi-quyet/{issuer}/nodate/sha256-{resolution.source.sha256[:12]}"
    made = whole(document, resolution)
    assert made.find(f".//{AKN}FRBRWork/{AKN}FRBRuri").get("value") == nameless
    assert made.find(f".//{AKN}FRBRWork/{AKN}FRBRdate").attrib == {"date": "9999-01-01", "name": "unknown"}
    assert made.find(f".//{AKN}publication") is None
    header = replace(resolution.header, number="22", symbol="NQ/TU", issued_on=date(2023, 7, 3))
    made = whole(document, replace(resolution, header=header))
    address = f"/akn/vn/statement/nghi-quyet/{issuer}/2023-07-03/22-nq-tu"
    assert made.find(f".//{AKN}FRBRExpression/{AKN}FRBRuri").get("value") == f"{address}/vie@"
    assert made.find(f".//{AKN}FRBRWork/{AKN}FRBRnumber").get("value") == "22-NQ/TU"
    assert made.find(f".//{AKN}publication").get("date") == "2023-07-03"


def test_one_restricted_item_keeps_the_text_back() -> None:
    """Only the words of public items go out, and of those none that are in part the words of a restricted one."""
    document, resolution = case("kon-tum-2023-h2/source.md")
    everything = all_commitments(resolution)
    for hidden in commitments_of(resolution):
        made = parsed(to_akoma_ntoso(document, resolution, public=everything - {hidden.id}))
        assert made.tag == f"{AKN}portion"
        shown = {each.get("id") for each in made.findall(f".//{AKN}proprietary/*")}
        sharing = {i.id for i in commitments_of(resolution) if i.start < hidden.end and hidden.start < i.end}
        assert shown == everything - sharing and hidden.id in sharing
        quotes = "".join(item.section + item.quote for item in commitments_of(resolution) if item.id in shown)
        assert words(made) == _GAP.sub("", quotes)


def test_what_shares_a_sentence_with_a_restricted_item_stays_back() -> None:
    """T03 says "(trong đó vốn đầu tư khu vực tư nhân …)": where that is restricted, T03 cannot be quoted."""
    document, resolution = case("kon-tum-2023-h2/source.md")
    xml = to_akoma_ntoso(document, resolution, public=all_commitments(resolution) - {"T03a"})
    assert b'id="T02"' in xml and b'id="T03"' not in xml and b"10.425" not in xml
    alone = etree.tostring(parsed(to_akoma_ntoso(document, resolution, public={"T20a"})))
    assert b'id="T20a"' in alone and b'"T20"' not in alone


def test_the_same_document_gives_the_same_bytes() -> None:
    """And the day of the file is the day that was given."""
    document, resolution = case("qd-244-2014/source.txt")
    made = [
        to_akoma_ntoso(document, resolution, public=all_commitments(resolution), published_on=date(2026, 11, 30))
        for _ in range(2)
    ]
    assert made[0] == made[1]
    day = parsed(made[0]).find(f".//{AKN}FRBRManifestation/{AKN}FRBRdate")
    assert day.attrib == {"date": "2026-11-30", "name": "published"}


_LINES = st.sampled_from(
    ["Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi", "I. MỤC TIÊU", "A. KẾT QUẢ", "1. Nhiệm vụ", "a) Thu ngân sách",
     "1.1. Về kinh tế: tăng 5%", "đ) Khác", "- Trồng rừng:", "+ Trồng 5 ha", "Giao các sở thực hiện như sau:", "2.",
     "Nơi nhận:", "PHỤ LỤC I", "KẾ HOẠCH", "I)", "(1) Một", "\x0b=1+1", "Số: 22-NQ/TU"]
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(_LINES, max_size=12))
def test_any_order_of_numbers_is_valid_and_whole(lines: list[str]) -> None:
    """A malformed outline is never refused and loses no word."""
    document = read("\n\n".join(["KẾ HOẠCH", *lines]).encode(), name="x.txt")
    assert words(whole(document, extract(document))) == _GAP.sub("", clean(document.text))


def test_a_document_of_which_nothing_is_known_is_valid() -> None:
    """No header, no items, control characters in its names."""
    document = read(b"Trong.", name="x.txt")
    resolution = replace(extract(document), header=Header(title="a\x00b", issuer="=1"))
    assert whole(document, resolution).tag == f"{AKN}statement"


def test_the_command_writes_it(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """On standard output for one document; in a folder for several, which do not go into one file."""
    files = [str(CASES / source) for source in SOURCES[:2]]
    assert main(["read", "--format", "akn", files[0]]) == 0
    assert parsed(capfdbinary.readouterr().out).tag == f"{AKN}statement"
    assert main(["read", "--format", "akn", *files]) == 2
    assert main(["read", "--format", "akn", "--out", str(tmp_path), *files]) == 0
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["source-2.akn.xml", "source.akn.xml"]
