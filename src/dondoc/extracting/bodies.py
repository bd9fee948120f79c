"""Bodies: which office a sentence or a heading names as the one to act. Offices only, never persons' names."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dondoc.extracting.patterns import alternatives
from dondoc.extracting.vocabulary import terms

_LISTS_ALL = re.compile(
    r"\W*(?:các|giao các|yêu cầu các)\s+(?:bộ|sở|ban|ngành|bộ, ngành|sở, ngành|đơn vị|cơ quan|phòng|huyện|tỉnh)",
    re.IGNORECASE,
)
_LONGEST_LABEL = 14  # words of a body before a colon
_LONGEST = 900  # characters; a longer subject is no list of offices any more


# Words that open like a body and are none: "ban hành", "báo cáo", "phòng, chống", "lãnh đạo tổ chức …", "xã hội hóa".
_OTHER_WORDS = (
    r"(?:hành|cáo|nhập|thảo|nghị|hợp(?=\s)|việc|mùa|chống|ngừa|hội\s+(?:hóa|chủ)|đất|thẩm|diện|xuyên|chí|mạnh|tắc|công\s+tác|hóa|trợ|xuất|họp"
    r"|giao\s+(?:cho|các|ủy|ubnd|sở)|chức\s+thực|tổ\s+chức\s+(?:thực|thành|triển|lấy)|kiểm\s+tra(?:,|\s+(?:việc|và|các|chặt))|chỉ\s+đạo\s+(?:tổ|thực|các|triển))"
)


@cache
def _starts() -> re.Pattern[str]:
    heads = alternatives(terms("acts", "body"))
    return re.compile(
        rf"(?P<giving>(?:giao|đề nghị|yêu cầu|phân công|chỉ đạo|kiến nghị|ủy quyền)(?:\s+cho)?\s+)?"
        rf"(?:trách\s+nhiệm\s+)?"
        rf"(?P<body>(?:các\s+|những\s+|từng\s+|mỗi\s+|tất\s+cả\s+các\s+)?{heads}(?!\w)(?!\s*,?\s*{_OTHER_WORDS}))",
        re.IGNORECASE,
    )


@cache
def _duties() -> re.Pattern[str]:
    return re.compile(rf"(?:\s+|,\s*|:\s*){alternatives(terms('acts', 'duty'))}(?!\w)")


# What stands before a verb that is part of a body's name or of what it does: "Ban chỉ đạo", "cơ quan quản lý", "đơn vị
# thực hiện". A head like "sở" hides the verb only where a name may begin: the "vụ" of "Sở Nội vụ rà soát" is none.
_IN_NAME = re.compile(
    r"(?:(?:^|[\s,])(?:cơ quan|đơn vị|ủy ban|hội đồng|công tác|việc|được|người|trung tâm|cán bộ|bộ phận|doanh nghiệp"
    r"|và|các|chủ|của|điều hành|quản lý|tham mưu|giúp việc|xúc tiến|bảo hiểm|quỹ|lực lượng|nhà|ngân hàng|chính sách"
    r"|thường trực|giám sát|(?<!môi )(?<!thị )trường)"
    r"|(?:^|[,;/]\s*|(?<!\w)(?:các|và|thuộc|của|với|là|giao|cho)\s+)(?:ban|tổ|phòng|sở|bộ|cục|vụ|viện|ngành))\Z",
    re.IGNORECASE,
)
_COMPOUNDS = {
    "trình": ("công", "quy", "chương", "lộ", "giáo", "tiến", "hành", "quá"), "giao": ("ngoại", "bàn", "chuyển"),
    "lập": ("công", "thành", "độc", "dân"), "tạo": ("đào", "cải", "chế", "sáng"),
    "xây dựng": ("đầu tư", "tư vấn"), "phát triển": ("đầu tư", "nghiên cứu"),
    "kiểm tra": ("thanh tra",), "thu": ("phòng",), "cấp": ("cung",),
}  # fmt: skip
_GOES_ON = {"giao": (" thông", " dịch", " lưu", " thương"), "thu": (" nhập",), "thống nhất": (" đất nước",)}
_ENDS_NAME = (
    "khẩn trương", "tiếp tục", "nghiêm túc", "chủ động", "tích cực", "thường xuyên", "kịp thời", "sớm", "tập trung",
    "chịu trách nhiệm", "có trách nhiệm", "có nhiệm vụ", "làm đầu mối", "là đầu mối", "hoàn thành", "rà soát",
    "tăng cường", "đẩy mạnh", "phát huy", "nâng cao", "bảo đảm", "đảm bảo", "cần", "phải", "sẽ", "khắc phục",
    "căn cứ", "trong quá trình",
)  # fmt: skip
_ROLE_OF = re.compile(r"(?<!\w)(?:cơ quan|đơn vị)\Z", re.IGNORECASE)  # "đơn vị chủ trì", "cơ quan phối hợp"
_NAME_VERBS = frozenset(
    {"trong", "theo", "thu", "cấp", "tự", "in", "mở", "xét", "cùng", "ngoài", "nắm", "gắn", "ký", "lập"}
)


@lru_cache(maxsize=4096)
def subject(text: str, *, directed: bool = True) -> tuple[str, int] | None:
    """The body that acts at the beginning of `text`, and where its name ends; None when no body opens it.

    `directed`: a body that another is to direct ("Chỉ đạo các cơ quan hải quan tăng cường …") counts as the one to act.

    >>> subject("Giao Sở Công Thương chủ trì, phối hợp với các sở")
    ('Sở Công Thương', 19)
    """
    start = _starts().match(text)
    if start is None:
        return None
    if start["giving"] and start["giving"].lower().startswith("chỉ đạo") and not directed:
        return None
    limit = min(len(text), _LONGEST)
    stop = re.search(r"[.;]\s", text[:limit])
    limit = stop.start() if stop else limit
    for match in _duties().finditer(text, start.end("body"), limit):
        verb = match.group().strip(" ,:\n")
        before = text[: match.start()]
        colon = before.find(":")
        if colon > 0 and len(before[:colon].split()) <= _LONGEST_LABEL and not _LISTS_ALL.fullmatch(before[:colon]):
            return _clean(text[start.start("body") : colon]), colon
        if text[match.end() : match.end() + 8].lower().startswith(_GOES_ON.get(verb, ("\0",))):
            continue
        if _inside_name(before, verb) or (text[match.start()] in ",:" and verb in _NAME_VERBS):
            continue
        return _clean(text[start.start("body") : match.start()]), match.start()
    return None


def _inside_name(before: str, verb: str) -> bool:
    if before.count("(") > before.count(")"):
        return True
    if verb in _ENDS_NAME or verb in ("chủ trì", "phối hợp"):
        return verb not in _ENDS_NAME and _ROLE_OF.search(before) is not None
    return before.lower().endswith(_COMPOUNDS.get(verb, ("\0",))) or bool(_IN_NAME.search(before))


def _clean(name: str) -> str:
    return " ".join(name.split()).strip(" ,:;-")


_HEADING_TAIL = re.compile(
    r"\s*(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|chủ trì(?:,? phối hợp)?[^:]*"
    r"|(?:thực hiện|tập trung|khẩn trương|cần|phải)[^:]*)\s*$"
)


@lru_cache(maxsize=4096)
def heading_body(heading: str) -> str | None:
    """The body a heading gives its tasks to: "1. Bộ Y tế có trách nhiệm:", "Phòng Quản lý Công nghiệp:"."""
    text = heading.strip(" .:;-\n")
    text = re.sub(
        r"^(?:trách nhiệm của|nhiệm vụ của|đối với|giao cho|giao|đề nghị|yêu cầu)\s+(?:các\s+)?(?=\w)",
        "",
        text,
        flags=re.IGNORECASE,
    )
    start = _starts().match(text)
    if start is None or len(text.split()) > 60:
        return None
    found = subject(text)
    if found is not None:
        return found[0]
    bare = _HEADING_TAIL.sub("", text)
    return _clean(bare) if len(bare.split()) <= 45 and not re.search(r"[.;]\s", bare) else None


_WITH = re.compile(r"phối\s+hợp(?:\s+chặt\s+chẽ)?(?:\s+(?:với|cùng))?\s+(?=\w)", re.IGNORECASE)


def supporting(text: str) -> tuple[str, ...]:
    """The bodies a sentence names to work with: "phối hợp với Bộ Tài chính và các cơ quan liên quan"."""
    match = _WITH.search(text) if "ối hợp" in text else None
    if match is None:
        return ()
    rest = text[match.end() :]
    start = _starts().match(rest)
    if start is None:
        return ()
    found = subject(rest)
    if found is None or len(found[0].split()) > 40:
        return ()
    return (found[0],)


def split_bodies(text: str) -> tuple[str, ...]:
    """A cell or a subject that lists bodies, one by one: cut at ";" and line breaks, else at commas before a head.

    A head in small letters goes on with the one before it: "Ủy ban nhân dân các huyện, thành phố" is one body.
    """
    parts = [part for line in re.split(r"[;\n]", text) for part in _comma().split(line)]
    return tuple(part for part in (_clean(part.lstrip("-+•* ")) for part in parts) if part)


@cache
def _comma() -> re.Pattern[str]:
    heads = alternatives(terms("acts", "body"))
    return re.compile(rf"(?:,\s*(?:và\s+)?|\s+và\s+)(?=(?-i:[A-ZĐỦ]|các\s))(?=(?:các\s+)?{heads}(?!\w))", re.IGNORECASE)


_ANNOUNCES = re.compile(r"(?<!\w)(?:yêu cầu|giao|đề nghị|chỉ thị|phân công)\s+", re.IGNORECASE)


def announced_body(text: str) -> str | None:
    """The body that a lead-in charges with what follows: "Chính phủ yêu cầu các Bộ … thực hiện các nhiệm vụ sau:"."""
    for match in _ANNOUNCES.finditer(text):
        found = subject(text[match.end() :])
        if found is not None:
            return found[0]
    return None
