"""Naming: what of an address is kept, and what is not."""

from __future__ import annotations

import pytest

from dondoc.bulk.naming import named

AS_THEY_ARE = (
    "van-ban/22-nq-tu.docx?token=x",
    "s3://van-ban/đặc biệt + 1.txt",
    "s3://van-ban/a#1.txt",
    "https://a.example/nghi-quyet-so-22-nq-tu-ngay-20-6-2023-ve-phat-trien-kinh-te-xa-hoi-t123456.html",
    "https://a.example/NghiQuyet22NQTU2023.pdf",
    "https://a.example/tim?q=nghi+quyet+phat+trien+kinh+te&trang=2&ngay=2023-06-30",
    "https://a.example/vb.aspx?ItemID=12345;lan=1&tep=20230630153045123456",
    "https://a.example/" + "0123456789abcdef" * 4 + ".pdf",
    "https://a.example/co-khong?",
)


@pytest.mark.parametrize("address", AS_THEY_ARE)
def test_what_only_says_which_document_stays(address: str) -> None:
    """Paths, keys of buckets, titles, numbers and days."""
    assert named(address) == address.removesuffix("?")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://ai:mat-khau@a.example/x.docx", "https://a.example/x.docx"),
        ("https://a.example/x?X-Amz-Credential=AK%2F2023&X-Amz-Signature=ab&v=3",
         "https://a.example/x?X-Amz-Credential=***&X-Amz-Signature=***&v=3"),
        ("https://a.example/x?X%2DAmz%2DSignature=ab", "https://a.example/x?X%2DAmz%2DSignature=***"),
        ("https://a.example/x?sv=2020-08-04&se=2023&sig=ab%3D", "https://a.example/x?sv=***&se=***&sig=***"),
        ("https://a.example/x?api_key=mo&mat_khau=cua;sid=1", "https://a.example/x?api_key=***&mat_khau=***;sid=***"),
        ("https://a.example/x;jsessionid=AB12?y=1", "https://a.example/x;jsessionid=***?y=1"),
        ("https://a.example/x#access_token=mo", "https://a.example/x"),
        ("https://a.example/x?den=ai@a.example", "https://a.example/x?den=***"),
        ("https://a.example/x?url=https%3A%2F%2Fb.example%2Fy%3Ftoken%3Dmo",
         "https://a.example/x?url=https%3A%2F%2Fb.example%2Fy%3Ftoken%3D***"),
        ("http://[a.example/x?token=mo", "http://***"),
    ],
)  # fmt: skip
def test_what_opens_is_left_out(address: str, name: str) -> None:
    """Signatures, who asks and how he proves it, fragments; also of an address within an address."""
    assert named(address) == name


@pytest.mark.parametrize(
    "form",
    [
        "https://a.example/tai?ma={}",
        "https://a.example/tai?{}",
        "https://a.example/tai?token={}",
        "https://a.example/chia-se/{}/x.docx",
    ],
)
def test_what_is_drawn_by_lot_is_told_by_its_hash(form: str) -> None:
    """Two such addresses have two names, the same each time, and neither can be turned back."""
    one, other = "aB3dE5fG7hI9jK1lM3nO5p", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.abc"
    names = [named(form.format(value)) for value in (one, other, one)]
    assert names[0] == names[2] != names[1]
    assert not any(value in name for value in (one, other) for name in names)
    assert all("***" in name for name in names)
