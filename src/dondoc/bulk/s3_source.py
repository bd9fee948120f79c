"""S3: objects of a bucket, of Amazon's or of any server that speaks the same, through pyarrow.

Keys are found where the AWS tools look for them (AWS_ACCESS_KEY_ID, AWS_PROFILE, …), except that no machine's metadata
is asked unless AWS_EC2_METADATA_DISABLED is set to false.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from dondoc.bulk.naming import named
from dondoc.findings import ReadError
from dondoc.reading.child_process import Child, Scanning, serve_requests
from dondoc.reading.limits import Limits
from dondoc.reading.wire import error_to_wire, from_wire, to_wire

ATTEMPTS = 3
_SECONDS_TO_ANSWER = 10.0
_FOUND = b"found\n"  # before the bytes of an object, which could look like an error


def addresses(source: str, endpoint: str | None, anonymous: bool) -> Iterator[str]:
    """The object at `source`, or all under it, by name. ReadError `unreachable`, `not_found`."""
    from pyarrow.fs import FileSelector, FileType

    path = _path(source)
    try:
        system = _system(endpoint, anonymous)
        (here,) = system.get_file_info([path.rstrip("/")])
        if here.type == FileType.File:
            yield source
            return
        if here.type == FileType.NotFound:
            raise ReadError("not_found", name=named(source))
        found = system.get_file_info(FileSelector(path.rstrip("/"), recursive=True))
    except OSError as error:
        raise ReadError("unreachable", reason=_short(error)) from None
    for name in sorted(each.path for each in found if each.type == FileType.File):
        if not name.rpartition("/")[2].startswith("."):
            yield f"s3://{name}"


def load(path: str, endpoint: str | None, anonymous: bool, file_bytes: int) -> bytes:
    """The bytes of an object, one more than `file_bytes` at most. ReadError `unreachable`, `truncated`, `not_found`."""
    try:
        with _system(endpoint, anonymous).open_input_file(path) as file:
            size: int = file.size()
            data: bytes = file.read(min(size, file_bytes + 1))
    except FileNotFoundError:
        raise ReadError("not_found", name=named(f"s3://{path}").rpartition("/")[2]) from None
    except OSError as error:
        raise ReadError("unreachable", reason=_short(error)) from None
    if len(data) < min(size, file_bytes):
        raise ReadError("truncated", received=str(len(data)), expected=str(size))
    return data


def serve() -> None:
    """The main loop of a child that lists and loads."""
    serve_requests(_answer)


def _answer(request: bytes, name: str, limits: Limits, scanning: Scanning) -> bytes:
    asked = from_wire(request)
    place = (asked["endpoint"], asked["anonymous"])
    try:
        if asked["list"]:
            return to_wire({"addresses": list(addresses(asked["address"], *place))})
        return _FOUND + load(_path(asked["address"]), *place, limits.file_bytes)
    except ReadError as error:
        return error_to_wire(error)


class Bucket(Child):
    """Lists and loads objects in a child process: the library knows no limit for a server that drips byte after byte,
    and waits for it even when the program ends."""

    def __init__(self, endpoint: str | None, anonymous: bool) -> None:
        super().__init__("dondoc.bulk.s3_source:serve")
        self._place = {"endpoint": endpoint, "anonymous": anonymous}

    def addresses(self, source: str) -> list[str]:
        """The object at `source`, or all under it, by name."""
        found = from_wire(self._asked({**self._place, "address": source, "list": True}))["addresses"]
        return [str(address) for address in found]

    def load(self, address: str, limits: Limits) -> bytes:
        self.limits = limits
        return self._asked({**self._place, "address": address, "list": False}).removeprefix(_FOUND)

    def _asked(self, request: dict[str, object]) -> bytes:
        try:
            answer = self.ask(to_wire(request))
        except ReadError as error:
            late = error.code == "reader_timeout"
            raise ReadError("unreachable", reason=f"> {self.limits.seconds:g} s" if late else "crash") from None
        if answer.startswith(b'{"error"'):
            told = from_wire(answer)
            raise ReadError(told["error"], **told["values"])
        return answer


def _path(address: str) -> str:
    parts = urlsplit(address, allow_fragments=False)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc}{parts.path}{query}"


@lru_cache(maxsize=4)
def _system(endpoint: str | None, anonymous: bool) -> Any:
    from pyarrow.fs import AwsStandardS3RetryStrategy, S3FileSystem

    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    parts = urlsplit(endpoint) if endpoint else None
    return S3FileSystem(
        anonymous=anonymous,
        endpoint_override=parts.netloc if parts else None,
        scheme=parts.scheme if parts else "https",
        region=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1",
        connect_timeout=_SECONDS_TO_ANSWER,
        request_timeout=_SECONDS_TO_ANSWER,
        retry_strategy=AwsStandardS3RetryStrategy(max_attempts=ATTEMPTS),
    )


def _short(error: OSError) -> str:
    """The kind of error that the server told, without its page."""
    told = str(error)
    for known in ("ACCESS_DENIED", "NO_SUCH_BUCKET", "INVALID_ACCESS_KEY_ID", "SIGNATURE_DOES_NOT_MATCH"):
        if known in told:
            return known
    return type(error).__name__
