"""`dondoc serve`: one command from an empty folder to a site that runs, and stops cleanly."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.utils import timezone
from granian.constants import Interfaces

from dondoc.web.data_folder import only_user
from dondoc.web.environment import Environment, environment
from dondoc.web.logs import logging_settings
from dondoc.web.refusals import SettingsError
from dondoc.web.sign_in_settings import LOOPBACK
from dondoc.web.web_processes import WebProcesses

WORKERS = 2
THREADS = 4  # a worker's requests at once; more would only wait for the database
STOP_WITHIN = 10  # seconds for the requests under way


@dataclass(frozen=True, slots=True)
class Ready:
    """What is told before the first request: the address, and the link that makes the first administrator.

    `filled` is what `fill` has made, of a demo.
    """

    address: str
    first_administrator: str | None
    filled: Any = None


def serve(
    data: Path, host: str, port: int, tell: Callable[[Ready], None], fill: Callable[[], Any] | None = None
) -> None:
    """Brings the database up to date, tells where the site is, and serves until it is asked to stop.

    A background worker runs beside the site and ends with it. `fill` is called when the database is ready.

    SettingsError where a setting is unsafe; FolderInUseError where another `dondoc serve` works on the same folder.
    """
    os.umask(0o077)  # the database and its log are for their owner only
    os.environ["DONDOC_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "dondoc.web.settings"
    read = environment(os.environ)
    if host not in LOOPBACK and set(read.hosts) <= LOOPBACK:
        raise SettingsError("open_host", host=host)
    with only_user(read.data):
        _prepare(read)
        filled = fill() if fill else None
        secret = _first_administrator()
        address = _address(read, host, port)
        tell(Ready(address, f"{address}/bat-dau/{secret}" if secret else None, filled))
        _run(host, port, read.log_level)


def demo(data: Path, port: int, file: Path, tell: Callable[[Ready], None]) -> None:
    """As serve(), on this machine only, over a fresh folder that is filled from the resolution in `file` first."""

    def fill_it() -> Any:
        from dondoc.web.demo import fill

        return fill(file)

    serve(data, "127.0.0.1", port, tell, fill_it)


def _prepare(read: Environment) -> None:
    """Applies the migrations, makes the cache's table and brings what comes with the program."""
    django.setup()
    # The models can be imported only now that the applications have been loaded.
    from dondoc.web.calendar.actions import bring_shipped_years
    from dondoc.web.jobs.actions import end_all_workers

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if not read.database_url:
        end_all_workers(now=timezone.now())
    bring_shipped_years()


def _first_administrator() -> str | None:
    """The secret of the link for the first administrator, None where there is one."""
    from dondoc.web.accounts.actions import offer_first_administrator

    return offer_first_administrator()


def _address(read: Environment, host: str, port: int) -> str:
    if read.https:
        return f"https://{read.hosts[0]}"
    return f"http://{host}:{port}"


def _run(host: str, port: int, log_level: str) -> None:
    # Polars does not survive a fork, and a forked worker would hold the folder's lock after this process ended.
    multiprocessing.set_start_method("spawn", force=True)
    server = WebProcesses(
        "dondoc.web.worker:application",
        address=host.strip("[]"),
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        workers_kill_timeout=STOP_WITHIN,
        log_dictconfig=logging_settings(log_level),
    )
    from dondoc.web.jobs.supervising import background_worker

    with background_worker():
        server.serve()
