"""Small Word files made in memory: the XML as Word writes it, without anything a test does not need."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from dondoc.reading.document import Paragraph, Reading, Row
from dondoc.reading.docx import read_docx
from dondoc.reading.limits import DEFAULT, Limits

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    f'xmlns:r="{_OFFICE}"'
)
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>{more}</Types>'
)
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


# The author and time every tracked change has.
CHANGE = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"'
MARK_DELETED = f"<w:rPr><w:del {CHANGE}/></w:rPr>"


def part(tag: str, content: str) -> str:
    """A whole part with the root element `w:tag`."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{tag} {_SPACES}>{content}</w:{tag}>'


def packed(members: dict[str, str | bytes]) -> bytes:
    """A ZIP of the members, the same bytes for the same members."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A DOCX with `body` inside w:body. `parts`: the insides of styles, numbering, footnotes, header1, comments, …

    A part is given without its root element, or whole when it starts with "<?xml".
    """
    roots = {"endnotes": "endnotes", "footnotes": "footnotes", "styles": "styles", "numbering": "numbering"}
    members: dict[str, str | bytes] = {}
    types = links = ""
    for number, (name, content) in enumerate(parts.items()):
        kind = roots.get(name) or {"header1": "hdr", "footer1": "ftr"}.get(name, name)
        members[f"word/{name}.xml"] = content if content.startswith("<?xml") else part(kind, content)
        plain = name.rstrip("1")
        types += f'<Override PartName="/word/{name}.xml" ContentType="{_WORD_TYPE.format(plain)}"/>'
        links += f'<Relationship Id="rId{number + 1}" Type="{_OFFICE}/{plain}" Target="{name}.xml"/>'
    first = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    head: dict[str, str | bytes] = {
        "[Content_Types].xml": _CONTENT_TYPES.format(more=types),
        "_rels/.rels": _RELATIONS.format(first),
        "word/_rels/document.xml.rels": _RELATIONS.format(links),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
    }
    return packed(head | members)


def r(text: str, properties: str = "") -> str:
    """A run; `properties` go into its w:rPr."""
    looks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(content: str = "", properties: str = "") -> str:
    """A paragraph of plain text, or of runs where `content` starts with "<"; `properties` go into its w:pPr."""
    looks = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    inside = content if content.startswith("<") or not content else r(content)
    return f"<w:p>{looks}{inside}</w:p>"


def item(content: str, number: int = 1, level: int = 0, properties: str = "") -> str:
    """A paragraph of the automatic list `number` at `level`."""
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(content, properties + place)


def level(number: int, kind: str, text: str, *, start: int = 1, more: str = "") -> str:
    """A w:lvl; `more` goes between the number format and the text of the level."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{escape(text)}"/></w:lvl>'
    )


def numbering(*levels: str, numbers: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """A numbering part with one abstract list."""
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{numbers}'


def cell(content: str = "", properties: str = "") -> str:
    """A table cell of plain text, or of blocks where `content` starts with "<"."""
    looks = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{looks}{content if content.startswith('<') else p(content)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    looks = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{looks}{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def text_box(content: str) -> str:
    """A run with a text box as Word writes it: once for new programs, once in VML for old ones."""
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    new = f"<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp>"
    new += "</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    choice = f'<mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
    return f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"


def complex_field(instruction: str, result: str) -> str:
    """A field with its instruction and the result Word has stored."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText>{instruction}</w:instrText></w:r>{marks[1]}{r(result)}{marks[2]}"


_BULLETS = numbering(level(0, "bullet", "\uf0b7"), level(1, "bullet", "o"))
_HEADINGS = "".join(
    f'<w:style w:type="paragraph" w:styleId="Heading{number}"><w:name w:val="heading {number}"/></w:style>'
    for number in range(1, 7)
)
_INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>[^*]+)\*|(?P<plain>[^*]+|\*)", re.DOTALL)


def markdown_to_docx(markdown: str) -> bytes:
    """The Word file an office would have made of such a Markdown text.

    Headings are heading styles, "**" is bold, list bullets are Word's automatic ones (absent from the text), a
    forced line break is w:br, tables are tables. Knows what our cases use, not all of Markdown.
    """
    blocks, rows = [], list[str]()
    for block in _markdown_blocks(markdown):
        if block.startswith("|"):
            rows.append(_markdown_row(block))
            continue
        if rows:
            blocks.append(table(*(found for found in rows if found)))
            rows = []
        blocks.append(_markdown_paragraph(block))
    if rows:
        blocks.append(table(*(found for found in rows if found)))
    return docx("".join(blocks), numbering=_BULLETS, styles=_HEADINGS)


def _markdown_blocks(markdown: str) -> list[str]:
    """Headings, list items, table rows and paragraphs; the lines of a paragraph are joined unless they break."""
    blocks, lines = [], list[str]()
    for line in [*markdown.splitlines(), ""]:
        starts_anew = re.match(r"\s*(?:[-+*] |#+ |\|)", line) is not None
        if (not line.strip() or starts_anew or set(line.strip()) == {"-"}) and lines:
            blocks.append("".join(lines).strip())
            lines = []
        if line.strip() and set(line.strip()) != {"-"}:
            lines.append(line.rstrip() + ("\n" if line.endswith("  ") else " "))
    return blocks


def _markdown_row(block: str) -> str:
    cells = [text.strip() for text in block.strip("|").split("|")]
    if all(re.fullmatch(r":?-+:?", text) for text in cells):
        return ""
    return row(*(cell(p(_markdown_runs(text))) for text in cells))


def _markdown_paragraph(block: str) -> str:
    heading = re.match(r"(#{1,6}) +", block)
    if heading:
        style = f'<w:pStyle w:val="Heading{len(heading[1])}"/>'
        return p(_markdown_runs(block[heading.end() :]), style)
    bullet = re.match(r"(\s*)[-+*] +", block)
    if bullet:
        return item(_markdown_runs(block[bullet.end() :]), level=int(len(bullet[1]) >= 2))
    return p(_markdown_runs(block))


def _markdown_runs(text: str) -> str:
    runs = []
    for match in _INLINE.finditer(text):
        kind = match.lastgroup or "plain"
        looks = {"bold": "<w:b/>", "italic": "<w:i/>"}.get(kind, "")
        lines = re.sub(r"\\(.)", r"\1", match[kind]).split("\n")
        runs.append("<w:r><w:br/></w:r>".join(r(line, looks) for line in lines))
    return "".join(runs)


def read(data: bytes, limits: Limits = DEFAULT) -> Reading:
    return read_docx(data, limits)


def texts(body: str, **parts: str) -> list[str]:
    """What the paragraphs of a document with that body say."""
    return [found.text for found in read(docx(body, **parts)).parts if isinstance(found, Paragraph)]


def only(body: str, **parts: str) -> Paragraph:
    """The one paragraph of a document with that body."""
    (found,) = read(docx(body, **parts)).parts
    assert isinstance(found, Paragraph)
    return found


def rows(body: str, **parts: str) -> list[Row]:
    """The table rows of a document with that body."""
    return [found for found in read(docx(body, **parts)).parts if isinstance(found, Row)]
