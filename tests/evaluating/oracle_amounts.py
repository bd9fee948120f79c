"""What was done, as the definitions say it: which figure counts and how an amount is made of figures.

The first half of the oracle (oracle.py): plain lists of figures, one target at a time, every amount an exact Fraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from dondoc import Basis, Figure, Measure, Qualifier, Reason, Stage, Target, Terms

DAY = timedelta(days=1)
UNITS = {"%": 1, "điểm %": 1, "‰": Fraction(1, 10), "ha": 1, "km²": 100, "triệu đồng": 1, "cây": 1, "tỷ đồng": 1000}
RATES = ("%", "điểm %", "‰")
LEANS = {Qualifier.EXACT: 0, Qualifier.ABOUT: 0, Qualifier.MORE_THAN: 1, Qualifier.NEAR: -1}
STAGES = list(Stage)
VALUES = (Basis.PERIOD, Basis.CUMULATIVE)


@dataclass(frozen=True, order=True)
class Amount:
    """A number and the side on which the truth lies: "trên 7.000" leans up (1), "gần 4.930" down (-1)."""

    value: Fraction
    lean: int = 0

    def __sub__(self, other: Amount) -> Amount:
        return sum_of([self, Amount(-other.value, -other.lean)])


def sum_of(amounts: Sequence[Amount]) -> Amount:
    """It leans as its parts do, and nowhere where they lean to both sides."""
    leans = {amount.lean for amount in amounts} - {0}
    return Amount(sum((amount.value for amount in amounts), Fraction(0)), leans.pop() if len(leans) == 1 else 0)


@dataclass(frozen=True)
class Found:
    """An amount, how it is known, and its last day."""

    amount: Amount
    reason: Reason
    until: date


@dataclass(frozen=True)
class Case:
    """One target with a period, and all that may be used of what was reported about it."""

    target: Target
    terms: Terms
    figures: tuple[Figure, ...]
    as_of: date
    parts: tuple[Case, ...] = ()

    @property
    def start(self) -> date:
        assert self.target.period
        return self.target.period.start

    @property
    def end(self) -> date:
        assert self.target.period
        return self.target.period.end

    @property
    def due_on(self) -> date:
        """NĐ 09/2019: a report is sent by the 25th of the last month."""
        return self.terms.due_on or self.end.replace(day=25)

    @property
    def oldest(self) -> date:
        """The first day on which a level is not too old for the end."""
        return self.end - timedelta(days=31 if self.terms.tolerance_days is None else self.terms.tolerance_days)

    def based(self, amount: Decimal) -> Fraction:
        """An amount in the unit of the target, in the base unit of its family."""
        return Fraction(amount) * UNITS[self.target.unit or ""]


def usable(figures: Iterable[Figure], as_of: date, known_at: date) -> tuple[Figure, ...]:
    """Known by `known_at`; days after `as_of` only where they were told by then."""
    return tuple(f for f in figures if f.known_on <= known_at and (f.end <= as_of or f.known_on <= as_of))


# Which figure counts


def best(figures: Iterable[Figure]) -> Figure | None:
    """The later last day, then the firmer stage, then the one told later, then the later version."""
    return max(figures, key=lambda f: (f.end, STAGES.index(f.stage), f.known_on, f.version), default=None)


def amount_of(figure: Figure) -> Amount:
    return Amount(Fraction(figure.value) * UNITS[figure.unit], LEANS[figure.qualifier])


def total(case: Case, start: date, end: date) -> Amount | None:
    """What was told of just these days; else what single months, quarters or years without a gap add up to."""
    of_days = [f for f in case.figures if f.basis in VALUES and (f.start, f.end) == (start, end)]
    if figure := best(of_days):
        return amount_of(figure)
    return next((found for months in (1, 3, 12) if (found := added(case, start, end, months))), None)


def added(case: Case, start: date, end: date, months: int) -> Amount | None:
    first, found = start, []
    while first <= end:
        last = month_end(first, months)
        piece = best(f for f in case.figures if f.basis in VALUES and (f.start, f.end) == (first, last))
        if piece is None:
            return None
        first, found = last + DAY, [*found, amount_of(piece)]
    return sum_of(found) if first == end + DAY else None


def month_end(first: date, months: int) -> date:
    """The last day of so many months from a first of a month on."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1) - DAY


def flow(case: Case, start: date, end: date) -> Found | None:
    """A total of the days themselves, else the year up to the end less the year up to the start."""
    if own := total(case, start, end):
        return Found(own, Reason.FIGURE_OF_PERIOD, end)
    first = start.replace(month=1, day=1)
    if first < start and (whole := total(case, first, end)) and (before := total(case, first, start - DAY)):
        return Found(whole - before, Reason.YEAR_LESS_BEFORE, end)
    return None


def latest(
    case: Case, basis: Basis, *, start: date | None = None, after: date = date.min, until: date
) -> Figure | None:
    """The figure of the latest day after `after`, not after `until`."""
    fitting = (f for f in case.figures if f.basis is basis and start in (None, f.start))
    return best(f for f in fitting if after < f.end <= until)


def level(case: Case) -> Found | None:
    """At the end itself (or on the day after); within the tolerance before it once the period is over."""
    first = case.oldest if case.as_of >= case.end else case.end
    if case.target.measure is Measure.CHANGE:
        first = max(first, case.start + DAY)
    figure = latest(case, Basis.LEVEL, after=first - DAY, until=case.end + DAY)
    return Found(amount_of(figure), Reason.FIGURE_OF_PERIOD, case.end) if figure else None


def baseline(case: Case) -> Amount | None:
    """Settled by people; else the level promised at the end less the increase; else the latest before the period."""
    target = case.target
    if case.terms.baseline is not None:
        return Amount(case.based(case.terms.baseline))
    if target.level_at_end is not None:
        return Amount(case.based(target.level_at_end) - case.based(target.amount))
    figure = latest(case, Basis.LEVEL, until=case.start)
    return amount_of(figure) if figure else None


def published(case: Case, end: date) -> Found | None:
    figure = best(f for f in case.figures if f.basis is Basis.GROWTH and (f.start, f.end) == (case.start, end))
    return Found(amount_of(figure), Reason.FIGURE_OF_PERIOD, end) if figure else None


def growth(case: Case, end: date) -> Found | None:
    """As published; else from both values, on the same days a year before, where no other base is named."""
    if told := published(case, end):
        return told
    pair = None if case.target.base else both_values(case)
    if pair is None or pair[1].value <= 0:
        return None
    now, before = pair
    of_base = Amount(now.value, before.lean * (now.value > 0) - before.lean * (now.value < 0))
    return Found(
        Amount((now.value / before.value - 1) * 100, (sum_of([now, Amount(-of_base.value, -of_base.lean)])).lean),
        Reason.GROWTH_COMPUTED,
        end,
    )


def both_values(case: Case) -> tuple[Amount, Amount] | None:
    """Of the period and of the one a year before: two totals, else two levels, each from within its period."""
    spans = [(case.start, case.end), (year_before(case.start), year_before(case.end))]
    totals = [told.amount for start, end in spans if (told := flow(case, start, end))]
    levels = [told for start, end in spans if (told := level_in(case, start, end))]
    values = next((some for some in (totals, levels) if len(some) == 2), None)
    return (values[0], values[1]) if values else None


def level_in(case: Case, start: date, end: date) -> Amount | None:
    days = case.end - case.oldest if case.as_of >= end else timedelta(0)
    first = max(end - days, start + DAY)
    figure = latest(case, Basis.LEVEL, after=first - DAY, until=end + DAY)
    return amount_of(figure) if figure else None


def year_before(day: date, years: int = 1) -> date:
    last = (day + DAY).day == 1
    return month_end(date(day.year - years, day.month, 1), 1) if last else day.replace(year=day.year - years)


def increase(case: Case, end: date, at_end: Amount | None) -> Found | None:
    """As told, else the level less the baseline."""
    told = best(f for f in case.figures if f.basis is Basis.CHANGE and (f.start, f.end) == (case.start, end))
    if told:
        return Found(amount_of(told), Reason.FIGURE_OF_PERIOD, end)
    began = baseline(case)
    return Found(at_end - began, Reason.LEVEL_CHANGE, end) if at_end and began else None


def change(case: Case, at_end: Found | None) -> Found | None:
    """The level promised for the end decides over the increase."""
    if case.target.level_at_end is not None and at_end:
        return Found(at_end.amount, Reason.LEVEL_AT_END, case.end)
    return increase(case, case.end, at_end.amount if at_end else None)


# The figure of the whole period


def whole(case: Case) -> Found | None:
    at_end = level(case)
    own = {
        Measure.FLOW: lambda: flow(case, case.start, case.end),
        Measure.LEVEL: lambda: at_end,
        Measure.CHANGE: lambda: change(case, at_end),
        Measure.GROWTH: lambda: growth(case, case.end),
    }[case.target.measure]()
    return own or of_the_parts(case)


def of_the_parts(case: Case) -> Found | None:
    """The parts of a flow, added, where what they promise adds up to what the whole promises."""
    alike = all(
        (part.target.measure, part.target.unit, part.target.period)
        == (Measure.FLOW, case.target.unit, case.target.period)
        for part in (case, *case.parts)
    )
    if not alike or sum(part.target.amount for part in case.parts) != case.target.amount:
        return None
    found = [told for part in case.parts if (told := flow(part, part.start, part.end))]
    if not found or len(found) < len(case.parts):
        return None
    return Found(sum_of([each.amount for each in found]), Reason.PARTS_ADDED, case.end)
