"""Engine: addresses through workers, on Daft. Nothing else of the program knows Daft.

Daft's own Python functions share the fate of the process they run in; so each only hands a document to the child of its
worker. Answers come in whatever order they are ready: one document that takes minutes holds up no other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from threading import Semaphore, Timer
from typing import Any
from uuid import uuid4

from dondoc.bulk.worker import Task, Worker

# Nothing is told to anybody about what runs here; read when Daft is imported.
os.environ.update({"DO_NOT_TRACK": "true", "SCARF_NO_ANALYTICS": "true", "DAFT_ANALYTICS_ENABLED": "0"})

import daft
from daft import DataType, Series

# Daft needs most of a millisecond for each call of a function: several documents share it.
AT_ONCE = 8
_MOST_THREADS = 32  # of Daft here; as many documents at most are read at a time
_SECONDS_IDLE = 60.0
_PARTITIONS_A_WORKER = 16  # on a cluster: small enough that little is lost with a worker


@dataclass(frozen=True, slots=True)
class Machine:
    """Where a run runs: `workers` children at a time; `cluster` is the address of a Ray cluster, None for here."""

    workers: int
    cluster: str | None = None


def answers(addresses: Sequence[str], task: Task, machine: Machine) -> Iterator[bytes]:
    """The answer of `Worker.answer` for each address, in any order."""
    if not addresses:
        return
    _set_up(machine.cluster)
    run = uuid4().hex
    frame = _spread(daft.from_pydict({"address": list(addresses)}), len(addresses), machine)
    try:
        for batch in frame.select(_answering(task, run, machine)).to_arrow_iter():
            for answer in batch.column(0):
                yield answer.as_py()
    finally:
        # Daft tells its functions of no end. Those of a cluster end with their processes.
        if pool := _pools.pop(run, None):
            pool.close()


@cache
def _set_up(cluster: str | None) -> None:
    """Once in a process: Daft runs either here or on one cluster."""
    if cluster is None:
        daft.set_runner_native(_MOST_THREADS)
    else:
        daft.set_runner_ray(cluster)
    daft.set_execution_config(maintain_order=False)


def _spread(frame: Any, count: int, machine: Machine) -> Any:
    if machine.cluster is None:
        return frame.into_batches(min(AT_ONCE, max(1, count // (4 * machine.workers))))
    return frame.into_partitions(min(count, machine.workers * _PARTITIONS_A_WORKER))


def _answering(task: Task, run: str, machine: Machine) -> Any:
    """The column of answers. All threads of Daft in one process share one pool; on a cluster each machine has one.

    Not as actors (`max_concurrency`): when a machine with one is lost, Daft waits for it for good.
    """
    pool = daft.cls(_Pool, use_process=False)(task, run, machine.workers)
    return pool.answers(daft.col("address")).alias("answer")


_pools: dict[str, _Pool] = {}  # of this process, by run


class _Pool:
    """Workers that are lent to threads, each to one at a time, at most `most` at once."""

    def __init__(self, task: Task, run: str, most: int) -> None:
        self._task = task
        self._free = Semaphore(most)
        self._idle: list[Worker] = []
        self._timer: Timer | None = None
        _pools[run] = self

    @daft.method.batch(batch_size=AT_ONCE, return_dtype=DataType.binary())
    def answers(self, addresses: Series) -> list[bytes]:
        with self._free:
            worker = self._taken()
            try:
                return [worker.answer(address) for address in addresses.to_pylist()]
            finally:
                self._idle.append(worker)
                self._close_later()

    def _taken(self) -> Worker:
        try:
            return self._idle.pop()
        except IndexError:
            return Worker(self._task)

    def _close_later(self) -> None:
        """On a cluster nobody tells the end of a run: children that were idle for long are ended."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = Timer(_SECONDS_IDLE, self.close)
        self._timer.daemon = True
        self._timer.start()

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with suppress(IndexError):
            while True:
                self._idle.pop().close()
