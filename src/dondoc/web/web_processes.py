"""The web processes of `dondoc serve`: one that dies is started anew, and one that dies again and again waits longer.

Granian ends altogether when a web process dies twice within seconds: one request that kills the process that answers
it would, asked twice, close the site to everyone.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from granian.server.mp import MPServer

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY_SECONDS = 10.0  # who has lived that long did not die of its start
_log = logging.getLogger("dondoc.web")


class WebProcesses(MPServer):
    """Granian with another answer to the death of a web process; the others go on answering meanwhile."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._pauses: dict[int, float] = {}
        self._due: dict[int, float] = {}  # of each place without a process, the moment of the next start

    def _serve_loop(self, spawn_target: Any, target_loader: Any) -> None:
        while not self.interrupt_signal:
            self.main_loop_interrupt.wait(self._until_the_next())
            self.main_loop_interrupt.clear()  # before anything is looked at: what comes now is seen the next time
            if self.reload_signal:
                self._due.clear()
                self._reload(spawn_target, target_loader)  # type: ignore[no-untyped-call]
            while self.interrupt_children:
                self._put_off(self.interrupt_children.pop())
            self._start_those_due(spawn_target, target_loader)
        self.interrupt_children.clear()  # that the processes end is what was asked for

    def _until_the_next(self) -> float | None:
        return max(0.0, min(self._due.values()) - time.monotonic()) if self._due else None

    def _put_off(self, place: int) -> None:
        lived = time.monotonic() - self.wrks[place].birth
        pause = FIRST_PAUSE if lived >= STEADY_SECONDS else self._pauses.get(place, FIRST_PAUSE)
        self._pauses[place] = min(2 * pause, LONGEST_PAUSE)
        self._due[place] = time.monotonic() + pause
        status = self.wrks[place].inner.exitcode
        fields = {"event": "web_process_died", "status": status, "pause_seconds": pause}
        _log.error("web process died", extra=fields)

    def _start_those_due(self, spawn_target: Any, target_loader: Any) -> None:
        now = time.monotonic()
        due = sorted(place for place, moment in self._due.items() if moment <= now)
        for place in due:
            del self._due[place]
        if due and not self.interrupt_signal:
            self._respawn_workers(due, spawn_target, target_loader)
