"""Deadlines as written: "hoàn thành trước ngày 31/12/2026", "trong quý III/2026", "hằng tháng trước ngày 20"."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from dondoc.commitments import Deadline
from dondoc.extracting.dates import find_dates
from dondoc.extracting.digits import years
from dondoc.extracting.periods import FoundPeriod, find_periods
from dondoc.extracting.within_year import in_cell, in_sentence
from dondoc.text import Mended
from dondoc.values import Period

_RECURS = re.compile(
    r"(?<!\w)(?:(?:định\s+kỳ\s+)?(?:hàng|hằng|mỗi)\s+(?:năm|quý|tháng|tuần|ngày)(?:,\s*(?:quý|tháng|năm|6\s+tháng))*(?:\s+trước\s+ngày\s+\d{1,2})?"
    r"|(?:định\s+kỳ\s+)?(?:trước\s+|vào\s+)?ngày\s+\d{1,2}\s+(?:hàng|hằng)\s+(?:tháng|quý|năm)|định\s+kỳ\s+(?:6\s+tháng|hàng|hằng|\d+\s+(?:tháng|năm))[^,;.]{0,20})(?!\w)"
)
_RECURRING = ("hàng", "hằng", "mỗi", "định")  # without one of these words nothing recurs
_BEFORE_DATE = re.compile(
    r"(?:(?:thời\s+)?hạn(?:\s+hoàn\s+thành|\s+thực\s+hiện)?\s*:\s*)\Z|(?:(?:hoàn\s+thành|xong|báo\s+cáo|trình|gửi|thực\s+hiện)\s+)?(?:trước|chậm\s+nhất|muộn\s+nhất|đến|trong|vào|xong\s+trước|hết|từ\s+nay\s+đến|(?:thời\s+)?hạn(?:\s+hoàn\s+thành)?\s+là)\s*(?:là\s+)?(?:trước\s+)?(?:hết\s+)?(?:\d{1,2}\s*(?:giờ|h)(?:\s*\d{2})?\s+)?(?:dịp\s+(?:nghỉ\s+)?(?:lễ\s+)?)?(?:ngày\s+)?\Z"
)
_BEFORE_PERIOD = re.compile(
    r"(?:hoàn\s+thành|xong|trước|chậm\s+nhất|ngay|trong|vào|từ\s+nay(?:\s+đến)?|từ|(?:tại|trong|vào)\s+(?:kỳ|phiên)\s+họp(?:\s+\w+){0,7}|(?:trong\s+)?\d{1,2}\s+ngày\s+đầu|đến\s+hết|hết|giai\s+đoạn(?:\s+(?:thực\s+hiện|triển\s+khai|thực\s+hiện\s+đến))?|triển\s+khai(?:\s+thực\s+hiện)?|thực\s+hiện|(?:thời\s+gian|(?:thời\s+)?hạn)(?:\s+(?:thực\s+hiện|hoàn\s+thành))?\s*:?)\s*(?:là\s+|(?:nửa\s+)?(?:đầu|cuối|giữa)\s+)?\Z"
)
_CELL_PERIOD = re.compile(
    r"(?<![\d/.\-])(?:(?:tháng\s*)?(?P<month>1[0-2]|0?[1-9])\s*[/-]\s*(?P<year>20\d{2}|19\d{2})|(?P<only>(?:19|20)\d{2}))"
    r"(?![\d/])(?!\s+(?:hộ|người|ha|xã|km|m2|con|cây|đồng|triệu|tỷ|lượt)(?!\w))"
)


_CELL_QUARTER = re.compile(
    r"(?<![\w/.\-])(?:q\s?(?P<arabic>[1-4])|(?P<roman>i{1,3}|iv))\s*[/-]\s*(?P<year>20\d{2}|19\d{2})(?![\d/])"
)  # "Q3/2026", "II/2026": in a cell no month is written so
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def end_of(period: Period) -> date:
    """The last day of a period: what "trong quý II năm 2014" gives a task."""
    return period.end


def _eve_of(period: Period) -> date:
    """ "Trước năm 2016" ends with 2015: a period, unlike a day, is named to be left out."""
    return period.start - timedelta(days=1)


def written_deadline(mended: Mended, start: int, end: int, original: str, year: int | None = None) -> Deadline | None:
    """The deadline that the words of `start` to `end` set, None when they set none.

    `on` is the day named ("trước ngày 30/11/2014" → 2014-11-30: whether that day still counts is for the office to
    say), or the last day of the period named. A recurring duty has `on` None. `year` is that of a plan for one year, in
    which "trước 30/6" needs no year.
    """
    lower = mended.lower
    dated = (_dated(lower, start, end) or _in_period(lower, start, end)) if years(lower, start, end) else None
    if dated is not None:
        first, last, on = dated
        return Deadline(" ".join(mended.original(first, last).of(original).split()), on)
    may_recur = any(lower.find(word, start, end) >= 0 for word in _RECURRING)
    recurring = _RECURS.search(lower, start, end) if may_recur else None
    if recurring is not None:
        quote = " ".join(mended.original(recurring.start(), recurring.end()).of(original).split())
        return Deadline(quote, None, " ".join(recurring.group().split()))
    within = in_sentence(lower, start, end, year) if year else None
    return Deadline(" ".join(mended.original(*within[:2]).of(original).split()), within[2]) if within else None


def _dated(lower: str, start: int, end: int) -> tuple[int, int, date] | None:
    """The first day named; of "đến ngày 31/10 đạt 65%, đến ngày 30/11 đạt 80%" the last: work goes on until then."""
    first = None
    for found in find_dates(lower[start:end]):
        at = start + found.start
        lead = _BEFORE_DATE.search(lower, max(start, at - 45), at)
        if lead is None:
            continue
        if first is None:
            first = (lead.start(), start + found.end, found.value)
            if not lead.group().startswith(_UNTIL):
                return first
        elif lead.group().startswith(_UNTIL):
            first = (lead.start(), start + found.end, found.value)
    return first


_UNTIL = ("đến", "hết")


def named_day(lower: str, start: int, end: int) -> date | None:
    """The day by which something is done: "hoàn thành 2.305 nhà trước ngày 30/9/2010"."""
    named = lower.find("/", start, end) >= 0 or lower.find("ngày", start, end) >= 0
    dated = _dated(lower, start, end) if named and years(lower, start, end) else None
    return dated[2] if dated else None


_NAMED_THING = re.compile(
    r"(?:nghị\s+quyết|quyết\s+định|kế\s+hoạch|chương\s+trình|đề\s+án|quy\s+hoạch|dự\s+toán|chiến\s+lược|năm\s+học|vụ)[^,;.]{0,60}\Z"
)


_WHEN = re.compile(r"(?:trong|vào|hoàn\s+thành|xong|chậm\s+nhất|đến\s+hết|tại|thời|hạn)(?!\w)")  # never part of a name
_FIRST_DAYS = re.compile(r"(\d{1,2})\s+ngày\s+đầu\Z")
_MIDDLE = 15  # day of a month
_TIMED = re.compile(r"(?:thời\s+)?(?:gian|hạn)(?!\w)")  # "Đề án … (thời hạn: tháng 10/2026)"
_WITHIN = re.compile(r"(?:trong|vào)\s+\Z")  # "sơ kết giữa kỳ thực hiện Kế hoạch trong quý III năm 2028"
_AIMS = re.compile(r"(?:[;,]|(?<!\w)phấn\s+đấu)\s*\Z")
_DEED = re.compile(
    r"\s*(?:hoàn\s+thành|thành\s+lập|xây\s+dựng|có|đạt|100%|hình\s+thành|khởi\s+công|đưa)(?!\w)|,\s*100%"
)
_SESSION = re.compile(r"(?:kỳ|phiên)\s+họp.*giữa")
_PREPARES = ("triển khai", "thực hiện", "triển khai thực hiện")  # a school year that is prepared, not when


def _in_period(lower: str, start: int, end: int) -> tuple[int, int, date | None] | None:
    for found in find_periods(lower, start, end):
        if found.base or found.start < start:
            continue
        lead = _BEFORE_PERIOD.search(lower, max(start, found.start - 40), found.start)
        if found.named and not (lead and (_TIMED.match(lead.group()) or _WITHIN.search(lead.group()))):
            continue
        school = lead is not None and lower.startswith("năm học", found.start) and lead.group().strip() in _PREPARES
        named = (
            lead is not None
            and not _WHEN.match(lead.group())
            and _NAMED_THING.search(lower, max(start, lead.start() - 70), lead.start())
        )
        if lead is not None and not school and not named:
            return lead.start(), found.end, _day_led_to(lead.group().rstrip(), found.period)
        if _tells_when(lower, start, found):
            return found.start, found.end, end_of(found.period)
    return None


def _day_led_to(lead: str, period: Period) -> date | None:
    """The day that a period gives behind "trước", "trong", "trong nửa đầu" (the middle of a month).

    None for the session in the middle of a year ("tại kỳ họp giữa năm 2027"), whose month is not told.
    """
    if _SESSION.search(lead):
        return None
    if lead.endswith("trước"):
        return _eve_of(period)
    first_days = _FIRST_DAYS.search(lead)
    if first_days and period.start.month == period.end.month:
        return period.start.replace(day=min(int(first_days[1]), period.end.day))
    if lead.endswith(("nửa đầu", "giữa")) and period.start.month == period.end.month:
        return period.start.replace(day=_MIDDLE)
    return end_of(period)


def _tells_when(lower: str, start: int, found: FoundPeriod) -> bool:
    """A period that opens the sentence dates it: "Năm 2013: …", "Giai đoạn I (2008-2010) trồng mới …"."""
    before = lower[start : found.start].strip(" -+,:").removeprefix("trước mắt").strip(" ,")
    words = lower[found.start : found.end]
    timed = words.startswith(("trong", "vào", "đến", "hết", "năm", "giai đoạn", "tháng", "quý", "tới"))
    if not before:
        return timed
    aims = words.startswith("phấn đấu") or _AIMS.search(lower, start, found.start)
    if words.startswith(("đến năm", "phấn đấu đến", "giai đoạn")) and aims and _DEED.match(lower, found.end):
        return True
    return words.startswith(("trong năm", "vào năm", "trong quý", "trong tháng", "hết năm", "đến hết"))


_LONGEST_OPENING = 16  # characters before the period that opens a heading: "Tầm nhìn đến …", "Định hướng …"


def opening_deadline(mended: Mended, start: int, end: int, original: str) -> Deadline | None:
    """The last day of the period that opens a heading: "Giai đoạn 2015 - 2020 và định hướng đến 2030"."""
    found = next(find_periods(mended.lower, start, end), None)
    if found is None or found.start - start > _LONGEST_OPENING:
        return None
    quote = " ".join(mended.original(start, found.end).of(original).split())
    return Deadline(quote, end_of(found.period))


_REFERS = ("theo ", "căn cứ ", "thực hiện theo ")  # "Theo Quyết định số 12/QĐ-UBND ngày 5/1/2026"


def cell_deadline(text: str, year: int | None = None) -> Deadline | None:
    """The deadline of a table cell: "6/2025", "Quý II/2025", "2025 - 2026", "Hằng năm"; None for "Thường xuyên".

    `year` is that of a plan for one year: there "Quý II" is enough.
    """
    quote = " ".join(text.split()).strip(" .;")
    low = quote.lower()
    if not low or low.startswith(_REFERS):
        return None
    if "tiếp theo" in low or _RECURS.search(low):
        return Deadline(quote, None, quote)
    dates = list(find_dates(low))
    if dates:
        return Deadline(quote, dates[-1].value)
    periods = [p for p in find_periods(low, 0, len(low)) if not p.base]
    if periods:
        return Deadline(quote, end_of(periods[-1].period))
    within = in_cell(low, year) if year else None
    return _short(quote, low) or (Deadline(quote, within) if within else None)


def _short(quote: str, low: str) -> Deadline | None:
    quarters = list(_CELL_QUARTER.finditer(low))
    if quarters:
        last = quarters[-1]
        number = int(last["arabic"]) if last["arabic"] else _QUARTERS[last["roman"]]
        return Deadline(quote, end_of(Period(f"{last['year']}-Q{number}")))
    found = list(_CELL_PERIOD.finditer(low))
    if not found:
        return None
    match = found[-1]
    if match["only"]:
        return Deadline(quote, date(int(match["only"]), 12, 31))
    year, month = int(match["year"]), int(match["month"])
    return Deadline(quote, date(year, month, calendar.monthrange(year, month)[1]))
