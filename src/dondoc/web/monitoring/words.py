"""What a verdict can be and why it was said anew, with its words on the page."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from dondoc.evaluating.task_standings import Progress, Timing
from dondoc.evaluating.verdicts import Status
from dondoc.reporting.words import word
from dondoc.web.amounts import language


class On(StrEnum):
    """What is tested: of a target its promise and the plan around it, of a task its deadline."""

    PROMISE = "promise"
    PLAN = "plan"
    DEADLINE = "deadline"


class Because(StrEnum):
    """Why a verdict was said. UNEXPLAINED is the alarm: neither a recorded act nor the date explains it."""

    FIRST = "first"
    PLAN_APPROVED = "plan_approved"
    AMENDED = "amended"
    FIGURE_ACCEPTED = "figure_accepted"
    REPORT_ACCEPTED = "report_accepted"
    DEADLINE_CHANGED = "deadline_changed"
    DEADLINE_EXTENDED = "deadline_extended"
    PROGRESS_TOLD = "progress_told"
    ALLOCATION_CHANGED = "allocation_changed"
    INDICATOR_CHANGED = "indicator_changed"
    BASELINE_CHANGED = "baseline_changed"
    TRAJECTORY_CHANGED = "trajectory_changed"
    WHOLE_CHANGED = "whole_changed"
    RULES_CHANGED = "rules_changed"
    DATE_PASSED = "date_passed"
    UNEXPLAINED = "unexplained"


BECAUSE = {
    Because.FIRST: _("lần đầu"),
    Because.PLAN_APPROVED: _("phê duyệt kế hoạch"),
    Because.AMENDED: _("sửa đổi kế hoạch"),
    Because.FIGURE_ACCEPTED: _("nhận số liệu"),
    Because.REPORT_ACCEPTED: _("nhận báo cáo"),
    Because.DEADLINE_CHANGED: _("đổi thời hạn"),
    Because.DEADLINE_EXTENDED: _("gia hạn"),
    Because.PROGRESS_TOLD: _("báo tiến độ"),
    Because.ALLOCATION_CHANGED: _("đổi mức giao"),
    Because.INDICATOR_CHANGED: _("đổi chỉ tiêu trong danh mục"),
    Because.BASELINE_CHANGED: _("đổi mức gốc"),
    Because.TRAJECTORY_CHANGED: _("đổi lộ trình"),
    Because.WHOLE_CHANGED: _("đổi cơ quan của số chung"),
    Because.RULES_CHANGED: _("đổi quy tắc đánh giá"),
    Because.DATE_PASSED: _("đến ngày"),
    Because.UNEXPLAINED: _("không rõ lý do"),
}
STATUSES = (*Status, *Timing)
# From what a leader has to look at first to what needs nobody.
WORST_FIRST = (
    "missed", "overdue", "off_track", "at_risk", "no_data", "late", "nearly_met", "due_soon", "day_unknown",
    "no_deadline", "not_due", "in_time", "on_track", "met", "on_time_by_extension", "on_time", "exceeded", "ongoing",
    "not_counted", "replaced",
)  # fmt: skip
_FARTHEST = 100_000  # per cent: what has none stands behind all that have one

# The words of targets are the core's (reporting/words.toml); of tasks they are the site's.
TIMINGS = {
    Timing.ON_TIME: _("hoàn thành đúng hạn"),
    Timing.ON_TIME_BY_EXTENSION: _("hoàn thành trong hạn đã gia"),
    Timing.LATE: _("hoàn thành muộn"),
    Timing.DAY_UNKNOWN: _("hoàn thành, chưa rõ ngày"),
    Timing.IN_TIME: _("trong hạn"),
    Timing.DUE_SOON: _("sắp đến hạn"),
    Timing.OVERDUE: _("quá hạn"),
    Timing.NO_DEADLINE: _("chưa có thời hạn"),
    Timing.ONGOING: _("thường xuyên"),
    Timing.NOT_COUNTED: _("tạm dừng, không tính"),
}
PROGRESS = {
    Progress.DONE: _("đã xong"),
    Progress.AWAITING_CONFIRMATION: _("chờ xác nhận"),
    Progress.UNDER_WAY: _("đang thực hiện"),
    Progress.NOT_STARTED: _("chưa thực hiện"),
    Progress.STOPPED: _("đã dừng"),
}
LOOKS = {
    "exceeded": "exceeded", "met": "met", "nearly_met": "near", "missed": "missed", "on_track": "ontrack",
    "at_risk": "risk", "off_track": "missed", "not_due": "notdue", "no_data": "nodata", "replaced": "notdue",
    "on_time": "met", "on_time_by_extension": "near", "late": "risk", "day_unknown": "nodata", "in_time": "ontrack",
    "due_soon": "risk", "overdue": "missed", "no_deadline": "nodata", "ongoing": "notdue", "not_counted": "notdue",
}  # fmt: skip


def look_of(status: str) -> str:
    """How a status looks: a class of components.css, which is a shape before it is a colour."""
    return LOOKS[status]


def status_words(status: str) -> str:
    """A status in the language of the page."""
    return str(TIMINGS[Timing(status)]) if status in list(Timing) else word(f"status.{status}", language())


def place_of(status: str, percent: Decimal | None) -> int:
    """Where a verdict stands in a list that begins with the worst: by status, then by the share of its promise."""
    share = _FARTHEST if percent is None else min(max(percent, Decimal(0)), Decimal(_FARTHEST))
    return WORST_FIRST.index(status) * 10**10 + int(share * 10_000)
