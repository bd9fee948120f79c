"""Targets of one sentence: each number promised, with its indicator, test and period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dondoc.extracting.bodies import after_supporting, heading_body, subject
from dondoc.extracting.clauses import Clause, find_clauses
from dondoc.extracting.deadlines import named_day
from dondoc.extracting.deeds import says_nothing, with_object
from dondoc.extracting.digits import has_digit
from dondoc.extracting.leaning import as_before, bound_after, in_contrast, in_points, leans, with_whole
from dondoc.extracting.measuring import Test, Told, is_kept, opening_kind, test, told_kinds
from dondoc.extracting.naming import (
    capital,
    in_place_of,
    indicator,
    label_of,
    noun,
    own_head,
    part_name,
    prefix_of,
    same_object,
    strip_formula,
    suffix_of,
    thing_of,
    verbal,
)
from dondoc.extracting.numbers import unit_group
from dondoc.extracting.periods import FoundPeriod
from dondoc.extracting.promising import COMPARES, Around, does, is_promised
from dondoc.extracting.ranks import GROUP
from dondoc.extracting.ratios import ratio_targets
from dondoc.extracting.sections import Role
from dondoc.extracting.settings import Setting
from dondoc.extracting.sharing import sharing_predicates
from dondoc.extracting.spans import FoundTarget, found_at
from dondoc.extracting.times import day_told, times_of
from dondoc.extracting.timing import SentencePeriods
from dondoc.extracting.vocabulary import phrase
from dondoc.extracting.wholes import broken_down
from dondoc.extracting.within_year import part_of_year
from dondoc.reading.outline import Outline
from dondoc.values import Measure, Period

_APART, _BASE = phrase("promises", "apart"), phrase("promises", "base")
_HEAD_ONLY, _BY_MEANS = phrase("names", "head_only"), phrase("names", "by_means")
_SAME_THING, _PLACE_ALONE = phrase("names", "same_thing"), phrase("names", "place_alone")
_SUM_OF, _COUNT_HEAD = phrase("names", "sum_of"), phrase("names", "count_head")
_WITH_SIZE = re.compile(r"\W*với (?:tổng )?quy mô ")
_REACHED = phrase("names", "reached")
_NONE_OF = phrase("comparisons", "none_of")
_STEP = "bậc"  # of a place among others
_OF_PLAN = re.compile(r"(?:tổng )?(?:kế hoạch|dự toán)(?!\w).*", re.IGNORECASE)
_SHARE_OF = re.compile(r"^Tỷ lệ (?=các )")
_LONGEST_SENTENCE = 2_000  # characters of it that are looked at for each of its numbers
_ONLY_WHEN = re.compile(r"(?:6|sáu) tháng (?:đầu|cuối) năm|quý (?:iv|i{1,3})", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:về|đối với)\s+", re.IGNORECASE)


def targets_of_sentence(
    outline: Outline, start: int, end: int, setting: Setting, earlier: Sequence[FoundTarget] = ()
) -> list[FoundTarget]:
    """The targets of one sentence; `earlier` are those of the same item before it."""
    text, lower = outline.mended.text, outline.mended.lower
    clauses = find_clauses(text, lower, start, end)
    if setting.role is Role.TARGETS and text.count("%", start, end) > 1:
        shares = ratio_targets(text, start, end, setting)
        if shares:
            return shares
    return _Sentence(text, lower, start, end, setting, earlier, clauses).read() if clauses else []


class _Sentence:
    """Turns the clauses of one sentence into targets, one after the other; later ones lean on earlier ones."""

    def __init__(
        self, text: str, lower: str, start: int, end: int, setting: Setting, earlier: Sequence[FoundTarget],
        clauses: Sequence[Clause],
    ) -> None:  # fmt: skip
        self.text, self.lower, self.start, self.end = text, lower, start, end
        self.setting, self.earlier, self.clauses = setting, tuple(earlier), clauses
        self.periods = times_of(lower, start, end, setting.year)
        usable = tuple(p for p in self.periods if not p.base and not p.named and not self._is_day_within(p))
        self.timing = SentencePeriods(text, lower, start, usable)
        self.group = self._label(clauses[0]) if clauses[0].label else ""
        self.found: list[FoundTarget] = []
        self.asked: list[FoundTarget] = []
        self.keeps = False
        self.moves = ""

    def read(self) -> list[FoundTarget]:
        for number, clause in enumerate(self.clauses):
            whole = self._whole_of(clause)
            if not self._accepts(clause, whole):
                continue
            if "tương ứng" in self._before(clause):
                self.asked = self._antecedents(clause, len(self.clauses) - number)
            self.found.append(self._target(clause, whole))
        return sharing_predicates(self.found, self.lower)

    def _before(self, clause: Clause) -> str:
        return self.lower[clause.start : clause.quantity.start]

    def _words(self, clause: Clause) -> str:
        return self.lower[clause.words : clause.quantity.start]

    def _accepts(self, clause: Clause, whole: FoundTarget | None) -> bool:
        if whole is not None:
            counted = clause.quantity.group not in (None, "noun") or clause.quantity.unit == whole.test.unit is not None
            return counted or _is_bare_part(clause, self._words(clause), whole)
        sentence = self._said_before(clause.quantity.start)
        after = self.lower[clause.quantity.end : clause.end]
        bare = not self._before(clause).strip() and bool(self.found)
        further = bare and self.found[-1].test.unit == clause.quantity.unit
        around = Around(clause, self._before(clause), self._words(clause), sentence, after, bool(self.found), further)
        return is_promised(around, self.setting.role)

    def _said_before(self, end: int) -> str:
        """The sentence up to a number; of one that never ends its opening and its last words, for time's sake."""
        if end - self.start <= _LONGEST_SENTENCE:
            return self.lower[self.start : end]
        half = _LONGEST_SENTENCE // 2
        return f"{self.lower[self.start : self.start + half]} {self.lower[end - half : end]}"

    def _target(self, clause: Clause, whole: FoundTarget | None) -> FoundTarget:
        last = self.found[-1] if self.found else None
        self.moves = self._moved(clause, last)
        prefix, suffix = self._prefix(clause), suffix_of(self.text, clause, self.periods)
        name = self._name(clause, prefix, suffix, whole, last)
        bare = not prefix and not suffix and not clause.depth
        tested = self._test(clause, name, whole, last, bare=bare)
        period, told_at = self.timing.of(clause, name, whole, last)
        return FoundTarget(
            key=found_at(clause),
            start=clause.label[0] if bare and clause.label and name == self._label(clause) else clause.start,
            end=clause.end,
            indicator=name,
            test=tested,
            period=self._own_part(clause, whole)
            or period
            or self._named_year(clause)
            or self.setting.period_for(tested),
            period_from=told_at,
            base=self._base(clause),
            level_at_end=str(clause.at_end.amount) if clause.at_end else None,
            whole=whole.key if whole else self._outer_whole(),
            section=self.setting.section,
            doubts=_doubts(clause),
        )

    def _own_part(self, clause: Clause, whole: FoundTarget | None) -> Period | None:
        """The part of the year that is all that tells a part of a whole from it."""
        year = self.setting.year
        if whole is None or not year or not _ONLY_WHEN.fullmatch(prefix_of(self.text, clause, self.periods)):
            return None
        part = part_of_year(self.lower, clause.start, clause.quantity.start, year)
        return part.period if part else None

    def _named_year(self, clause: Clause) -> Period | None:
        """The year of a day named before the next semicolon, unless the document is for a part of that year."""
        stop = self.lower.find(";", clause.quantity.end, self.end)
        day = named_day(self.lower, clause.start, stop if stop >= 0 else self.end)
        return None if day is None or self._is_within(day) else Period(str(day.year))

    def _is_within(self, day: date) -> bool:
        """Whether the document is for a part of a year that holds that day, which is a deadline and no other period."""
        given = self.setting.document_period
        return given is not None and not given.written.isdigit() and given.start <= day <= given.end

    def _is_day_within(self, found: FoundPeriod) -> bool:
        day = day_told(self.lower, found) if found.period.written.isdigit() else None
        return day is not None and self._is_within(day)

    def _test(
        self, clause: Clause, name: str, whole: FoundTarget | None, last: FoundTarget | None, *, bare: bool
    ) -> Test:
        kinds = told_kinds(self._words(clause))
        tested = in_points(test(self._told(clause, name, last), clause.quantity), clause.at_end)
        grows = whole is not None and whole.test.measure is Measure.GROWTH
        if whole is not None and grows and (whole.test.unit, tested.unit) == ("%/năm", "%"):
            tested = tested._replace(measure=whole.test.measure, unit=whole.test.unit)
        elif whole is not None and whole.test.unit == tested.unit and (grows or not kinds & {"rise", "fall"}):
            tested = tested._replace(measure=whole.test.measure)
        if last is not None and _WITH_SIZE.match(self._before(clause)) and last.test.measure is Measure.FLOW:
            tested = tested._replace(measure=Measure.FLOW)  # "khởi công 05 dự án với quy mô 4.200 căn"
        added_up = _REACHED.search(self._before(clause)) is not None
        if (
            last is not None
            and not added_up
            and self._continues(clause, last)
            and not kinds & COMPARES - {"at_least", "more_than"}
        ):
            tested = tested._replace(measure=last.test.measure)
        alike = last is not None and unit_group(last.test.unit) == clause.quantity.group
        if last is not None and last.test.measure is Measure.CHANGE and _REACHED.search(self._before(clause)):
            alike = False  # "tăng thêm 05 xã, lũy kế đạt 67 xã"
        return as_before(tested, last) if last is not None and bare and alike and not kinds else tested

    def _continues(self, clause: Clause, last: FoundTarget) -> bool:
        """ "có 01 khu du lịch quốc gia, 03 khu du lịch cấp tỉnh": a further number under the verb of the first."""
        return self._listed(clause) and last.test.unit == clause.quantity.unit

    def _goes_on(self, clause: Clause, last: FoundTarget) -> bool:
        """ "giảm 5% số vụ, 5% số người chết": what the verb before the first number does, it does to the others."""
        here = clause.words - clause.start <= 2 and not clause.depth and clause.whole is None
        return here and clause.quantity.group in ("count", "rate") and ";" not in self.lower[last.key : clause.start]

    def _moved(self, clause: Clause, last: FoundTarget | None) -> str:
        """The words by which a number moves: its own, or those of the number whose verb it goes on with; else ""."""
        words = self._words(clause)
        own = told_kinds(words) & COMPARES
        if own & {"rise", "fall"}:
            return words
        goes_on = self.moves and last is not None and not own - {"at_least"} and self._goes_on(clause, last)
        return self.moves if goes_on else ""

    def _listed(self, clause: Clause) -> bool:
        first = clause.words - clause.start <= 2
        counts = clause.quantity.group in ("count", "length", "area", "power")
        return first and not clause.depth and counts and clause.whole is None

    def _told(self, clause: Clause, name: str, last: FoundTarget | None) -> Told:
        words, opening = self._words(clause), self.lower[clause.start : clause.words]
        kept_here = is_kept(opening, words)
        if not opening_kind(opening) and clause.label and not clause.depth:
            opening = self.lower[slice(*clause.label)]
        if last is None or does(self._before(clause)) or self._before(clause).lstrip(" ,;").startswith("đạt"):
            self.keeps = kept_here
        own = told_kinds(words) & COMPARES
        goes_on = (
            last is None or ";" not in self.lower[last.key : clause.start] or bool(self._before(clause).strip(" ;"))
        )
        kept = kept_here or (self.keeps and goes_on and not own and not opening_kind(opening) and clause.whole is None)
        words = self.moves or words
        after = bound_after(self.lower[clause.quantity.end : clause.end], words)
        name = _STEP if clause.quantity.unit == _STEP else name
        return Told(name.lower(), words, after, opening, kept)

    def _name(
        self, clause: Clause, prefix: str, suffix: str, whole: FoundTarget | None, last: FoundTarget | None
    ) -> str:
        if self.asked:
            return self.asked.pop(0).indicator
        shares = last is not None and (last.test.unit == "%" or self._words(clause).startswith(("vượt", "bằng")))
        of_plan = shares and not prefix and _OF_PLAN.fullmatch(suffix)
        placed = clause.quantity.group == GROUP and not prefix and suffix.startswith("trong ")  # "xếp thứ 5 trong khối"
        if last is not None and (leans(prefix, suffix, clause, last) or of_plan or placed):
            return last.indicator
        leaning = self._leaning_name(clause, prefix, whole, last)
        if leaning is not None:
            return leaning
        if whole is not None and _ONLY_WHEN.fullmatch(prefix):
            return whole.indicator  # "cả năm tăng 9%, trong đó 6 tháng cuối năm tăng 9,8%"
        name = indicator(prefix, suffix, self._label_over(prefix, clause), clause, self.moves or self._words(clause))
        if last is not None and clause.quantity.unit == _STEP and name.lower() == _STEP:
            return last.indicator
        if last is not None and last.test.unit == clause.quantity.unit and not suffix:
            name = same_object(prefix, last.indicator) or name
        if last is not None and clause.quantity.unit == last.test.unit and _COUNT_HEAD.fullmatch(name.strip()):
            return f"{name.strip()} {thing_of(last.indicator)}"
        if last is not None and _HEAD_ONLY.fullmatch(name):
            return f"{name} {last.indicator[:1].lower() + last.indicator[1:]}"
        if last is not None and not clause.depth and _APART.match(self.lower, clause.start):
            if own_head(prefix):
                return name
            own = _SHARE_OF.sub("", name)
            return f"{last.indicator} {own[:1].lower() + own[1:]}"
        name = self._told_before(clause, name, last)
        name = name or (last.indicator if last else "") or _ABOUT.sub("", self.setting.heading.strip(" .:;"))
        if whole is not None and name.lower() == (clause.quantity.unit or "").lower():
            name = in_place_of(name, whole.test.unit, whole.indicator)
        named = whole is None or (own_head(prefix) and not own_head(whole.indicator))
        group = self.group if clause.whole is not None or whole is None else _SUM_OF.sub("", whole.indicator)
        return name if named or whole is None else capital(part_name(name, whole.indicator, group))

    def _told_before(self, clause: Clause, name: str, last: FoundTarget | None) -> str:
        """`name`, or what its sentence or paragraph tells before it where it says nothing itself."""
        line = max(self.text.rfind("\n", 0, self.start) + 1, self.start - _LONGEST_SENTENCE)
        unit = noun(clause.quantity.unit) if clause.quantity.group == "count" else ""
        if last is None and says_nothing(name, unit):
            thing = strip_formula(self.text[line : clause.start].rstrip(" ,;").rpartition(";")[2])
            named = len(thing.split()) > 1 and not has_digit(thing, 0, len(thing))
            return capital(f"{thing} {unit}".rstrip()) if named else name
        return with_object(name, self.text[line : clause.quantity.start])

    def _leaning_name(
        self, clause: Clause, prefix: str, whole: FoundTarget | None, last: FoundTarget | None
    ) -> str | None:
        if whole is not None:
            return with_whole(prefix, self._before(clause), clause.quantity.unit, whole)
        if last is not None and _SAME_THING.fullmatch(prefix):
            return last.indicator
        other = in_contrast(prefix, last.indicator) if last is not None and prefix else None
        if last is not None and last.test.unit == clause.quantity.unit and _PLACE_ALONE.fullmatch(prefix):
            return other or f"{last.indicator} {prefix[:1].lower()}{prefix[1:]}"
        return other

    def _prefix(self, clause: Clause) -> str:
        """The naming words before a number; in a part that gives out work the body that acts is none of them."""
        none_of = _NONE_OF.match(self.text, clause.start)
        if none_of:
            clause = clause._replace(start=none_of.end())
        prefix = prefix_of(self.text, clause, self.periods)
        insurance = prefix.startswith("bảo hiểm")  # the office is written with a capital letter
        acting = subject(prefix) if self.setting.role is not Role.TARGETS and not insurance else None
        named = _BY_MEANS.sub("", prefix[acting[1] :].lstrip(":, ")) if acting else prefix
        if self.setting.role is Role.TARGETS:
            return named
        done = after_supporting(named).lstrip(" ,") or named
        return strip_formula(done) if acting else done

    def _label_over(self, prefix: str, clause: Clause) -> str:
        """ "Phát triển công nghiệp: thu hút mới 80 dự án": of two deeds the second is counted, the first heads it."""
        label = self._label(clause)
        heads = self.setting.role is not Role.TARGETS and verbal(prefix) and verbal(label)
        return "" if heads else label

    def _label(self, clause: Clause) -> str:
        label = label_of(self.text, clause, self.periods)
        return "" if self.setting.role is not Role.TARGETS and heading_body(label) else label

    def _whole_of(self, clause: Clause) -> FoundTarget | None:
        if clause.whole is None:
            return broken_down(self.setting.wholes, clause.quantity.unit) if clause.depth == 0 else None
        key = found_at(self.clauses[clause.whole])
        return next((target for target in self.found if target.key == key), None)

    def _antecedents(self, clause: Clause, count: int) -> list[FoundTarget]:
        """ "đến năm 2020 tỷ lệ tương ứng là 80% và 60%" answers the last two numbers with that unit, in their order."""
        return [t for t in (*self.earlier, *self.found) if t.test.unit == clause.quantity.unit][-count:]

    def _outer_whole(self) -> int | None:
        """A sentence that opens with "Trong đó" breaks down the last number of the sentence before it."""
        opens = self.lower.startswith("trong đó", self.start)
        return self.earlier[-1].key if opens and self.earlier else None

    def _base(self, clause: Clause) -> str | None:
        match = _BASE.search(self.text, clause.quantity.end, clause.end)
        return " ".join(match.group().split()).rstrip(" ,;.") if match else None


def _doubts(clause: Clause) -> tuple[str, ...]:
    quantity = clause.quantity
    doubts = {
        "decimal_point_doubtful": quantity.doubtful,
        "unit_missing": quantity.unit is None and quantity.group != GROUP,
        "unit_unknown": quantity.group == "noun",
    }
    return tuple(code for code, doubted in doubts.items() if doubted)


def _is_bare_part(clause: Clause, words: str, whole: FoundTarget) -> bool:
    """A part printed without a unit, as its whole is: "đạt 9, trong đó dịch vụ tăng 7,2"."""
    linked = bool(told_kinds(words) & COMPARES) or "đạt" in words
    return clause.quantity.unit is None and whole.test.unit is None and linked
