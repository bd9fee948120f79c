"""Bodies: which office a sentence or a heading names as the one to act. Offices only, never persons' names."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dondoc.extracting.patterns import alternatives, first_words
from dondoc.extracting.vocabulary import phrase, table, terms

_LISTS_ALL = phrase("bodies", "lists_all")
_LONGEST_LABEL = 14  # words of a body before a colon
_FOLLOWS = 16  # characters behind a verb that may make it part of a name
_LONGEST = 900  # characters; a longer subject is no list of offices any more


@cache
def _starts() -> re.Pattern[str]:
    heads, other = alternatives(terms("acts", "body")), phrase("bodies", "other_words").pattern
    return re.compile(
        rf"(?P<giving>{phrase('bodies', 'gives').pattern}\s+)?(?:trách\s+nhiệm\s+)?"
        rf"(?P<body>{phrase('bodies', 'each').pattern}?{heads}(?!\w)(?!\s*,?\s*{other}))",
        re.IGNORECASE,
    )


@cache
def _may_open() -> re.Pattern[str]:
    """The words with one of which a body opens, or the giving of work to it: most sentences open with others."""
    openings = first_words(phrase("bodies", "gives").pattern) | first_words(phrase("bodies", "each").pattern)
    words = openings | {term.split()[0] for term in terms("acts", "body")} | {"trách"}
    written = {form for word in words for form in (word, word.capitalize(), word.upper())}
    return re.compile(alternatives(written) + r"(?!\w)")


@cache
def _duties() -> re.Pattern[str]:
    return re.compile(rf"(?:\s+|,\s*|:\s*){alternatives(terms('acts', 'duty'))}(?!\w)")


_IN_NAME, _ROLE_OF = phrase("bodies", "in_name"), phrase("bodies", "role_of")
_PURPOSE, _LEADS_ON = phrase("bodies", "purpose"), phrase("bodies", "leads_on")
_GOES_ON = {row["verb"]: tuple(row["follows"]) for row in table("bodies").get("goes_on", ())}
# "UBND các phường: Hòa Xuân, Hòa Khánh và Liên Chiểu bàn giao …": the places belong to the name.
_PLACES = re.compile(r"(?:[\s,]+(?:và\s+)?(?:UBND\s+(?:các\s+)?(?:xã|phường|đặc khu)\s+)?[A-ZĐÀ-Ỵ]\w*)+")
_CLAUSE_END = re.compile(r"[.;]\s")
_COMPOUNDS = {row["verb"]: tuple(row["before"]) for row in table("bodies").get("compound", ())}
_ENDS_NAME, _NAME_VERBS = frozenset(terms("bodies", "ends_name")), frozenset(terms("bodies", "in_lists"))


def subject(text: str, *, directed: bool = True) -> tuple[str, int] | None:
    """The body that acts at the beginning of `text`, and where its name ends; None when no body opens it.

    `directed`: a body that another is to direct ("Chỉ đạo các cơ quan hải quan tăng cường …") counts as the one to act.

    >>> subject("Giao Sở Công Thương chủ trì, phối hợp với các sở")
    ('Sở Công Thương', 19)
    """
    return named_subject(text, directed) if _may_open().match(text) else None


@lru_cache(maxsize=4096)
def named_subject(text: str, directed: bool) -> tuple[str, int] | None:
    """`subject` of a text that opens with a word that may open the name of a body."""
    start = _starts().match(text)
    if start is None or _LEADS_ON.match(text, start.start("body")):
        return None
    if start["giving"] and start["giving"].lower().startswith("chỉ đạo") and not directed:
        return None
    limit = min(len(text), _LONGEST)
    stop = _CLAUSE_END.search(text, start.end(), limit)
    limit = stop.start() if stop else limit
    for match in _duties().finditer(text, start.end("body"), limit):
        verb = match.group().strip(" ,:\n")
        before = text[: match.start()]
        colon = before.find(":")
        if colon > 0 and len(before[:colon].split()) <= _LONGEST_LABEL and not _LISTS_ALL.fullmatch(before[:colon]):
            end = match.start() if _PLACES.fullmatch(before, colon + 1) else colon
            return _clean(text[start.start("body") : end]), end
        if text[match.end() : match.end() + _FOLLOWS].lower().startswith(_GOES_ON.get(verb, ("\0",))):
            continue
        if _inside_name(before, verb) or (text[match.start()] in ",:" and verb in _NAME_VERBS):
            continue
        purpose = _PURPOSE.search(text, start.end("body"), match.start())
        end = purpose.start() if purpose else match.start()
        return _clean(text[start.start("body") : end]), end
    return _jointly(text, start.start("body")) if stop else None


_TOGETHER = re.compile(r"\s+(?:chịu|có)\s+trách\s+nhiệm(?!\w)", re.IGNORECASE)


def _jointly(text: str, start: int) -> tuple[str, int] | None:
    """ "Chánh Văn phòng; Giám đốc các Sở; Chủ tịch UBND các xã chịu trách nhiệm …": bodies kept apart by semicolons."""
    duty = _TOGETHER.search(text, start, start + _LONGEST)
    if duty is None or ". " in text[start : duty.start()]:
        return None
    named = re.split(r";\s*", text[start : duty.start()])
    return (_clean(text[start : duty.start()]), duty.start()) if all(map(_starts().match, named)) else None


def _inside_name(before: str, verb: str) -> bool:
    if before.count("(") > before.count(")"):
        return True
    if verb in _ENDS_NAME or verb in ("chủ trì", "phối hợp"):
        return verb not in _ENDS_NAME and _ROLE_OF.search(before) is not None
    return before.lower().endswith(_COMPOUNDS.get(verb, ("\0",))) or bool(_IN_NAME.search(before))


def _clean(name: str) -> str:
    return " ".join(name.split()).strip(" ,:;-")


_HEADING_TAIL, _HEADING_OPENS = phrase("bodies", "heading_tail"), phrase("bodies", "heading_opens")


@lru_cache(maxsize=4096)
def heading_body(heading: str) -> str | None:
    """The body a heading gives its tasks to: "1. Bộ Y tế có trách nhiệm:", "Phòng Quản lý Công nghiệp:"."""
    text = heading.strip(" .:;-\n")
    opening = _HEADING_OPENS.match(text)
    text = text[opening.end() :] if opening else text
    start = _starts().match(text) if _may_open().match(text) else None
    if start is None or len(text.split()) > 60:
        return None
    found = subject(text)
    if found is not None:
        return found[0]
    bare = _HEADING_TAIL.sub("", text)
    return _clean(bare) if len(bare.split()) <= 45 and not _CLAUSE_END.search(bare) else None


_WITH = phrase("bodies", "with")


def supporting(text: str) -> tuple[str, ...]:
    """The bodies a sentence names to work with: "phối hợp với Bộ Tài chính và các cơ quan liên quan"."""
    found = _supporting(text)
    return (found[0],) if found else ()


def after_supporting(text: str) -> str:
    """What `text` says behind the bodies to work with, all of it when it names none."""
    found = _supporting(text)
    return text[found[1] :] if found else text


def _supporting(text: str) -> tuple[str, int] | None:
    match = _WITH.search(text) if "ối hợp" in text else None
    if match is None:
        return None
    found = subject(text[match.end() :])
    if found is None or len(found[0].split()) > 40:
        return None
    return found[0], match.end() + found[1]


def split_bodies(text: str) -> tuple[str, ...]:
    """A cell or a subject that lists bodies, one by one: cut at ";" and line breaks, else at commas before a head.

    A head in small letters goes on with the one before it: "Ủy ban nhân dân các huyện, thành phố" is one body.
    """
    parts = [part for line in re.split(r"[;\n]", text) for part in _comma().split(_as_one(line))]
    parts = [part.replace(_JOINED, " và ") for part in parts]
    return tuple(part for part in (_clean(part.lstrip("-+•* ")) for part in parts) if part)


_JOINED = "\0"
_ONE_OFFICE = re.compile(
    r"(?<!\w)(văn\s+phòng\s+(?:hđnd|hội\s+đồng\s+nhân\s+dân|đoàn\s+(?:đbqh|đại\s+biểu\s+quốc\s+hội)))\s+và\s+",
    re.IGNORECASE,
)


def _as_one(line: str) -> str:
    """ "Văn phòng HĐND và UBND" is one office, that of both."""
    return _ONE_OFFICE.sub(rf"\1{_JOINED}", line) if "òng" in line or "ÒNG" in line else line


@cache
def _comma() -> re.Pattern[str]:
    heads = alternatives(terms("acts", "body"))
    return re.compile(
        rf"(?:,\s*(?:và\s+)?|\s+và\s+)(?=(?-i:[A-ZĐỦ]|các\s))(?=(?:các\s+)?{heads}(?!\w)(?!\s+hội))", re.IGNORECASE
    )


_ANNOUNCES = phrase("bodies", "announces")


def announced_body(text: str) -> str | None:
    """The body that a lead-in charges with what follows: "Chính phủ yêu cầu các Bộ … thực hiện các nhiệm vụ sau:"."""
    for match in _ANNOUNCES.finditer(text):
        found = subject(text[match.end() :])
        if found is not None:
            return found[0]
    return None
