"""Working days: which days offices work, counting in them, and the moment at which a day of deadline ends.

Offices work Monday to Friday (QĐ 188/1999/QĐ-TTg), but on official holidays (Bộ luật Lao động 45/2019/QH14, điều 111,
112), and on the days off that make up for a working day that was moved. Those days are decided year by year: they come
as a value, `WorkingDays`, and of a year without one only the weekends are known.

Terms end as in Bộ luật Dân sự 91/2015/QH13: the day a term is counted from does not count (điều 147 khoản 2); a term
whose last day is no working day ends with the next one (điều 148 khoản 5), at 24:00 (điều 148 khoản 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

_DAY = timedelta(days=1)
_SATURDAY = 5
# Viet Nam has kept this one offset, without summer time, since 1975: no table of time zones is asked.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days that differ from the week: days off, and weekend days on which offices work. No day is both."""

    holidays: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        both = self.holidays & self.make_up
        if both:
            raise ValueError(f"both a holiday and a working day: {min(both)}")

    def is_working_day(self, day: date) -> bool:
        return day in self.make_up or (day.weekday() < _SATURDAY and day not in self.holidays)

    def on_or_after(self, day: date) -> date:
        """`day` where it is a working day, else the next one: the day on which a term that ends on `day` ends."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def after(self, day: date, days: int = 1) -> date:
        """The working day that is `days` working days after `day`, which does not count itself.

        `days` is at least 1: ValueError otherwise.
        """
        if days < 1:
            raise ValueError(f"{days} working days after a day are no day")
        for _ in range(days):
            day = self.on_or_after(day + _DAY)
        return day

    def before(self, day: date, days: int = 1) -> date:
        """The working day that is `days` working days before `day`: the last on which a reminder is in time."""
        if days < 1:
            raise ValueError(f"{days} working days before a day are no day")
        for _ in range(days):
            day -= _DAY
            while not self.is_working_day(day):
                day -= _DAY
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days there are after `first` and up to `last`; 0 where `last` is not after `first`."""
        return sum(self.is_working_day(first + _DAY * place) for place in range(1, (last - first).days + 1))


def ends_at(deadline: date) -> datetime:
    """The first moment that is late for a deadline on that day: 24:00 in Vietnam, 0:00 of the next day."""
    return datetime.combine(deadline + _DAY, time(), VIETNAM)


def day_of(moment: datetime) -> date:
    """The day in Vietnam on which an aware `moment` falls. ValueError for one without a zone: it is no moment."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(VIETNAM).date()
