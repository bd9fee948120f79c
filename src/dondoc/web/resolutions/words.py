"""Words of the core's values as this site says them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dondoc.commitments import Nature
from dondoc.values import Comparison

COMPARISONS = {
    Comparison.AT_LEAST: _("từ … trở lên (≥)"),
    Comparison.MORE_THAN: _("trên (>)"),
    Comparison.AT_MOST: _("không quá (≤)"),
    Comparison.LESS_THAN: _("dưới (<)"),
    Comparison.BETWEEN: _("từ … đến …"),
    Comparison.MAINTAIN: _("duy trì"),
}
SIGNS = {
    Comparison.AT_LEAST: "≥",
    Comparison.MORE_THAN: ">",
    Comparison.AT_MOST: "≤",
    Comparison.LESS_THAN: "<",
    Comparison.BETWEEN: "",
    Comparison.MAINTAIN: "=",
}
NATURES = {
    Nature.DELIVERABLE: _("có sản phẩm"),
    Nature.EVENT: _("sự kiện"),
    Nature.ONGOING: _("thường xuyên"),
}
