"""Reads tests/cases/evaluating/*.txt: worked cases in the words of an office, one per paragraph.

    == what the case shows
    chỉ tiêu: cộng dồn | trên 2.670 tỷ đồng | 2023-H2
    kế hoạch: 4.500 tỷ đồng | 2023 | UBND tỉnh
    số liệu: lũy kế | 2023-H1 | 1.500 tỷ đồng | ước | 5/7/2023
    ngày: 31/12/2023
    kết quả: không đạt | số cả năm trừ số trước kỳ | 2.600
    theo kế hoạch: xấp xỉ đạt

A line that begins with "- " is a whole case: a target of 2023-H2, the figure of the whole period, and the status.

    - mức | duy trì 52 % | 51,9 % | xấp xỉ đạt
    - mức | ít nhất 57,2 % | 57 % | không đạt | kém mức đầu kỳ | đầu kỳ=57,1

The words of statuses and reasons are those the program writes (reporting/verdicts.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from dondoc.commitments import Target
from dondoc.evaluating.evaluation import evaluate
from dondoc.evaluating.figures import Basis, Figure, PlanValue, Qualifier, Stage
from dondoc.evaluating.promises import Terms
from dondoc.evaluating.settings import DEFAULT, Settings
from dondoc.evaluating.verdicts import Evaluation
from dondoc.reporting.words import words
from dondoc.values import Comparison, Direction, Measure, Period

FOLDER = Path(__file__).parents[1] / "cases" / "evaluating"
_MEASURES = {"cộng dồn": "flow", "mức": "level", "mức tăng": "change", "tốc độ": "growth"}
_BASES = {"trong kỳ": "period", "lũy kế": "cumulative", "mức": "level", "tăng thêm": "change", "tốc độ": "growth"}
_STAGES = {"ước": Stage.ESTIMATE, "sơ bộ": Stage.PRELIMINARY, "chính thức": Stage.OFFICIAL}
_QUALIFIERS = {"trên": Qualifier.MORE_THAN, "gần": Qualifier.NEAR, "khoảng": Qualifier.ABOUT}
_COMPARISONS = {
    "ít nhất": Comparison.AT_LEAST,
    "trên": Comparison.MORE_THAN,
    "không quá": Comparison.AT_MOST,
    "dưới": Comparison.LESS_THAN,
    "duy trì": Comparison.MAINTAIN,
}
_AMOUNT = re.compile(
    r"(?P<words>[^\d-]*?)\s*(?P<number>-?[\d.]+(?:,\d+)?)(?:\s*đến\s*(?P<upper>-?[\d.,]+))?\s*(?P<unit>.*)"
)


@dataclass
class WorkedCase:
    """One paragraph; `expected` holds what stands behind "kết quả" ("promise") and "theo kế hoạch" ("plan")."""

    name: str
    targets: list[Target] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    plans: list[PlanValue] = field(default_factory=list)
    terms: dict[str, Terms] = field(default_factory=dict)
    settings: Settings = DEFAULT
    as_of: date = date.min
    known_at: date | None = None
    expected: list[tuple[str, str, list[str]]] = field(default_factory=list)
    findings: set[str] | None = None

    def evaluated(self) -> Evaluation:
        return evaluate(
            self.targets, self.figures, self.plans,
            as_of=self.as_of, known_at=self.known_at, terms=self.terms, settings=self.settings,
        )  # fmt: skip


def worked_cases() -> list[WorkedCase]:
    """Every case of every file that begins with a target."""
    return [case for path in sorted(FOLDER.glob("*.txt")) for case in _of_file(path) if case.targets]


def _of_file(path: Path) -> Iterator[WorkedCase]:
    case: WorkedCase | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            if case:
                yield case
            case = WorkedCase(f"{path.stem}: {line[3:]}")
        elif line.startswith("- "):
            yield _short(path, line)
        elif case and ":" in line and not line.startswith("#"):
            key, _, rest = line.partition(":")
            _add(case, key.strip(), [part.strip() for part in rest.split("|")])
    if case:
        yield case


def _short(path: Path, line: str) -> WorkedCase:
    case = WorkedCase(f"{path.stem}: {line[2:]}")
    measure, goal, value, status, *rest = [part.strip() for part in line[2:].split("|")]
    options = [part for part in rest if part.startswith(("càng", "cuối kỳ="))]
    reasons = [part for part in rest if "=" not in part and not part.startswith("càng")]
    bases = {"cộng dồn": "lũy kế", "mức tăng": "tăng thêm"}
    _add(case, "chỉ tiêu", [measure, goal, "2023-H2", *options])
    for part in rest:
        if part.startswith("đầu kỳ="):
            _add(case, "điều kiện", [part])
    _add(case, "số liệu", [bases.get(measure, measure), "2023-H2", value, "31/12/2023"])
    _add(case, "ngày", ["31/12/2023"])
    _add(case, "kết quả", [status, *(reasons or ["có số cả kỳ"])])
    return case


def _add(case: WorkedCase, key: str, parts: list[str]) -> None:
    word, _, target = key.partition(" @")
    identity = target or "T01"
    if word.startswith("chỉ tiêu"):
        case.targets.append(_target(word.removeprefix("chỉ tiêu").strip() or "T01", parts))
    elif word.startswith("điều kiện"):
        name = word.removeprefix("điều kiện").strip() or "T01"
        case.terms[name] = _terms(case.terms.get(name, Terms()), parts)
    elif word.startswith("số liệu"):
        name = word.removeprefix("số liệu").strip() or "T01"
        case.figures.append(_figure(case, name, parts))
    elif word.startswith("kế hoạch"):
        name = word.removeprefix("kế hoạch").strip() or "T01"
        case.plans.append(_plan(case, name, parts))
    elif word == "ngày":
        case.as_of, case.known_at = day(parts[0]), day(parts[1]) if len(parts) > 1 else None
    elif word == "ngưỡng":
        case.settings = _settings(parts)
    elif word == "lưu ý":
        case.findings = set() if parts == ["không"] else set(parts)
    elif word.startswith(("kết quả", "theo kế hoạch")):
        on = "promise" if word.startswith("kết quả") else "plan"
        case.expected.append(
            (word.removeprefix("kết quả").removeprefix("theo kế hoạch").strip() or identity, on, parts)
        )
    else:
        raise ValueError(f"{case.name}: {key!r} is no line of a case")


def day(written: str) -> date:
    """ "31/12/2023" as a date."""
    parts = [int(part) for part in written.split("/")]
    return date(parts[2], parts[1], parts[0])


def decimal(written: str) -> Decimal:
    """ "1.234,5" as a number."""
    return Decimal(written.replace(".", "").replace(",", "."))


def _target(identity: str, parts: list[str]) -> Target:
    measure, goal, period, *options = parts
    match = _AMOUNT.fullmatch(goal)
    assert match, goal
    upper = match["upper"]
    comparison = Comparison.BETWEEN if upper else _COMPARISONS.get(match["words"].strip(), Comparison.AT_LEAST)
    lower = "càng thấp càng tốt" in options or comparison in (Comparison.AT_MOST, Comparison.LESS_THAN)
    given = dict(option.split("=") for option in options if "=" in option)
    return Target(
        id=identity, section="", quote="", start=0, end=0, indicator=given.get("tên", f"chỉ tiêu {identity}"),
        measure=Measure(_MEASURES[measure]), comparison=comparison, amount=decimal(match["number"]),
        unit=match["unit"], period=None if period == "–" else Period(period),
        better=Direction.LOWER if lower and "càng cao càng tốt" not in options else Direction.HIGHER,
        upper_amount=decimal(upper) if upper else None, base=given.get("so với"),
        level_at_end=decimal(given["cuối kỳ"]) if "cuối kỳ" in given else None, part_of=given.get("thuộc"),
    )  # fmt: skip


def _terms(terms: Terms, parts: list[str]) -> Terms:
    given = {"linear": terms.linear, "milestones": terms.milestones, "baseline": terms.baseline}
    given |= {name: getattr(terms, name) for name in ("baseline_stage", "due_on", "replaced_on", "tolerance_days")}
    for part in parts:
        name, _, value = part.partition("=")
        if name == "đầu kỳ":
            given["baseline"] = decimal(value)
        elif name == "mốc":
            when, amount = value.split(" ")
            given["milestones"] = (*given["milestones"], (day(when), decimal(amount)))
        elif name == "hạn":
            given["due_on"] = day(value)
        elif name == "thay thế":
            given["replaced_on"] = day(value)
        elif name == "sai lệch ngày":
            given["tolerance_days"] = int(value)
        elif name == "đường thẳng":
            given["linear"] = True
        else:
            raise ValueError(part)
    return Terms(**given)


def _settings(parts: list[str]) -> Settings:
    names = {"điểm": "near_points", "tỷ lệ": "near_share", "đúng tiến độ": "on_track", "nguy cơ": "at_risk"}
    return Settings(**{names[name]: decimal(value) for name, value in (part.split("=") for part in parts)})


def _days(written: str) -> tuple[date, date]:
    if "–" in written:
        first, last = written.split("–")
        return day(first.strip()), day(last.strip())
    if "/" in written and written.count("/") == 2:
        return day(written), day(written)
    period = Period(written)
    return period.start, period.end


def _figure(case: WorkedCase, target: str, parts: list[str]) -> Figure:
    basis, days, goal, *rest = parts
    match = _AMOUNT.fullmatch(goal)
    assert match, goal
    start, end = _days(days)
    known = [day(part) for part in rest if re.fullmatch(r"\d+/\d+/\d{4}", part)]
    sources = [part.removeprefix("nguồn ") for part in rest if part.startswith("nguồn ")]
    versions = [int(part.removeprefix("bản ")) for part in rest if part.startswith("bản ")]
    return Figure(
        id=f"F{len(case.figures) + 1}", indicator=f"chỉ tiêu {target}", unit=match["unit"], body="tỉnh",
        basis=Basis(_BASES[basis]), start=end if basis == "mức" else start, end=end, value=decimal(match["number"]),
        stage=next((_STAGES[part] for part in rest if part in _STAGES), Stage.ESTIMATE),
        known_on=known[0] if known else end + timedelta(days=5), source=sources[0] if sources else "",
        target=target, qualifier=_QUALIFIERS.get(match["words"].strip(), Qualifier.EXACT),
        version=versions[0] if versions else 1,
    )  # fmt: skip


def _plan(case: WorkedCase, target: str, parts: list[str]) -> PlanValue:
    basis = parts.pop(0) if parts[0] in _BASES else "lũy kế"
    goal, days, *rest = parts
    match = _AMOUNT.fullmatch(goal)
    assert match, goal
    start, end = _days(days)
    known = [day(part) for part in rest if re.fullmatch(r"\d+/\d+/\d{4}", part)]
    setters = [part for part in rest if not re.fullmatch(r"\d+/\d+/\d{4}", part)]
    return PlanValue(
        id=f"P{len(case.plans) + 1}", indicator=f"chỉ tiêu {target}", unit=match["unit"], body="tỉnh",
        basis=Basis(_BASES[basis]), start=start, end=end, value=decimal(match["number"]),
        set_by=setters[0] if setters else "UBND tỉnh", known_on=known[0] if known else start, target=target,
        comparison=_COMPARISONS.get(match["words"].strip()),
    )  # fmt: skip


def named(group: str, written: str) -> str:
    """The code of a status or reason by its Vietnamese words."""
    for entry, texts in words().items():
        kind, _, name = entry.partition(".")
        if kind == group and texts["vi"] == written:
            return name
    raise ValueError(f"{written!r} is no {group}")
