"""Naming: the indicator of a target, in the document's own words.

The comparison, the amount and the formula words of resolutions ("Phấn đấu", "tiếp tục", "đến năm 2030") are left out;
the label of the group is carried down: "Diện tích trồng mới các loại cây: Cây Mắc ca 455 ha" measures the area newly
planted.
"""

from __future__ import annotations

import re
from functools import cache

from dondoc.extracting.clauses import Clause
from dondoc.extracting.deeds import given_to, last_deed, without_next_body
from dondoc.extracting.measuring import told_kinds
from dondoc.extracting.periods import FoundPeriod
from dondoc.extracting.ranks import GROUP
from dondoc.extracting.vocabulary import phrase, terms

_EDGE, _LOOSE = " ,;:.-–+", ",;:.(+-–"
_FORMULA = phrase("names", "formula")
_OR_MORE = phrase("names", "or_more")
_BASE = phrase("names", "base")
_PURPOSE = phrase("names", "purpose")
_YEAR = "năm"  # of "20,09% năm", a slip for "%/năm"
_YEARLY, _LOOSE_END = phrase("names", "yearly"), phrase("names", "loose_end")
_WITH_HEAD, _SECOND_DEED = phrase("names", "with_head"), phrase("names", "second_deed")
_THING_VERB = phrase("names", "thing_verb")
_VERBAL = phrase("names", "verbal")
_COUNT_HEAD = phrase("names", "count_head")
_NUMBER_OF = re.compile(r"số (?!hóa)", re.IGNORECASE)
_LONGEST_KIND = 4  # words of a part of a share that only tells its kind
_RATE_HEADS = ("tỷ lệ", "tỉ lệ")  # "Giữ vững tỷ lệ 100% xã đạt chuẩn"
_HEAD_OF_UNIT = {"area": "Diện tích", "mass": "Sản lượng", "rate": "Tỷ lệ"}
_IN_GROUP = phrase("names", "in_group")
_HAS_HEAD = phrase("names", "has_head")
_BRACKET, _EMPTY_BRACKET = re.compile(r"\([^()]*\)?"), re.compile(r"\(\s*\)")
_LONGEST_LABEL = 20  # words; a longer lead-in before a colon is a sentence, not the name of a group
_LONGEST_THING = 40  # words of a label whose size alone the clause names: "Khu dân cư …: …, diện tích 60,67 ha"
_SIZE = re.compile(r"(?:tổng )?(?:diện tích|công suất|quy mô|chiều dài|tổng số|tổng vốn)", re.IGNORECASE)
_FROM = re.compile(r"từ\s+\d")  # "tàu cá có chiều dài từ 15 m trở lên": a bound of its own
_REMARK = phrase("names", "remark")
_LINKS = frozenset(("đạt", "là", "chiếm", "còn"))


def tidy(text: str) -> str:
    """One line, single spaces, no edge punctuation."""
    return " ".join(text.split()).strip(_EDGE)


_NUMBERED = re.compile(r"^\W*\(\d{1,2}\)\s*")  # "(2) Hộ nghèo: còn 1,2%", listed in one line


def strip_formula(text: str) -> str:
    """`text` without the formula words before and the linking words behind the name."""
    text = _NUMBERED.sub("", text)
    formula = _FORMULA.match(text)
    words = text[formula.end() :].split() if formula else text.split()
    while words and _ends_loosely(words):
        del words[-2 if " ".join(words[-2:]).lower() in _tail() else -1 :]
    return " ".join(words).strip(_EDGE)


def _ends_loosely(words: list[str]) -> bool:
    last = words[-1].lower().strip(_LOOSE)
    pair = " ".join(words[-2:]).lower()
    return not last or (last in _tail() and pair not in _WHOLE_PAIRS) or pair in _tail()


_WHOLE_PAIRS = ("nhà ở", "đất ở", "trở lên", "trở xuống", "mặt bằng", "đồng bằng", "văn bằng")


@cache
def _tail() -> frozenset[str]:
    return frozenset(terms("names", "tail"))


def without_periods(text: str, offset: int, periods: list[FoundPeriod]) -> str:
    """`text`, which begins at `offset`, with the periods in it blanked."""
    for period in periods:
        start, end = period.start - offset, period.end - offset
        if start >= 0 and end <= len(text) and not period.named:
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def suffix_of(text: str, clause: Clause, periods: list[FoundPeriod]) -> str:
    """The naming words behind a number: "13 đảng viên *mới* trở lên"."""
    behind = _thing_of_unit(text, clause) + text[clause.quantity.end : clause.end]
    if not behind.strip(_EDGE):
        return ""
    behind = " ".join(without_periods(behind, clause.quantity.end, periods).split())
    if "(" in behind:
        behind = _BRACKET.sub(lambda m: m.group() if _REMARK.fullmatch(m.group()) else " ", behind)
    behind = _BY_DAY.sub(" ", behind) if "/" in behind or "ngày" in behind else behind
    behind = behind if _FROM.search(behind) or "trở" not in behind.lower() else _OR_MORE.sub(" ", behind)
    behind = without_next_body(_SECOND_DEED.sub("", behind)) if "," in behind else behind
    named = tidy(_LOOSE_END.sub("", tidy(_PURPOSE.sub("", _YEARLY.sub(" ", _BASE.sub("", behind))))))
    return "" if named.lower() == _YEAR else named


def _thing_of_unit(text: str, clause: Clause) -> str:
    """ "50-100 nghìn tấn *quặng sắt xuất khẩu* / năm": the thing stands within the unit, which is "nghìn tấn/năm"."""
    if "/" not in (clause.quantity.unit or ""):
        return ""
    written = " ".join(text[clause.quantity.number_end : clause.quantity.end].partition("/")[0].split())
    unit = (clause.quantity.unit or "").partition("/")[0]
    return written[len(unit) :] if len(written.split()) > len(unit.split()) and written.startswith(unit) else ""


def prefix_of(text: str, clause: Clause, periods: list[FoundPeriod]) -> str:
    """The naming words before a number."""
    before = without_periods(text[clause.start : clause.prefix_end], clause.start, periods)
    if clause.quantity.group == GROUP:
        before = _IN_GROUP.sub("", before)
    if _BY_DAY_SEEN.search(before):
        before = _BY_DAY.sub(" ", before)
    if "mục tiêu" in before:
        before = _TO_REACH.sub("", before)
    return strip_formula(_EMPTY_BRACKET.sub(" ", before) if "(" in before else before)


_TO_REACH = phrase("names", "to_reach")
_BY_DAY_SEEN = re.compile("[/-]|quý|ngày|năm|niên|kỳ")  # without one of these no day is told
_BY_DAY = re.compile(
    r"(?<!\w)(?:(?:tính\s+)?đến|trước|hết|vào|trong)\s+(?:hết\s+)?(?:ngày\s+)?"
    r"(?:\d{1,2}\s*[/-]\s*\d{1,2}(?:\s*[/-]\s*\d{4})?|\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?|quý\s+(?:iv|i{1,3}|[1-4])(?:[/-]\d{4})?"
    r"|(?:cuối\s+|hết\s+)?(?:năm|niên\s+độ|kỳ)(?!\s+(?:học|\d)))(?!\w)",
    re.IGNORECASE,
)


def label_of(text: str, clause: Clause, periods: list[FoundPeriod]) -> str:
    """The label before the colon, "" where there is none."""
    if clause.label is None:
        return ""
    label = strip_formula(_ABOUT.sub("", without_periods(text[slice(*clause.label)], clause.label[0], periods)))
    return "" if _EMPTY_LABEL.match(label) or label.endswith((" như", " sau")) else label


_ABOUT = re.compile(r"^\W*(?:đối với|với|về)\s+(?:các\s+)?", re.IGNORECASE)
_EMPTY_LABEL = phrase("names", "empty_label")


def indicator(prefix: str, suffix: str, label: str, clause: Clause, words: str) -> str:
    """The name of what a clause measures; "" when neither the words before nor those behind the number name it."""
    with_head = _WITH_HEAD.match(prefix)
    if with_head:
        thing = label.split(":")[0] if label else _THING_VERB.sub("", with_head["thing"])
        return capital(tidy(f"{with_head['head']} {thing}"))
    linked = not (_LINKS.isdisjoint(words.split()) and told_kinds(words).isdisjoint(("reach_up", "reach_down")))
    structure = label.lower().startswith("cơ cấu")
    name = _core(prefix, suffix, clause, words, linked=linked, structure=structure)
    remark = " ".join(m.group() for m in _REMARK.finditer(suffix)) if linked and prefix else ""
    name = tidy(f"{name} {remark}") if remark and remark not in name else name
    return capital(_with_label(name, label, clause))


def _core(prefix: str, suffix: str, clause: Clause, words: str, *, linked: bool, structure: bool) -> str:
    quantity = clause.quantity
    if quantity.group == GROUP and not prefix:
        return suffix.partition(" về ")[2] or suffix  # "Thuộc nhóm 15 tỉnh dẫn đầu về chỉ số chuyển đổi số"
    unit = noun(quantity.unit) if quantity.group in ("count", "noun") else ""
    unit = "" if prefix and unit in terms("names", "polite") else unit
    if _COUNT_HEAD.fullmatch(prefix):
        return f"{prefix} {unit}"
    if prefix.lower() in _RATE_HEADS and suffix:
        return f"{prefix} {suffix}"
    if prefix.endswith("quy mô") and unit:
        return f"{prefix} {unit} {suffix}"
    if suffix and _WHERE_ONLY.fullmatch(prefix):
        prefix = ""
    counted = unit and suffix and not linked and not _HAS_HEAD.match(prefix)
    prefix = (last_deed(prefix) if counted else None) or prefix
    goes_on = _VERBAL.match(prefix) or (counted and given_to(words))
    if prefix and (linked or not goes_on) and not _bare(prefix, quantity.group):
        share = quantity.group == "rate" and linked and not told_kinds(words) & {"rise", "fall"}
        return _with_head(prefix) if share and "tăng trưởng" not in words and not structure else prefix
    named = tidy(f"{prefix} {unit} {suffix}")
    moves = quantity.group == "rate" and told_kinds(words) & {"rise", "fall"}
    head = None if moves else _HEAD_OF_UNIT.get(quantity.group or "")
    share_of_number = head == "Tỷ lệ" and _NUMBER_OF.match(named)  # "50% số xã đạt chuẩn"
    if head and named and (share_of_number or not _HAS_HEAD.match(named)):
        return f"{head} {named[0].lower() + named[1:] if named[1:2].islower() else named}"
    return named


def verbal(name: str) -> bool:
    """Whether a name begins with a deed."""
    return _VERBAL.match(name) is not None


def _with_head(name: str) -> str:
    """A share is named as one: "dân số toàn xã tham gia bảo hiểm y tế đạt 100%" is a rate."""
    return name if _HAS_HEAD.match(name) else f"Tỷ lệ {name[0].lower() + name[1:] if name[1:2].islower() else name}"


_WHERE_ONLY = re.compile(r"(?:toàn (?:tỉnh|xã|phường|huyện|ngành|quốc|thành phố)|cả nước|cả tỉnh)", re.IGNORECASE)


def _bare(prefix: str, group: str | None) -> bool:
    """Whether the words before a number only say where: "toàn tỉnh có 20.000 ha"."""
    return group in ("area", "count") and bool(
        re.match(r"(?:toàn (?:tỉnh|xã|huyện|ngành|quốc)|cả nước|trên địa bàn|mỗi)", prefix, re.IGNORECASE)
    )


def noun(unit: str | None) -> str:
    """The counting noun of a unit, scale words left out: "triệu lượt khách" → "lượt khách"."""
    return re.sub(r"^(?:nghìn tỷ|nghìn|ngàn|triệu|tỷ|vạn|trăm)\s+", "", (unit or "").split("/")[0])


def _with_label(name: str, label: str, clause: Clause) -> str:
    if not label or clause.depth:
        return name
    if not name or name.lower() == noun(clause.quantity.unit).lower():
        return label  # "Số lao động có việc làm mới: 45.000 người"
    longest = _LONGEST_THING if _SIZE.fullmatch(name) else _LONGEST_LABEL
    if label.lower() in name.lower() or len(label.split()) > longest:
        return name
    return f"{label}: {name}" if label.lower().startswith("cơ cấu") else f"{label} {name}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def in_place_of(name: str, unit: str | None, whole: str) -> str:
    """The name of a part that only says who: "Cử giảng viên đi đào tạo", "trong đó có 80 tiến sĩ"."""
    at = whole.lower().find(noun(unit).lower()) if unit else -1
    if at <= 0 or unit is None:
        return name
    return f"{whole[:at]}{name[:1].lower()}{name[1:]}{whole[at + len(noun(unit)) :]}"


def same_object(deed: str, before: str) -> str | None:
    """The name of a second deed with the object of the first; None where `deed` is more than a deed.

    >>> same_object("hoàn thành", "Khởi công nhà ở xã hội")
    'Hoàn thành nhà ở xã hội'
    """
    first, second = _VERBAL.match(before), _VERBAL.match(deed)
    if first is None or second is None or second.end() != len(deed) or second.group() == first.group().lower():
        return None
    return capital(deed) + before[first.end() :]


def thing_of(name: str) -> str:
    """What a deed is done to: "Phát triển thêm điểm du lịch" → "điểm du lịch"."""
    deed = _VERBAL.match(name)
    return _MORE.sub("", name[deed.end() :]) if deed else name[:1].lower() + name[1:]


_MORE = re.compile(r"^\s*(?:(?:thêm|mới)\s+)?")


def own_head(name: str) -> bool:
    """Whether a name says itself what is measured: "tỷ lệ lao động qua đào tạo"."""
    return _HAS_HEAD.match(name) is not None


def part_name(name: str, whole: str, group: str) -> str:
    """The name of a part: what the whole is called carries on where the part only names its kind.

    "Tỷ lệ lao động qua đào tạo …, trong đó đào tạo nghề" is the rate of workers trained in a trade; the 250 ha of
    durian under "Diện tích trồng mới các loại cây" are newly planted.
    """
    carried = carried_head(name, whole)
    if carried is not None:
        return carried
    first = " ".join(name.lower().split()[:2])
    bare = re.sub(r"^(?:Tỷ lệ|Diện tích|Sản lượng) ", "", name) if not _HAS_HEAD.match(whole) or name != whole else name
    again = " ".join(bare.lower().split()[:2])
    for opening in (first, again):
        at = whole.lower().find(opening)
        if at > 0 and len(opening.split()) == 2 and not whole[:at].strip().lower().endswith(opening):
            return (
                whole[:at] + (bare if opening == again else name)[:1].lower() + (bare if opening == again else name)[1:]
            )
    head = _PLANTED.match(group)
    if head and not name.lower().startswith(head.group().lower()):
        return tidy(f"{head.group()} {bare}")
    return name


_PLANTED = phrase("names", "planted")
_CARRIED, _NAMES_ITSELF = phrase("names", "carried_head"), phrase("names", "names_itself")


def carried_head(name: str, whole: str) -> str | None:
    """The name of a part that only tells its kind, with the head of the whole; None where the part says more.

    >>> carried_head("Nông nghiệp", "Tổng giá trị sản xuất trên địa bàn")
    'Giá trị sản xuất nông nghiệp'
    """
    head = _CARRIED.match(whole)
    if head is None or own_head(name) or _NAMES_ITSELF.match(name):
        return None
    first = " ".join(name.lower().split()[:2])
    share = head.group().lower().startswith(_RATE_HEADS)
    if first and first in whole.lower()[0 if share else len(head.group()) :]:
        return None
    if share and len(name.split()) > _LONGEST_KIND:
        return None
    shared = _SUM.sub("", _PRODUCT.sub("GRDP", head.group()))
    return capital(tidy(f"{shared} {name[:1].lower()}{name[1:]}"))


_PRODUCT = phrase("names", "product_of_area")
_SUM = re.compile(r"^tổng\s+", re.IGNORECASE)
