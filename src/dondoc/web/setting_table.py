"""Every environment variable of the site, its default and what it does; docs/settings.md is made from this table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its default as it would be written, and what it does."""

    name: str
    default: str
    vi: str
    en: str


SETTINGS = (
    Setting(
        "DONDOC_DATA",
        "dondoc-data",
        "Thư mục dữ liệu: cơ sở dữ liệu SQLite và khóa bí mật. `dondoc serve --data` đặt biến này.",
        "The data folder: the SQLite database and the secret key. `dondoc serve --data` sets it.",
    ),
    Setting(
        "DATABASE_URL",
        "",
        "Cơ sở dữ liệu. Để trống: SQLite trong thư mục dữ liệu. PostgreSQL: `postgresql://user:password@host:5432/name`.",
        "The database. Empty: SQLite in the data folder. PostgreSQL: `postgresql://user:password@host:5432/name`.",
    ),
    Setting(
        "DONDOC_HOSTS",
        "localhost,127.0.0.1,[::1]",
        "Các tên máy mà trang trả lời, cách nhau bằng dấu phẩy. Không nhận `*`.",
        "The host names the site answers to, separated by commas. `*` is refused.",
    ),
    Setting(
        "DONDOC_HTTPS",
        "",
        "`1`: chỉ chạy qua HTTPS (cookie an toàn, HSTS). Để trống: `1`, trừ khi mọi tên máy là máy này. "
        "`0` với tên máy khác bị từ chối.",
        "`1`: HTTPS only (secure cookies, HSTS). Empty: `1`, unless every host is this machine. "
        "`0` with another host is refused.",
    ),
    Setting(
        "DONDOC_BEHIND_PROXY",
        "0",
        "`1`: tin tiêu đề X-Forwarded-Proto của máy chủ đứng trước. Chỉ đặt khi máy chủ đó luôn tự ghi tiêu đề này.",
        "`1`: trust X-Forwarded-Proto of the server in front. Only where that server always writes the header itself.",
    ),
    Setting(
        "DONDOC_SECRET_KEY",
        "",
        "Khóa ký phiên làm việc, ít nhất 50 ký tự. Để trống: khóa được tạo trong thư mục dữ liệu, chỉ chủ đọc được.",
        "The key that signs sessions, at least 50 characters. Empty: made in the data folder, for its owner only.",
    ),
    Setting(
        "DONDOC_SESSION_HOURS",
        "12",
        "Một lần đăng nhập có hiệu lực nhiều nhất bao nhiêu giờ (1 đến 168).",
        "For how many hours a sign-in lasts at most (1 to 168).",
    ),
    Setting(
        "DONDOC_IDLE_MINUTES",
        "60",
        "Sau bao nhiêu phút không mở trang nào thì phải đăng nhập lại (5 đến 1440).",
        "After how many minutes without opening a page one has to sign in again (5 to 1440).",
    ),
    Setting(
        "DONDOC_TOTP_ROLES",
        "administrator,assigner,publisher",
        "Ai phải bật xác thực hai bước: `administrator` và tên các vai trò (docs/permissions.md), cách nhau bằng dấu "
        "phẩy; `none`: không ai phải bật, ai muốn thì bật.",
        "Who has to use two-step sign-in: `administrator` and names of roles (docs/permissions.md), separated by "
        "commas; `none`: nobody has to, everyone may.",
    ),
    Setting(
        "DONDOC_OIDC_ISSUER",
        "",
        "Máy chủ đăng nhập OpenID Connect của cơ quan, đúng như máy chủ đó tự ghi, ví dụ "
        "`https://dangnhap.tinh.gov.vn/realms/tinh`. Để trống: chỉ đăng nhập bằng mật khẩu.",
        "The office's OpenID Connect provider, exactly as it names itself, such as "
        "`https://dangnhap.tinh.gov.vn/realms/tinh`. Empty: sign-in by password only.",
    ),
    Setting(
        "DONDOC_OIDC_CLIENT_ID",
        "",
        "Mã của trang này ở máy chủ đăng nhập đó. Địa chỉ trở về để khai báo: `/dang-nhap/co-quan/ve`.",
        "The id of this site at that provider. The address to register for the way back: `/dang-nhap/co-quan/ve`.",
    ),
    Setting(
        "DONDOC_OIDC_CLIENT_SECRET",
        "",
        "Khóa của trang này ở máy chủ đăng nhập đó.",
        "The secret of this site at that provider.",
    ),
    Setting(
        "DONDOC_OIDC_NAME",
        "Tài khoản cơ quan",
        "Tên trên nút đăng nhập qua máy chủ đó.",
        "The name on the button that signs in by that provider.",
    ),
    Setting(
        "DONDOC_CLAMD",
        "",
        "clamd quét mã độc trong tệp minh chứng: `unix:///run/clamav/clamd.ctl` hoặc `tcp://127.0.0.1:3310`. Để trống: "
        "không quét. Khi đã đặt mà clamd không trả lời thì không nhận tệp.",
        "The clamd that looks through files of evidence for malicious code: `unix:///run/clamav/clamd.ctl` or "
        "`tcp://127.0.0.1:3310`. Empty: none does. Where it is set and does not answer no file is taken.",
    ),
    Setting(
        "DONDOC_SMTP",
        "",
        "Máy chủ thư: `smtp+starttls://user:password@host:587`, `smtps://…:465` hoặc `smtp://…:25`. Để trống: thư đôn "
        "đốc nằm trong hộp chờ gửi.",
        "The mail server: `smtp+starttls://user:password@host:587`, `smtps://…:465` or `smtp://…:25`. Empty: mail "
        "stays in the outbox.",
    ),
    Setting(
        "DONDOC_MAIL_FROM",
        "",
        "Địa chỉ đứng tên gửi thư; bắt buộc khi đặt DONDOC_SMTP.",
        "The address that mail is from; needed with DONDOC_SMTP.",
    ),
    Setting(
        "DONDOC_DEBUG",
        "0",
        "`1`: trang lỗi chi tiết, chỉ để phát triển; bị từ chối khi có tên máy khác máy này.",
        "`1`: detailed error pages, for development; refused where a host is not this machine.",
    ),
    Setting(
        "DONDOC_LOG_LEVEL",
        "INFO",
        "Mức nhật ký: DEBUG, INFO, WARNING hoặc ERROR.",
        "Level of the log: DEBUG, INFO, WARNING or ERROR.",
    ),
)
