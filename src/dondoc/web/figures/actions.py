"""What writes figures: told first, corrected, withdrawn, moved from step to step. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.web.amounts import plain
from dondoc.web.audit.actions import record as entry
from dondoc.web.figures.models import Basis, Figure, Qualifier, Stage, State, Tells, Version
from dondoc.web.figures.words import FOLLOWING
from dondoc.web.indicators.models import Indicator
from dondoc.web.monitoring.actions import figures_changed
from dondoc.web.organizations.models import Body


class FigureError(Exception):
    """What an action refuses, in words for the person who asked for it."""


class FigureConflictError(FigureError):
    """Another version came first: the one that was seen is not the last any more."""

    def __init__(self, last: Version) -> None:
        super().__init__(_("Số liệu này vừa được người khác ghi; hãy xem lại bản mới rồi quyết định."))
        self.last = last


@dataclass(frozen=True, slots=True)
class Key:
    """Which figure is told; see Figure."""

    indicator: Indicator
    body: Body
    basis: Basis
    start: date
    end: date
    stage: Stage = Stage.ESTIMATE
    source: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a figure; see Version. `value` None with `reason`: there is no value."""

    value: Decimal | None
    unit: str
    known_on: date
    qualifier: Qualifier = Qualifier.EXACT
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    cut_off: date | None = None
    reason: str = ""
    kept_because: str = ""
    note: str = ""

    @property
    def tells(self) -> Tells:
        return Tells.NO_DATA if self.value is None else Tells.VALUE


@transaction.atomic
def record(*, by: Any, key: Key, told: Told, state: State = State.ACCEPTED) -> Version:
    """The first version of a figure. FigureConflictError where something was told of it already."""
    figure, is_new = _made(key)
    _check(figure, told)
    last = None if is_new else last_version(figure)
    if last is not None:
        raise FigureConflictError(last)
    version = _added(by, figure, told, state, None)
    _entry(by, "figures.record", version)
    _followed(by, version)
    return version


@transaction.atomic
def correct(*, by: Any, seen: Version, told: Told, state: State = State.ACCEPTED) -> Version:
    """Another version of the figure of `seen`, its last, with `told.reason`. The one before stays readable."""
    if not told.reason.strip():
        raise FigureError(_("Hãy nêu lý do đính chính."))
    _check(seen.figure, told)
    _is_last(seen)
    version = _added(by, seen.figure, told, state, seen)
    _entry(by, "figures.correct", version)
    _followed(by, version)
    return version


@transaction.atomic
def withdraw(*, by: Any, seen: Version, reason: str, known_on: date) -> Version:
    """What was told does not hold any more, from `known_on`; nothing stands in its place."""
    if not reason.strip():
        raise FigureError(_("Hãy nêu lý do rút lại."))
    _is_last(seen)
    told = Told(None, seen.unit, known_on, reason=reason.strip())
    version = _added(by, seen.figure, told, State.ACCEPTED, seen, Tells.WITHDRAWN)
    _entry(by, "figures.withdraw", version)
    _followed(by, version)
    return version


def move(versions: Iterable[Version], after: State) -> None:
    """Moves `versions` one step on, inside the transaction of who asks; what they follow counts no longer.

    FigureError where one of them has been moved by somebody else.
    """
    before = [each.value for each, following in FOLLOWING.items() if after in following]
    keys = [version.pk for version in versions]
    if after is State.ACCEPTED:
        figures = Version.objects.filter(pk__in=keys).values("figure")
        Version.objects.current().filter(figure__in=figures).update(state=State.SUPERSEDED.value)
    if Version.objects.filter(pk__in=keys, state__in=before).update(state=after.value) != len(keys):
        raise FigureError(_("Báo cáo vừa được chuyển bước bởi người khác; hãy xem lại."))


def _followed(by: Any, version: Version) -> None:
    """What now counts is said of the targets that it is about."""
    if version.state == State.ACCEPTED.value:
        figures_changed(by=by, series={(version.figure.indicator_id, version.figure.body_id)})


def last_version(figure: Figure) -> Version | None:
    """The version with the highest number, in whatever state."""
    return figure.versions.order_by("-number").first()


def figure_of(key: Key) -> Figure:
    """The figure with this key, made where there is none."""
    return _made(key)[0]


def _made(key: Key) -> tuple[Figure, bool]:
    """The same, and whether it was made."""
    parts = {
        "indicator": key.indicator, "body": key.body, "basis": key.basis.value, "start": key.start, "end": key.end,
        "stage": key.stage.value, "source": key.source,
    }  # fmt: skip
    try:
        return Figure.objects.get_or_create(**parts)
    except IntegrityError:
        raise FigureError(_("Kỳ của số liệu không đúng: mức tại thời điểm chỉ có một ngày.")) from None


def _check(figure: Figure, told: Told) -> None:
    """What no form lets through and no other way in may either."""
    if told.value is None and not told.reason.strip():
        raise FigureError(_("Hãy nêu lý do không có số liệu."))
    if told.cut_off is not None and told.cut_off > figure.end:
        raise FigureError(_("Ngày chốt số liệu không được sau ngày cuối của kỳ."))
    if told.known_on > timezone.localdate():
        raise FigureError(_("Ngày biết số liệu không được ở tương lai."))


def _is_last(seen: Version) -> None:
    """FigureConflictError where `seen` has been corrected; FigureError where it still waits for a decision."""
    Figure.objects.select_for_update().get(pk=seen.figure_id)
    last = last_version(seen.figure)
    if last is None or last.pk != seen.pk:
        raise FigureConflictError(last or seen)
    if last.state in (State.SUBMITTED, State.APPROVED):
        raise FigureError(_("Số liệu này đang chờ duyệt; hãy nhận hoặc trả lại trước."))


def _added(
    by: Any, figure: Figure, told: Told, state: State, corrects: Version | None, tells: Tells | None = None
) -> Version:
    if state is State.ACCEPTED and corrects is not None:
        figure.versions.current().update(state=State.SUPERSEDED.value)
    return Version.objects.create(
        figure=figure, number=corrects.number + 1 if corrects else 1, corrects=corrects, state=state.value,
        tells=(tells or told.tells).value, value=told.value, unit=told.unit, qualifier=told.qualifier.value,
        numerator=told.numerator, denominator=told.denominator, cut_off=told.cut_off, known_on=told.known_on,
        backfilled=told.known_on < timezone.localdate(), by=by, reason=told.reason.strip()[:1000],
        kept_because=told.kept_because.strip()[:1000], note=told.note.strip(),
    )  # fmt: skip


def _entry(by: Any, action: str, version: Version) -> None:
    """The entry tells the values before and after; the note, which may be erased, stands in the version alone."""
    before = version.corrects
    entry(by=by, action=action, subject=version, details={
        "figure": version.figure_id, "number": version.number, "tells": version.tells,
        "before": plain(before.value) if before else None, "after": plain(version.value),
        "known_on": version.known_on.isoformat(), "state": version.state, "reason": version.reason,
    })  # fmt: skip
