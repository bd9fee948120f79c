from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.querysets import UserQuerySet
from dondoc.web.fields import FoldedField


def new_session_salt() -> str:
    return secrets.token_urlsafe(16)


class User(AbstractBaseUser):
    """An account. What it may do follows from its roles; `is_administrator` keeps accounts and bodies, no content.

    Sessions hold for one password and one `session_salt`: a new salt ends them all.
    `is_demo` marks the accounts that `dondoc demo` makes (accounts/demo.py).
    When an account last signed in is not kept: the site does not watch people.
    """

    username = models.CharField(_("Tên đăng nhập"), max_length=60, unique=True)
    name = models.CharField(_("Tên hiển thị"), max_length=120)
    folded = FoldedField(of="name", max_length=140, default="")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, blank=True)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    session_salt = models.CharField(max_length=32, default=new_session_salt, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_login = None

    objects = BaseUserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ("name",)

    class Meta:
        ordering = ("folded", "pk")
        constraints = (models.UniqueConstraint(Lower("username"), name="user_username_ignoring_case"),)

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        bound_to = f"{self.session_salt}:{self.password}"
        return str(salted_hmac("dondoc.accounts.session", bound_to, secret=secret, algorithm="sha256").hexdigest())


class OneTimeLink(models.Model):
    """A link that sets the password of `account`, or makes the first administrator where there is no account.

    Only the hash of its secret is kept. `ends_second_step` also takes the account's second step away.
    """

    account = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    ends_second_step = models.BooleanField(default=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_second_step=False) | Q(account__isnull=False), name="link_ends_a_step_of_an_account"
            ),
        )


class Token(models.Model):
    """A secret with which a program asks the API in the name of `account`, within `scopes`, until it ends.

    Only the hash of the secret is kept; `begins` are its first letters, by which its holder knows it again. When it was
    last used is not kept: the site does not watch people.
    """

    account = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=120)
    begins = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="token_has_a_name"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="token_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return f"{self.begins}… {self.name}"
