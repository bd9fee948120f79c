"""Settings: unsafe ones are refused at the start, with the name of the setting and what to do."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from dondoc.web.environment import database, environment
from dondoc.web.refusals import SettingsError
from dondoc.web.setting_table import SETTINGS

OFFICE = {"DONDOC_HOSTS": "dondoc.tinh.gov.vn"}
PROVIDER = {
    "DONDOC_OIDC_ISSUER": "https://id.vn/realms/tinh",
    "DONDOC_OIDC_CLIENT_ID": "dondoc",
    "DONDOC_OIDC_CLIENT_SECRET": "s",
}
REFUSED = {
    "debugging for others": ({**OFFICE, "DONDOC_DEBUG": "1"}, "DONDOC_DEBUG"),
    "any host": ({"DONDOC_HOSTS": "*"}, "DONDOC_HOSTS"),
    "any host below a domain": ({"DONDOC_HOSTS": ".gov.vn"}, "DONDOC_HOSTS"),
    "no host": ({"DONDOC_HOSTS": " , "}, "DONDOC_HOSTS"),
    "passwords in the clear": ({**OFFICE, "DONDOC_HTTPS": "0"}, "DONDOC_HTTPS"),
    "a short key": ({"DONDOC_SECRET_KEY": "secret"}, "DONDOC_SECRET_KEY"),
    "a uniform key": ({"DONDOC_SECRET_KEY": "ab" * 40}, "DONDOC_SECRET_KEY"),
    "neither yes nor no": ({"DONDOC_BEHIND_PROXY": "maybe"}, "DONDOC_BEHIND_PROXY"),
    "a sign-in without end": ({"DONDOC_SESSION_HOURS": "0"}, "DONDOC_SESSION_HOURS"),
    "an idle time that is no number": ({"DONDOC_IDLE_MINUTES": "mãi"}, "DONDOC_IDLE_MINUTES"),
    "a second step for nobody known": ({"DONDOC_TOTP_ROLES": "administrator,boss"}, "boss"),
    "half a provider": ({"DONDOC_OIDC_ISSUER": "https://id.vn"}, "DONDOC_OIDC_CLIENT_SECRET"),
    "a provider in the clear": ({**PROVIDER, "DONDOC_OIDC_ISSUER": "http://id.vn"}, "DONDOC_OIDC_ISSUER"),
    "a provider that is no address": ({**PROVIDER, "DONDOC_OIDC_ISSUER": "id.vn"}, "DONDOC_OIDC_ISSUER"),
    "an unknown level": ({"DONDOC_LOG_LEVEL": "LOUD"}, "DONDOC_LOG_LEVEL"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_unsafe_settings_are_refused(what: str, tmp_path: Path) -> None:
    """The message names the setting."""
    variables, named = REFUSED[what]
    with pytest.raises(SettingsError, match=named):
        environment({"DONDOC_DATA": str(tmp_path), **variables})


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_speaks_both_languages(what: str, tmp_path: Path) -> None:
    """Vietnamese first, English when asked for."""
    with pytest.raises(SettingsError) as refused:
        environment({"DONDOC_DATA": str(tmp_path), **REFUSED[what][0]})
    assert str(refused.value) == refused.value.message("vi") != refused.value.message("en")


def test_without_settings_the_site_is_safe_and_for_this_machine(tmp_path: Path) -> None:
    """No debugging, this machine's names only; HTTPS is not asked for where nothing leaves the machine."""
    read = environment({"DONDOC_DATA": str(tmp_path)})
    assert (read.debug, read.https, read.behind_proxy) == (False, False, False)
    assert read.hosts == ("localhost", "127.0.0.1", "[::1]")


def test_for_other_machines_https_is_on(tmp_path: Path) -> None:
    """Nobody has to think of it."""
    assert environment({"DONDOC_DATA": str(tmp_path), **OFFICE}).https


def test_who_keeps_accounts_or_decides_needs_a_second_step(tmp_path: Path) -> None:
    """Unless it is switched off, as the demo does."""
    asked = environment({"DONDOC_DATA": str(tmp_path)}).sign_in
    assert asked.totp_roles == {"administrator", "assigner", "publisher"}
    assert environment({"DONDOC_DATA": str(tmp_path), "DONDOC_TOTP_ROLES": "none"}).sign_in.totp_roles == frozenset()


def test_a_provider_is_read_with_its_origin(tmp_path: Path) -> None:
    """The origin is what the security policy lets forms lead to."""
    oidc = environment({"DONDOC_DATA": str(tmp_path), **PROVIDER}).sign_in.oidc
    assert oidc is not None
    assert (oidc.issuer, oidc.origin, oidc.name) == ("https://id.vn/realms/tinh", "https://id.vn", "Tài khoản cơ quan")


def test_the_secret_key_is_made_once_and_is_its_owners(tmp_path: Path) -> None:
    """Kept in the data folder, 0600; the folder itself is 0700 when it is made."""
    folder = tmp_path / "data"
    key = environment({"DONDOC_DATA": str(folder)}).secret_key
    assert environment({"DONDOC_DATA": str(folder)}).secret_key == key
    assert len(key) >= 50
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    """With the command that mends it."""
    environment({"DONDOC_DATA": str(tmp_path)})
    (tmp_path / "secret-key").chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        environment({"DONDOC_DATA": str(tmp_path)})


def test_the_database_is_sqlite_that_waits_its_turn(tmp_path: Path) -> None:
    """WAL, writers take their lock at once and wait up to 30 seconds."""
    options = database("", tmp_path)["OPTIONS"]
    assert isinstance(options, dict)
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 30)
    assert "journal_mode=WAL" in options["init_command"]


def test_a_url_names_postgresql(tmp_path: Path) -> None:
    """Every part of it, with letters that had to be escaped."""
    read = database("postgresql://d%C3%B4n:p%40ss@db.local:5433/dondoc?sslmode=require", tmp_path)
    assert read["ENGINE"] == "django.db.backends.postgresql"
    assert [read[part] for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "dôn", "p@ss", "db.local", "5433", "dondoc",
    ]  # fmt: skip
    assert read["OPTIONS"] == {"options": "-c jit=off", "sslmode": "require"}
    asked = database("postgresql://localhost/x?options=-c%20jit%3Don", tmp_path)["OPTIONS"]
    assert asked == {"options": "-c jit=on"}


def test_another_kind_of_database_is_refused(tmp_path: Path) -> None:
    """Only the two that are tested."""
    with pytest.raises(SettingsError, match="mysql"):
        database("mysql://localhost/x", tmp_path)


def test_every_setting_is_documented() -> None:
    """docs/settings.md is generated from the table, whose every line says in two languages what it does."""
    for setting in SETTINGS:
        assert len(setting.vi) > 20
        assert len(setting.en) > 20
