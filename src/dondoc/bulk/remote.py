"""Remote: documents behind URLs (http, https, s3). Which machines are spoken to is decided here.

A machine of a private network is spoken to only where its name stands in a source: no page and no redirection of the
internet leads into an office's own network. Each fetch has a time limit as a whole, however slowly bytes drip in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlsplit

from dondoc.bulk import http_source, s3_source
from dondoc.bulk.naming import is_remote
from dondoc.findings import ReadError
from dondoc.reading.limits import Limits


@dataclass(frozen=True, slots=True)
class Remote:
    """How URLs are fetched. `endpoint`: of an S3-compatible server, None for Amazon's; `hosts`: named by the user."""

    endpoint: str | None = None
    anonymous: bool = False
    hosts: frozenset[str] = frozenset()

    def naming(self, sources: Iterable[str]) -> Remote:
        """The same, with the servers that these sources name."""
        found = map(_host, filter(is_remote, sources))
        return replace(self, hosts=self.hosts | {host for host in found if host})


class Fetcher:
    """Lists and fetches what stands behind URLs, for one worker at a time."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self._bucket = s3_source.Bucket(remote.endpoint, remote.anonymous)

    def addresses(self, source: str) -> Iterator[str]:
        """Addresses of the documents at `source`: of an S3 prefix all under it. ReadError where it cannot be listed."""
        if _host(source) is None:
            raise ReadError("unreachable", reason="not an address")
        if "@" in urlsplit(source).netloc:
            raise ReadError("unreachable", reason="user:password@")
        if _is_s3(source):
            yield from self._bucket.addresses(source)
        else:
            yield source

    def load(self, address: str, limits: Limits) -> bytes:
        """The bytes there, one over the limit at most. ReadError: `unreachable`, `truncated`, `private_address`, …"""
        if _is_s3(address):
            return self._bucket.load(address, limits)
        return http_source.load(address, self._remote.hosts, limits)

    def close(self) -> None:
        self._bucket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _host(address: str) -> str | None:
    """The machine that an address names; None where it is none."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _is_s3(address: str) -> bool:
    return address.lower().startswith("s3://")
