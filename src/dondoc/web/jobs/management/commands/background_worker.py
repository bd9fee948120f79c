from __future__ import annotations

import logging
import signal
import sys
import threading
from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand

from dondoc.web.jobs.actions import frames
from dondoc.web.jobs.supervising import end_with_input as start_watch
from dondoc.web.jobs.working import work

_log = logging.getLogger("dondoc.jobs")


class Command(BaseCommand):
    requires_system_checks = ()  # the site that starts it has been checked
    help = "Works off background tasks until SIGTERM; `dondoc serve` starts it by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("worker_id", nargs="?", default=uuid4().hex, help="A name no other worker has or had.")
        parser.add_argument("--end-with-input", action="store_true", help="End at once when standard input ends.")

    def handle(self, *, worker_id: str, end_with_input: bool, **_options: Any) -> None:
        if end_with_input:
            start_watch()
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_received: stopping.set())
        try:
            work(worker_id, stopping)
        except Exception as error:
            fields = {
                "event": "worker_broken",
                "worker": worker_id,
                "error": repr(type(error)),
                "frames": frames(error),
            }
            _log.critical("worker broken", extra=fields)
            sys.exit(1)
