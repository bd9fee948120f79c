"""Django's settings, from the environment (environment.py, docs/settings.md)."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from dondoc.web.environment import database, environment
from dondoc.web.logs import logging_settings
from dondoc.web.refusals import SettingsError
from dondoc.web.sign_in_settings import social_providers

HERE = Path(__file__).parent

try:
    ENVIRONMENT = environment(os.environ)
    DATABASES = {"default": database(ENVIRONMENT.database_url, ENVIRONMENT.data)}
except SettingsError as error:
    raise ImproperlyConfigured(str(error)) from None

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "ninja",
    "django_tasks",
    "django_tasks_db",
    "dondoc.web.accounts",  # before allauth, whose templates it has in our look
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "dondoc.web.audit",
    "dondoc.web.calendar",
    "dondoc.web.jobs",
    "dondoc.web.organizations",
    "dondoc.web.resolutions",
    "dondoc.web.indicators",
    "dondoc.web.plans",
    "dondoc.web.figures",
    "dondoc.web.monitoring",
    "dondoc.web.comparing",
    "dondoc.web.urging",
    "dondoc.web.channels",
    "dondoc.web.meetings",
    "dondoc.web.public",
    "dondoc.web.publishing",
]
MIDDLEWARE = [
    "dondoc.web.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "dondoc.web.middleware.PermissionsPolicy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dondoc.web.public.middleware.PublicPages",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dondoc.web.api.access.TokenAccess",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dondoc.web.accounts.sessions.SessionEnd",
    "dondoc.web.middleware.Permission",
    "dondoc.web.accounts.required.SecondStepFirst",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "dondoc.web.urls"
WSGI_APPLICATION = "dondoc.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dondoc.web.navigation.navigation",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = LOGOUT_REDIRECT_URL = "account_login"
LOGIN_REDIRECT_URL = "today"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "dondoc.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # nobody needs a mail address: what is sent by mail elsewhere is a one-time link
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True  # as long as DONDOC_SESSION_HOURS says
ACCOUNT_FORMS = {
    "login": "dondoc.web.accounts.sign_in_forms.SignInForm",
    "reauthenticate": "dondoc.web.accounts.sign_in_forms.PasswordAgain",
    "change_password": "dondoc.web.accounts.sign_in_forms.NewPassword",
}
# A whole office may come from one address in the same minute; an account is tried by its own number of times.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "30/m/ip,5/5m/key"}
API_REQUESTS_A_MINUTE = 120  # of a token; without one, of an address
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.behind_proxy else 0
MFA_ADAPTER = "dondoc.web.accounts.adapters.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "dondoc.web.accounts.sign_in_forms.CodeForm",
    "reauthenticate": "dondoc.web.accounts.sign_in_forms.CodeAgain",
    "activate_totp": "dondoc.web.accounts.sign_in_forms.FirstCode",
}
MFA_TOTP_ISSUER = "Đôn Đốc"
MFA_TOTP_TOLERANCE = 1  # the clock of a telephone may be half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True
SOCIALACCOUNT_ADAPTER = "dondoc.web.accounts.oidc.SocialAdapter"
OIDC = ENVIRONMENT.sign_in.oidc
SOCIALACCOUNT_PROVIDERS = social_providers(OIDC)
# Counts of tries are shared by the workers; the table is made when the site starts.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "dondoc_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Vietnamese is written in the templates; English is its translation.
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True  # served from where the packages lie: nothing to collect before the start

SESSION_COOKIE_AGE = int(ENVIRONMENT.sign_in.session.total_seconds())
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENVIRONMENT.https
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by the machine itself, without HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if ENVIRONMENT.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_proxy else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "dondoc.web.pages.stale_form"
# W021 asks for the browsers' HSTS preload list: that is for the owner of the whole domain, not for one site.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *([OIDC.origin] if OIDC else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DEFAULT_FROM_EMAIL = ENVIRONMENT.mail.sender if ENVIRONMENT.mail else "dondoc@localhost"

# Nothing uploaded is written to a temporary file before it was looked at.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 50_000_000

# A task is a row of the database, written in the transaction of whoever enqueues it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_settings(ENVIRONMENT.log_level)
