"""The public record of a plan as open data: the rows that stand in its public pages, and no other.

    pages -> OpenPlan -> files of the form that is asked for (docs/open-data.md)

Ids are the keys of public addresses; codes of targets and words of the document are not public.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.reporting.open_data import (
    About,
    FigureRow,
    OpenPlan,
    TargetRow,
    TaskRow,
    VerdictRow,
    csv_files,
    json_files,
    parquet_files,
    sdmx_files,
    xlsx_files,
)
from dondoc.reporting.packing import archive_of
from dondoc.web.public.models import Kind, Page

FORMS: Mapping[str, tuple[Callable[[OpenPlan], Mapping[str, bytes]], str]] = {
    "json": (json_files, "application/json"),
    "xlsx": (xlsx_files, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv.zip": (csv_files, "application/zip"),
    "parquet.zip": (parquet_files, "application/zip"),
    "sdmx.zip": (sdmx_files, "application/zip"),
}

DOCUMENT_FORMS: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "akn.xml": "application/akn+xml",
}


def file_of(plan: Page, items: Iterable[Page], address: str, as_of: date, form: str) -> tuple[bytes, str]:
    """The file of a public plan at `address`, and its media type; KeyError where there is no such form."""
    write, kind = FORMS[form]
    files = write(open_plan_of(plan, list(items), address, as_of))
    if form in ("json", "xlsx"):
        return next(iter(files.values())), kind
    return archive_of(files), kind


def open_plan_of(plan: Page, items: list[Page], address: str, as_of: date) -> OpenPlan:
    """What is public of a plan, its targets and tasks, held against what was known on `as_of`."""
    targets = [each for each in items if each.kind == Kind.TARGET.value]
    tasks = tuple(_task(each) for each in items if each.kind == Kind.TASK.value)
    figures = tuple(figure for each in targets for figure in _figures(each))
    verdicts = tuple(_verdict(each) for each in targets if each.told["verdict"])
    rules = (each.told["verdict"]["rule_version"] for each in targets if each.told["verdict"])
    about = replace(
        about_of(plan, address, as_of, illustrative=any(each.illustrative for each in figures)),
        rule_version=next(rules, ""), sources=tuple(dict.fromkeys(each.source for each in figures if each.source)),
    )  # fmt: skip
    return OpenPlan(about, tuple(map(_target, targets)), figures, (), verdicts, tasks)


def about_of(plan: Page, address: str, as_of: date, *, illustrative: bool) -> About:
    """What the head of a plan says of its data; not from which sources, nor by which rules."""
    told = plan.told
    return About(
        identifier=address, title=plan.title, document=told["number"] or None, issuer=told["office"],
        issued_on=_day(told["issued_on"]), period=told.get("period_code"), publisher=told["office"], as_of=as_of,
        known_at=as_of, rule_version="", sources=(), illustrative=illustrative,
        published_on=_day(told["published_on"]),
    )  # fmt: skip


def _target(page: Page) -> TargetRow:
    told = page.told
    start, end = told["days"]
    return TargetRow(
        id=page.key, section=told["section"], indicator=told["name"], measure=told["measure"],
        comparison=told["comparison"], amount=Decimal(told["amount"]), upper_amount=_amount(told["upper_amount"]),
        unit=told["unit"] or None, period=told["period_code"], start=_day(start), end=_day(end),
        better=told["better"], base=None, level_at_end=None, part_of=None, quote=None,
    )  # fmt: skip


def _figures(page: Page) -> Iterator[FigureRow]:
    told = page.told
    for each in told["figures"]:
        start, end, known_on = map(date.fromisoformat, (each["start"], each["end"], each["known_on"]))
        yield FigureRow(
            id=_id(page, each), version=each["version"], target=page.key, indicator=told["name"], unit=each["unit"],
            body="", basis=each["basis"], qualifier=each["qualifier"], start=start, end=end,
            cut_off=_day(each["cut_off"]), value=Decimal(each["value"]), reason=None, stage=each["stage"],
            known_on=known_on, source=each["source"], illustrative=each["illustrative"],
        )  # fmt: skip


def _verdict(page: Page) -> VerdictRow:
    told, said = page.told, page.told["verdict"]
    as_of = date.fromisoformat(told["as_of"])
    start, end = told["days"]
    used = " ".join(_id(page, each) for each in told["figures"] if each["used"])
    return VerdictRow(
        target=page.key, indicator=told["name"], on="promise", set_by=None, status=said["status"],
        label=said["words"]["vi"], reason=said["reason_code"], basis=said["basis"] or None,
        comparison=told["comparison"], wanted=Decimal(told["amount"]), upper=_amount(told["upper_amount"]),
        unit=told["unit"] or None, start=_day(start), end=_day(end), done=_amount(said["done"]),
        done_from=_day(said["done_from"]), done_to=_day(said["done_to"]), qualifier=said["qualifier"],
        percent=_amount(said["percent"]), remaining=None, year_on_year=None, baseline=None, expected=None,
        due_on=None, as_of=as_of, known_at=as_of, figures=used, illustrative=page.is_illustrative,
        sentence=said["told"]["vi"],
    )  # fmt: skip


def _task(page: Page) -> TaskRow:
    told, state = page.told, page.told["state"] or {}
    return TaskRow(
        id=page.key, section=told["section"], name=told["name"], nature=told["nature"], lead=told["lead"] or None,
        support="; ".join(told["support"]) or None, deadline=_day(told["deadline"]),
        extended_to=_day(told["extended_to"]), status=page.status or None, progress=state.get("progress"),
        label=state["words"]["vi"] if state else None, finished_on=_day(state.get("finished_on", "")),
        as_of=_day(told.get("as_of", "")),
    )  # fmt: skip


def _id(page: Page, figure: Mapping[str, Any]) -> str:
    return f"{page.key}-{figure['basis']}-{figure['start']}-{figure['end']}"


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _amount(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)
