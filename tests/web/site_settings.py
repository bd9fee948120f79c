"""The site's own settings over a data folder of this run; passwords are hashed fast."""

import os
import tempfile

os.environ.setdefault("DONDOC_DATA", tempfile.mkdtemp(prefix="dondoc-tests-"))

from dondoc.web.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
