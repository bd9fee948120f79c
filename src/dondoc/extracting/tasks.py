"""Tasks and assignments in prose.

A task is one sentence that tells what shall be done. In the closing part a sentence is a task only if it asks for one
product or act with an end; every other duty of a named body is an assignment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from dondoc.commitments import Deadline, Nature
from dondoc.extracting.bodies import heading_body, split_bodies, subject, supporting
from dondoc.extracting.deadlines import written_deadline
from dondoc.extracting.sections import Role, Sections
from dondoc.extracting.sentences import sentences
from dondoc.extracting.spans import FoundAssignment, FoundTarget, FoundTask
from dondoc.extracting.vocabulary import alternatives, any_of, terms
from dondoc.reading.outline import Item, Mark, Outline

_READ = (Role.TASKS, Role.DUTIES, Role.EXECUTION, Role.MIXED, Role.PROVISIONS, Role.FUNDING)


@dataclass(frozen=True, slots=True)
class Duties:
    """What prose orders: tasks, and assignments of the closing part."""

    tasks: tuple[FoundTask, ...]
    assignments: tuple[FoundAssignment, ...]


@dataclass(frozen=True, slots=True)
class _Order:
    """A sentence that orders something, with what its headings add."""

    item: Item
    start: int
    end: int
    role: Role
    lead: str | None
    named: bool
    heading_deadline: Deadline | None


def find_duties(outline: Outline, sections: Sections, targets: Sequence[FoundTarget]) -> Duties:
    """The tasks and assignments of all prose items, in the order of the text."""
    tasks: list[FoundTask] = []
    assignments: list[FoundAssignment] = []
    stated = _Stated(targets)
    for order in _orders(outline, sections, stated):
        text = outline.mended.text[order.start : order.end]
        if _is_assignment(order, text):
            assignments.append(FoundAssignment(order.start, order.end, order.item.path, _bodies(order, text)))
        elif order.role is not Role.PROVISIONS:
            tasks.append(_task(outline, order, text))
    return Duties(tuple(_with_office_lines(outline, sections, tasks)), tuple(assignments))


class _Stated:
    """Where numbers are promised, so that a sentence of nothing else is no task."""

    def __init__(self, targets: Sequence[FoundTarget]) -> None:
        self.spans = sorted((target.start, target.end) for target in targets)

    def only(self, start: int, end: int, lower: str) -> bool:
        """Whether the sentence states numbers and orders nothing besides."""
        inside = [span for span in self.spans if start <= span[0] and span[1] <= end + 1]
        if not inside or inside[0][0] - start > 12:
            return False
        return bool(_ASPIRES.match(lower, start, end)) or not (
            acts(lower[start:end]) or _DEED.search(lower, start, end)
        )


_ASPIRES = re.compile(r"\W*(?:phấn đấu|mục tiêu|chỉ tiêu)(?!\w)")
_DEED = re.compile(
    r"(?<!\w)(?:xây dựng|trồng mới|trồng|đào tạo|thành lập|xây mới|khoanh nuôi|nạo vét|lắp đặt)\s+(?:mới\s+)?(?:được\s+)?(?:khoảng\s+)?\d"
)


def _orders(outline: Outline, sections: Sections, stated: _Stated) -> Iterator[_Order]:
    text, lower = outline.mended.text, outline.mended.lower
    siblings = _acting_groups(outline)
    for item in outline.items:
        role = sections.roles[item.index]
        if (
            role not in _READ
            or item.block.table is not None
            or item.block.note
            or sections.headings[item.index]
            and not _announces_by_acting(outline, item)
        ):
            continue
        if _is_lead_in(outline, sections, item):
            continue
        heading_lead = _lead_above(outline, sections, item)
        last_lead: str | None = None
        for start, end in sentences(text, _says_from(outline, item), item.end):
            ordered = _orders_something(lower, start, end, role) or (
                start == item.head and role is Role.TASKS and _beside_acts(outline, item, siblings, lower[start:end])
            )
            if not ordered or stated.only(start, end, lower):
                continue
            found = subject(_without_opening(text[start:end]), directed=heading_lead is None)
            own = found[0] if found else None
            lead = own or heading_lead or last_lead
            last_lead = own or last_lead
            yield _Order(item, start, end, role, lead, own is not None or heading_lead is not None, None)


def _announces_by_acting(outline: Outline, item: Item) -> bool:
    """ "Qui hoạch thành 5 vùng phát triển cao su như sau:" orders, unlike a heading, though it stands above items."""
    text = outline.mended.lower[item.body : item.end].rstrip()
    return text.endswith("như sau:") and acts(text) and "mức " not in text


def _acting_groups(outline: Outline) -> dict[int, bool]:
    """For each item with bullets below it: whether most of them open with an act."""
    counts: dict[int, list[int]] = {}
    for item in outline.items:
        if item.mark in (Mark.DASH, Mark.PLUS, Mark.LETTER) and item.block.table is None:
            tally = counts.setdefault(item.parent, [0, 0])
            tally[0] += 1
            tally[1] += acts(outline.mended.lower[item.head : min(item.end, item.head + 200)])
    return {parent: acting * 3 >= all_ * 2 and acting >= 2 for parent, (all_, acting) in counts.items()}


def _beside_acts(outline: Outline, item: Item, siblings: dict[int, bool], sentence: str) -> bool:
    """A bullet among acts is one, even if its verb is misspelt ("Phhosi hợp tổ chức đào tạo …")."""
    bullet = item.mark in (Mark.DASH, Mark.PLUS, Mark.LETTER)
    return (
        bullet and siblings.get(item.parent, False) and len(sentence.split()) > 7 and not _NOT_AN_ORDER.match(sentence)
    )


def _says_from(outline: Outline, item: Item) -> int:
    """Where an item begins to say what to do; a run-in heading that names an act or a body belongs to it."""
    if item.head == item.body:
        return item.body
    head = outline.mended.text[item.body : item.head]
    return item.body if heading_body(head) and item.mark < Mark.DASH else item.head


_SETS_SCENE = re.compile(
    r"^(?:trên cơ sở|căn cứ|để|nhằm|trong (?:năm|quý|tháng|giai đoạn|thời gian|quá trình|phạm vi)|đến (?:hết )?(?:năm|ngày|tháng)|từ (?:năm|nay|ngày)|năm \d|giai đoạn|trước (?:ngày|tháng|năm|mắt)|sau khi|ngay (?:sau|trong|từ)|định kỳ|hàng|hằng|đồng thời|trong đó|ngoài ra|bên cạnh đó|song song với|tùy theo|theo|cùng với|đối với|về|với)(?!\w)",
    re.IGNORECASE,
)
_SMALL_OPENING = re.compile(
    r"^(?:đồng thời|trong đó|ngoài ra|bên cạnh đó|đặc biệt|trước mắt|định kỳ|hàng năm|hằng năm|thường xuyên|cuối nhiệm kỳ|hàng tháng|hằng tháng|hàng quý),?\s+",
    re.IGNORECASE,
)


def _without_opening(text: str) -> str:
    """`text` without the words that set the scene: "Trên cơ sở chức năng, nhiệm vụ được giao, các cơ quan …"."""
    rest = text
    if _SETS_SCENE.match(text):
        commas = [match.end() for match in re.finditer(r"[,:]\s*", text[:400])]
        rest = next((text[at:] for at in commas if _begins_act(text[at:])), text[commas[0] :] if commas else text)
    return _SMALL_OPENING.sub("", rest, count=1) or text


@cache
def _verb() -> re.Pattern[str]:
    adverbs = r"(?:(?:tiếp tục|thường xuyên|khẩn trương|kịp thời|tích cực|chủ động|từng bước|nghiêm túc|phải|cần|sẽ|và|tổ chức|kiên quyết|sớm|tập trung|phấn đấu|quyết liệt|luôn|cơ bản|đồng thời|song song|nhanh chóng|hết sức|ngay|thật sự|giao|đề nghị|yêu cầu|không ngừng|trước mắt|tiến hành|đặc biệt)\s+)*"
    return re.compile(rf"\W*{adverbs}{alternatives(terms('acts', 'verb'))}(?!\w)")


def _begins_act(text: str) -> bool:
    return bool(_verb().match(text.lower())) or subject(text) is not None


_PASSIVE = re.compile(r"(?<!\w)(?:phải được|phải|cần phải|cần được|cần|được)\s+(?=\w)")
_RIGHT = re.compile(
    r"(?<!\w)được\s+(?:hưởng|hỗ trợ|vay|miễn|giảm|góp|cấp|nhận|sử dụng|quyền|ưu tiên|ưu đãi|xét|tham gia|thanh toán|áp dụng|trả|chi|bồi thường|tính|khấu trừ|xem xét|khen|lựa chọn)|có quyền|không được hỗ trợ|mức hỗ trợ|tự thỏa thuận"
)


def acts(lower: str) -> bool:
    """Whether a sentence orders an act: it opens with a verb, or with a body and what that body shall do."""
    rest = _without_opening(lower)
    if _verb().match(rest):
        return True
    return subject(rest) is not None


@cache
def _private() -> re.Pattern[str]:
    return re.compile(
        rf"\W*{alternatives(terms('acts', 'private'))}(?!\w)(?! (?:nhà nước|chính trị|đảng|đoàn|công đoàn))"
    )


_NOT_AN_ORDER = re.compile(
    r"\W*(?:lãnh đạo phụ trách|sau khi (?:thảo luận|xem xét|nghe)|căn cứ chức năng, nhiệm vụ[^.]{0,60}(?:xây dựng|ban hành) kế hoạch|(?:cơ quan|đơn vị) (?:chủ trì|phối hợp|thực hiện)|thời gian(?: thực hiện)?\s*:|thời hạn\s*:|địa điểm\s*:|kinh phí(?: thực hiện)?\s*:|đối tượng\s*:|số lượng\s*:|mục tiêu\s*:|nguồn vốn\s*:|tổng (?:mức|kinh phí|vốn|số)|trên đây là|nơi nhận|căn cứ (?:luật|nghị quyết|nghị định|quyết định|thông tư|kế hoạch|chỉ thị|công văn|bộ luật|pháp lệnh)|xét (?:đề nghị|tờ trình)|theo đề nghị|chi tiết tại|có phụ lục|\(có |\(ban hành|\(kèm|\(chi tiết"
    r"|(?:nghị quyết|quyết định|chỉ thị|kế hoạch|thông tư|nghị định|chương trình) này (?:đã được|có hiệu lực|thay thế|được|gồm|áp dụng)|bãi bỏ|thay thế (?:nghị|quyết|thông)|quyết định (?:số|này)|có hiệu lực|ban hành kèm theo|phê duyệt (?:đề án|quy hoạch|kế hoạch|chương trình|chiến lược)[^.]{0,200}(?:với (?:các|những) nội dung|như sau|sau đây|kèm theo)|thông qua|nhất trí|tán thành|ban hành (?:kế hoạch|chương trình|chính sách|kèm|chiến lược|quy)[^.]{0,220}(?:với|kèm theo|như sau|sau đây|này))"
)
_MOTTO = re.compile(r"độc lập\s*-\s*tự do|cộng hòa xã hội")


def _orders_something(lower: str, start: int, end: int, role: Role) -> bool:
    sentence = lower[start:end]
    if len(sentence.split()) < 4 or _NOT_AN_ORDER.match(sentence) or _MOTTO.search(sentence):
        return False
    if _private().match(sentence) and "có trách nhiệm" not in sentence and not _verb().match(sentence):
        return False
    if role is Role.PROVISIONS:
        return bool(_IMPLEMENTS.search(sentence)) and acts(sentence)
    if role is Role.FUNDING:
        return acts(sentence) and not re.search(r"\d\s*(?:triệu|tỷ|đồng)", sentence) and subject(sentence) is not None
    if acts(sentence):
        return not (_private().match(sentence) and _RIGHT.search(sentence)) and not _REFUSES.search(sentence)
    deed = bool(_DEED.search(sentence)) or (bool(_PASSIVE.search(sentence)) and not _REFUSES.search(sentence))
    return role is Role.TASKS and deed and not _trivial(sentence)


_REFUSES = re.compile(r"không được|mức hỗ trợ")


def _trivial(sentence: str) -> bool:
    return len(sentence.split()) < 8 or sentence.rstrip().endswith(":")


_IMPLEMENTS = re.compile(
    r"(?:thi hành|thực hiện|triển khai|giám sát|hướng dẫn|tổ chức thực hiện)[^.;]{0,90}(?:nghị quyết|quyết định|chỉ thị|kế hoạch|chương trình|đề án|thông tư|nghị định|chính sách|công điện|quy định|quy chế|chiến lược|quy hoạch)(?: số \S+)? này"
)


def _is_lead_in(outline: Outline, sections: Sections, item: Item) -> bool:
    """A line that only announces the acts below it: it ends in a colon, and those below are acts themselves."""
    text = outline.text(item).rstrip()
    if not item.children or not text.endswith(":"):
        return False
    below = [other for other in outline.items if other.parent == item.index]
    acting = sum(1 for other in below if acts(outline.mended.lower[other.body : other.end]) or other.children)
    return acting * 2 >= len(below) or not acts(text.lower())


def _lead_above(outline: Outline, sections: Sections, item: Item) -> str | None:
    """The body that the headings above give their tasks to; the nearest one decides."""
    if item.head > item.body:
        own = heading_body(outline.mended.text[item.body : item.head])
        if own:
            return own
    for above in outline.above(item):
        if above.mark <= Mark.ARTICLE and not outline.text(above).rstrip().endswith(":"):
            return None
        text = outline.text(above).rstrip()
        if sections.headings[above.index] or text.endswith(":"):
            body = heading_body(text)
            if body:
                return body
        elif above.head > above.body:
            body = heading_body(outline.mended.text[above.body : above.head])
            if body:
                return body
    return None


# In the closing part: duties towards this very document, and standing duties without a product.
_THIS = re.compile(
    r"(?:nghị quyết|quyết định|chỉ thị|kế hoạch|chương trình|đề án|chính sách|chiến lược|quy hoạch|thông báo|kết luận)(?: này| (?=theo|tại|trên|đến|cho|với|về|và|hàng|đạt|có|của|\W|$))"
    r"|nhiệm vụ (?:được giao|của|về|đã đề ra|tại)|thực hiện (?:các )?(?:nhiệm vụ|dự án|giải pháp|mục tiêu|nội dung)|kết quả thực hiện|tình hình thực hiện|việc thực hiện"
)


@cache
def _product() -> re.Pattern[str]:
    with_body = r"(?:phối hợp[^,;]{0,200}?|tham mưu[^,;]{0,60}?|chủ trì[^;]{0,220}?|chỉ đạo[^,;]{0,80}?)?"
    return re.compile(rf"\W*(?:{with_body}\s*){alternatives(terms('acts', 'product'))}(?!\w)")


def _is_assignment(order: _Order, text: str) -> bool:
    lower = text.lower()
    if order.role is Role.PROVISIONS:
        return True
    if _IMPLEMENTS.search(lower) and order.named and order.role in (Role.MIXED, Role.EXECUTION):
        return True
    if order.role not in (Role.EXECUTION, Role.DUTIES) or order.lead is None:
        return False
    found = subject(_without_opening(lower))
    rest = lower[lower.find(found[0]) + len(found[0]) :] if found else lower
    rest = re.sub(r"^\W*(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ)\s*:?\s*", "", rest)
    if _PLANS_THIS.search(rest) or (order.role is Role.EXECUTION and _RUNS.match(rest)):
        return True
    if order.role is Role.DUTIES:
        return bool(_THIS_ONE.search(text))
    return not _product().match(rest)


# A document named with a capital and no number is the one at hand: "triển khai việc thực hiện Chính sách".
_THIS_ONE = re.compile(
    r"(?:thực hiện|triển khai|thi hành|giám sát)(?: có hiệu quả| tốt| việc)*(?: thực hiện)? (?:Nghị quyết|Quyết định|Chỉ thị|Kế hoạch|Chương trình"
    r"|Đề án|Chính sách|Chiến lược|Quy hoạch|Phương án)(?! (?:số|\d|quốc gia về (?!phòng)))"
)
_PLANS_THIS = re.compile(
    r"(?:xây dựng|ban hành|lập) (?:các |chương trình,? )?(?:kế hoạch|chương trình|quy chế|văn bản)[^.;]{0,60}(?:thực hiện|triển khai|cụ thể hóa)|(?:nghị quyết|quyết định|chỉ thị|kế hoạch|chương trình|đề án|chính sách|chiến lược|quy hoạch) này"
    r"|tổng hợp[^.;]{0,80}báo cáo|báo cáo[^.;]{0,80}(?:kết quả|tình hình)"
)
_RUNS = re.compile(
    r"\W*(?:(?:chủ trì|phối hợp)[^.;]{0,160}?)?(?:tổ chức |triển khai )?(?:triển khai|thực hiện|hướng dẫn|theo dõi|đôn đốc|kiểm tra|giám sát|quán triệt|tuyên truyền)(?!\w)"
)


def _bodies(order: _Order, text: str) -> tuple[str, ...]:
    return split_bodies(order.lead) if order.lead else ()


def _task(outline: Outline, order: _Order, text: str) -> FoundTask:
    start = order.start
    end = order.end
    while end > start and outline.mended.text[end - 1] in " \n;":
        end -= 1
    lower = text.lower()
    deadline = written_deadline(outline.mended, start, end, outline.document.text) or _phase(outline, order.item)
    with_whom = supporting(text)
    return FoundTask(
        start, end, order.item.path, nature(lower), order.lead, with_whom, None, deadline, order.item.index
    )


def _phase(outline: Outline, item: Item) -> Deadline | None:
    """A heading that is nothing but a phase dates what stands under it: "1. Giai đoạn 2014 - 2016"."""
    for above in outline.above(item)[:4]:
        text = outline.text(above).strip(" .:")
        if len(text.split()) <= 7 and re.match(
            r"(?:giai đoạn|năm \d|trong năm|quý|từ năm|đến (?:hết )?năm|tầm nhìn)", text.lower()
        ):
            return written_deadline(outline.mended, above.body, above.end, outline.document.text)
    return None


def nature(lower: str, product: str | None = None) -> Nature:
    """What kind of work a task is: a product at its end, an event, or work without an end."""
    if any_of("acts", "event").search(lower[:160]) and not lower.startswith(("rà soát", "xây dựng")):
        return Nature.EVENT
    if product and not re.search(r"thường xuyên|báo cáo", product.lower()):
        return Nature.DELIVERABLE
    opening = re.sub(r"^\W*(?:tiếp tục|khẩn trương|chủ trì,?\s*(?:phối hợp[^,;]*)?)\s*", "", lower)
    if _ENDS.match(opening):
        return Nature.DELIVERABLE
    return Nature.ONGOING


_ENDS = re.compile(
    r"\W*(?:cập nhật, hoàn thiện|rà soát,? (?:cắt giảm|sửa đổi|bổ sung|đề xuất|điều chỉnh)|xây dựng (?:và ban hành |, )?(?:kế hoạch|đề án|quy chế|chính sách|chương trình|danh mục|quy hoạch|nghị định|thông tư|luật|bộ|cơ chế|phương án|lộ trình)"
    r"|ban hành|thành lập|biên soạn|cho ý kiến|đánh giá \d+ năm|điều chỉnh,? bổ sung|lập|trình|sơ kết|tổng kết|hoàn thành|nghiên cứu, xây dựng|hoàn chỉnh|xây dựng (?:nhà máy|\d+))"
)


# "Đơn vị chủ trì: …; Đơn vị phối hợp: …" closes or opens a heading and governs all its items.
_OFFICE_LINE = re.compile(
    r"(?:cơ quan|đơn vị)\s+(?:chủ trì|thực hiện|đầu mối)(?:\s+thực hiện)?\s*:\s*(?P<lead>[^;.\n]+)(?:[;.]\s*(?:cơ quan|đơn vị)\s+phối hợp[^:]*:\s*(?P<support>[^;\n]+))?",
    re.IGNORECASE,
)
_TIME_LINE = re.compile(r"^\W*thời gian(?:\s+(?:thực hiện|triển khai|hoàn thành))?\s*:\s*", re.IGNORECASE)


def _with_office_lines(outline: Outline, sections: Sections, tasks: Sequence[FoundTask]) -> Iterator[FoundTask]:
    lines = _office_lines(outline)
    times = _time_lines(outline)
    for task in tasks:
        item = outline.items[task.item]
        near = [item.index, *(above.index for above in outline.above(item)[:2])]
        office = next((lines[index] for index in near if index in lines), None)
        when = next((times[index] for index in near if index in times), None)
        if office is not None:
            task = replace(task, lead=office[0], supporting=(*task.supporting, *office[1]))
        if when is not None and task.deadline is None:
            task = replace(task, deadline=when)
        yield task


def _office_lines(outline: Outline) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Heading index → lead and supporting bodies told in a line of their own below it."""
    found: dict[int, tuple[str, tuple[str, ...]]] = {}
    for item in outline.items:
        if item.block.table is not None:
            continue
        match = _OFFICE_LINE.search(outline.mended.text, item.body, item.end)
        if match is not None and match.start() - item.body < 40:
            support = split_bodies(match["support"].strip(" .")) if match["support"] else ()
            found.setdefault(item.parent, (" ".join(match["lead"].split()), support))
    found.pop(-1, None)
    return found


def _time_lines(outline: Outline) -> dict[int, Deadline]:
    found: dict[int, Deadline] = {}
    for item in outline.items:
        match = _TIME_LINE.match(outline.mended.text, item.body, item.end) if item.block.table is None else None
        if match is not None:
            deadline = written_deadline(outline.mended, match.end(), item.end, outline.document.text)
            if deadline is not None:
                found.setdefault(item.parent, deadline)
    found.pop(-1, None)
    return found
