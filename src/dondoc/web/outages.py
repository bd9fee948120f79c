"""What keeps a request from being answered though the program is right: no room on the disk, no database, too many.

Nothing of such a request is kept: what it wrote is undone by the database. Who has sent it is told what to do next.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from enum import StrEnum

from django.db import Error
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SECRET = ("password", "code", "secret", "again", "csrfmiddlewaretoken")  # what no page shows again
_OF_FORMS = ("row", "seen", "version", "next", "from")  # what a form tells of itself
_LONGEST_FIELDS = 200_000  # characters of what is shown again


class Outage(StrEnum):
    FULL = "full"
    UNREACHABLE = "unreachable"
    BUSY = "busy"


WORDS: dict[Outage, tuple[Promise, Promise]] = {
    Outage.FULL: (
        _("Máy chủ hết chỗ ghi"),
        _("Đĩa của máy chủ đã đầy; xin báo quản trị viên. Khi có chỗ, hãy gửi lại."),
    ),
    Outage.UNREACHABLE: (
        _("Mất kết nối tới cơ sở dữ liệu"),
        _("Hãy đợi một phút rồi gửi lại; nếu vẫn vậy, xin báo quản trị viên."),
    ),
    Outage.BUSY: (_("Máy chủ đang bận"), _("Nhiều người cùng ghi một lúc. Hãy đợi một phút rồi gửi lại.")),
}


def outage_of(error: BaseException | None) -> Outage | None:
    """What has failed, by the error or what it came from; None: something else, a defect perhaps."""
    found = [_outage(each) for each in _causes(error)]
    return next((each for each in found if each is not None), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _outage(error: BaseException) -> Outage | None:
    if isinstance(error, OSError):
        return Outage.FULL if error.errno in _NO_ROOM else None
    if isinstance(error, Error):
        return _of_database(error.__cause__)
    return None


def _of_database(error: BaseException | None) -> Outage | None:
    """By what the driver says: a code of SQLite, or one of PostgreSQL (none where the connection itself is lost)."""
    code = getattr(error, "sqlite_errorname", None)
    if code is not None:
        if code.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
            return Outage.FULL
        return Outage.BUSY if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) else _cannot_open(code)
    state = getattr(error, "sqlstate", None)
    if state is None:
        return Outage.UNREACHABLE if type(error).__name__ in ("OperationalError", "InterfaceError") else None
    if state in ("53100", "58030"):
        return Outage.FULL
    if state.startswith(("08", "57P")):
        return Outage.UNREACHABLE
    return Outage.BUSY if state.startswith(("53", "55P03", "40")) else None


def _cannot_open(code: str) -> Outage | None:
    return Outage.UNREACHABLE if code.startswith("SQLITE_CANTOPEN") else None


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent and can be sent again from the page that tells of the outage; no files, nothing secret."""
    sent: QueryDict = request.POST if request.method == "POST" and not request.FILES else QueryDict()
    fields = [(name, value) for name, values in sent.lists() for value in values if not _is_secret(name)]
    is_whole = sum(len(value) for _name, value in fields) <= _LONGEST_FIELDS
    return fields if is_whole and not any(_is_secret(name) for name in sent if name != "csrfmiddlewaretoken") else []


def told_in(fields: Iterable[tuple[str, str]]) -> list[str]:
    """What a person reads again of `fields`: their words, without the names and marks that forms give themselves."""
    return [value for name, value in fields if value.strip() and not name.endswith(_OF_FORMS)]


def _is_secret(name: str) -> bool:
    return any(word in name for word in _SECRET)
