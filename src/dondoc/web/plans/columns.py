"""The columns of lists of plans and of their commitments, on the page and in files."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dondoc.evaluating.tasks import TaskState
from dondoc.reporting.listing import Kind
from dondoc.values import Comparison
from dondoc.web.periods import in_words
from dondoc.web.plans.models import Plan, PlanState
from dondoc.web.plans.progress import TASK_STATES
from dondoc.web.plans.words import fields
from dondoc.web.resolutions.words import SIGNS
from dondoc.web.tables import Column

_LOOKS = {PlanState.APPROVED: "met", PlanState.SUBMITTED: "ontrack", PlanState.DRAFT: "notdue"}

PLAN_COLUMNS = (
    Column(_("Kế hoạch"), lambda plan: plan.label, width=60, link=lambda plan: reverse("plan", args=[plan.pk])),
    Column(_("Cơ quan"), lambda plan: plan.office.name, width=30),
    Column(_("Kỳ"), lambda plan: in_words(plan.period), width=24),
    Column(_("Chỉ tiêu"), lambda plan: plan.targets, Kind.NUMBER, width=10),
    Column(_("Nhiệm vụ"), lambda plan: plan.tasks, Kind.NUMBER, width=10),
    Column(
        _("Tình trạng"),
        lambda plan: str(plan.get_state_display()),
        width=16,
        status=lambda plan: _LOOKS[PlanState(plan.state)],
    ),
)


def _of_target(name: str) -> Any:
    return lambda row: getattr(row.target, name) if hasattr(row, "target") else None


def _of_progress(name: str) -> Any:
    return lambda row: getattr(row.progress, name) if hasattr(row, "progress") else None


def _period(row: Any) -> str | None:
    return in_words(row.target.period) if hasattr(row, "target") else None


def _of_task(name: str) -> Any:
    return lambda row: getattr(row.task, name) if hasattr(row, "task") else None


def _sign(row: Any) -> str:
    return SIGNS[Comparison(row.target.comparison)] if hasattr(row, "target") else ""


def _bodies(part: str) -> Any:
    """The names of those that have that part; the rows are with_responsible()."""
    return lambda row: "; ".join(each.body.name for each in row.responsible if each.part == part)


# In files; the page sets them by sections.
COMMITMENT_COLUMNS = (
    Column(_("Mục"), lambda row: row.code, width=10),
    Column(_("Nội dung"), lambda row: row.name, width=60),
    Column(_("Phần"), lambda row: f"{row.section} {row.heading}".strip(), width=24),
    Column(_("Lĩnh vực"), lambda row: str(fields()[row.field]) if row.field in fields() else "", width=20),
    Column(_("Dấu"), _sign, width=6),
    Column(_("Mức"), _of_target("amount"), Kind.NUMBER, width=14),
    Column(_("Đến mức"), _of_target("upper_amount"), Kind.NUMBER, width=14),
    Column(_("Đơn vị tính"), _of_target("unit"), width=14),
    Column(_("Kỳ"), _period, width=24),
    Column(_("Thời hạn"), _of_task("deadline"), Kind.DATE, width=13),
    Column(_("Sản phẩm"), _of_task("product"), width=30),
    Column(_("Chủ trì"), _bodies("lead"), width=30),
    Column(_("Phối hợp"), _bodies("support"), width=40),
    Column(_("Phạm vi đọc"), lambda row: str(row.get_sensitivity_display()), width=12),
)

SUBTASK_COLUMNS = (
    Column(_("Mục"), lambda row: row.code, width=10),
    Column(_("Nội dung"), lambda row: row.name, width=60),
    Column(_("Chủ trì"), _bodies("lead"), width=30),
    Column(_("Phối hợp"), _bodies("support"), width=40),
    Column(_("Thời hạn"), lambda row: row.deadline, Kind.DATE, width=13),
    Column(_("Tình trạng"), lambda row: str(TASK_STATES[TaskState(row.state)]), width=24),
    Column(_("Sản phẩm"), _of_progress("product"), width=30),
    Column(_("Ngày của sản phẩm"), _of_progress("finished_on"), Kind.DATE, width=13),
    Column(_("Kết thúc từ"), lambda row: row.ended_on, Kind.DATE, width=13),
    Column(_("Lý do kết thúc"), lambda row: row.ended_because, width=40),
)


def plan_filters(plan: Plan, asked: Any) -> list[str]:
    """What a list of commitments was narrowed to, in words."""
    given = {name: value for name, value in asked.given.items() if value}
    told = [f"{asked.form.fields[name].label}: {_chosen(asked.form, name, value)}" for name, value in given.items()]
    return [str(plan.office), *told]


def _chosen(form: Any, name: str, value: Any) -> str:
    choices = dict(getattr(form.fields[name], "choices", ()))
    return str(choices.get(value, value))
