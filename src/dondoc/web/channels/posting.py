"""Posting to an address of somebody else: HTTPS, to public addresses alone, within a time, and nowhere else.

The name is looked up once and the connection made to the very address that was looked at, so that a name which points
elsewhere a moment later leads nowhere. A redirect is not followed: the receiver gives its new address to the office.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

LIMIT = 10.0  # seconds for all of it
Resolve = Callable[[str, int], Sequence[str]]


class PostError(Exception):
    """What did not work, in a word of ours: "not_https", "no_name", "private", "time", "status 500", "unreachable"."""


@dataclass(frozen=True, slots=True)
class Way:
    """How names are looked up and what may be reached; tests have a way of their own."""

    resolve: Resolve
    may_reach: Callable[[str], bool]
    context: ssl.SSLContext | None
    limit: float = LIMIT


def addresses_of(host: str, port: int) -> Sequence[str]:
    """All addresses of a name; PostError("no_name")."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise PostError("no_name") from error


def is_public(address: str) -> bool:
    """Whether it is an address of the open internet: not of this machine, an inner network, or a tunnel to one."""
    found = ipaddress.ip_address(address.split("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


def open_way() -> Way:
    return Way(addresses_of, is_public, ssl.create_default_context())


def post(url: str, body: bytes, headers: Mapping[str, str], way: Way) -> None:
    """Posts `body`; PostError unless the receiver says 2xx in time. `way.context` None: without TLS, for tests."""
    parts = urlsplit(url)
    if parts.scheme != ("https" if way.context else "http") or not parts.hostname or parts.username:
        raise PostError("not_https")
    port = parts.port or 443
    found = way.resolve(parts.hostname, port)
    if not found or not all(way.may_reach(address) for address in found):
        raise PostError("private")
    connection = _Pinned(parts.hostname, port, found[0], way)
    watch = threading.Timer(way.limit, connection.cut)
    watch.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise PostError("time" if connection.was_cut or isinstance(error, TimeoutError) else "unreachable") from error
    finally:
        watch.cancel()
        connection.close()
    if not 200 <= status < 300:
        raise PostError(f"status {status}")


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever its name points to now; cut off when its time is over."""

    def __init__(self, host: str, port: int, address: str, way: Way) -> None:
        super().__init__(host, port, timeout=way.limit)
        self._address, self._context, self.was_cut = address, way.context, False

    def connect(self) -> None:
        sock = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._context.wrap_socket(sock, server_hostname=self.host) if self._context else sock

    def cut(self) -> None:
        self.was_cut = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
