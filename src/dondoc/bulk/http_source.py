"""HTTP: one document behind a URL. Redirections are followed by hand, so that each machine is looked at first."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Container
from urllib.parse import quote, urljoin, urlsplit

from dondoc import __version__
from dondoc.findings import ReadError
from dondoc.reading.limits import Limits

ATTEMPTS = 3
_MOST_REDIRECTIONS = 5
_REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})  # a second try may go better
_SECONDS_TO_ANSWER = 30.0
_SECONDS_BETWEEN = 0.5
_PIECE = 65_536
_HEADERS = {"User-Agent": f"dondoc/{__version__}", "Accept": "*/*", "Accept-Encoding": "identity"}


class _PassingError(Exception):
    """What may go better the next time; holds the error to raise when it does not."""

    def __init__(self, error: ReadError) -> None:
        super().__init__()
        self.error = error


def load(url: str, named: Container[str], limits: Limits) -> bytes:
    """The bytes at `url`, tried ATTEMPTS times within `limits.seconds`. `named`: hosts that may be private."""
    deadline = time.monotonic() + limits.seconds
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _followed(url, named, limits, deadline)
        except _PassingError as passing:
            if attempt == ATTEMPTS:
                raise passing.error from None
        time.sleep(min(_SECONDS_BETWEEN * attempt, max(0.0, deadline - time.monotonic())))
    raise AssertionError("unreachable code")


def _followed(url: str, named: Container[str], limits: Limits, deadline: float) -> bytes:
    for _ in range(_MOST_REDIRECTIONS + 1):
        found = _fetched(url, named, limits, deadline)
        if isinstance(found, bytes):
            return found
        if url.startswith("https:") and not found.startswith("https:"):
            raise _unreachable("https → http")
        url = found
    raise _unreachable(f"> {_MOST_REDIRECTIONS} redirections")


def _fetched(url: str, named: Container[str], limits: Limits, deadline: float) -> bytes | str:
    """The bytes at `url`, or where it redirects to."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _unreachable("not an address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _unreachable("not http, https")
    connection = _connected(parts.hostname, port, parts.scheme == "https", named, deadline)
    try:
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
        connection.request("GET", path + query, headers=_HEADERS)
        with connection.getresponse() as response:
            if response.status in _REDIRECTIONS:
                return urljoin(url, response.headers.get("Location", ""))
            if response.status != 200:
                error = _unreachable(f"HTTP {response.status}")
                raise _PassingError(error) if response.status in _PASSING else error
            return _body(response, limits, deadline)
    except (OSError, http.client.HTTPException) as error:
        raise _PassingError(_unreachable(type(error).__name__)) from None
    finally:
        connection.close()


def _body(response: http.client.HTTPResponse, limits: Limits, deadline: float) -> bytes:
    expected = response.length
    pieces: list[bytes] = []
    received = 0
    while received <= limits.file_bytes and (piece := response.read1(_PIECE)):
        pieces.append(piece)
        received += len(piece)
        if time.monotonic() > deadline:
            raise _unreachable(f"> {limits.seconds:g} s")
    if expected is not None and received < min(expected, limits.file_bytes):
        raise _PassingError(ReadError("truncated", received=str(received), expected=str(expected)))
    return b"".join(pieces)


def _connected(
    host: str, port: int | None, secure: bool, named: Container[str], deadline: float
) -> http.client.HTTPConnection:
    """A connection to an address of `host` that may be spoken to: looked up once, so that no second answer differs."""
    seconds = min(_SECONDS_TO_ANSWER, deadline - time.monotonic())
    if seconds <= 0:
        raise _unreachable("time is up")
    number = port or (443 if secure else 80)
    try:
        found = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)
        place = next((each[4] for each in found if host in named or _is_public(str(each[4][0]))), None)
        if place is None:
            raise ReadError("private_address", host=host)
        connection = http.client.HTTPConnection(host, number, timeout=seconds)
        connection.sock = socket.create_connection((str(place[0]), number), timeout=seconds)
        if secure:
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
    except OSError as error:
        raise _PassingError(_unreachable(type(error).__name__)) from None
    return connection


def _is_public(address: str) -> bool:
    place = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(place, "ipv4_mapped", None)
    return (mapped or place).is_global


def _unreachable(reason: str) -> ReadError:
    return ReadError("unreachable", reason=reason)
