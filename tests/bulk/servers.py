"""Servers on loopback for the tests of sources behind URLs: a real S3 server (moto's), a place that spoils what passes
through it, and one that answers as it is told."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


def free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


@contextmanager
def s3_server() -> Iterator[int]:
    """moto's S3 server in a process of its own; gives its port."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")


@contextmanager
def serving(answer: Answer) -> Iterator[int]:
    """A server whose every GET and HEAD is answered by `answer`; gives its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        do_HEAD = do_GET  # noqa: N815 — the library's name

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def reply(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content_Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(body)


class Spoiling:
    """Passes requests on to an S3 server and spoils those for objects of some names.

    `once`: fails the first time; `never`: fails always; `cut`: the body ends in its middle; `slow`: a byte now and
    then; `late`: the whole body, after a while.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self.asked: Counter[str] = Counter()

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        kind = next((kind for kind in ("once", "never", "cut", "slow", "late") if f"/{kind}" in handler.path), "")
        if handler.command == "HEAD" or "?" in handler.path:
            kind = ""
        self.asked[kind] += 1
        if kind == "never" or (kind == "once" and self.asked[kind] == 1):
            reply(handler, 503)
            return
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        connection.request(handler.command, handler.path, headers=dict(handler.headers.items()))
        response = connection.getresponse()
        self._pass_on(handler, response, response.read(), kind)
        connection.close()

    def _pass_on(
        self, handler: BaseHTTPRequestHandler, response: http.client.HTTPResponse, body: bytes, kind: str
    ) -> None:
        handler.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "server", "date"):
                handler.send_header(name, value)
        handler.send_header("Connection", "close")
        handler.end_headers()
        try:
            if kind == "slow":
                for place in range(len(body)):
                    handler.wfile.write(body[place : place + 1])
                    time.sleep(0.2)
            elif handler.command != "HEAD":
                time.sleep(0.5 if kind == "late" else 0)
                handler.wfile.write(body[: len(body) // 2] if kind == "cut" else body)
        except OSError:
            """Who asked has gone."""
        handler.close_connection = True
