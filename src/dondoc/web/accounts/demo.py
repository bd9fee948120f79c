"""Accounts of the demo: their passwords are printed, so they are let in on this machine's loopback and nowhere else.

A data folder of the demo that is served to others, by its settings or past them, signs none of them in.
"""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from dondoc.web.accounts.models import User


def refused_here(request: HttpRequest, account: User) -> bool:
    """Whether `account` is of the demo, and the site or whoever asks is not on this machine alone."""
    return account.is_demo and not (settings.ENVIRONMENT.on_this_machine and _asked_by_this_machine(request))


def _asked_by_this_machine(request: HttpRequest) -> bool:
    try:
        address = ip_address(request.META["REMOTE_ADDR"])
    except ValueError:
        return False
    return bool((getattr(address, "ipv4_mapped", None) or address).is_loopback)
