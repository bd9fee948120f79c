"""What an indicator can be, with its words on the page, and a line of help for whoever has to choose."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from dondoc.evaluating.merging import Merging
from dondoc.values import Direction, Measure

MEASURES = {
    Measure.FLOW: _("cộng dồn trong kỳ"),
    Measure.LEVEL: _("mức tại thời điểm"),
    Measure.CHANGE: _("mức tăng, giảm"),
    Measure.GROWTH: _("tốc độ so với cùng kỳ"),
}
MEASURES_EXPLAINED = {
    Measure.FLOW: _("Số của các tháng cộng lại thành số của năm: thu ngân sách, diện tích trồng mới."),
    Measure.LEVEL: _("Trạng thái ở cuối kỳ, không cộng: tổng đàn bò, tỷ lệ che phủ rừng."),
    Measure.CHANGE: _("Mức cuối kỳ trừ mức đầu kỳ; hãy chọn «mức tại thời điểm» nếu mức cũng được công bố."),
    Measure.GROWTH: _("Phần trăm so với cùng kỳ năm trước: tốc độ tăng GRDP. Khác chỉ tiêu của số tuyệt đối."),
}
DIRECTIONS = {Direction.HIGHER: _("càng cao càng tốt"), Direction.LOWER: _("càng thấp càng tốt")}
DIRECTIONS_EXPLAINED = {
    Direction.HIGHER: _("Đạt khi bằng hoặc hơn mức cam kết: thu ngân sách, tỷ lệ bảo hiểm y tế."),
    Direction.LOWER: _("Đạt khi bằng hoặc kém mức cam kết: tỷ lệ hộ nghèo, số vụ phạm tội."),
}
MERGINGS = {
    Merging.SUM: _("cộng các đơn vị"),
    Merging.WEIGHTED: _("bình quân theo mẫu số"),
    Merging.NONE: _("không gộp được"),
}
MERGINGS_EXPLAINED = {
    Merging.SUM: _("Số của tỉnh là tổng số của các xã, phường: tiền, ha, con, người."),
    Merging.WEIGHTED: _("Tổng tử số chia tổng mẫu số; dùng cho tỷ lệ. Cần ghi tử số, mẫu số và hệ số."),
    Merging.NONE: _("Không tính được số chung từ các đơn vị: thứ hạng, tốc độ, trung vị."),
}


class Origin(StrEnum):
    """Whether a statistic of the national system, or a number that an office manages by a definition of its own."""

    STATISTICAL = "statistical"
    MANAGEMENT = "management"


ORIGINS = {
    Origin.STATISTICAL: _("thống kê"),
    Origin.MANAGEMENT: _("quản lý"),
}


class OverTime(StrEnum):
    """How the values of months make the value of a year."""

    SUM = "sum"
    LAST = "last"
    MEAN = "mean"


OVER_TIME = {
    OverTime.SUM: _("cộng các kỳ"),
    OverTime.LAST: _("lấy kỳ cuối"),
    OverTime.MEAN: _("bình quân các kỳ"),
}


class Frequency(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


FREQUENCIES = {
    Frequency.MONTH: _("hằng tháng"),
    Frequency.QUARTER: _("hằng quý"),
    Frequency.HALF: _("6 tháng"),
    Frequency.YEAR: _("hằng năm"),
}
