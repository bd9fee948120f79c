"""The ZIP package of a DOCX: its parts as XML trees, each read once, counted and refused where it is a trap."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from dondoc.findings import ReadError
from dondoc.reading.docx_names import MAIN, RELATIONSHIPS, Element
from dondoc.reading.limits import Limits

_CHUNK = 1 << 16
# Below this many bytes unpacked no ratio is a bomb: a page of empty table cells packs 100 to 1.
_RATIO_FLOOR = 4_000_000
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, struct.error, ValueError)
# The "strict" form of the format differs in the names of its namespaces only.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", MAIN.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
# Parts that are searched for marks and then read: their trees are kept for the reader.
_READ_LATER = ("/footnotes.xml", "/endnotes.xml")
# In UTF-8 and in both byte orders of UTF-16, where a zero byte stands between the letters.
_DECLARATIONS = tuple(
    mark.encode(encoding).strip(b"\0")
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


class Package:
    """An opened DOCX. Every part goes through `part`, `tree` or `glance`, which count what is unpacked.

    Raises ReadError: `damaged`, `encrypted`, `zip_bomb` or `xml_entities`. `mended` names the trees that were read
    and whose XML was broken.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._packed = max(len(data), 1)
        self._unpacked = 0
        self._trees: dict[str, tuple[Element | None, bool]] = {}
        self.mended: list[str] = []
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except _BROKEN_ZIP as error:
            raise ReadError("damaged", detail=str(error)) from error
        self.names = [info.filename for info in self._archive.infolist()]
        if len(self.names) > limits.zip_members:
            raise ReadError("zip_bomb", detail=f"{len(self.names)} members")
        self.main = self._main_part()

    def part(self, name: str) -> bytes:
        """The bytes of the part; what is counted is what comes out, not what the header claims."""
        try:
            info = self._archive.getinfo(name)
            if info.flag_bits & 0x1:
                raise ReadError("encrypted")
            with self._archive.open(info) as stream:
                chunks = []
                while chunk := stream.read(_CHUNK):
                    self._count(len(chunk))
                    chunks.append(chunk)
        except KeyError as error:
            raise ReadError("damaged", detail=f"{name}: not in the package") from error
        except (*_BROKEN_ZIP, RuntimeError) as error:
            raise ReadError("damaged", detail=f"{name}: {error}") from error
        return b"".join(chunks)

    def _count(self, size: int) -> None:
        self._unpacked += size
        too_steep = self._unpacked > max(_RATIO_FLOOR, self._packed * self._limits.unpacked_ratio)
        if too_steep or self._unpacked > self._limits.unpacked_bytes:
            raise ReadError("zip_bomb", detail=f"{self._packed} -> {self._unpacked} bytes")

    def tree(self, name: str) -> Element | None:
        """The part's root element, mended where the XML is broken; None where the part is absent or has no root."""
        if name not in self.names:
            return None
        if name not in self._trees:
            self._trees[name] = self._parsed_part(name)
        root, broken = self._trees[name]
        if broken and name not in self.mended:
            self.mended.append(name)
        return root

    def glance(self, name: str) -> Element | None:
        """`tree` for the search, which goes through all parts and says nothing of their state; few are kept."""
        if name in self._trees:
            return self._trees[name][0]
        if name not in self.names:
            return None
        parsed = self._parsed_part(name)
        if name == self.main or name.endswith(_READ_LATER):
            self._trees[name] = parsed
        return parsed[0]

    def _parsed_part(self, name: str) -> tuple[Element | None, bool]:
        """The root of a part, and whether it had to be mended."""
        data = self.part(name)
        if any(mark in data for mark in _DECLARATIONS):
            raise ReadError("xml_entities", part=name)
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
        root, broken = _parsed(data)
        if root is not None and root.getroottree().docinfo.internalDTD is not None:
            raise ReadError("xml_entities", part=name)
        return root, broken

    def related(self, kind: str) -> list[str]:
        """The names of the parts the main part points to as `kind` ("styles", "footnotes", …), else the usual name."""
        folder, base = posixpath.split(self.main)
        found = self._targets(f"{folder}/_rels/{base}.rels", kind, folder)
        return found or [name for name in (f"{folder}/{kind}.xml",) if name in self.names]

    def _main_part(self) -> str:
        for name in (*self._targets("_rels/.rels", "officeDocument", ""), "word/document.xml"):
            if name in self.names:
                return name
        raise ReadError("damaged", detail="word/document.xml: not in the package")

    def _targets(self, relations: str, kind: str, folder: str) -> list[str]:
        root = self.tree(relations)
        if root is None:
            return []
        found = []
        for relation in root.iter(f"{{{RELATIONSHIPS}}}Relationship"):
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                target = relation.get("Target", "").replace("\\", "/")
                found.append(posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/"))
        return [name for name in found if name in self.names]


def _parsed(data: bytes) -> tuple[Element | None, bool]:
    """The root and whether it had to be mended. No entity is expanded, nothing is fetched, depth stays bounded."""
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    try:
        return etree.fromstring(data, etree.XMLParser(**options, remove_comments=True, remove_pis=True)), False
    except (etree.XMLSyntaxError, ValueError):
        parser = etree.XMLParser(**options, remove_comments=True, remove_pis=True, recover=True)
    try:
        return etree.fromstring(data, parser), True
    except (etree.XMLSyntaxError, ValueError):
        return None, True
