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
