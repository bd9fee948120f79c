"""An OpenID Connect provider of the tests: a process on loopback that lets in whoever is named, and errs when asked to.

`authorize` takes, beside what the standard says, `subject` (who signs in, else "nv-01") and `fault` (what the token or
the answer does wrong, see FAULTS). A client has to authenticate, to show its PKCE verifier and to use a code once.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "dondoc", "khóa của trang"
SUBJECT = "nv-01"
# What a token claims instead of what it should.
FAULTS: dict[str, dict[str, Any]] = {
    "nonce": {"nonce": "another"},
    "no_nonce": {"nonce": None},
    "issuer": {"iss": "https://another.example"},
    "audience": {"aud": "another"},
    "authorized_party": {"azp": "another"},
    "expired": {"exp": 1},
    "no_subject": {"sub": ""},
    "long_subject": {"sub": "x" * 192},
}
# What is wrong with the token itself, or there is none.
BROKEN = ("signature", "unsigned", "shared_secret", "unknown_key", "no_token", "refused")
# Providers that describe themselves wrongly: their issuer is /NAME, and this stands in their description.
MISDESCRIBED = {
    "another": {"issuer": "https://another.example"},
    "elsewhere": {"authorization_endpoint": "http://localhost:1/authorize"},
    "unsafe": {"token_endpoint": "ftp://127.0.0.1/token"},
    "keyless": {"jwks_uri": None},
}


class Provider(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key, self.another = (rsa.generate_private_key(65537, 2048) for _each in range(2))
        self.codes: dict[str, dict[str, str]] = {}

    def token(self, asked: dict[str, str]) -> str | None:
        now, fault = int(time.time()), asked.get("fault", "")
        claims = {
            "iss": self.issuer, "aud": CLIENT_ID, "sub": asked.get("subject", SUBJECT), "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], "preferred_username": "quantri", "email": "quantri@example.vn",
            **FAULTS.get(fault, {}),
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        headers = {"kid": "unknown" if fault == "unknown_key" else "one"}
        if fault == "no_token":
            return None
        if fault == "unsigned":
            return jwt.encode(claims, None, "none", headers)
        if fault == "shared_secret":
            return jwt.encode(claims, CLIENT_SECRET * 3, "HS256", headers)
        return jwt.encode(claims, self.another if fault == "signature" else self.key, "RS256", headers)

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        name, well_known, _rest = parts.path.strip("/").partition(".well-known/openid-configuration")
        match parts.path:
            case _ if well_known:
                self._json(self._described(name.strip("/")))
            case "/keys":
                self._json(self.server.keys())
            case "/authorize":
                self._authorize(asked)
            case _:
                self._json({}, 404)

    def do_POST(self) -> None:
        """The token for a code, to a client that proves itself."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.server.codes.pop(given.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        known = (given.get("client_id"), given.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        good = asked and known and asked["code_challenge"] == proof.decode()
        if not asked or not good or asked["redirect_uri"] != given.get("redirect_uri"):
            return self._json({"error": "invalid_grant"}, 400)
        token = self.server.token(asked)
        return self._json({"access_token": "x", "token_type": "Bearer"} | ({"id_token": token} if token else {}))

    def _described(self, name: str) -> dict[str, Any]:
        issuer = self.server.issuer
        return {
            "issuer": f"{issuer}/{name}".rstrip("/"), "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token", "jwks_uri": f"{issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **MISDESCRIBED.get(name, {}),
        }  # fmt: skip

    def _authorize(self, asked: dict[str, str]) -> None:
        assert (asked["client_id"], asked["response_type"], asked["scope"]) == (CLIENT_ID, "code", "openid")
        code = secrets.token_urlsafe(16)
        self.server.codes[code] = asked
        answer = {"error": "access_denied"} if asked.get("fault") == "refused" else {"code": code}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({**answer, 'state': asked['state']})}")
        self.end_headers()

    def _json(self, content: dict[str, Any], status: int = 200) -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_line: object) -> None:
        """Nothing is told of what was asked."""


@contextmanager
def provider_running() -> Iterator[str]:
    """The issuer's address, of a process that ends with the block."""
    command = [sys.executable, str(Path(__file__))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


if __name__ == "__main__":
    with Provider() as provider:
        print(provider.issuer, flush=True)
        provider.serve_forever()
