"""Sign-in by the office's own OpenID Connect provider (DONDOC_OIDC_*), for accounts that their holders joined to it.

No account is made or found by a name or an address that the provider tells: only the subject of a token counts, and of
it nothing else is kept. allauth brings the flow (state, PKCE); what is checked of the answer is checked here, by OpenID
Connect Core 1.0, 3.1.3.7: issuer, audience, signature, time, and the nonce of this very sign-in.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.adapter import get_adapter as social_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.web.accounts.identities import failed, joined
from dondoc.web.sign_in_settings import OIDC_PROVIDER, Oidc

JOIN = "connect"  # allauth's word for joining an identity to the account that is signed in
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
REQUIRED = ("iss", "aud", "sub", "exp", "iat", "nonce")
LEEWAY = 60  # seconds that two clocks may differ
LONGEST_SUBJECT = 191  # what allauth's column holds
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class OfficeAdapter(OpenIDConnectOAuth2Adapter):
    @property
    def openid_config(self) -> Any:
        """The provider's own description. OAuth2Error where it is of another issuer, or leads where it should not."""
        described = super().openid_config
        oidc: Oidc = settings.ENVIRONMENT.sign_in.oidc
        if described.get("issuer") != oidc.issuer:
            raise OAuth2Error(f"the provider names itself {described.get('issuer')}, not {oidc.issuer}")
        for name in ENDPOINTS:
            if urlsplit(described.get(name) or "").scheme != urlsplit(oidc.issuer).scheme:
                raise OAuth2Error(f"{name} is missing or not reached as safely as the issuer")
        # The policy of our pages lets a form lead to the issuer's origin only.
        if not described["authorization_endpoint"].startswith(f"{oidc.origin}/"):
            raise OAuth2Error("the authorization endpoint is not on the issuer's own host")
        return described

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        claims = self._verified(app.client_id, kwargs["response"].get("id_token") or "")
        login = self.get_provider().sociallogin_from_response(request, {"id_token": {"sub": claims["sub"]}})
        login.nonce = claims["nonce"]
        return login

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return str(request.build_absolute_uri(reverse("oidc_callback")))

    def _verified(self, client_id: str, token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key(token),
                algorithms=ALGORITHMS,
                issuer=settings.ENVIRONMENT.sign_in.oidc.issuer,
                audience=client_id,
                leeway=LEEWAY,
                options={"require": list(REQUIRED)},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"the token is not good: {error}") from error
        if claims.get("azp", client_id) != client_id:
            raise OAuth2Error("the token was made for another client")
        if not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
            raise OAuth2Error("the subject is empty or too long")
        return claims

    def _key(self, token: str) -> jwt.PyJWK:
        """The provider's key that the token names; a provider with one key need not name it."""
        with social_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        named = jwt.get_unverified_header(token).get("kid")
        fitting = [key for key in keys if key.key_id == named] if named else keys
        if len(fitting) != 1:
            raise OAuth2Error("the token names no key of the provider")
        return fitting[0]


class OfficeProvider(OpenIDConnectProvider):
    oauth2_adapter_class = OfficeAdapter
    pkce_enabled_default = True

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **_asked: Any
    ) -> Any:
        """To the provider, asking for the subject only; the nonce waits in the session for the answer."""
        nonce = secrets.token_urlsafe(32)
        return super().redirect(
            request, process, next_url, data, auth_params={"nonce": nonce}, scope=["openid"], nonce=nonce
        )

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        return {}

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        return {}


class SocialAdapter(DefaultSocialAccountAdapter):
    """Decides what becomes of a verified answer: it signs in whom it is joined to, or joins, or is refused."""

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        raise ImmediateHttpResponse(
            failed(request, _("Máy chủ đăng nhập không xác nhận được bạn."), exception or error)
        )

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        # allauth notes when an identity was last used; that is not kept.
        SocialAccount.objects.filter(pk=sociallogin.account.pk).update(last_login=F("date_joined"))
        if not secrets.compare_digest(sociallogin.nonce, sociallogin.state.get("nonce", "")):
            problem = _("Câu trả lời của máy chủ đăng nhập không thuộc lần đăng nhập này.")
            raise ImmediateHttpResponse(failed(request, problem, "nonce"))
        if sociallogin.state.get("process") == JOIN:
            raise ImmediateHttpResponse(joined(request, OIDC_PROVIDER, sociallogin.account.uid))
        if not sociallogin.is_existing:
            problem = _("Chưa có tài khoản nào nối với danh tính này; nối trong «Tài khoản của tôi» sau khi vào được.")
            raise ImmediateHttpResponse(failed(request, problem, "not joined", again=False))
