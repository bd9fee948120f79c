"""Text that people write on a page: through the same door as a document, for it may be pasted from one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dondoc.reading.secrecy import find_secrecy_mark


class OpenTextField(forms.CharField):
    """Text that bears no mark of state secrecy, with its blanks closed up (its line breaks too, unless `lines`). What
    bears one is not kept and not shown again."""

    default_error_messages = {  # noqa: RUF012
        "secret": _("Nội dung có dấu chỉ độ mật: không ghi vào hệ thống này."),
    }

    def __init__(self, *args: Any, lines: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines

    def clean(self, value: Any) -> str:
        written: str = super().clean(value)
        if find_secrecy_mark(written.splitlines()):
            raise ValidationError(self.error_messages["secret"], code="secret")
        rows = written.splitlines() if self.lines else [written]
        return "\n".join(" ".join(row.split()) for row in rows)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the form shows of what was sent."""
        return "" if data and find_secrecy_mark(str(data).splitlines()) else super().bound_data(data, initial)


def problems_of(form: forms.Form) -> str:
    """All that is wrong with what was sent, in one line."""
    return " ".join(message for errors in form.errors.values() for message in errors)
