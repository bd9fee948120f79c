"""Characters of the symbol fonts, and which fonts hold Vietnamese letters under Western codes."""

from __future__ import annotations

import re

from dondoc.reading.legacy_letters import from_tcvn3, from_vni

# Codes of the fonts Symbol and Wingdings that office documents use; Word stores them at U+F000 + code.
_SYMBOL = {
    0x2B: "+", 0x2D: "-", 0xA3: "≤", 0xA5: "∞", 0xAC: "←", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×",
    0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0x61: "α", 0x62: "β", 0x44: "Δ", 0x53: "Σ", 0x6D: "µ",
    0x70: "π", 0x57: "Ω", 0xA2: "′", 0xB2: "″", 0xC5: "⊕", 0xDB: "⇔", 0xDE: "⇒",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "•", 0x6E: "▪", 0x6F: "☐", 0x71: "☐", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢",
    0xE0: "→", 0xF0: "⇨", 0xFB: "☒", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x2A: "✉", 0x28: "☎", 0x46: "☞",
}  # fmt: skip
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def symbol(code: int, font: str) -> str:
    """The character that `code` shows as in the symbol font `font`; an unknown one keeps its code."""
    table = _WINGDINGS if font.lower().startswith(("wingdings", "webdings")) else _SYMBOL
    known = table.get(code & 0xFF) if code < 0x100 or 0xF000 <= code <= 0xF0FF else None
    if known is not None:
        return known
    if 0xF020 <= code < 0xF07F and font.lower() == "symbol":
        return chr(code & 0xFF)
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""


def with_symbols(text: str, font: str | None) -> str:
    """`text` with the codes of symbol fonts that were typed as letters shown as what they print."""
    if text.isascii() or not _PRIVATE.search(text):
        return text
    return _PRIVATE.sub(lambda match: symbol(ord(match.group()), font or "Symbol"), text)


# Letters that only Unicode has: text with one of them is not in a legacy encoding, whatever its font is called.
_UNICODE_LETTER = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]")


def encoding_of(font: str | None) -> str:
    """ "TCVN3", "TCVN3 capitals" or "VNI" for a legacy Vietnamese font, "" for any other."""
    if font is None:
        return ""
    name = font.lower()
    if name.startswith(".vn"):
        return "TCVN3 capitals" if name.endswith("h") else "TCVN3"
    return "VNI" if name.startswith(("vni-", "vni ")) else ""


def in_unicode(text: str, encoding: str) -> str:
    """`text` of a run in the legacy `encoding` (see `encoding_of`) as Unicode; text that is Unicode stays."""
    if not encoding or _UNICODE_LETTER.search(text):
        return text
    if encoding == "VNI":
        return from_vni(text)
    return from_tcvn3(text, capitals=encoding.endswith("capitals"))
