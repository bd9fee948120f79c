"""Sentences: a verdict in words, as an official would write it, rendered from its own values and nothing else.

Ước đạt 14.593 tỷ đồng, bằng 100,2% chỉ tiêu; vượt chỉ tiêu (từ 14.560 tỷ đồng trở lên).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dondoc.evaluating.figures import Qualifier, Stage
from dondoc.evaluating.verdicts import On, Reason, Verdict
from dondoc.findings import Language
from dondoc.notation import day, number
from dondoc.reporting.words import word
from dondoc.values import Comparison, Measure

_OWN_WORDS = (Reason.WORSE_THAN_BASELINE, Reason.WRONG_SIGN)


def label(verdict: Verdict, language: Language) -> str:
    """The status with its basis: "ước vượt", "đạt (số sơ bộ)", "chưa đến kỳ đánh giá"."""
    status = word(f"status.{verdict.status}", language)
    if verdict.basis is None or not verdict.is_outcome:
        return status
    return word(f"label.{verdict.basis}", language, status=status)


def sentence(verdict: Verdict, language: Language = "vi") -> str:
    """What was done, what share of what that is, and how it stands. Ends in a full stop."""
    told = ", ".join(part for part in (_done(verdict, language), *_shares(verdict, language)) if part)
    parts = [part for part in (told, _close(verdict, language), _projected(verdict, language)) if part]
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def tested_against(verdict: Verdict, language: Language) -> str:
    """What the verdict is on: "chỉ tiêu", "kế hoạch năm", "kế hoạch 2021-2025"."""
    if verdict.on is On.PROMISE or verdict.start is None or verdict.end is None:
        return word(f"on.{verdict.on}", language)
    return plan_name(verdict.start, verdict.end, language)


def plan_name(start: date, end: date, language: Language) -> str:
    """A plan by its days: of one year, of several, or of other days."""
    if (start, end) == _year_of(end):
        return word("on.plan", language)
    whole_years = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    first, last = (str(each.year) if whole_years else day(each, language) for each in (start, end))
    return word("on.plan_of", language, first=first, last=last)


def quantity(amount: Decimal, unit: str | None, language: Language) -> str:
    """An amount with its unit, "52%", "14.593 tỷ đồng"."""
    space = "" if unit in ("%", "‰", "%/năm") else " "
    return f"{number(amount, language)}{space}{unit or ''}".strip()


def wanted(verdict: Verdict, language: Language) -> str:
    """What was promised: "từ 14.560 tỷ đồng trở lên", "giảm từ 5% trở lên", "duy trì 52%"."""
    unit, amount, upper = _unit(verdict), verdict.wanted, verdict.upper
    if not _moves(verdict):
        return _bound(verdict.comparison, amount, upper, unit, language)
    if amount > 0 or (amount == 0 and verdict.comparison not in _MIRRORED):
        return word("bound.rise", language, bound=_bound(verdict.comparison, amount, upper, unit, language))
    mirrored = _MIRRORED.get(verdict.comparison, verdict.comparison)
    least, most = (-amount, None) if upper is None else (-upper, -amount)
    return word("bound.fall", language, bound=_bound(mirrored, least, most, unit, language))


_MIRRORED = {Comparison.AT_MOST: Comparison.AT_LEAST, Comparison.LESS_THAN: Comparison.MORE_THAN}


def _bound(comparison: Comparison, amount: Decimal, upper: Decimal | None, unit: str | None, language: Language) -> str:
    values = {"amount": quantity(amount, unit if upper is None else None, language)}
    if upper is not None:
        values["upper"] = quantity(upper, unit, language)
    return word(f"bound.{comparison}", language, **values)


def _moves(verdict: Verdict) -> bool:
    """Whether the amounts tell of a rise or fall, and not of a state."""
    return verdict.measure in (Measure.CHANGE, Measure.GROWTH) and not _by_level(verdict)


def _by_level(verdict: Verdict) -> bool:
    return verdict.reason is Reason.LEVEL_AT_END


def _unit(verdict: Verdict) -> str | None:
    """The unit; of the level that decides over an increase in points, the per cent that it is in."""
    points = {"điểm %": "%", "điểm phần trăm": "%", "điểm ‰": "‰"}
    return points.get(verdict.unit or "", verdict.unit) if _by_level(verdict) else verdict.unit


def _done(verdict: Verdict, language: Language) -> str:
    if verdict.done is None:
        return ""
    kind = "reached" if not _moves(verdict) else "fall" if verdict.done < 0 else "rise"
    amount = quantity(abs(verdict.done) if kind == "fall" else verdict.done, _unit(verdict), language)
    if verdict.qualifier is not Qualifier.EXACT:
        amount = word(f"done.{verdict.qualifier}", language, amount=amount)
    done = word(f"done.{kind}_{verdict.basis or Stage.OFFICIAL}", language, amount=amount)
    return _dated(done, verdict, language)


def _dated(done: str, verdict: Verdict, language: Language) -> str:
    """With the day it reaches to, where that is not the promise's own end."""
    if _by_level(verdict):
        return word("done.level_at_end", language, done=done)
    if verdict.done_to is None or verdict.is_outcome:
        return done
    if (verdict.done_from, verdict.done_to) == _year_of(verdict.done_to):
        return word("done.whole_year", language, done=done)
    other_start = verdict.measure is Measure.FLOW and verdict.done_from != verdict.start
    return word(
        "done.year_so_far" if other_start else "done.until", language, day=day(verdict.done_to, language), done=done
    )


def _year_of(day: date) -> tuple[date, date]:
    return day.replace(month=1, day=1), day.replace(month=12, day=31)


def _shares(verdict: Verdict, language: Language) -> tuple[str, ...]:
    """Percentages of the promise, of the year's plan and against the year before, as far as they are known."""
    if verdict.done is None:
        return ()
    plan = next((plan for plan in verdict.plans if plan.percent is not None), None)
    of_promise = verdict.percent is not None and verdict.on is On.PROMISE
    parts = []
    if of_promise and verdict.percent is not None:
        parts.append(word("share.promise", language, percent=quantity(verdict.percent, "%", language)))
    elif plan is not None and plan.percent is not None:
        percent = quantity(plan.percent, "%", language)
        name = plan_name(plan.start, plan.end, language)
        of_whom = word("share.set_by", language, plan=name, set_by=plan.set_by) if plan.set_by else name
        parts.append(word("share.plan", language, percent=percent, plan=of_whom))
    if verdict.year_on_year is not None:
        parts.append(_year_on_year(verdict.year_on_year, language))
    if verdict.remaining:
        parts.append(word("share.remaining", language, amount=quantity(verdict.remaining, verdict.unit, language)))
    return tuple(parts)


def _year_on_year(growth: Decimal, language: Language) -> str:
    if growth == 0:
        return word("share.same", language)
    return word("share.rise" if growth > 0 else "share.fall", language, percent=quantity(abs(growth), "%", language))


def _close(verdict: Verdict, language: Language) -> str:
    """How it stands, in one clause."""
    own = not verdict.is_outcome or verdict.reason in _OWN_WORDS
    unit = _unit(verdict)
    values = {
        "on": tested_against(verdict, language),
        "wanted": wanted(verdict, language),
        "status": word(f"status.{verdict.status}", language),
        "due": day(verdict.due_on, language) if verdict.due_on else "–",
        "method": word(f"method.{verdict.method}", language) if verdict.method else "",
        "expected": "" if verdict.expected is None else quantity(verdict.expected, unit, language),
        "baseline": "" if verdict.baseline is None else quantity(verdict.baseline, unit, language),
    }
    return word(f"close.{verdict.reason if own else verdict.status}", language, **values)


def _projected(verdict: Verdict, language: Language) -> str:
    if verdict.projected is None:
        return ""
    low, middle, high = (quantity(each, verdict.unit, language) for each in verdict.projected)
    return word("close.projected", language, low=low, middle=middle, high=high)
