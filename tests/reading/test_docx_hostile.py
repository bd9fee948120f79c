"""Damaged and hostile DOCX files get a clear answer."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from docx_samples import (
    cell,
    docx,
    item,
    level,
    numbering,
    p,
    packed,
    part,
    r,
    read,
    row,
    table,
    text_box,
    texts,
)

from dondoc.findings import ReadError
from dondoc.reading.document import Paragraph, Row, assemble
from dondoc.reading.docx import open_docx
from dondoc.reading.limits import DEFAULT, Limits

GOOD = docx(p("Nghị quyết"), numbering=numbering(level(0, "decimal", "%1.")))
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "{}">]>'


def refusal(data: bytes, limits: Limits = DEFAULT) -> str:
    """The code with which the file is refused, by the reader and by the search alike."""
    with pytest.raises(ReadError) as read_error:
        read(data, limits)
    with pytest.raises(ReadError) as search_error:
        list(open_docx(data, limits).lines())
    assert search_error.value.code == read_error.value.code
    return read_error.value.code


def members(data: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(name: str, content: bytes | str) -> bytes:
    """The good file with one member replaced or added."""
    return packed(members(GOOD) | {name: content})


DAMAGED = {
    "empty": b"",
    "no ZIP": b"PK\x03\x04 but nothing more",
    "cut short": GOOD[: len(GOOD) // 2],
    "only the first bytes": GOOD[:30],
    "no document": packed({"[Content_Types].xml": "<a/>", "word/styles.xml": "<a/>"}),
    "document without XML": changed("word/document.xml", "chỉ có chữ"),
    "empty document": changed("word/document.xml", b""),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_damaged(data: bytes) -> None:
    """A file that is no DOCX, or half of one, is refused as damaged."""
    with pytest.raises(ReadError) as error:
        read(data)
    assert error.value.code == "damaged"
    assert error.value.values["detail"]


def test_damaged_bytes_inside_a_member() -> None:
    """A member whose packed bytes were changed is refused as damaged, whatever zlib calls it."""
    start = GOOD.index(b"word/document.xml") + len(b"word/document.xml")
    for offset in range(0, 60, 7):
        data = bytearray(GOOD)
        data[start + offset] ^= 0xFF
        try:
            read(bytes(data))
        except ReadError as error:
            assert error.code == "damaged"


@pytest.mark.parametrize("offset", range(0, len(GOOD), 29))
def test_any_changed_byte(offset: int) -> None:
    """No single changed byte makes anything but an answer or a refusal."""
    data = bytearray(GOOD)
    data[offset] ^= 0x55
    try:
        reading = read(bytes(data))
    except ReadError as error:
        assert error.code in ("damaged", "encrypted")
    else:
        assert assemble(reading, name="x", sha256="").blocks is not None


def test_encrypted_members() -> None:
    """A ZIP whose members are enciphered is refused as encrypted."""
    data = bytearray(GOOD)
    for signature, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = data.find(signature)
        while start >= 0:
            (flags,) = struct.unpack_from("<H", data, start + place)
            struct.pack_into("<H", data, start + place, flags | 1)
            start = data.find(signature, start + 4)
    assert refusal(bytes(data)) == "encrypted"


def test_bomb_of_one_member() -> None:
    """A member that unpacks beyond the limit is refused before it is all in memory."""
    big = part("document", "<w:body>" + p("x" * 100) * 20_000 + "</w:body>")
    assert refusal(changed("word/document.xml", big), Limits(unpacked_bytes=10**6)) == "zip_bomb"


def test_bomb_by_ratio() -> None:
    """Five million spaces packed into five thousand bytes are a bomb although they fit the limit of bytes."""
    assert refusal(changed("word/document.xml", " " * 5_000_000)) == "zip_bomb"


def test_bomb_that_lies_about_its_size() -> None:
    """A header that claims a small size does not get a large member past the count."""
    data = bytearray(changed("word/document.xml", " " * 5_000_000))
    size = struct.pack("<I", 5_000_000)
    while (place := data.find(size)) >= 0:
        struct.pack_into("<I", data, place, 1_000)
    with pytest.raises(ReadError) as error:
        read(bytes(data))
    assert error.value.code in ("zip_bomb", "damaged")


def test_too_many_members() -> None:
    """A package with more members than the limit is refused."""
    extra = {f"word/media/{number}.bin": b"" for number in range(60)}
    assert refusal(packed(members(GOOD) | extra), Limits(zip_members=50)) == "zip_bomb"


def test_long_but_ordinary_tables_are_no_bomb() -> None:
    """An annex of empty cells packs very well and is still read."""
    body = table(*(row(*(cell("") for _ in range(10))) for _ in range(2_000)))
    assert len(read(docx(body)).parts) == 2_000


ENTITIES = {
    "in the document": ("word/document.xml", DOCTYPE.format("y") + part("document", "<w:body/>").partition("?>")[2]),
    "in the styles": ("word/styles.xml", DOCTYPE.format("y") + "<a>&x;</a>"),
    "in the list of parts": ("_rels/.rels", DOCTYPE.format("y") + "<a/>"),
    "from another file": ("word/document.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'),
    "a billion laughs": (
        "word/document.xml",
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>',
    ),
    "an outer document type": ("word/document.xml", '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>'),
    "in UTF-16": (
        "word/document.xml",
        (DOCTYPE.format("y").replace("?>", ' encoding="UTF-16"?>') + "<a/>").encode("utf-16"),
    ),
}


@pytest.mark.parametrize(("name", "content"), ENTITIES.values(), ids=ENTITIES)
def test_document_types_and_entities_are_refused(name: str, content: str | bytes) -> None:
    """Any document type or entity in any part that is read refuses the file, naming the part."""
    data = changed(name, content)
    if name == "word/styles.xml":
        data = packed(members(docx(p("x"), styles="")) | {name: content})
    with pytest.raises(ReadError) as error:
        read(data)
    assert (error.value.code, error.value.values["part"]) == ("xml_entities", name)


def test_words_about_document_types_are_no_entities() -> None:
    """A text that speaks of <!DOCTYPE html> is only a text."""
    assert texts(p("Thẻ <!DOCTYPE html> và <!ENTITY>")) == ["Thẻ <!DOCTYPE html> và <!ENTITY>"]


def test_broken_xml_is_mended_and_doubted() -> None:
    """Broken XML gives what is whole in it, and a doubt names the part."""
    whole = part("document", f"<w:body>{p('Một')}{p('Hai')}</w:body>")
    reading = read(changed("word/document.xml", whole.replace("</w:body></w:document>", "<w:p><w:r><w:t>Ba & bốn")))
    assert [found.text for found in reading.parts if isinstance(found, Paragraph)][:2] == ["Một", "Hai"]
    assert [(doubt.code, doubt.values["part"]) for doubt in reading.doubts] == [("xml_mended", "word/document.xml")]


def test_control_characters_in_xml() -> None:
    """Characters XML forbids do not stop the reading."""
    body = part("document", f"<w:body>{p('Một')}{p('Hai')}</w:body>").replace("Một", "M\x01ột")
    reading = read(changed("word/document.xml", body))
    assert [doubt.code for doubt in reading.doubts] == ["xml_mended"]
    assert reading.parts[-1] == Paragraph("Hai")


def test_deep_nesting() -> None:
    """Tables in tables, boxes in boxes and wrappers in wrappers as deep as XML goes end without an error."""
    deep_table, deep_box, deep_runs = p("đáy"), p("đáy"), r("đáy")
    for _ in range(80):
        deep_table = table(row(cell(deep_table + p())))
        deep_runs = f"<w:smartTag>{deep_runs}</w:smartTag>"
    for _ in range(12):
        deep_box = p(text_box(deep_box))
    assert isinstance(read(docx(deep_table)).parts[0], Row)
    assert texts(p(deep_runs)) == ["đáy"]
    assert texts(deep_box)[-1] == "đáy"
    too_deep = "<w:sdt><w:sdtContent>" * 5_000
    assert [doubt.code for doubt in read(docx(too_deep + p("đáy"))).doubts] == ["xml_mended"]


def test_main_part_under_another_name() -> None:
    """The document is the part that the package names, wherever it is, with the styles and lists it names."""
    moved = {name.replace("document", "tai-lieu"): content for name, content in members(GOOD).items()}
    relations = str(members(GOOD)["_rels/.rels"], "utf-8").replace("word/document.xml", "/word/tai-lieu.xml")
    assert read(packed(moved | {"_rels/.rels": relations})).parts == (Paragraph("Nghị quyết"),)


@pytest.mark.parametrize("number", range(40))
def test_mutations_of_a_rich_file(number: int) -> None:
    """Cut or changed XML of a rich document always gives parts or a refusal."""
    body = p("I. MỤC TIÊU") + item("Một") + table(row(cell("a"), cell("b"))) + p(text_box(p("khung")))
    xml = part("document", f"<w:body>{body}</w:body>").encode()
    place = len(xml) * number // 40
    for broken in (xml[:place], xml[:place] + b"<" + xml[place:], xml[:place] + b"\xff\x00&" + xml[place + 9 :]):
        try:
            assemble(read(changed("word/document.xml", broken)), name="x", sha256="")
        except ReadError as error:
            assert error.code == "damaged"
