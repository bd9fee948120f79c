"""Comments: a copy of a DOCX with a Word comment at the words of each finding; nothing else of it is changed.

A run that holds the first or the last word only in part is cut in two with the same properties. The parts that change
are the document (range marks and cut runs), the comments, and the two lists that name them; all others keep their
bytes (ECMA-376, part 1, §17.13.4).
"""

from __future__ import annotations

import re
import zipfile
from copy import deepcopy
from io import BytesIO

from lxml import etree

from dondoc.findings import DondocError, Finding, Language
from dondoc.reading.docx_names import MAIN, RUN, RUN_PROPERTIES, TEXT, Element, w
from dondoc.reading.docx_package import Package
from dondoc.reading.docx_places import Places, Sign
from dondoc.reading.docx_styles import Styles
from dondoc.reading.limits import Limits
from dondoc.reporting.checked import Checked
from dondoc.reporting.words import word

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ID = w("id")
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def with_comments(data: bytes, checked: Checked, language: Language, limits: Limits) -> bytes:
    """The DOCX `data`, from which `checked` was read, with a comment for each finding.

    Raises DondocError("comments_not_docx") for a file that is no whole transitional DOCX, and what `Package` raises.
    """
    if not data.startswith(b"PK") or "wordprocessingml" not in checked.source.media_type:
        raise DondocError("comments_not_docx", detail=checked.source.media_type)
    package = Package(data, limits)
    root = _parsed(package, package.main)
    if root.tag != w("document"):
        raise DondocError("comments_not_docx", detail="strict")
    names = package.related("styles")
    places = Places(root, Styles(package.tree(names[0]) if names else None), checked.text)
    changed = _Comments(package, language)
    _mark(root, [(f, changed.add(f)) for f in checked.findings if places.of(*_span(f))], places)
    return _packed(data, package, {package.main: _written(root), **changed.parts()})


def _span(finding: Finding) -> tuple[int, int]:
    """The characters of a finding; what is about the whole document is said at its first word."""
    return (0, 1) if finding.start is None or finding.end is None else (finding.start, finding.end)


def _parsed(package: Package, name: str) -> Element:
    """The root of a part as it is, comments and instructions included. The package has refused what is unsafe."""
    package.tree(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(package.part(name), parser)
    except etree.XMLSyntaxError as error:
        raise DondocError("comments_not_docx", detail=f"{name}: XML") from error


def _written(root: Element) -> bytes:
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


class _Comments:
    """The comments part as it is to be, and the entries that name it."""

    def __init__(self, package: Package, language: Language) -> None:
        self._package, self._language = package, language
        known = package.related("comments")
        folder = package.main.rpartition("/")[0]
        self._name = known[0] if known else f"{folder}/comments.xml"
        self._is_new = not known
        self._root = _parsed(package, self._name) if known else etree.Element(w("comments"), nsmap={"w": MAIN})
        used = [int(c.get(_ID, "-1")) for c in self._root.iter(w("comment")) if c.get(_ID, "").isdigit()]
        self._next = max(used, default=-1) + 1

    def add(self, finding: Finding) -> str:
        """The number of a new comment with the finding's message and next step."""
        number = str(self._next)
        self._next += 1
        author = word("check.author", self._language)
        attributes = {_ID: number, w("author"): author, w("initials"): "ĐĐ"}
        comment = etree.SubElement(self._root, w("comment"), attributes)
        message = word("check.finding", self._language, message=finding.message(self._language), code=finding.code)
        for line in (message, finding.hint(self._language)):
            run = etree.SubElement(etree.SubElement(comment, w("p")), RUN)
            etree.SubElement(run, TEXT, {_SPACE: "preserve"}).text = _xml_text(line)
        return number

    def parts(self) -> dict[str, bytes]:
        """The parts to write, by name."""
        found = {self._name: _written(self._root)}
        if self._is_new:
            folder, _, base = self._package.main.rpartition("/")
            relations = f"{folder}/_rels/{base}.rels"
            found[relations] = self._related(relations)
            found["[Content_Types].xml"] = self._typed()
        return found

    def _related(self, name: str) -> bytes:
        present = name in self._package.names
        root = _parsed(self._package, name) if present else etree.Element(f"{{{_RELATIONS}}}Relationships")
        ids = {relation.get("Id") for relation in root}
        number = next(f"rIdDonDoc{n}" for n in range(len(ids) + 1) if f"rIdDonDoc{n}" not in ids)
        target = self._name.rpartition("/")[2]
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", {"Id": number, "Type": _KIND, "Target": target})
        return _written(root)

    def _typed(self) -> bytes:
        root = _parsed(self._package, "[Content_Types].xml")
        etree.SubElement(root, f"{{{_TYPES}}}Override", {"PartName": f"/{self._name}", "ContentType": _MEDIA})
        return _written(root)


def _xml_text(text: str) -> str:
    """`text` without characters that XML cannot hold."""
    return "".join(
        c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )


Cut = tuple[Element, int, int]


def _mark(root: Element, comments: list[tuple[Finding, str]], places: Places) -> None:
    """Set the range marks of `comments` (finding and number) around their words."""
    wanted: list[tuple[Cut, Cut, str]] = []
    cuts: dict[Element, set[tuple[int, int]]] = {}
    for finding, number in comments:
        signs = places.of(*_span(finding))
        assert signs is not None
        start, end = _cut(signs[0], behind=False), _cut(signs[1], behind=True)
        wanted.append((start, end, number))
        for run, child, offset in (start, end):
            cuts.setdefault(run, set()).add((child, offset))
    pieces = {run: _split(run, sorted(found)) for run, found in cuts.items()}
    for start, end, number in wanted:
        pieces[start[0]][start[1:]][1].addprevious(etree.Element(w("commentRangeStart"), {_ID: number}))
        last = pieces[end[0]][end[1:]][0]
        reference = etree.Element(RUN)
        etree.SubElement(reference, w("commentReference"), {_ID: number})
        last.addnext(reference)
        last.addnext(etree.Element(w("commentRangeEnd"), {_ID: number}))


def _cut(sign: Sign, *, behind: bool) -> Cut:
    """Where a run is to be cut: its child's number and the place in that child's text, ahead of the sign or behind."""
    run = sign.element.getparent()
    child = run.index(sign.element)
    length = len(sign.element.text or "") if sign.element.tag == TEXT else 1
    offset = sign.offset + behind
    return (run, child, offset) if 0 < offset < length else (run, child + (offset >= length), 0)


def _split(run: Element, cuts: list[tuple[int, int]]) -> dict[tuple[int, int], tuple[Element, Element]]:
    """Cuts `run` into pieces; for each cut the piece that ends there and the one that begins there.

    At the head or the end of the run there is only one piece, which stands for both.
    """
    first = 1 if len(run) and run[0].tag == RUN_PROPERTIES else 0
    inner = [cut for cut in cuts if (first, 0) < cut < (len(run), 0)]
    # From the last cut to the first, so that the places of those still to come stay what they were.
    rests = [_cut_off(run, *cut) for cut in reversed(inner)]
    pieces = [run, *reversed(rests)]
    found = {cut: (pieces[number], pieces[number + 1]) for number, cut in enumerate(inner)}
    for cut in cuts:
        edge = pieces[0] if cut <= (first, 0) else pieces[-1]
        found.setdefault(cut, (edge, edge))
    return found


def _cut_off(run: Element, child: int, offset: int) -> Element:
    """Moves what stands behind a cut into a run of its own, with the same properties, right after `run`."""
    rest = etree.Element(RUN, run.attrib)
    if len(run) and run[0].tag == RUN_PROPERTIES:
        rest.append(deepcopy(run[0]))
    moved = list(run[child:])
    if offset:
        text: str = moved[0].text
        tail = deepcopy(moved[0])
        moved[0].text, tail.text = text[:offset], text[offset:]
        for piece in (moved[0], tail):
            piece.set(_SPACE, "preserve")
        moved[0] = tail
    rest.extend(moved)
    run.addnext(rest)
    return rest


def _packed(data: bytes, package: Package, changed: dict[str, bytes]) -> bytes:
    """The package with its members in their order, those of `changed` replaced or added at the end."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in source.infolist():
            content = changed.get(info.filename)
            copy.writestr(info, package.part(info.filename) if content is None else content, info.compress_type)
        for name in changed.keys() - {info.filename for info in source.infolist()}:
            copy.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), changed[name], zipfile.ZIP_DEFLATED)
    return file.getvalue()
