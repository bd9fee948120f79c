"""Naming: what an address is called in tables, reports and messages, without what in it opens the door.

A signed URL is a key: whoever reads it in a table fetches the document. What says who asks is taken out; what is drawn
by lot may say which document is meant, and is told by a hash, so that two addresses have two names.
"""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import quote, unquote, unquote_plus, urlsplit, urlunsplit

_SCHEMES = ("http://", "https://", "s3://")
HIDDEN = "***"
# Parameters of signed URLs of Amazon, Google and Azure, which differ each time one is signed, and what says who asks.
_OF_SIGNING = re.compile(
    r"x-(?:amz|goog)-.*|awsaccesskeyid|googleaccessid|signature|sig|s[eiprvt]|ske|skoid|sks|skt|sktid|skv|expires|"
    r"policy|key-pair-id|.*(?:passw|pwd|mat[-_]?khau|credential).*|pass|user|username|email|otp",
    re.IGNORECASE,
)
_SECRET = re.compile(
    r".*(?:token|secret|apikey|api[-_]key|access[-_]?key|session|sessid|auth|jwt|hmac).*|sid", re.IGNORECASE
)
_RANDOM = re.compile(r"[A-Za-z0-9+=~%]{16,}")
_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.?[\w-]*")  # a JSON Web Token
_UUID = re.compile(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HEX = re.compile(r"(?i)[0-9a-f]+")
_PARAMETER = re.compile(r";([^;=/]+)=[^;/]*")
_LONGEST_NAME = 22  # of a file or folder, in letters of both cases and digits without a sign between
_FEWEST_DIGITS = 2
_DIGITS_OF_HASH = 8


def is_remote(address: str) -> bool:
    return address.lower().startswith(_SCHEMES)


def named(address: str) -> str:
    """The name of `address`: a path as it is, a URL without keys, signatures, tokens, users and fragments."""
    if not is_remote(address):
        return address
    try:
        parts = urlsplit(address, allow_fragments=not address.lower().startswith("s3://"))
    except ValueError:
        return f"{address.partition('://')[0]}://{HIDDEN}"
    place = parts.netloc.rpartition("@")[2]
    path = "/".join(map(_segment, parts.path.split("/")))
    return urlunsplit((parts.scheme, place, path, _query(parts.query), ""))


def _segment(segment: str) -> str:
    segment = _PARAMETER.sub(rf";\1={HIDDEN}", segment)
    found = max(_RANDOM.findall(unquote(segment)), key=len, default="")
    secret = _TOKEN.search(segment) or (len(found) >= _LONGEST_NAME and not _HEX.fullmatch(found) and _is_mixed(found))
    return _hashed(segment) if secret else segment


def _query(query: str) -> str:
    """Signs between parameters stay as they are."""
    return "".join(part if part in "&;" else _parameter(part) for part in re.split(r"([&;])", query) if part)


def _parameter(parameter: str) -> str:
    name, sign, value = parameter.partition("=")
    if not sign:
        return _hashed(name) if _is_random(unquote_plus(name)) else name
    plain = unquote_plus(value)
    if _OF_SIGNING.fullmatch(unquote_plus(name)) or "@" in plain:
        return f"{name}={HIDDEN}"
    if is_remote(plain):
        return f"{name}={quote(named(plain), safe='*')}"
    if _is_random(plain):
        return f"{name}={_hashed(value)}"
    # A hash of what is short could be guessed.
    return f"{name}={HIDDEN}" if _SECRET.fullmatch(unquote_plus(name)) else parameter


def _is_random(value: str) -> bool:
    """Whether it looks like drawn by lot, not like a word, a number or a day."""
    if _TOKEN.search(value) or _UUID.search(value):
        return True
    return any(_is_mixed(run) for run in _RANDOM.findall(value))


def _is_mixed(run: str) -> bool:
    digits = sum(map(str.isdigit, run))
    letters = sum(map(str.isalpha, run))
    cases = run.lower() != run and run.upper() != run
    return digits >= _FEWEST_DIGITS and letters > 0 and (cases or bool(_HEX.fullmatch(run)) or digits > len(run) // 4)


def _hashed(value: str) -> str:
    return HIDDEN + sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS_OF_HASH]
