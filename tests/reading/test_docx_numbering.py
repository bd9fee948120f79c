"""Automatic numbering of Word: printed exactly as Word prints it."""

from __future__ import annotations

import pytest
from docx_samples import item, level, numbering, p, r, text_box, texts

from dondoc.reading.docx_numbering import bullet, printed

DECIMALS = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."), level(2, "decimal", "%1.%2.%3."))


@pytest.mark.parametrize(
    ("kind", "numbers", "printed_as"),
    [
        ("decimal", (1, 9, 10, 28), "1 9 10 28"),
        ("decimalZero", (1, 9, 10, 100), "01 09 10 100"),
        ("lowerLetter", (1, 4, 5, 26, 27, 28, 53), "a d e z aa bb aaa"),
        ("upperLetter", (1, 2, 27), "A B AA"),
        ("lowerRoman", (1, 4, 9, 14, 40, 90), "i iv ix xiv xl xc"),
        ("upperRoman", (1, 4, 9, 14, 1999), "I IV IX XIV MCMXCIX"),
        ("numberInDash", (3,), "- 3 -"),
        ("chicago", (3,), "3"),
        ("none", (3,), ""),
    ],
)
def test_formats(kind: str, numbers: tuple[int, ...], printed_as: str) -> None:
    """Each number format; Word's letters know no đ, and repeat after z; an unknown format prints digits."""
    assert " ".join(printed(number, kind) for number in numbers) == printed_as


@pytest.mark.parametrize("glyph", ["\uf0b7", "\uf0a7", "-", "–", "•", "\uf02d", "*", "v", "Ø", "\uf0d8", "➢"])
def test_bullets_are_hyphens(glyph: str) -> None:
    """Whatever the bullet looks like, a bullet is "-"."""
    assert bullet(glyph) == "-"


def test_bullets_of_a_second_level() -> None:
    """The marks offices use for a second level are "+"; a bullet that is a word stays; none is nothing."""
    assert [bullet(glyph) for glyph in ("o", "+", " + ", "Ghi chú:", "", " ")] == ["+", "+", "+", "Ghi chú:", "", ""]


def test_levels_count_and_restart() -> None:
    """A level starts again after a higher one was used."""
    body = "".join(item("x", level=place) for place in (0, 1, 1, 2, 1, 0, 1, 2))
    found = [text.removesuffix(" x") for text in texts(body, numbering=DECIMALS)]
    assert found == ["1.", "1.1.", "1.2.", "1.2.1.", "1.3.", "2.", "2.1.", "2.1.1."]


def test_level_used_before_its_parent() -> None:
    """A level above that was not used yet shows the number it would start from, and still starts there."""
    assert texts(item("x", level=1) + item("y"), numbering=DECIMALS) == ["1.1. x", "1. y"]


def test_level_skipped_on_the_way_down() -> None:
    """A level that is skipped counts as used, as its number was printed."""
    body = "".join(item("x", level=place) for place in (0, 2, 1, 0, 1))
    found = [text.removesuffix(" x") for text in texts(body, numbering=DECIMALS)]
    assert found == ["1.", "1.1.1.", "1.2.", "2.", "2.1."]


def test_boxes_and_notes_count_for_themselves() -> None:
    """A list in a text box or a note does not move the numbers of the body."""
    note = f'<w:footnote w:id="1">{item("ghi")}</w:footnote>'
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    body = item("một") + p(r("x") + text_box(item("khung")) + mark) + item("hai")
    assert texts(body, numbering=DECIMALS, footnotes=note) == ["1. một", "x", "1. khung", "2. hai", "1. ghi"]


def test_other_paragraphs_do_not_interrupt() -> None:
    """A list goes on after plain paragraphs and after another list."""
    numbers = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n - 1}"/></w:num>' for n in (1, 2))
    other = f'<w:abstractNum w:abstractNumId="1">{level(0, "lowerLetter", "%1)")}</w:abstractNum>'
    lists = other + numbering(level(0, "decimal", "%1."), numbers=numbers)
    body = item("Một") + p("chữ") + item("A", 2) + item("Hai") + item("B", 2)
    assert texts(body, numbering=lists) == ["1. Một", "chữ", "a) A", "2. Hai", "b) B"]


def test_two_numbers_of_one_list_go_on_counting() -> None:
    """Word counts on when two w:num share a list, and starts anew where one says startOverride."""
    numbers = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    numbers += '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    numbers += '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    numbers += '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    lists = numbering(level(0, "decimal", "%1."), numbers=numbers)
    body = item("a", 1) + item("b", 2) + item("c", 3) + item("d", 3) + item("e", 1)
    assert texts(body, numbering=lists) == ["1. a", "2. b", "5. c", "6. d", "7. e"]


def test_level_overridden_by_a_number() -> None:
    """A w:num may redefine a level's format and text."""
    numbers = '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    numbers += level(0, "upperRoman", "Phần %1:", start=3) + "</w:lvlOverride></w:num>"
    assert texts(item("x") + item("y"), numbering=numbering(level(0, "decimal", "%1."), numbers=numbers)) == [
        "Phần III: x",
        "Phần IV: y",
    ]


def test_start_and_mixed_formats() -> None:
    """A list may start at any number, and each place of a number keeps its own level's format."""
    lists = numbering(level(0, "upperRoman", "%1.", start=2), level(1, "lowerLetter", "%1.%2)"))
    assert texts(item("x") + item("y", level=1), numbering=lists) == ["II. x", "II.a) y"]


def test_legal_numbering() -> None:
    """With w:isLgl all places are in digits: "1.2" below "I."."""
    lists = numbering(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", more="<w:isLgl/>"))
    assert texts(item("x") + item("y", level=1), numbering=lists) == ["I. x", "1.1. y"]


def test_place_of_a_level_without_number_is_empty() -> None:
    """A place that stands for a bullet or for "none" prints nothing."""
    lists = numbering(level(0, "none", ""), level(1, "decimal", "%1%2."))
    assert texts(item("x") + item("y", level=1), numbering=lists) == ["x", "1. y"]


@pytest.mark.parametrize(("restart", "last"), [("0", "c)"), ("1", "a)"), (None, "a)")])
def test_restart_setting(restart: str | None, last: str) -> None:
    """w:lvlRestart 0 lets a level count through; otherwise it starts again after the level named."""
    more = "" if restart is None else f'<w:lvlRestart w:val="{restart}"/>'
    lists = numbering(level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)", more=more))
    body = item("x") + item("y", level=1) + item("y", level=1) + item("x") + item("y", level=1)
    assert texts(body, numbering=lists)[-1] == f"{last} y"


def test_restart_only_after_the_level_named() -> None:
    """A third level told to start again after the first counts on when only the second changes."""
    lists = numbering(
        level(0, "decimal", "%1."),
        level(1, "decimal", "%2)"),
        level(2, "decimal", "(%3)", more='<w:lvlRestart w:val="1"/>'),
    )
    body = "".join(item("x", level=place) for place in (0, 1, 2, 1, 2, 0, 1, 2))
    found = [text.removesuffix(" x") for text in texts(body, numbering=lists)]
    assert found == ["1.", "1)", "(1)", "2)", "(2)", "2.", "1)", "(1)"]


def test_text_and_number_are_parted_by_one_space() -> None:
    """One space stands between number and text, whatever Word sets there; none before a closing sign."""
    tight = numbering(level(0, "decimal", "%1", more='<w:suff w:val="nothing"/>'))
    assert texts(item("   Mục"), numbering=tight) == ["1 Mục"]
    assert texts(item("/KH"), numbering=tight) == ["1/KH"]
    assert texts(item(r("\tMục ")), numbering=numbering(level(0, "decimal", "Điều %1.   "))) == ["Điều 1. Mục"]


def test_empty_items() -> None:
    """An empty numbered paragraph prints its number (a table's running number), an empty bullet nothing."""
    assert texts(item("") + item("x"), numbering=DECIMALS) == ["1.", "2. x"]
    assert texts(item("") + item("x"), numbering=numbering(level(0, "bullet", "\uf0b7"))) == ["", "- x"]


def test_picture_format_of_new_word() -> None:
    """A custom format hidden in an alternative falls back to the plain one."""
    choice = '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
    choice += '<w:numFmt w:val="custom" w:format="001, 002"/></mc:Choice><mc:Fallback><w:numFmt w:val="decimalZero"/>'
    choice += '</mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>'
    assert texts(item("x"), numbering=numbering(choice)) == ["01 x"]


def style(name: str, more: str, based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="paragraph" w:styleId="{name}">{base}<w:pPr>{more}</w:pPr></w:style>'


def styled(name: str, more: str = "") -> str:
    return p("x", f'<w:pStyle w:val="{name}"/>{more}')


LINKED = numbering(
    level(0, "upperRoman", "%1.", more='<w:pStyle w:val="Muc"/>'),
    level(1, "decimal", "%2.", more='<w:pStyle w:val="Khoan"/>'),
)
NUMBER_1 = '<w:numPr><w:numId w:val="1"/></w:numPr>'


def test_numbering_by_style() -> None:
    """A style gives its paragraphs a list; the level is the one linked to the style."""
    styles = style("Muc", NUMBER_1) + style("Khoan", NUMBER_1)
    body = styled("Muc") + styled("Khoan") + styled("Khoan") + styled("Muc") + styled("Khoan")
    assert texts(body, numbering=LINKED, styles=styles) == ["I. x", "1. x", "2. x", "II. x", "1. x"]


def test_numbering_by_the_style_below() -> None:
    """A style inherits list and level; one that states only a level keeps the inherited list."""
    styles = style("Muc", NUMBER_1) + style("Con", "", "Muc")
    styles += style("Khoan", '<w:numPr><w:ilvl w:val="1"/></w:numPr>', "Muc")
    assert texts(styled("Con") + styled("Khoan"), numbering=LINKED, styles=styles) == ["I. x", "1. x"]


def test_paragraph_takes_numbering_off() -> None:
    """`numId` 0 switches a style's numbering off, for a paragraph or for a derived style."""
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    styles = style("Muc", NUMBER_1) + style("Tat", off, "Muc")
    body = styled("Muc", off) + styled("Tat") + styled("Muc")
    assert texts(body, numbering=LINKED, styles=styles) == ["x", "x", "I. x"]


def test_level_of_the_paragraph_holds() -> None:
    """A level stated by the paragraph goes before the style's."""
    styles = style("Muc", NUMBER_1)
    body = styled("Muc", '<w:numPr><w:ilvl w:val="1"/></w:numPr>')
    assert texts(body, numbering=LINKED, styles=styles) == ["1. x"]


def test_list_defined_by_a_numbering_style() -> None:
    """A list that only names a numbering style takes its levels from there; a ring of names gives none."""
    link = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="DanhSach"/></w:abstractNum>'
    numbers = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    numbers += '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    lists = numbering(level(0, "lowerLetter", "%1)"), numbers=link + numbers)
    styles = style("DanhSach", NUMBER_1).replace('"paragraph"', '"numbering"')
    assert texts(item("x", 2), numbering=lists, styles=styles) == ["a) x"]
    ring = styles.replace('numId w:val="1"', 'numId w:val="2"')
    assert texts(item("x", 2), numbering=lists, styles=ring) == ["x"]


def test_unknown_lists_print_nothing() -> None:
    """A number that points nowhere, or at a list that is absent, is no number."""
    dangling = numbering(numbers='<w:num w:numId="1"><w:abstractNumId w:val="8"/></w:num>')
    assert texts(item("x") + item("y", 7), numbering=dangling) == ["x", "y"]
    assert texts(item("x")) == ["x"]


def test_hostile_numbers_stay_short() -> None:
    """A start of two thousand million, or levels that do not exist, make no long text and no error."""
    lists = numbering(level(0, "lowerLetter", "%1)", start=2_000_000_000), level(99, "decimal", "%9%9%9."))
    found = texts(item("x", level=-1) + item("y", level=77), numbering=lists)
    assert all(len(text) < 60 for text in found)
