"""Settings of the sign-in: how long it lasts, who needs a second step, the office's own provider. No Django here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from urllib.parse import urlsplit

from dondoc.web.refusals import SettingsError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
ADMINISTRATOR = "administrator"
OIDC_PROVIDER = "oidc"  # the one provider, as its identities are kept


@dataclass(frozen=True, slots=True)
class Oidc:
    """An OpenID Connect provider, and this site as it knows it."""

    issuer: str
    client_id: str
    client_secret: str
    name: str

    @property
    def origin(self) -> str:
        """Scheme and host, as a security policy names them."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class SignIn:
    """How long a sign-in lasts, in all and without a page; who needs a second step; the provider, if there is one."""

    session: timedelta
    idle: timedelta
    totp_roles: frozenset[str]
    oidc: Oidc | None


def social_providers(oidc: Oidc | None) -> dict[str, object]:
    """What allauth wants to know of the provider (SOCIALACCOUNT_PROVIDERS)."""
    app = oidc and {
        "provider_id": OIDC_PROVIDER,
        "name": oidc.name,
        "client_id": oidc.client_id,
        "secret": oidc.client_secret,
        "settings": {"server_url": oidc.issuer},
    }
    shaped_by = "dondoc.web.accounts.oidc.OfficeProvider"
    return {"openid_connect": {"provider_class": shaped_by, "APPS": [app] if app else []}}


def sign_in(given: Mapping[str, str]) -> SignIn:
    """SettingsError where a number is out of its range, a role unknown, or the provider unsafe or half described."""
    return SignIn(
        session=timedelta(hours=_between(given, "DONDOC_SESSION_HOURS", 1, 168)),
        idle=timedelta(minutes=_between(given, "DONDOC_IDLE_MINUTES", 5, 1440)),
        totp_roles=_totp_roles(given["DONDOC_TOTP_ROLES"]),
        oidc=_oidc(given),
    )


def _between(given: Mapping[str, str], name: str, least: int, most: int) -> int:
    written = given[name].strip()
    if not written.isdecimal() or not least <= int(written) <= most:
        raise SettingsError("not_between", name=name, written=written, least=least, most=most)
    return int(written)


def _totp_roles(written: str) -> frozenset[str]:
    if written.strip() == "none":
        return frozenset()
    asked = frozenset(role.strip() for role in written.split(","))
    table = files("dondoc.web.organizations").joinpath("roles.toml").read_text(encoding="utf-8")
    known = {ADMINISTRATOR, *tomllib.loads(table)}
    if not asked <= known:
        raise SettingsError("totp_roles", roles=", ".join(sorted(asked - known)), known=", ".join(sorted(known)))
    return asked


def _oidc(given: Mapping[str, str]) -> Oidc | None:
    names = ("DONDOC_OIDC_ISSUER", "DONDOC_OIDC_CLIENT_ID", "DONDOC_OIDC_CLIENT_SECRET")
    issuer, client_id, client_secret = (given[name].strip() for name in names)
    if not (issuer or client_id or client_secret):
        return None
    missing = [name for name in names if not given[name].strip()]
    if missing:
        raise SettingsError("half_oidc", names=", ".join(missing))
    parts = urlsplit(issuer)
    local = parts.scheme == "http" and parts.netloc.rsplit(":", 1)[0] in LOOPBACK
    if not parts.netloc or not (parts.scheme == "https" or local):
        raise SettingsError("open_oidc", issuer=issuer)
    return Oidc(issuer, client_id, client_secret, given["DONDOC_OIDC_NAME"])
