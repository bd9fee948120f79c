"""The application as a worker of `dondoc serve` runs it: the site, which ends when `dondoc serve` does.

A worker that outlived a killed `dondoc serve` would go on writing into a folder whose lock is free.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading

from dondoc.web.wsgi import application

__all__ = ["application"]


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()
# What was imported stays for ever: looking through all of it again and again for what could be freed takes a tenth of
# every page's time.
gc.collect()
gc.freeze()
