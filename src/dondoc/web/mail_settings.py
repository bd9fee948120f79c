"""The mail server and whose mail it is, from DONDOC_SMTP and DONDOC_MAIL_FROM. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from dondoc.web.refusals import SettingsError

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server: `starttls` begins in the clear and changes over, `tls` is closed from the first byte."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool
    sender: str


def mail_settings(url: str, sender: str) -> Mail | None:
    """None where no server is named. SettingsError for another scheme, or a sender that is no address."""
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or sender.count("@") != 1 or len(sender.split()) != 1:
        raise SettingsError("mail")
    return Mail(
        parts.hostname, parts.port or _PORTS[parts.scheme], unquote(parts.username or ""),
        unquote(parts.password or ""), parts.scheme == "smtp+starttls", parts.scheme == "smtps", sender,
    )  # fmt: skip
