from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class User(AbstractBaseUser):
    """An account. What it may do follows from its roles; `is_administrator` keeps accounts and bodies, no content.

    When an account last signed in is not kept: the site does not watch people.
    """

    username = models.CharField(_("Tên đăng nhập"), max_length=60, unique=True)
    name = models.CharField(_("Tên hiển thị"), max_length=120)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_login = None

    objects = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ("name",)

    class Meta:
        constraints = (models.UniqueConstraint(Lower("username"), name="user_username_ignoring_case"),)

    def __str__(self) -> str:
        return self.name


class OneTimeLink(models.Model):
    """A link that makes the first administrator. Only the hash of its secret is kept."""

    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
