"""Telling: the rules that a figure is held against before it is kept: in a form, a workbook, the API and a file alike.

A rule is a function that looks at what is said, at the indicator, and at what is known beside it, and gives a finding
or none. An error stops the figure; a warning stays until a person says why it is right all the same. The words are in
codes.toml; telling.toml has of each rule why it is there, and examples that run as tests. Amounts are exact Decimals:
nothing here is rounded but the quotient of a rate, to the digits that were told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

from dondoc.evaluating.figures import Basis, Stage
from dondoc.evaluating.merging import Merging
from dondoc.evaluating.units import converted, scale_of
from dondoc.findings import Finding
from dondoc.values import Measure

MOST_DECIMALS = 6  # what is kept
LARGEST = Decimal(2**63 - 1).scaleb(-MOST_DECIMALS)
FEWEST = 5  # values of the past from which a jump is told
FAR = 6  # so many typical deviations from the middle of the past are a jump
LEAST_DEVIATION = Decimal("0.02")  # of the middle: a series that hardly moved does not make every change a jump
OTHER_SCALE = 100  # so many times the value before, or so small a part of it: another unit was meant, most often
SAME_LENGTH = 3  # days by which two spans may differ and still be compared (months, quarters, leap years)
_BASES = {
    Measure.FLOW: (Basis.PERIOD, Basis.CUMULATIVE),
    Measure.LEVEL: (Basis.LEVEL,),
    Measure.CHANGE: (Basis.CHANGE, Basis.LEVEL),
    Measure.GROWTH: (Basis.GROWTH,),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """What of an indicator the rules ask for. `per` is the base of a rate: 100 for per cent."""

    unit: str
    measure: Measure
    decimals: int = 2
    merging: Merging = Merging.NONE
    per: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One figure as somebody says it on the day `known_on`; None: that there is no value."""

    value: Decimal | None
    unit: str
    basis: Basis
    start: date
    end: date
    stage: Stage
    known_on: date
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    cut_off: date | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A value of the same indicator and body that is known already, of other days or another stage."""

    value: Decimal
    unit: str
    basis: Basis
    start: date
    end: date
    stage: Stage = Stage.ESTIMATE


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside a figure, in any order: values of the past, those of the units for the same days (None
    while one of them is missing), that of the whole, and whether the period is closed."""

    earlier: tuple[Earlier, ...] = ()
    parts: tuple[Decimal, ...] | None = None
    whole: Decimal | None = None
    is_closed: bool = False


Rule = Callable[[Said, Counted, Beside], Finding | None]


def of_measure(measure: Measure) -> tuple[Basis, ...]:
    """What a number of an indicator of that measure can be."""
    return _BASES[measure]


def problems(said: Said, counted: Counted, beside: Beside = Beside()) -> tuple[Finding, ...]:
    """What speaks against `said`, in the order of RULES. What has no value is held against the rules of its days."""
    rules = OF_DAYS if said.value is None else RULES
    return tuple(found for rule in rules if (found := rule(said, counted, beside)) is not None)


def _closed(_said: Said, _counted: Counted, beside: Beside) -> Finding | None:
    return Finding("told_closed") if beside.is_closed else None


def _days(said: Said, _counted: Counted, _beside: Beside) -> Finding | None:
    if said.start > said.end or (said.basis is Basis.LEVEL and said.start != said.end):
        return _finding("told_days", start=said.start, end=said.end)
    return None


def _cut_off(said: Said, _counted: Counted, _beside: Beside) -> Finding | None:
    if said.cut_off is not None and (said.cut_off > said.end or said.cut_off > said.known_on):
        return _finding("told_cut_off", cut_off=said.cut_off, end=said.end)
    return None


def _too_early(said: Said, _counted: Counted, _beside: Beside) -> Finding | None:
    if said.stage is not Stage.ESTIMATE and said.known_on <= said.end and said.basis is not Basis.LEVEL:
        return _finding("told_early", end=said.end)
    return None


def _stage(said: Said, _counted: Counted, beside: Beside) -> Finding | None:
    order = list(Stage)
    known = [each for each in beside.earlier if _same_days(each, said) and order.index(each.stage)]
    firmest = max((order.index(each.stage) for each in known), default=0)
    return Finding("told_stage") if order.index(said.stage) < firmest else None


def _basis(said: Said, counted: Counted, _beside: Beside) -> Finding | None:
    return None if said.basis in of_measure(counted.measure) else Finding("told_basis")


def _unit(said: Said, counted: Counted, _beside: Beside) -> Finding | None:
    if scale_of(said.unit).family == scale_of(counted.unit).family:
        return None
    return _finding("told_unit", unit=said.unit, wanted=counted.unit)


def _range(said: Said, _counted: Counted, _beside: Beside) -> Finding | None:
    value = _value(said)
    if abs(value) > LARGEST or -_exponent(value) > MOST_DECIMALS:
        return _finding("told_range", value=value)
    return None


def _negative(said: Said, counted: Counted, _beside: Beside) -> Finding | None:
    value = _value(said)
    if value < 0 and counted.measure in (Measure.FLOW, Measure.LEVEL):
        return _finding("told_negative", value=value)
    return None


def _share(said: Said, counted: Counted, _beside: Beside) -> Finding | None:
    value = _value(said)
    if counted.measure is Measure.LEVEL and said.unit.strip() == "%" and value > 100:
        return _finding("told_share", value=value)
    return None


def _precision(said: Said, counted: Counted, _beside: Beside) -> Finding | None:
    value = _in_unit(said.value, said.unit, counted.unit)
    if value is None or -_exponent(value) <= counted.decimals or -_exponent(value) > MOST_DECIMALS:
        return None
    return _finding("told_precision", value=value, decimals=counted.decimals)


def _rate(said: Said, counted: Counted, _beside: Beside) -> Finding | None:
    if said.numerator is None or said.denominator is None:
        return None
    if said.denominator == 0:
        return Finding("told_no_denominator")
    value = _value(said)
    with localcontext() as context:
        context.prec = 40
        quotient = said.numerator * (counted.per or 1) / said.denominator
        rounded = quotient.quantize(Decimal(1).scaleb(min(_exponent(value), 0)), ROUND_HALF_UP)
    if rounded == value:
        return None
    return _finding("told_rate", value=value, quotient=rounded)


def _falls(said: Said, counted: Counted, beside: Beside) -> Finding | None:
    """A running total that is below an earlier one, or above a later one, of the same beginning."""
    if said.basis is not Basis.CUMULATIVE:
        return None
    value = _value(said)
    for each in sorted(beside.earlier, key=lambda each: each.end):
        other = _in_unit(each.value, each.unit, said.unit)
        if each.basis is not Basis.CUMULATIVE or each.start != said.start or each.end == said.end or other is None:
            continue
        if (each.end < said.end and other > value >= 0) or (each.end > said.end and value > other >= 0):
            return _finding("told_falls", value=value, other=other, end=each.end)
    return None


def _parts(said: Said, counted: Counted, beside: Beside) -> Finding | None:
    if counted.merging is not Merging.SUM or not beside.parts or sum(beside.parts) == said.value:
        return None
    total = sum(beside.parts, Decimal(0))
    return _finding("told_parts", value=_value(said), total=total, difference=abs(_value(said) - total))


def _whole(said: Said, counted: Counted, beside: Beside) -> Finding | None:
    if counted.merging is not Merging.SUM or beside.whole is None or not _value(said) > beside.whole >= 0:
        return None
    return _finding("told_over_whole", value=_value(said), whole=beside.whole)


def _scale(said: Said, _counted: Counted, beside: Beside) -> Finding | None:
    last = _comparable(said, beside)[-1:]
    value = abs(_value(said))
    if not last or not last[0] or not value:
        return None
    if value >= abs(last[0]) * OTHER_SCALE or value * OTHER_SCALE <= abs(last[0]):
        return _finding("told_scale", value=_value(said), other=last[0], unit=said.unit)
    return None


def _jump(said: Said, counted: Counted, beside: Beside) -> Finding | None:
    """Far from the middle of the past, counted in its median deviation: one wrong value of the past changes neither."""
    past = _comparable(said, beside)
    if len(past) < FEWEST or _scale(said, counted, beside) is not None:
        return None
    middle = _median(past)
    typical = max(_median([abs(each - middle) for each in past]), abs(middle) * LEAST_DEVIATION)
    if abs(_value(said) - middle) <= FAR * typical:
        return None
    return _finding("told_jump", value=_value(said), middle=middle, count=len(past))


# In the order in which they are told.
OF_DAYS: tuple[Rule, ...] = (_closed, _days, _cut_off, _too_early, _stage)
RULES: tuple[Rule, ...] = (
    *OF_DAYS, _basis, _unit, _range, _negative, _share, _precision, _rate, _falls, _parts, _whole, _scale, _jump
)  # fmt: skip


def _comparable(said: Said, beside: Beside) -> list[Decimal]:
    """Values of other days, of spans as long as this one, in its unit and in their order."""
    length = (said.end - said.start).days
    alike = [
        each
        for each in sorted(beside.earlier, key=lambda each: (each.end, list(Stage).index(each.stage)))
        if each.basis is said.basis
        and abs((each.end - each.start).days - length) <= SAME_LENGTH
        and not _same_days(each, said)
    ]
    of_days = {(each.start, each.end): _in_unit(each.value, each.unit, said.unit) for each in alike}
    return [value for value in of_days.values() if value is not None]


def _same_days(each: Earlier, said: Said) -> bool:
    return each.basis is said.basis and (each.start, each.end) == (said.start, said.end)


def _median(values: list[Decimal]) -> Decimal:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _in_unit(value: Decimal | None, unit: str, other: str) -> Decimal | None:
    return None if value is None else value if unit == other else converted(value, unit, other)


def _value(said: Said) -> Decimal:
    if said.value is None:  # problems() has asked for it
        raise AssertionError(said)
    return said.value


def _exponent(value: Decimal) -> int:
    """The place of the last digit that tells something: -2 for 12,34 and for 12,340."""
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int):  # an infinity or no number at all; nobody reads one
        raise TypeError(value)
    return exponent


def _finding(code: str, **values: Decimal | date | int | str) -> Finding:
    return Finding(code, values=tuple((name, _plain(value)) for name, value in values.items()))


def _plain(value: Decimal | date | int | str) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1)), "f")
    return value.isoformat() if isinstance(value, date) else str(value)
