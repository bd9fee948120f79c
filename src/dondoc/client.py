"""A client of the public API of a site, /cong-khai/api/v1 (docs/public-api.md): what is public, as typed values.

    site = PublicSite("https://…")
    for target in site.targets(status="exceeded"):
        print(target.name, target.promise.vi)

Nobody signs in. What was asked before is asked for with its ETag, so that what has not changed is not sent again.
Amounts are Decimals, days are dates; a field that a later site has besides is passed over.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from dondoc import __version__
from dondoc.client_rows import Change, Document, Figure, Plan, Target, Task, Verdict, row_of

ROOT = "/cong-khai/api/v1/"
PAGE_SIZE = 200
KEPT = 100  # answers that are kept with their ETags
SECONDS = 30.0
Row = TypeVar("Row")


class Answer(NamedTuple):
    """An answer of a site: status, ETag ("" for none) and body."""

    status: int
    etag: str
    body: bytes


Fetch = Callable[[str, Mapping[str, str]], Answer]


class RefusedError(Exception):
    """What the site refused: `status` as HTTP has it (404 never public, 410 withdrawn, 422 a filter, 429 too often),
    and the site's own words in `title` and `detail`."""

    def __init__(self, status: int, title: str, detail: str = "") -> None:
        super().__init__(f"{status} {title} {detail}".strip())
        self.status, self.title, self.detail = status, title, detail


class PublicSite:
    """The public part of the site at `address`. Lists are read page by page, as they are gone through.

    OSError where the site cannot be reached, ValueError where the answer is none of this API. `fetch` asks an address
    with headers; the default is that of the standard library.
    """

    def __init__(self, address: str, *, language: str = "vi", fetch: Fetch | None = None) -> None:
        if not address.startswith(("https://", "http://")):
            raise ValueError(f"an address with https:// is expected, found {address!r}")
        self._root = address.rstrip("/") + ROOT
        self._headers = {"Accept-Language": language, "User-Agent": f"dondoc/{__version__}"}
        self._fetch = fetch or fetched
        self._kept: dict[str, Answer] = {}

    def plans(self, **filters: object) -> Iterator[Plan]:
        """Public plans; by `q`, `changed_since`."""
        return self._listed("plans", Plan, filters)

    def plan(self, key: str) -> Plan:
        return row_of(Plan, self._asked(f"plans/{key}"))

    def targets(self, **filters: object) -> Iterator[Target]:
        """Public targets; by `plan`, `q`, `status`, `illustrative`, `changed_since`."""
        return self._listed("targets", Target, filters)

    def target(self, key: str) -> Target:
        """A target with its figures and how it stands."""
        return row_of(Target, self._asked(f"targets/{key}"))

    def tasks(self, **filters: object) -> Iterator[Task]:
        """Public tasks; by `plan`, `q`, `status`, `changed_since`."""
        return self._listed("tasks", Task, filters)

    def task(self, key: str) -> Task:
        return row_of(Task, self._asked(f"tasks/{key}"))

    def documents(self, **filters: object) -> Iterator[Document]:
        """Documents of which everything is public; by `plan`, `q`, `changed_since`."""
        return self._listed("documents", Document, filters)

    def document(self, key: str) -> Document:
        """A document with its text."""
        return row_of(Document, self._asked(f"documents/{key}"))

    def figures(self, plan: str, **filters: object) -> Iterator[Figure]:
        """Figures of a plan; by `target`, `stage`, `since`, `until`, `known_since`."""
        return self._listed("figures", Figure, {"plan": plan, **filters})

    def verdicts(self, **filters: object) -> Iterator[Verdict]:
        """How public targets stand; by `plan`, `status`, `illustrative`."""
        return self._listed("verdicts", Verdict, filters)

    def changes(self, **filters: object) -> Iterator[Change]:
        """What was published, changed and withdrawn, the latest first; by `happened`, `since`."""
        return self._listed("changes", Change, filters)

    def _listed(self, name: str, kind: type[Row], filters: Mapping[str, object]) -> Iterator[Row]:
        page = 1
        while True:
            asked = urlencode({**_plain(filters), "page": page, "page_size": PAGE_SIZE})
            told = self._asked(f"{name}?{asked}")
            yield from (row_of(kind, each) for each in told[name])
            if page * PAGE_SIZE >= told["count"]:
                return
            page += 1

    def _asked(self, path: str) -> Any:
        address = self._root + path
        kept = self._kept.get(address)
        answer = self._fetch(address, self._headers | ({"If-None-Match": kept.etag} if kept else {}))
        if answer.status == 304 and kept:
            answer = kept
        elif answer.status != 200:
            raise _refused(answer)
        self._keep(address, answer)
        return json.loads(answer.body)

    def _keep(self, address: str, answer: Answer) -> None:
        self._kept.pop(address, None)
        if answer.etag:
            self._kept[address] = answer
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]


def fetched(address: str, headers: Mapping[str, str]) -> Answer:
    """The answer at `address`, by the standard library; OSError where there is none within SECONDS."""
    asked = urllib.request.Request(address, headers=dict(headers))  # noqa: S310 — PublicSite lets http and https alone in
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS) as response:  # noqa: S310
            return Answer(response.status, response.headers.get("ETag", ""), response.read())
    except urllib.error.HTTPError as refused:
        with refused:
            return Answer(refused.code, "", refused.read())


def _plain(filters: Mapping[str, object]) -> dict[str, str]:
    """As an address holds them; what is None is not asked for."""
    given = {name: each for name, each in filters.items() if each is not None}
    return {name: str(each).lower() if isinstance(each, bool) else str(each) for name, each in given.items()}


def _refused(answer: Answer) -> RefusedError:
    try:
        told = json.loads(answer.body)
        return RefusedError(answer.status, str(told["title"]), str(told.get("detail", "")))
    except (ValueError, KeyError, TypeError, AttributeError):
        return RefusedError(answer.status, "")
