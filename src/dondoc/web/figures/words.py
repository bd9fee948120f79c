"""What a figure can be, with its words on the page."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from dondoc.evaluating.figures import Basis, Qualifier, Stage

BASES = {
    Basis.PERIOD: _("trong kỳ"),
    Basis.CUMULATIVE: _("lũy kế"),
    Basis.LEVEL: _("mức tại thời điểm"),
    Basis.CHANGE: _("mức tăng, giảm"),
    Basis.GROWTH: _("tốc độ so với cùng kỳ"),
}
STAGES = {
    Stage.ESTIMATE: _("ước"),
    Stage.PRELIMINARY: _("sơ bộ"),
    Stage.OFFICIAL: _("chính thức"),
}
QUALIFIERS = {
    Qualifier.EXACT: _("đúng"),
    Qualifier.MORE_THAN: _("trên"),
    Qualifier.NEAR: _("gần"),
    Qualifier.ABOUT: _("khoảng"),
}


class Tells(StrEnum):
    """What a version tells: a value (which may be zero), that there is none, or that what was told no longer holds."""

    VALUE = "value"
    NO_DATA = "no_data"
    WITHDRAWN = "withdrawn"


TELLS = {
    Tells.VALUE: _("có số liệu"),
    Tells.NO_DATA: _("không có số liệu"),
    Tells.WITHDRAWN: _("rút lại"),
}


class State(StrEnum):
    """The steps of a version. What was accepted counts until another version of its figure is accepted."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    SUPERSEDED = "superseded"


STATES = {
    State.SUBMITTED: _("chờ thủ trưởng duyệt"),
    State.APPROVED: _("chờ văn phòng nhận"),
    State.ACCEPTED: _("đã nhận"),
    State.RETURNED: _("trả lại"),
    State.SUPERSEDED: _("đã có bản sau"),
}
WAITING = (State.SUBMITTED, State.APPROVED)
COUNTED = (State.ACCEPTED, State.SUPERSEDED)  # what counts, or has counted
# From each state the steps that follow it; the database refuses any other.
FOLLOWING = {
    State.SUBMITTED: (State.APPROVED, State.ACCEPTED, State.RETURNED),
    State.APPROVED: (State.ACCEPTED, State.RETURNED),
    State.ACCEPTED: (State.SUPERSEDED,),
    State.RETURNED: (),
    State.SUPERSEDED: (),
}
