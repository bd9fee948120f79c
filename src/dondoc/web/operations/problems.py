"""What an API refuses: RFC 9457, application/problem+json, in the language that was asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

MIME = "application/problem+json"
OF_THE_SITE, OF_THE_PUBLIC = "/api/", "/cong-khai/api/"  # the beginnings of what is asked by programs
TITLES = {
    400: _("Yêu cầu không đọc được."),
    401: _("Cần mã truy cập còn hiệu lực."),
    403: _("Tài khoản hoặc mã truy cập này không có quyền."),
    404: _("Không có, hoặc không được đọc."),
    405: _("Địa chỉ này không nhận phương thức đó."),
    409: _("Chưa ghi gì: có số liệu bị từ chối."),
    410: _("Mục này đã được rút, không còn công khai."),
    413: _("Nội dung gửi quá lớn; hãy chia nhỏ."),
    415: _("Nội dung gửi phải là application/json."),
    422: _("Nội dung gửi không đúng dạng."),
    429: _("Hỏi quá nhiều lần; hãy đợi một phút."),
    500: _("Máy chủ gặp lỗi; không có gì được ghi một nửa."),
}


def problem(status: int, detail: str = "", errors: Sequence[Any] = ()) -> HttpResponse:
    """The answer with `status`; `detail` says what is particular to this request, `errors` each place that is wrong."""
    told: dict[str, Any] = {"type": "about:blank", "title": str(TITLES[status]), "status": status}
    if detail:
        told["detail"] = detail
    if errors:
        told["errors"] = list(errors)
    return HttpResponse(json.dumps(told, ensure_ascii=False), status=status, content_type=MIME)


def tells_problems(request: HttpRequest) -> bool:
    """Whether who asks is a program, to which a refusal is told as a problem and not as a page."""
    return bool(request.path.startswith((OF_THE_SITE, OF_THE_PUBLIC)))
