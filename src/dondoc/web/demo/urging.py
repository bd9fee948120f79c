"""The demo's urging: the day after the reports of the round were due, what is owed is drafted; some of it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dondoc.web.calendar.models import Day
from dondoc.web.channels.actions import add_channel
from dondoc.web.channels.models import ChannelKind
from dondoc.web.figures.models import Round
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Plan
from dondoc.web.urging import actions
from dondoc.web.urging.drafting import draft_all
from dondoc.web.urging.models import Letter

SENT = ("stc", "snnptnt")  # bodies with accounts in accounts.toml; the other drafts wait for a signature
_ANSWER = "Đơn vị đang tổng hợp số liệu của các phòng; xin gửi báo cáo trong tuần này (minh họa)."


def urge(*, accounts: Mapping[str, Any], plan: Plan) -> None:
    """Drafts the notes of the first working day after the round, signs those of two bodies; one of them
    answers. A mailbox that does not exist shows the outbox: a demo has no mail server."""
    round_ = Round.objects.filter(office=plan.office, period=plan.period).first()
    if round_ is None:
        return
    stc = Body.objects.get(key=SENT[0])
    add_channel(by=accounts["quantri"], body=stc, kind=ChannelKind.MAIL, address="vanthu@stc.example")
    calendar = Day.objects.working_days()
    day = calendar.after(calendar.on_or_after(round_.due_on))
    draft_all(as_of=day)
    letters = list(Letter.objects.drafts().filter(body__key__in=SENT).order_by("pk"))
    actions.sign_all(by=accounts["pheduyet"], letters=letters, first=1, symbol="VPTU (minh họa)", on=day)
    own = Letter.objects.issued().filter(body__key=SENT[0]).first()
    if own is not None:
        actions.answer(by=accounts["taichinh"], step=own.steps.all()[0], because=_ANSWER, proposed=None)
