"""Naming: the indicator of a target, in the document's own words.

The comparison, the amount and the formula words of resolutions ("Phấn đấu", "tiếp tục", "đến năm 2030") are left out; the
label of the group is carried down: "Diện tích trồng mới các loại cây: Cây Mắc ca 455 ha" measures the area newly planted.
"""

from __future__ import annotations

import re

from dondoc.extracting.clauses import Clause
from dondoc.extracting.measuring import told_kinds
from dondoc.extracting.periods import FoundPeriod

_SPACES = re.compile(r"\s+")
_FORMULA = re.compile(
    r"^(?:[\s,;:.+\-–]+|(?:và|đồng thời|trong đó|riêng|bao gồm|gồm có|gồm|cụ thể|như sau|với|phấn đấu|tập trung|tiếp tục|góp phần|bảo đảm|đảm bảo"
    r"|từng bước|cơ bản|nhằm|để|đưa|nâng cao|nâng|duy trì|giữ vững|giữ|ổn định|thực hiện (?:tốt|đạt)|có|đạt|trên|dưới|khoảng|mức|phải|sẽ|cần|hoàn thành(?= (?:tỷ lệ|chỉ tiêu))"
    r"|tăng cường|tăng(?= (?:tỷ|số|mức|độ|diện|thu|giá|năng|sản|công|quy|cường|cơ))|giảm(?= (?:tỷ|số|mức|độ|diện|chi|thời|giá|lượng|dần|thiểu|sinh|tai|tội|hộ|nghèo))|dự kiến|ước|hàng năm|hằng năm|mỗi năm|bình quân(?= hàng| mỗi)|mục tiêu|chỉ tiêu|trước mắt|quyết tâm|là|trong|thì|còn|khống chế|kiềm chế|không để)(?!\w))+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[\s,;:.(+\-–]++|(?<!\w)(?:đạt|là|có|và|tăng|giảm|từ|lên|còn|xuống|của|với|được|trên|dưới|cho|thêm|tăng thêm|chiếm|mức|ở mức|khoảng|bằng|ước|dự kiến|phấn đấu|hàng năm(?= tăng))(?!\w))++$",
    re.IGNORECASE,
)
_OR_MORE = re.compile(r"\s*(?:trở\s+(?:lên|xuống))(?!\w)")
_BASE = re.compile(r",?\s*(?:so\s+với|gấp).*$", re.DOTALL)
_PURPOSE = re.compile(r"(?:,|(?<=\w))\s*(?<!\w)(?:để|nhằm|góp phần|qua đó|từ đó|phục vụ cho)(?!\w).*$", re.DOTALL)
_YEARLY = re.compile(r"(?:(?:mỗi|hàng|hằng)\s+năm|/\s*năm)(?!\w)")
_WITH_HEAD = re.compile(
    r"^(?P<thing>.+?)\s+với\s+(?P<head>(?:tổng\s+|quy\s+mô\s+)?(?:diện tích|công suất|vốn|mức đầu tư|quy mô|số|chiều dài|sản lượng|kinh phí|lượng)\b.*)$",
    re.DOTALL,
)
_THING_VERB = re.compile(
    r"^(?:(?:hoàn thành|đầu tư|phát triển|xây dựng|hình thành|quy hoạch|mở rộng|đưa vào (?:vận hành|sử dụng)|bao gồm|triển khai|thực hiện)\s+)+",
    re.IGNORECASE,
)
_VERBAL = re.compile(
    r"^(?:thành lập|cử|gửi|tuyển sinh|bố trí|kêu gọi|khuyến khích|mỗi|kết nạp|giải quyết|tạo|trồng|xây|hình thành|phát triển|đào tạo|bồi dưỡng|cấp|tổ chức|hoàn thành|khởi công|thu hút|số hóa|cắt giảm"
    r"|đầu tư|mở|ban hành|xóa|hỗ trợ|sửa chữa|cải tạo|nâng cấp|bố trí|thực hiện|đưa|kiên cố|sản xuất|công nhận|tuyển|chuyển|giao|làm|lắp|khai thác|vận động|kiểm tra|rà soát|có|tăng|giảm|nâng|bảo đảm|đảm bảo|in|mua|toàn|bồi|khám|tiêm|chăm|xử lý|di dời|ký|củng cố|thẩm định|biên soạn|nghiên cứu|trên địa bàn|cả nước|cung cấp|triển khai|đạt|hướng dẫn|tập huấn|thu|vùng)(?!\w)",
    re.IGNORECASE,
)
_COUNT_HEAD = re.compile(r"(?:tổng số|số lượng|số|tổng|tổng cộng)", re.IGNORECASE)
_HEAD_OF_UNIT = {"area": "Diện tích", "mass": "Sản lượng", "rate": "Tỷ lệ"}
_HAS_HEAD = re.compile(
    r"(?:tỷ lệ|tỉ lệ|tỷ trọng|cơ cấu|diện tích|sản lượng|tốc độ|độ che phủ|mức|chỉ số|tỷ suất|hệ số|giá trị|năng suất|tổng|số|thu|chi|vốn|quy mô"
    r"|kim ngạch|doanh thu|gdp|grdp|tăng trưởng)(?!\w)",
    re.IGNORECASE,
)
_LONGEST_LABEL = 20  # words; a longer lead-in before a colon is a sentence, not the name of a group
_REMARK = re.compile(r"\((?!\s*(?:cuối|đến|năm|trong đó|gồm|bao gồm|giai đoạn|\d))[^()\d]*\)")


def tidy(text: str) -> str:
    """One line, single spaces, no edge punctuation."""
    return _SPACES.sub(" ", text).strip(" ,;:.-–+")


def strip_formula(text: str) -> str:
    """`text` without the formula words before and the linking words behind the name."""
    return tidy(_TAIL.sub("", _FORMULA.sub("", text)))


def without_periods(text: str, offset: int, periods: list[FoundPeriod]) -> str:
    """`text`, which begins at `offset`, with the periods in it blanked."""
    for period in periods:
        start, end = period.start - offset, period.end - offset
        if 0 <= start and end <= len(text) and not period.named:
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def suffix_of(text: str, clause: Clause, periods: list[FoundPeriod]) -> str:
    """The naming words behind a number: "13 đảng viên *mới* trở lên"."""
    behind = text[clause.quantity.end : clause.end]
    behind = without_periods(behind, clause.quantity.end, periods)
    behind = re.sub(r"\([^()]*\)?", lambda m: m.group() if _REMARK.fullmatch(m.group()) else " ", behind)
    return tidy(_PURPOSE.sub("", _YEARLY.sub(" ", _BASE.sub("", _OR_MORE.sub(" ", behind)))))


def prefix_of(text: str, clause: Clause, periods: list[FoundPeriod]) -> str:
    """The naming words before a number."""
    before = without_periods(text[clause.start : clause.prefix_end], clause.start, periods)
    return strip_formula(re.sub(r"\(\s*\)", " ", before))


def label_of(text: str, clause: Clause, periods: list[FoundPeriod]) -> str:
    """The label before the colon, "" where there is none."""
    if clause.label is None:
        return ""
    label = strip_formula(without_periods(text[slice(*clause.label)], clause.label[0], periods))
    return "" if _EMPTY_LABEL.match(label) or label.endswith((" như", " sau")) else label


_EMPTY_LABEL = re.compile(
    r"(?:(?:các|một số|những)\s+)?(?:chỉ tiêu|mục tiêu|nội dung|kết quả|nhiệm vụ|cụ thể|yêu cầu|giải pháp|định hướng|chia ra|bao gồm)(?!\w)",
    re.IGNORECASE,
)


def indicator(prefix: str, suffix: str, label: str, clause: Clause, words: str) -> str:
    """The name of what a clause measures; "" when neither the words before nor those behind the number name it."""
    with_head = _WITH_HEAD.match(prefix)
    if with_head:
        thing = label.split(":")[0] if label else _THING_VERB.sub("", with_head["thing"])
        return capital(tidy(f"{with_head['head']} {thing}"))
    linked = any(word in words.split() for word in ("đạt", "là", "chiếm", "còn")) or bool(
        told_kinds(words) & {"reach_up", "reach_down"}
    )
    name = _core(prefix, suffix, clause, words, linked=linked)
    remark = " ".join(m.group() for m in _REMARK.finditer(suffix)) if linked and prefix else ""
    name = tidy(f"{name} {remark}") if remark and remark not in name else name
    return capital(_with_label(name, label, clause))


def _core(prefix: str, suffix: str, clause: Clause, words: str, *, linked: bool) -> str:
    quantity = clause.quantity
    unit = noun(quantity.unit) if quantity.group in ("count", "noun") else ""
    if _COUNT_HEAD.fullmatch(prefix):
        return f"{prefix} {unit}"
    if prefix and (linked or not _VERBAL.match(prefix)) and not _bare(prefix, quantity.group):
        share = quantity.group == "rate" and linked and not told_kinds(words) & {"rise", "fall"}
        return _with_head(prefix) if share and "tăng trưởng" not in words else prefix
    named = tidy(f"{prefix} {unit} {suffix}")
    head = _HEAD_OF_UNIT.get(quantity.group or "")
    if head and named and not _HAS_HEAD.match(named):
        return f"{head} {named[0].lower() + named[1:] if named[1:2].islower() else named}"
    return named


def _with_head(name: str) -> str:
    """A share is named as one: "dân số toàn xã tham gia bảo hiểm y tế đạt 100%" is a rate."""
    return name if _HAS_HEAD.match(name) else f"Tỷ lệ {name[0].lower() + name[1:] if name[1:2].islower() else name}"


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
    if not name:
        return label
    if label.lower() in name.lower() or len(label.split()) > _LONGEST_LABEL:
        return name
    return f"{label}: {name}" if label.lower().startswith("cơ cấu") else f"{label} {name}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def part_name(name: str, whole: str, group: str) -> str:
    """The name of a part: what the whole is called carries on where the part only names its kind.

    "Tỷ lệ lao động qua đào tạo …, trong đó đào tạo nghề" is the rate of workers trained in a trade; the 250 ha of durian
    under "Diện tích trồng mới các loại cây" are newly planted.
    """
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


_PLANTED = re.compile(r"(?:diện tích|số|tổng số|sản lượng)(?: \w+ mới)?", re.IGNORECASE)
