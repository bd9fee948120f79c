"""A site with the small office of tests/web/world.py, made in a process of its own before a tab is opened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.web.running import PASSWORD, Site, running, set_up

_MAKE = """
import json
from dondoc.web.accounts.models import User
from tests.web.world import make_world
world = make_world(User.objects.get(username="quantri"))
for account in world.accounts.values():
    account.set_password({password!r})
    account.save()
print(json.dumps({{"plan": world.plan.pk, **{{each.code: each.pk for each in world.plan.commitments.all()}}}}))
"""
_REPORTING = """
import json
from dondoc.web.accounts.models import User
from tests.web.reporting import make_reporting
reporting = make_reporting(User.objects.get(username="quantri"))
for account in reporting.people.values():
    account.set_password({password!r})
    account.save()
rows = {{f"{{body}}-{{place}}": each.row for body in ("stc", "xa1", "xa2")
         for place, each in enumerate(reporting.due(body).figures)}}
print(json.dumps({{"round": reporting.round.pk, "plan": reporting.world.plan.pk,
                   "rows": rows, **{{body: reporting.report(body).pk for body in ("stc", "xa1", "xa2")}}}}))
"""


@contextmanager
def office_running(data: Path, more: str = "", **settings: str) -> Iterator[tuple[Site, dict[str, int]]]:
    """The site, and the keys of its plan ("plan") and of its commitments by their codes.

    `settings` are those of the site. The program `more` is run beside it once the office is there. Accounts are called
    as their roles, with PASSWORD.
    """
    with running(data, **settings) as site:
        set_up(site)
        keys = json.loads(site.run(_MAKE.format(password=PASSWORD)))
        if more:
            site.run(more)
        yield site, keys


@contextmanager
def reporting_running(data: Path, more: str = "", **settings: str) -> Iterator[tuple[Site, dict]]:
    """The site with the open round of tests/web/reporting.py; keys of the round, its reports and their rows ("stc-0").

    As office_running(); accounts are called "reporter", "xa1-reporter", "xa1-head", …
    """
    with running(data, **settings) as site:
        set_up(site)
        keys = json.loads(site.run(_REPORTING.format(password=PASSWORD)))
        if more:
            site.run(more)
        yield site, keys
