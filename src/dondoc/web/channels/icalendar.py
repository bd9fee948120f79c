"""Deadlines as an iCalendar file (RFC 5545): a day-long event each. The same deadlines, the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_LONGEST = 75  # octets of a line (RFC 5545, 3.1)


@dataclass(frozen=True, slots=True)
class Event:
    """A deadline: `uid` names it for ever, `summary` and `link` say what it is."""

    uid: str
    on: date
    summary: str
    link: str


def calendar_file(name: str, events: Iterable[Event], stamp: date) -> bytes:
    """The file; `stamp` is the day as of which it was made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//dondoc//VI", f"X-WR-CALNAME:{_escaped(name)}"]
    for event in events:
        lines += [
            "BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}", f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(event.summary)}", f"URL:{event.link}", "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{line}\r\n" for each in [*lines, "END:VCALENDAR"] for line in _folded(each)).encode()


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, cut between letters; all but the first begin with a blank."""
    piece, begun = "", ""
    for letter in line:
        if len((begun + piece + letter).encode()) > _LONGEST:
            yield begun + piece
            piece, begun = "", " "
        piece += letter
    yield begun + piece
