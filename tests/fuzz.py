"""A mutation fuzzer: real documents with small damage, which must be read or refused, never crash or hang.

Everything is drawn from one seeded generator, so a failure is named by (case, seed, number) and can be made again.
"""

from __future__ import annotations

import io
import random
import signal
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

Check = Callable[[bytes], None]

WATCHDOG_SECONDS = 20.0
WAITING = 6

# Characters that have made readers of Vietnamese text stumble: combining marks, odd spaces, look-alikes, controls.
_ODD = (
    "\u0301\u0323\u031b\u00a0\u00ad\u200b\u2028\ufeff\ufffdƣÐð％：；…–—−“”\x0b\x0c\x1c\ud7ff\U0001f600\u202eİıßﬁ²½٣१Ậậ"
    "|*#<>&\t\\"
)
_NUMERALS = ("0", "7", "1.234,5", "12,28", "1.000.000.000.000.000.000", "01/01/0000", "31-02-2023", "I", "XIV", "-5%")
_WORDS = (
    "trong đó",
    "gồm:",
    "từ",
    "trở lên",
    "trên",
    "giảm còn",
    "so với",
    "Điều 1.",
    "a)",
    "- ",
    "đến năm",
    ";",
    "(",
    ")",
)


@dataclass(frozen=True)
class Failure:
    """What a mutated document did. `number` counts the mutations of one run from 0."""

    case: str
    number: int
    data: bytes
    error: BaseException

    def __str__(self) -> str:
        return f"{self.case}, mutation {self.number}: {type(self.error).__name__}: {self.error}"


class RunawayError(Exception):
    """A document took longer than the watchdog allows."""


def mutate(data: bytes, rng: random.Random) -> bytes:
    """`data` with one to four kinds of damage: to its bytes, to its characters, or inside its archive's XML."""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        data = _mutate_once(data, rng)
    return data


def _mutate_once(data: bytes, rng: random.Random) -> bytes:
    if data.startswith(b"PK") and rng.random() < 0.85:
        return _inside_archive(data, rng)
    if not data.startswith((b"PK", b"%PDF", b"\xd0\xcf")) and rng.random() < 0.8:
        text = data.decode("utf-8", errors="surrogateescape")
        return _in_text(text, rng).encode("utf-8", errors="surrogatepass")
    return rng.choice(_BYTE_DAMAGE)(data, rng)


def _stretch(length: int, rng: random.Random) -> tuple[int, int]:
    """A random stretch, mostly short."""
    start = rng.randrange(length + 1)
    return start, min(length, start + rng.choice((1, 1, 4, 30, 400, length // 3)))


def _flip(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 20)) if changed else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut(data: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(len(data), rng)
    return data[:start] if rng.random() < 0.3 else data[:start] + data[end:]


def _repeat(data: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(len(data), rng)
    return data[:end] + data[start:end] * rng.choice((1, 1, 5)) + data[end:]


def _splice(data: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(len(data), rng)
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[start:end] + data[at:]


def _noise(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.randbytes(rng.choice((1, 8, 200))) + data[at:]


_BYTE_DAMAGE = (_flip, _cut, _repeat, _splice, _noise)


def _in_text(text: str, rng: random.Random) -> str:
    if not text:
        return rng.choice(_ODD)
    return rng.choice(_TEXT_DAMAGE)(text, rng)


def _insert(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    piece = rng.choice((rng.choice(_ODD) * rng.choice((1, 1, 50)), rng.choice(_NUMERALS), f" {rng.choice(_WORDS)} "))
    return text[:at] + piece + text[at:]


def _swap_numeral(text: str, rng: random.Random) -> str:
    places = [at for at, c in enumerate(text) if c.isdigit()]
    if not places:
        return _insert(text, rng)
    at = rng.choice(places)
    return text[:at] + rng.choice((*_NUMERALS, "")) + text[at + 1 :]


def _drop_words(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    at = rng.randrange(len(words))
    del words[at : at + rng.choice((1, 2, 10))]
    return " ".join(words)


def _swap_lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    first, second = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return "\n".join(lines)


def _glue(text: str, rng: random.Random) -> str:
    start, end = _stretch(len(text), rng)
    separator = rng.choice(("", "\n", "\n\n", "  ", "\t", "|"))
    return text[:start] + text[start:end].replace(" ", separator) + text[end:]


def _cut_text(text: str, rng: random.Random) -> str:
    start, end = _stretch(len(text), rng)
    return text[:start] + text[end:]


def _repeat_text(text: str, rng: random.Random) -> str:
    start, end = _stretch(len(text), rng)
    return text[:end] + text[start:end] * rng.choice((1, 1, 4)) + text[end:]


_TEXT_DAMAGE = (
    _insert,
    _insert,
    _swap_numeral,
    _swap_numeral,
    _drop_words,
    _swap_lines,
    _glue,
    _cut_text,
    _repeat_text,
)


def _inside_archive(data: bytes, rng: random.Random) -> bytes:
    """One member of a DOCX damaged, mostly the document itself; the archive around it stays whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # an earlier mutation has spoilt the archive: its bytes can still be damaged
        return rng.choice(_BYTE_DAMAGE)(data, rng)
    if not members:
        return data
    main = [name for name in members if name.endswith("document.xml")]
    name = rng.choice(main) if main and rng.random() < 0.7 else rng.choice(sorted(members))
    if rng.random() < 0.05:
        del members[name]
    else:
        members[name] = _in_xml(members[name], rng)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return file.getvalue()


def _in_xml(content: bytes, rng: random.Random) -> bytes:
    """Words between tags changed, whole elements moved, or plain damage to the markup."""
    pieces = content.split(b"<")
    draw = rng.random()
    if draw < 0.4 or len(pieces) < 3:
        return rng.choice(_BYTE_DAMAGE)(content, rng)
    at = rng.randrange(1, len(pieces))
    if draw < 0.7:
        tag, closed, words = pieces[at].partition(b">")
        pieces[at] = tag + closed + _in_text(words.decode("utf-8", "replace"), rng).encode("utf-8", "replace")
    elif draw < 0.85:
        other = rng.randrange(1, len(pieces))
        pieces[at], pieces[other] = pieces[other], pieces[at]
    else:
        end = min(len(pieces), at + rng.choice((1, 3, 20)))
        pieces[at:end] = pieces[at:end] * rng.choice((0, 2, 3))
    return b"<".join(pieces)


@contextmanager
def watchdog(seconds: float = WATCHDOG_SECONDS) -> Iterator[None]:
    """Raises RunawayError in the block when it takes longer than `seconds` of the processor; main thread only.

    By the clock it has `WAITING` times as long: on a machine with other work to do a sound reading would be called a
    runaway, and what only waits takes nothing of the processor.
    """

    def bark(signum: int, frame: object) -> None:
        raise RunawayError(f"more than {seconds:g} s")

    timers = ((signal.SIGPROF, signal.ITIMER_PROF, seconds), (signal.SIGALRM, signal.ITIMER_REAL, WAITING * seconds))
    before = {number: signal.signal(number, bark) for number, _timer, _seconds in timers}
    for _number, timer, limit in timers:
        signal.setitimer(timer, limit)
    try:
        yield
    finally:
        for number, timer, _seconds in timers:
            signal.setitimer(timer, 0)
            signal.signal(number, before[number])


def run(cases: Mapping[str, bytes], count: int, seed: int, check: Check) -> list[Failure]:
    """Check `count` mutations, the cases in turn; the first five failures. The same seed gives the same mutations."""
    names = sorted(cases)
    failures: list[Failure] = []
    for number in range(count):
        name = names[number % len(names)]
        data = mutate(cases[name], random.Random(f"{seed}/{name}/{number}"))
        try:
            with watchdog():
                check(data)
        except Exception as error:  # whatever a check raises is what is looked for
            failures.append(Failure(name, number, data, error))
            if len(failures) == 5:
                break
    return failures
