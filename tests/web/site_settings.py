"""The site's own settings over a data folder of this run; passwords are hashed fast."""

import atexit
import os
import shutil
import tempfile

if "DONDOC_DATA" not in os.environ:
    os.environ["DONDOC_DATA"] = tempfile.mkdtemp(prefix="dondoc-tests-")
    atexit.register(shutil.rmtree, os.environ["DONDOC_DATA"], ignore_errors=True)

# Tests sign accounts in without the steps of a person; those of the second step ask for it themselves.
os.environ.setdefault("DONDOC_TOTP_ROLES", "none")

from dondoc.web.settings import *  # noqa: F403

# Of PostgreSQL: the database that the tests' own is a copy of, with all tables.
if "DONDOC_TESTS_TEMPLATE" in os.environ:
    DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ["DONDOC_TESTS_TEMPLATE"]}  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
