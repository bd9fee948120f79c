"""Why a row is refused, in words: those of the core's findings, and of what only the site knows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dondoc.findings import Finding, codes
from dondoc.web.amounts import language

OWN = {
    "no_indicator": _("«%(cell)s» không có trong danh mục chỉ tiêu được nạp ở đây."),
    "several_indicator": _("«%(cell)s» là tên của nhiều chỉ tiêu; hãy ghi khóa của chỉ tiêu."),
    "of_custodian": _(
        "Số liệu «%(cell)s» phải qua cơ quan chủ quản nhận: hãy để đơn vị báo cáo trong kỳ báo cáo, không nạp thẳng."
    ),
    "no_body": _("«%(cell)s» không phải cơ quan, đơn vị được nạp ở đây."),
    "several_body": _("«%(cell)s» là tên của nhiều cơ quan, đơn vị; hãy ghi khóa hoặc mã."),
    "body_not_then": _("Cơ quan, đơn vị này không tồn tại vào ngày cuối của số liệu."),
    "indicator_ended": _("Chỉ tiêu này không dùng nữa vào ngày cuối của số liệu."),
    "too_long": _("Ô dài quá: «%(cell)s»."),
    "told_range": _("Số ngoài phạm vi ghi được: nhiều nhất 6 chữ số thập phân, dưới 9.223.372.036.854."),
    "half_rate": _("Có tử số thì phải có mẫu số, và ngược lại."),
    "no_reason": _("Ô số liệu trống: hãy ghi số, hoặc ghi lý do không có số liệu vào cột reason."),
    "future": _("Ngày biết số liệu không được ở tương lai."),
    "twice": _("Số liệu này đã có ở một dòng khác của tệp."),
    "waiting": _("Số liệu này đang chờ duyệt trong một báo cáo; hãy nhận hoặc trả lại báo cáo trước."),
    "why": _("Số khác với số đã ghi: hãy ghi lý do đính chính vào cột reason, hoặc nêu lý do chung cho cả tệp."),
}


def cell_words(code: str, row: int, column: str, cell: str) -> str:
    """What is wrong with a cell."""
    if code in OWN:
        return str(OWN[code]) % {"cell": cell[:40]}
    return finding_words(Finding(code, values=(("row", str(row)), ("column", column), ("value", cell[:40]))))


def finding_words(finding: Finding) -> str:
    return f"{finding.message(language())} {codes()[finding.code].hint(language())}"
