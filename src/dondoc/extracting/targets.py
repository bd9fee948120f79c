"""Targets in prose: one number promised, with its indicator, test and period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dondoc.extracting.clauses import Clause, find_clauses
from dondoc.extracting.measuring import Test, Told, is_kept, opening_kind, test, told_kinds
from dondoc.extracting.naming import indicator, label_of, part_name, prefix_of, suffix_of
from dondoc.extracting.periods import FoundPeriod, find_periods
from dondoc.extracting.sections import Role, Sections
from dondoc.extracting.sentences import sentences
from dondoc.extracting.spans import FoundTarget, PeriodFrom, found_at
from dondoc.extracting.vocabulary import phrase
from dondoc.reading.outline import Item, Mark, Outline
from dondoc.values import Comparison, Measure, Period


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for every sentence of an item: its role, the periods that its headings and the document give."""

    role: Role
    heading_period: FoundPeriod | None
    span: Period | None
    document_period: Period | None
    heading: str


# In a part that sets tasks a number is a target only when the words before it promise it.
_PROMISES = phrase("promises", "promises")
_DOES = phrase("promises", "does")
_HAPPENED = phrase("promises", "happened")
_RULE = phrase("promises", "rule")


def find_targets(outline: Outline, sections: Sections, period: Period | None) -> Iterator[FoundTarget]:
    """The targets of all prose items, in the order of the text. `period` is the document's own."""
    for item in outline.items:
        role = sections.roles[item.index]
        if role not in _READ or item.block.table is not None or sections.headings[item.index]:
            continue
        if not any(c.isdigit() for c in outline.mended.text[item.body : item.end]):
            continue
        yield from _of_item(outline, item, _setting(outline, sections, item, role, period))


_READ = (Role.TARGETS, Role.MIXED, Role.TASKS, Role.DUTIES, Role.EXECUTION, Role.VIEWPOINT)


def _setting(outline: Outline, sections: Sections, item: Item, role: Role, period: Period | None) -> Setting:
    lower = outline.mended.lower
    heading_period, span, heading = None, None, ""
    for above in [item, *outline.above(item)]:
        start, end = above.body, above.head if above is item else above.end
        if above is not item and above.mark is Mark.ARTICLE:
            break
        if above is not item and not (sections.headings[above.index] or lower[start:end].rstrip().endswith(":")):
            continue
        for found in reversed([p for p in find_periods(lower, start, end) if not p.base and not p.named]):
            heading_period = heading_period or found
            span = span or (found.period if "/" in found.period.written else None)
        if above is not item or end > start:
            heading = heading or outline.mended.text[start:end]
    return Setting(role, heading_period, span, period, heading)


def _of_item(outline: Outline, item: Item, setting: Setting) -> Iterator[FoundTarget]:
    text, lower = outline.mended.text, outline.mended.lower
    earlier: list[FoundTarget] = []
    for start, end in sentences(text, item.head, item.end):
        clauses = find_clauses(text, lower, start, end)
        if clauses:
            earlier.extend(_SentenceReader(text, lower, start, end, setting, earlier).read(clauses))
    for target in earlier:
        yield replace(target, section=item.path)


class _SentenceReader:
    """Turns the clauses of one sentence into targets, one after the other; later ones lean on earlier ones."""

    def __init__(
        self, text: str, lower: str, start: int, end: int, setting: Setting, earlier: Sequence[FoundTarget]
    ) -> None:
        self.text, self.lower, self.start, self.end = text, lower, start, end
        self.setting, self.earlier = setting, tuple(earlier)
        self.periods = list(find_periods(lower, start, end))
        self.found: list[FoundTarget] = []
        self.keeps = False
        self.asked: list[FoundTarget] = []
        self.order: list[int] = []
        self.group = ""
        self.named = ""

    def read(self, clauses: Sequence[Clause]) -> list[FoundTarget]:
        keys = {found_at(clause): number for number, clause in enumerate(clauses)}
        self.order = list(keys)
        if clauses[0].label:
            self.group = label_of(self.text, clauses[0], self.periods)
        for clause in clauses:
            whole = found_at(clauses[clause.whole]) if clause.whole is not None else None
            known = whole is not None and any(target.key == whole for target in self.found)
            if self._accepts(clause, part=known):
                if "tương ứng" in self.lower[clause.start : clause.quantity.start]:
                    self.asked = self._antecedents(clause, clauses[keys[found_at(clause)] :])
                self.found.append(self._target(clause, whole if known else self._outer_whole()))
        return _sharing_predicates(self.found, self.text)

    def _accepts(self, clause: Clause, *, part: bool) -> bool:
        """Whether the number is promised; not every number printed is."""
        quantity = clause.quantity
        before = self.lower[clause.start : quantity.start]
        words = self.lower[clause.words : quantity.start]
        if part:
            return quantity.group not in (None, "noun")
        if _HAPPENED.search(before) or (quantity.group == "time" and not _TIMED.search(before)):
            return False
        if self.setting.role is Role.TARGETS:
            return _promised_among_targets(clause, words, before)
        return self._promised_among_tasks(clause, words, before)

    def _promised_among_tasks(self, clause: Clause, words: str, before: str) -> bool:
        quantity = clause.quantity
        if quantity.group in (None, "time", "noun"):
            return bool(quantity.group == "noun" and told_kinds(words) & _OWN and _AIMS.search(before))
        if self.setting.role is Role.VIEWPOINT and not _AIMS.search(self.lower[self.start : quantity.start]):
            return False
        if _RULE.search(before) and not _REVENUE.search(before):
            return False
        if _DOES.search(self.lower[max(clause.start, quantity.start - 40) : quantity.start]):
            return True
        if quantity.group in ("rate", "points"):
            opens = quantity.start - clause.start <= 2
            return bool(_PROMISES.search(before)) or quantity.amount == 100 or opens or bool(_SHARE.match(before))
        if self.found and _PRODUCED.match(self.lower, clause.start):
            return quantity.group != "money" or bool(_REVENUE.search(before))
        if _WITH_SIZE.search(before):
            return True
        if quantity.group == "count" and not words.strip():
            return False
        return bool(_STRONG.search(before)) and (quantity.group != "money" or bool(_REACHES.search(before)))

    def _target(self, clause: Clause, whole: int | None) -> FoundTarget:
        prefix, suffix = prefix_of(self.text, clause, self.periods), suffix_of(self.text, clause, self.periods)
        words = self.lower[clause.words : clause.quantity.start]
        last = self.found[-1] if self.found else None
        self.named = name = self._name(clause, prefix, suffix, words, last)
        tested = test(self._told(clause, name, words, last), clause.quantity)
        of = self._whole_of(clause)
        if of is not None and of.test.unit == tested.unit and not told_kinds(words) & {"rise", "fall"}:
            tested = replace(tested, measure=of.test.measure)
        if last is not None and not prefix and not suffix and not told_kinds(words) and not clause.depth:
            tested = _as_before(tested, last)
        period, told_at = self._period(clause, tested, last)
        level = str(clause.at_end.amount) if clause.at_end else None
        doubts = _doubts(clause)
        base = self._base(clause)
        return FoundTarget(
            found_at(clause), clause.start, clause.end, name, tested, period, told_at, base, level, whole, "", doubts
        )

    def _told(self, clause: Clause, name: str, words: str, last: FoundTarget | None) -> Told:
        opening = self.lower[clause.start : clause.words]
        if not opening_kind(opening) and clause.label and not clause.depth:
            opening = self.lower[slice(*clause.label)]
        kept_here = is_kept(self.lower[clause.start : clause.words], words)
        if last is None:
            self.keeps = kept_here
        own = told_kinds(words) & _OWN
        kept = kept_here or (self.keeps and not own and not opening_kind(opening) and clause.whole is None)
        after = _bound_after(self.lower[clause.quantity.end : clause.end], words)
        return Told(name.lower(), words, after, opening, kept)

    def _name(self, clause: Clause, prefix: str, suffix: str, words: str, last: FoundTarget | None) -> str:
        if self.asked:
            return self.asked.pop(0).indicator
        whole = self._whole_of(clause)
        if last is not None and _leans(prefix, suffix, words, clause, last):
            return last.indicator
        name = indicator(prefix, suffix, label_of(self.text, clause, self.periods), clause, words)
        if last is not None and _APART.match(self.lower, clause.start):
            return f"{last.indicator} {name[:1].lower() + name[1:]}"
        name = name or (last.indicator if last else "") or _from_heading(self.setting.heading)
        return part_name(name, whole.indicator, self.group) if whole else name

    def _whole_of(self, clause: Clause) -> FoundTarget | None:
        if clause.whole is None or clause.whole >= len(self.order):
            return None
        return next((target for target in self.found if target.key == self.order[clause.whole]), None)

    def _antecedents(self, clause: Clause, rest: Sequence[Clause]) -> list[FoundTarget]:
        """ "đến năm 2020 tỷ lệ tương ứng là 80% và 60%" answers the last two numbers with that unit, in their order."""
        alike = [t for t in (*self.earlier, *self.found) if t.test.unit == clause.quantity.unit]
        return alike[-len(rest) :]

    def _outer_whole(self) -> int | None:
        """A sentence that opens with "Trong đó" breaks down the last number of the sentence before it."""
        opens = self.lower[self.start : self.start + 12].startswith("trong đó")
        return self.earlier[-1].key if opens and self.earlier else None

    def _base(self, clause: Clause) -> str | None:
        match = _BASE.search(self.text, clause.quantity.end, clause.end)
        return " ".join(match.group().split()).rstrip(" ,;.") if match else None

    def _period(self, clause: Clause, tested: Test, last: FoundTarget | None) -> tuple[Period | None, PeriodFrom]:
        """The period of a number, and where it stands."""
        own = self._own_period(clause)
        if own is not None:
            return own.period, PeriodFrom.OPENING if self._leads(own) else PeriodFrom.OWN
        of = self._whole_of(clause)
        if of is not None:
            return of.period, of.period_from
        if last is not None and (last.period_from is PeriodFrom.OPENING or self._carries(clause, last)):
            return last.period, last.period_from
        leading = [p for p in self._usable() if p.end <= clause.start and self._leads(p)]
        if leading:
            return leading[-1].period, PeriodFrom.OPENING
        return self._given_period(tested), PeriodFrom.GIVEN

    def _carries(self, clause: Clause, last: FoundTarget) -> bool:
        """A number that names nothing itself has the period of the one before it."""
        if last.period_from is not PeriodFrom.OWN:
            return False
        between = self.lower[last.key : clause.start]
        return last.indicator == self.named or ("đến năm" in self.lower[last.start : last.key] and ";" not in between)

    def _leads(self, period: FoundPeriod) -> bool:
        """Whether a period opens the sentence or one of its members, so that it holds for what follows."""
        before = self.text[self.start : period.start]
        return before.count("(") == before.count(")") and len(before[before.rfind(";") + 1 :].split()) <= 4

    def _usable(self) -> list[FoundPeriod]:
        return [p for p in self.periods if not p.base and not p.named]

    def _own_period(self, clause: Clause) -> FoundPeriod | None:
        usable = [p for p in self._usable() if not self._in_bracket(p, clause)]
        before = [p for p in usable if clause.start <= p.start and p.end <= clause.quantity.start]
        after = [p for p in usable if clause.quantity.end <= p.start and p.end <= clause.end]
        label = [p for p in usable if clause.label and clause.label[0] <= p.start and p.end <= clause.label[1]]
        directly = [p for p in after if len(self.text[clause.quantity.end : p.start].split()) <= 3]
        if directly and (not before or clause.prefix_end < clause.words):
            return directly[0]
        for choice in (before, after, label):
            if choice:
                return choice[-1]
        return None

    def _in_bracket(self, period: FoundPeriod, clause: Clause) -> bool:
        """A period in a bracket behind the number tells of something else, unless the clause stands in it itself."""
        if clause.depth:
            return False
        opened = self.text.rfind("(", clause.quantity.end, period.start)
        return opened >= 0 and self.text.find(")", opened, period.start) < 0

    def _given_period(self, tested: Test) -> Period | None:
        """What the headings give: a time reached for a level, the whole span for what happens in it."""
        heading, document = self.setting.heading_period, self.setting.document_period
        if heading is None:
            return document
        if heading.until and tested.measure in (Measure.FLOW, Measure.GROWTH):
            span = self.setting.span or (document if document and "/" in document.written else None)
            if span is not None and span.end.year == heading.period.end.year:
                return span
        return heading.period


_APART = phrase("promises", "apart")
_BASE = phrase("promises", "base")
_TIMED = phrase("promises", "timed")
_REVENUE = phrase("promises", "revenue")
_STRONG = phrase("promises", "strong")
_REACHES = phrase("promises", "reaches")
_SHARE = phrase("promises", "share")
_PRODUCED = phrase("promises", "produced")
_AIMS = phrase("promises", "aims")
_WITH_SIZE = phrase("promises", "with_size")
_LINKED = phrase("promises", "linked")
_OWN = frozenset({"rise", "fall", "reach_up", "reach_down", "more_than", "at_least", "less_than", "at_most"})


_PREDICATE = phrase("promises", "predicate")


def _sharing_predicates(found: Sequence[FoundTarget], text: str) -> list[FoundTarget]:
    """ "100% thư viện cấp tỉnh, 80% thư viện cấp huyện và 50% thư viện cấp xã tổ chức …": the last verb serves all."""
    shared: list[FoundTarget] = []
    predicate, follower = "", None
    for target in reversed(found):
        opens = target.key - target.start <= 12 and target.test.unit == "%"
        verb = _PREDICATE.search(target.indicator) if opens else None
        if opens and verb is None and predicate and follower is not None and follower.start - target.end <= 6:
            target = replace(target, indicator=f"{target.indicator} {predicate}")
        predicate = target.indicator[verb.start() :] if verb else predicate if opens else ""
        follower = target
        shared.append(target)
    return shared[::-1]


def _promised_among_targets(clause: Clause, words: str, before: str) -> bool:
    quantity = clause.quantity
    if quantity.group == "noun":
        return bool(told_kinds(words) & _OWN) or bool(_DOES.search(before))
    if quantity.group is None:
        year = quantity.amount == int(quantity.amount) and 1900 <= quantity.amount <= 2100
        return bool(_LINKED.search(words)) and not year
    return not (quantity.group == "money" and _RULE.search(before) and not _REVENUE.search(before))


def _doubts(clause: Clause) -> tuple[str, ...]:
    found = []
    if clause.quantity.doubtful:
        found.append("decimal_point_doubtful")
    if clause.quantity.unit is None:
        found.append("unit_missing")
    if clause.quantity.group == "noun":
        found.append("unit_unknown")
    return tuple(found)


def _leans(prefix: str, suffix: str, words: str, clause: Clause, last: FoundTarget) -> bool:
    """Whether a clause names nothing itself: ", tăng 37% so với năm 2025"."""
    if prefix or (clause.quantity.group == "count" and clause.quantity.unit != last.test.unit):
        return False
    return not suffix


def _as_before(found: Test, last: FoundTarget) -> Test:
    """A bare second number is tested like the first: "xuống còn 10% …  và 6,5% …"."""
    comparison = last.test.comparison
    if (found.upper is None) != (comparison is not Comparison.BETWEEN):
        comparison = found.comparison
    return replace(found, measure=last.test.measure, comparison=comparison, better=last.test.better)


_GRADE = phrase("promises", "grade")


def _bound_after(after: str, words: str) -> str:
    """ "trở lên" behind a number counts unless it closes a grade: "từ hoàn thành tốt nhiệm vụ trở lên"."""
    at = re.search(r"trở\s+(?:lên|xuống)", after)
    if at is None or "từ" in words.split():
        return after
    if _GRADE.search(after[: at.start()]) or len(after[: at.start()].split()) > 6:
        return after[: at.start()]
    return after


def _from_heading(heading: str) -> str:
    return re.sub(r"^(?:về|đối với)\s+", "", heading.strip(" .:;"), flags=re.IGNORECASE)
