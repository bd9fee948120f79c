"""Why an indicator is proposed, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from dondoc.indicators.similar import Likeness, Similar


def reason_of(found: Similar[Any]) -> str:
    """That a name is the same, or is alike and which words only one of the two has."""
    if found.likeness is Likeness.NAME:
        return _("cùng tên")
    if found.likeness is Likeness.OTHER_NAME:
        return _("cùng tên gọi khác «%(name)s»") % {"name": found.name}
    told = [_("tên gần giống")]
    for words, where in ((found.here, _("ở đây thêm")), (found.there, _("trong danh mục thêm"))):
        if words:
            told.append(f"{where} «{' '.join(words)}»")
    return "; ".join(told)
