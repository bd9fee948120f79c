"""Settings of the site, from the environment: one table, read once, unsafe ones refused with the reason.

No Django here: the command line and docs/settings.md read the same table.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from dondoc.web.refusals import SettingsError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
SHORTEST_KEY = 50
FEWEST_LETTERS = 10
_YES = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its default as it would be written, and what it does."""

    name: str
    default: str
    vi: str
    en: str


SETTINGS = (
    Setting(
        "DONDOC_DATA",
        "dondoc-data",
        "Thư mục dữ liệu: cơ sở dữ liệu SQLite và khóa bí mật. `dondoc serve --data` đặt biến này.",
        "The data folder: the SQLite database and the secret key. `dondoc serve --data` sets it.",
    ),
    Setting(
        "DATABASE_URL",
        "",
        "Cơ sở dữ liệu. Để trống: SQLite trong thư mục dữ liệu. PostgreSQL: `postgresql://user:password@host:5432/name`.",
        "The database. Empty: SQLite in the data folder. PostgreSQL: `postgresql://user:password@host:5432/name`.",
    ),
    Setting(
        "DONDOC_HOSTS",
        "localhost,127.0.0.1,[::1]",
        "Các tên máy mà trang trả lời, cách nhau bằng dấu phẩy. Không nhận `*`.",
        "The host names the site answers to, separated by commas. `*` is refused.",
    ),
    Setting(
        "DONDOC_HTTPS",
        "",
        "`1`: chỉ chạy qua HTTPS (cookie an toàn, HSTS). Để trống: `1`, trừ khi mọi tên máy là máy này. "
        "`0` với tên máy khác bị từ chối.",
        "`1`: HTTPS only (secure cookies, HSTS). Empty: `1`, unless every host is this machine. "
        "`0` with another host is refused.",
    ),
    Setting(
        "DONDOC_BEHIND_PROXY",
        "0",
        "`1`: tin tiêu đề X-Forwarded-Proto của máy chủ đứng trước. Chỉ đặt khi máy chủ đó luôn tự ghi tiêu đề này.",
        "`1`: trust X-Forwarded-Proto of the server in front. Only where that server always writes the header itself.",
    ),
    Setting(
        "DONDOC_SECRET_KEY",
        "",
        "Khóa ký phiên làm việc, ít nhất 50 ký tự. Để trống: khóa được tạo trong thư mục dữ liệu, chỉ chủ đọc được.",
        "The key that signs sessions, at least 50 characters. Empty: made in the data folder, for its owner only.",
    ),
    Setting(
        "DONDOC_DEBUG",
        "0",
        "`1`: trang lỗi chi tiết, chỉ để phát triển; bị từ chối khi có tên máy khác máy này.",
        "`1`: detailed error pages, for development; refused where a host is not this machine.",
    ),
    Setting(
        "DONDOC_LOG_LEVEL",
        "INFO",
        "Mức nhật ký: DEBUG, INFO, WARNING hoặc ERROR.",
        "Level of the log: DEBUG, INFO, WARNING or ERROR.",
    ),
)
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
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}


def _postgresql(parts: SplitResult) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
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
