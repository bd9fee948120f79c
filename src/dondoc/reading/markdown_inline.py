"""The inline marks of Markdown: emphasis, escapes, links, code, tags and entities, resolved to plain text."""

from __future__ import annotations

import html
import re

from dondoc.reading.joining import starts_item

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A\s*---\n(?:[\w-]+:.*\n|[ \t]+.*\n|- .*\n|\n)+(?:---|\.\.\.)[ \t]*\n")
_TAG = re.compile(
    r"</?(?:a|abbr|article|b|big|blockquote|body|center|cite|code|del|details|div|em|figcaption|figure|font|footer|h[1-6]"
    r"|header|html|i|img|input|ins|kbd|label|li|main|mark|nobr|o:p|ol|p|pre|s|section|small|span|strike|strong|sub"
    r"|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_LINE_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_AUTO_LINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*(?:\s\"[^\"]*\")?\)")
_LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]*(?:\s\"[^\"]*\")?\)")
_NOTE_MARK = re.compile(r"\[\^[^\]\s]+\]")
_CODE = re.compile(r"(`{1,3})(.{1,1000}?)\1")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# Two stars never occur in an official text, so they go wherever they stand: "**Điều 1. **Ban hành" is no CommonMark.
_STARS = re.compile(r"\*\*+")
# A star that stands alone in brackets, "(*)", points to a note below and stays.
_STAR_PAIR = re.compile(r"\*(?=[^\s)*])([^*]*?[^\s*(])\*")
_SPACED_STAR_PAIR = re.compile(r"(?<!\w)\*(?=[^\s)*])([^*]*?)[ ]\*(?!\w)")
_LINES = re.compile(r"(?<!\w)(__?)(?=[^\s_])([^_]*[^\s_])\1(?!\w)")
_STRUCK = re.compile(r"~~(?=\S)(.+?)~~", re.DOTALL)
_BOLD = re.compile(r"\*\*(?!\s).+?\*\*|(?<!\w)__(?=\S)[^_]+__(?!\w)", re.DOTALL)
_WORD = re.compile(r"[^\W_]")
_SPECIAL = tuple("*\\_<&[`~")
# Escaped characters are kept out of the way in a private area of Unicode.
_HIDDEN = 0x100000


def without_blocks(text: str) -> str:
    """`text` without comments and without the block of settings that some files begin with."""
    if "<!--" in text:
        text = _COMMENT.sub("", text)
    return _FRONT_MATTER.sub("", text, count=1)


def plain_inline(text: str) -> str:
    """`text` as a reader sees it: marks gone, escapes and entities resolved, <br> a newline."""
    if not any(map(text.__contains__, _SPECIAL)):
        return text
    escaped = "\\" in text
    if escaped:
        text = _ESCAPE.sub(lambda match: chr(_HIDDEN + ord(match[1])), text)
    if "`" in text:
        text = _CODE.sub(r"\2", text)
    if "[" in text:
        text = _NOTE_MARK.sub("", _LINK.sub(r"\1", _IMAGE.sub("", text)))
    if "<" in text:
        text = _AUTO_LINK.sub(r"\1", _TAG.sub("", _LINE_BREAK.sub("\n", text)))
    text = _without_emphasis(text)
    if "&" in text:
        text = html.unescape(text)
    return _shown(text) if escaped else text


def _without_emphasis(text: str) -> str:
    if "**" in text:
        text = _STARS.sub("", text) if "***" in text else text.replace("**", "")
    if "*" in text:
        text = _STAR_PAIR.sub(r"\1", text)
        text = _SPACED_STAR_PAIR.sub(r"\1 ", text) if "*" in text else text
    if "_" in text:
        text = _LINES.sub(r"\2", _LINES.sub(r"\2", text))
    if "~~" in text:
        text = _STRUCK.sub(r"\1", text)
    return text.strip()


def _shown(text: str) -> str:
    return "".join(chr(ord(c) - _HIDDEN) if _HIDDEN <= ord(c) < _HIDDEN + 128 else c for c in text)


def is_bold(text: str) -> bool:
    """Whether all words of a paragraph, its number aside, are bold."""
    if "**" not in text and "__" not in text:
        return False
    if starts_item(text):
        text = text.partition(" ")[2]
    before = min(at for at in (text.find("**"), text.find("__"), len(text)) if at >= 0)
    behind = max(text.rfind("**"), text.rfind("__")) + 2
    if _WORD.search(text, 0, before) or _WORD.search(text, behind):
        return False
    rest = _BOLD.sub("", text)
    return rest != text and _WORD.search(rest) is None
