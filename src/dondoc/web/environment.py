"""Settings of the site, from the environment (setting_table.py): read once, unsafe ones refused with the reason.

No Django here: the command line reads them too.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from dondoc.web.mail_settings import Mail, mail_settings
from dondoc.web.refusals import SettingsError
from dondoc.web.setting_table import SETTINGS
from dondoc.web.sign_in_settings import LOOPBACK, SignIn, sign_in

KEPT = 60  # seconds a thread keeps its connection: opening SQLite anew for every page takes longer than its queries
SHORTEST_KEY = 50
FEWEST_LETTERS = 10
_YES = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings, read and checked."""

    data: Path
    database_url: str
    hosts: tuple[str, ...]
    https: bool
    behind_proxy: bool
    secret_key: str
    debug: bool
    log_level: str
    sign_in: SignIn
    clamd: str
    mail: Mail | None

    @property
    def on_this_machine(self) -> bool:
        """Whether the site answers to names of this machine only, and no server in front passes others on."""
        return set(self.hosts) <= LOOPBACK and not self.behind_proxy


def environment(variables: Mapping[str, str]) -> Environment:
    """The settings of `variables`; makes data folder and secret key where absent. SettingsError where unsafe."""
    given = {setting.name: variables.get(setting.name) or setting.default for setting in SETTINGS}
    hosts = _hosts(given["DONDOC_HOSTS"])
    local = set(hosts) <= LOOPBACK
    debug = _yes("DONDOC_DEBUG", given["DONDOC_DEBUG"])
    if debug and not local:
        raise SettingsError("debug")
    if given["DONDOC_LOG_LEVEL"] not in LOG_LEVELS:
        raise SettingsError("log_level", level=given["DONDOC_LOG_LEVEL"], levels=", ".join(LOG_LEVELS))
    data = Path(given["DONDOC_DATA"]).expanduser().resolve()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Environment(
        data=data,
        database_url=given["DATABASE_URL"],
        hosts=hosts,
        https=_https(given["DONDOC_HTTPS"], local),
        behind_proxy=_yes("DONDOC_BEHIND_PROXY", given["DONDOC_BEHIND_PROXY"]),
        secret_key=_secret_key(given["DONDOC_SECRET_KEY"], data / "secret-key"),
        debug=debug,
        log_level=given["DONDOC_LOG_LEVEL"],
        sign_in=sign_in(given),
        clamd=_clamd(given["DONDOC_CLAMD"]),
        mail=mail_settings(given["DONDOC_SMTP"], given["DONDOC_MAIL_FROM"]),
    )


def database(url: str, data: Path) -> dict[str, object]:
    """Django's settings of the database at `url`, empty for SQLite in `data`."""
    if not url:
        return _sqlite(data / "dondoc.sqlite3")
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise SettingsError("database", scheme=parts.scheme)
    return _postgresql(parts)


def _sqlite(path: Path) -> dict[str, object]:
    # IMMEDIATE: a write takes its lock at once and waits; DEFERRED fails with "database is locked" where two meet.
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;"
    options = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": pragmas}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options, "CONN_MAX_AGE": KEPT}


def _postgresql(parts: SplitResult) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # Compiling a plan takes longer than any page may; what DATABASE_URL says of options stands.
        "OPTIONS": {"options": "-c jit=off", **dict(parse_qsl(parts.query))},
        "CONN_MAX_AGE": KEPT,
        "CONN_HEALTH_CHECKS": True,
    }


def _hosts(written: str) -> tuple[str, ...]:
    hosts = tuple(host for host in (part.strip() for part in written.split(",")) if host)
    if not hosts:
        raise SettingsError("no_host")
    if any("*" in host or host.startswith(".") for host in hosts):
        raise SettingsError("any_host")
    return hosts


def _https(written: str, local: bool) -> bool:
    https = _yes("DONDOC_HTTPS", written) if written else not local
    if not https and not local:
        raise SettingsError("no_https")
    return https


def _clamd(written: str) -> str:
    parts = urlsplit(written.strip())
    if written.strip() and not ((parts.scheme == "unix" and parts.path) or (parts.scheme == "tcp" and parts.hostname)):
        raise SettingsError("clamd", written=written)
    return written.strip()


def _yes(name: str, written: str) -> bool:
    try:
        return _YES[written.strip().lower()]
    except KeyError:
        raise SettingsError("not_yes_or_no", name=name, written=written) from None


def _secret_key(written: str, path: Path) -> str:
    key = written or _kept_key(path)
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS:
        where = "DONDOC_SECRET_KEY" if written else str(path)
        raise SettingsError("weak_key", where=where)
    return key


def _kept_key(path: Path) -> str:
    """The key in `path`, made where absent. SettingsError where others may read it."""
    try:
        with open(path, "x", encoding="ascii", opener=_owner_only) as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            raise SettingsError("open_key", path=path) from None
    return path.read_text(encoding="ascii").strip()


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
