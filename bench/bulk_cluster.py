"""A Ray cluster of three worker processes here, of which one is killed, then the head: nothing twice, nothing missing.

`make cluster` runs it in a network of its own, since Ray listens on all interfaces.

    1. the tables of a run on this machine, without Ray
    2. a run on the cluster, in the middle of which a worker is killed
    3. a run in the middle of which the head is killed; the head is started anew and the run resumed
    4. a run over addresses that have a key in them

The tables of 2 and 3 have to be, byte for byte, those of 1, and no file of the cluster or of run 4 may have a key.
Exit status 1 where it is not so. What it prints stands in bench/results/cluster.txt too.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import psutil

from bench.reading import machine
from bench.samples import ROOT
from tests.bulk.samples import hostile, write_plans

RESULTS = ROOT / "bench" / "results" / "cluster.txt"
PORT = 6399
KEYED = 60
WORKERS = 3
SECONDS = 600
_RAY = str(Path(sys.executable).with_name("ray"))
_ON_CLUSTER = ("--cluster", f"127.0.0.1:{PORT}", "--workers", str(WORKERS))
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_DEDUP_LOGS": "0", "RAY_DISABLE_IMPORT_WARNING": "1"}


class Cluster:
    """A head without processors of its own and three nodes of one each; only what this class started is ended."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.nodes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        address = f"127.0.0.1:{PORT}"
        common = ["--block", "--disable-usage-stats", "--object-store-memory=100000000"]
        self._begin(["start", "--head", "--node-ip-address=127.0.0.1", f"--port={PORT}", "--num-cpus=0",
                     "--include-dashboard=false", f"--temp-dir={self._folder}", *common])  # fmt: skip
        self._wait(1)
        for number in range(WORKERS):
            node = ["start", f"--address={address}", "--node-ip-address=127.0.0.1", "--num-cpus=1", *common]
            self._begin(node)
            self._wait(2 + number, node)

    def _begin(self, arguments: list[str]) -> None:
        log = (self._folder.parent / "ray.log").open("ab")
        environment = os.environ | _QUIET
        self.nodes.append(
            subprocess.Popen([_RAY, *arguments], stdout=log, stderr=log, env=environment, start_new_session=True)
        )
        log.close()

    def _wait(self, count: int, node: list[str] | None = None) -> None:
        """Until `count` nodes are there. Ray gives a node up after 30 s: on a busy machine it is begun again."""
        asked = (
            f"import ray; ray.init('127.0.0.1:{PORT}', logging_level='ERROR');"
            "print(sum(node['Alive'] for node in ray.nodes()))"
        )
        environment = os.environ | _QUIET
        for _ in range(60):
            done = subprocess.run(
                [sys.executable, "-c", asked], capture_output=True, text=True, env=environment, timeout=120
            )
            if done.returncode == 0 and done.stdout.split()[-1] == str(count):
                return
            if node is not None and self.nodes[-1].poll() is not None:
                self.nodes.pop()
                self._begin(node)
            time.sleep(1)
        raise SystemExit(f"the cluster does not come up: {done.stderr[-1000:]}")

    def kill(self, number: int) -> None:
        """Kills a node with all its processes; 0 is the head."""
        process = self.nodes[number]
        with suppress(psutil.NoSuchProcess):
            root = psutil.Process(process.pid)
            for each in (*root.children(recursive=True), root):
                with suppress(psutil.NoSuchProcess):
                    each.kill()
        process.wait()

    def stop(self) -> None:
        for number in reversed(range(len(self.nodes))):
            self.kill(number)
        self.nodes.clear()


def command(source: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "dondoc.cli", "bulk", str(source), "--out", str(out), *more]


def on_cluster(source: Path, out: Path) -> list[str]:
    return command(source, out, *_ON_CLUSTER)


def tables(out: Path) -> dict[str, bytes]:
    found = {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    found.pop("report.json", None)
    return found


def wait_for_staged(out: Path, process: subprocess.Popen[bytes], least: int) -> int:
    """How many documents are kept, once they are at least so many."""
    end = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < end:
        with suppress(sqlite3.Error):
            base = sqlite3.connect(f"file:{out / '.staging' / 'staged.sqlite3'}?mode=ro", uri=True, timeout=5)
            count = int(base.execute("SELECT count(*) FROM staged WHERE rows IS NOT NULL").fetchone()[0])
            base.close()
            if count >= least:
                return count
        time.sleep(0.05)
    raise SystemExit("the run ended before anything could be killed")


def worker_killed(source: Path, out: Path, cluster: Cluster, count: int) -> str:
    with subprocess.Popen(on_cluster(source, out), env=os.environ | _QUIET) as running:
        staged = wait_for_staged(out, running, count // 10)
        cluster.kill(WORKERS)
        running.wait(SECONDS)
    # What a killed worker took with it is read by the next run, if Ray did not give it to another.
    again = subprocess.run(on_cluster(source, out), env=os.environ | _QUIET, timeout=SECONDS)
    return f"a worker killed at {staged}: exit {running.returncode}, then {again.returncode}"


def head_killed(source: Path, out: Path, cluster: Cluster, count: int) -> str:
    with subprocess.Popen(on_cluster(source, out), env=os.environ | _QUIET, start_new_session=True) as running:
        staged = wait_for_staged(out, running, count // 10)
        cluster.kill(0)
        try:
            running.wait(120)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
    cluster.stop()
    cluster.start()
    again = subprocess.run(on_cluster(source, out), env=os.environ | _QUIET, timeout=SECONDS)
    known = json.loads((out / "report.json").read_text(encoding="utf-8"))["known"]
    return f"the head killed at {staged}: exit {running.returncode}, then {again.returncode} with {known} known"


class _Documents(SimpleHTTPRequestHandler):
    """Files of a folder, whatever stands behind the question mark; keeps no log."""

    def log_message(self, *_: object) -> None:
        pass


def keys_kept(source: Path, folder: Path, cluster: Cluster) -> tuple[str, bool]:
    """Reads documents behind addresses with a key, and looks for the key in all that was written meanwhile."""
    documents = sorted(source.glob("*.txt"))[:KEYED]
    key = secrets.token_urlsafe(24)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Documents, directory=str(source))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_port}"
        listed = folder.parent / f"{folder.name}.list"
        listed.write_text("\n".join(f"{place}/{quote(path.name)}?token={key}" for path in documents), encoding="utf-8")
        out = ["--out", str(folder / "keyed"), *_ON_CLUSTER]
        reading = [sys.executable, "-m", "dondoc.cli", "bulk", "--from", str(listed), *out]
        told = subprocess.run(reading, env=os.environ | _QUIET, timeout=SECONDS, capture_output=True)
        server.shutdown()
    listed.unlink()
    cluster.stop()
    report = json.loads((folder / "keyed" / "report.json").read_text(encoding="utf-8"))
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    having = [path for path in files if key.encode() in path.read_bytes()]
    good = report["read"] == len(documents) and not having and key.encode() not in told.stdout + told.stderr
    return (
        f"{report['read']} of {len(documents)} read behind keys, which stand in {len(having)} of {len(files)} files",
        good,
    )


ATTEMPTS = {"worker": worker_killed, "head": head_killed}


class _Told:
    """Prints lines, and keeps them in the file of results once there is one besides the first."""

    def __init__(self, title: str) -> None:
        self._lines = [title]

    def __call__(self, line: str) -> None:
        print(line, flush=True)
        self._lines.append(line)
        RESULTS.write_text("\n".join(self._lines) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=3_000)
    parser.add_argument("--kill", nargs="+", choices=("worker", "head"), default=["worker", "head"])
    given = parser.parse_args()
    count = given.documents
    tell = _Told(f"python -m bench.bulk_cluster --documents {count}: {WORKERS} nodes, {machine()}")
    folder = Path(tempfile.mkdtemp(prefix="r"))  # short: Ray's sockets lie under it
    cluster = Cluster(folder / "ray")
    (folder / "ray").mkdir()
    try:
        source = folder / "in"
        write_plans(source, count)
        for name, (content, _) in hostile().items():
            (source / name).write_bytes(content)
        subprocess.run(command(source, folder / "one"), check=False, timeout=SECONDS)
        expected, good = tables(folder / "one"), True
        for name in given.kill:
            cluster.start()
            told = ATTEMPTS[name](source, folder / name, cluster, count)
            same = tables(folder / name) == expected
            good = good and same
            tell(f"{told}; the tables are {'the same' if same else '**not the same**'}")
            cluster.stop()
        cluster.start()
        told, kept = keys_kept(source, folder, cluster)
        good = good and kept
        tell(told)
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
