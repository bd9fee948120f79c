"""An implementing plan as offices issue them: a Kế hoạch with an annex of work, lead, support, deadline and product.

Its words are those of real plans; that it exists is made up (minh họa).
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document

HEADINGS = (
    "STT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Sản phẩm",
)  # fmt: skip
# Against the resolution of tests/web/world.py; the last row has no counterpart there.
ROWS = (
    ("1", "Tổ chức thực hiện các giải pháp thu ngân sách nhà nước trên địa bàn", "Sở Tài chính", "Sở Y tế",
     "Trước ngày 15/10/2023", "Kế hoạch thu ngân sách"),
    ("2", "Xây dựng Đề án phát triển kinh tế tập thể, trình Hội đồng nhân dân tỉnh", "Sở Tài chính", "Sở Y tế",
     "Trước ngày 20/11/2023", "Tờ trình, dự thảo Nghị quyết"),
    ("3", "Tổ chức tiêm chủng mở rộng cho trẻ em dưới 01 tuổi", "Sở Y tế", "", "Trước ngày 30/11/2023", "Báo cáo"),
)  # fmt: skip
# Against the resolution of Kon Tum for the second half of 2023: with each row the items that a reader finds it to carry
# out, any of them; none where it stands by itself.
KON_TUM = (
    (("Hoàn thiện hồ sơ Quy hoạch tỉnh thời kỳ 2021 - 2030, trình thẩm định, phê duyệt", "Sở Kế hoạch và Đầu tư",
      "Các sở, ban, ngành", "Tháng 9/2023", "Quyết định phê duyệt"), {"N01"}),
    (("Xây dựng kế hoạch giải ngân vốn đầu tư công từng tháng, kiểm tra, đôn đốc các chủ đầu tư",
      "Sở Kế hoạch và Đầu tư", "Sở Tài chính; Kho bạc Nhà nước tỉnh", "30/9/2023", "Kế hoạch"), {"N02", "T04"}),
    (("Triển khai các giải pháp tăng thu, chống thất thu ngân sách nhà nước", "Cục Thuế", "Sở Tài chính",
      "Quý IV/2023", "Báo cáo kết quả thu"), {"N03", "T02"}),
    (("Hướng dẫn các huyện sản xuất vụ mùa và trồng mới cây chủ lực", "Sở Nông nghiệp và Phát triển nông thôn",
      "UBND các huyện, thành phố", "30/9/2023", "Văn bản hướng dẫn"), {"N04"}),
    (("Mở rộng diện tích vùng nguyên liệu mía", "Sở Nông nghiệp và Phát triển nông thôn",
      "UBND thành phố Kon Tum", "15/12/2023", "Báo cáo"), {"N05", "T11"}),
    (("Trồng rừng năm 2023 và tuần tra, phòng cháy chữa cháy rừng", "Sở Nông nghiệp và Phát triển nông thôn",
      "Công an tỉnh", "15/12/2023", "Kế hoạch"), {"N06", "T17"}),
    (("Xét công nhận xã đạt chuẩn nông thôn mới năm 2023", "Văn phòng Điều phối nông thôn mới",
      "UBND các huyện", "31/12/2023", "Quyết định công nhận"), {"T14", "N07"}),
    (("Hỗ trợ thành lập hợp tác xã kiểu mới ở vùng chuyên canh", "Liên minh Hợp tác xã tỉnh", "Sở Kế hoạch và Đầu tư",
      "30/11/2023", "Hợp tác xã được thành lập"), {"N08"}),
    (("Tổ chức hội nghị xúc tiến thương mại, kết nối tiêu thụ hàng hóa", "Sở Công Thương", "Sở Kế hoạch và Đầu tư",
      "Tháng 11/2023", "Hội nghị"), {"N09"}),
    (("Rà soát, cắt giảm quy trình, thủ tục hành chính về sản xuất, kinh doanh", "Văn phòng UBND tỉnh",
      "Sở Tư pháp", "31/10/2023", "Quyết định"), {"N15"}),
    (("Phân luồng học sinh sau trung học cơ sở sang học nghề", "Sở Giáo dục và Đào tạo",
      "Sở Lao động - Thương binh và Xã hội", "30/9/2023", "Báo cáo"), {"N18", "T22"}),
    (("Vận động người dân tham gia bảo hiểm y tế", "Bảo hiểm xã hội tỉnh", "Sở Y tế", "31/12/2023", "Báo cáo"),
     {"T28"}),
    (("Chuẩn bị Ngày hội văn hóa, thể thao và du lịch các dân tộc vùng Tây Nguyên", "Sở Văn hóa, Thể thao và Du lịch",
      "Công an tỉnh", "Tháng 11/2023", "Ngày hội"), {"N24"}),
    (("Giải quyết đất ở, đất sản xuất cho hộ đồng bào dân tộc thiểu số", "Ban Dân tộc",
      "Sở Tài nguyên và Môi trường", "15/12/2023", "Báo cáo"), {"N26", "T34", "T35"}),
    (("Mở đợt cao điểm trấn áp tội phạm ma túy", "Công an tỉnh", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh", "30/11/2023",
      "Báo cáo"), {"N30"}),
    (("Xử lý vi phạm trật tự an toàn giao thông, giảm tai nạn giao thông", "Công an tỉnh", "Sở Giao thông vận tải",
      "15/12/2023", "Báo cáo"), {"N31"}),
    (("Lắp đặt máy tính cho phòng lưu trữ", "Văn phòng UBND tỉnh", "", "30/9/2023", "Biên bản"), set()),
    (("Kiểm kê tài sản công của các đơn vị sự nghiệp", "Sở Tài chính", "", "31/12/2023", "Báo cáo"), set()),
)  # fmt: skip
_OPENING = (
    "ỦY BAN NHÂN DÂN TỈNH",
    "Số: 215/KH-UBND",
    "KẾ HOẠCH",
    "Thực hiện {cites} về nhiệm vụ 6 tháng cuối năm 2023",
    "Căn cứ {cites}, Ủy ban nhân dân tỉnh ban hành Kế hoạch thực hiện như sau:",
    "I. NHIỆM VỤ",
)


def plan_document(rows: Sequence[Sequence[str]] = ROWS, cites: str = "Nghị quyết số 20-NQ/TU ngày 30-6-2023") -> bytes:
    """The plan as a DOCX."""
    made = Document()
    for line in _OPENING:
        made.add_paragraph(line.format(cites=cites))
    table = made.add_table(rows=0, cols=len(HEADINGS))
    for row in (HEADINGS, *rows):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    made.add_paragraph("II. TỔ CHỨC THỰC HIỆN")
    made.add_paragraph("Các sở, ban, ngành căn cứ Kế hoạch này tổ chức thực hiện.")
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()
