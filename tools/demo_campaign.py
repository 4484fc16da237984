"""Writes the ward's campaign for `make demo`: campaigns/nq02-dong-da.xlsx and its YAML twin."""

from pathlib import Path

from poster.campaign.writing import twin, workbook
from poster.library import Library
from poster.messages import catalogue

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "campaigns" / "nq02-dong-da"
COMMON = {
    "title": "Tuyên truyền Nghị quyết 02-NQ/TW",
    "unit": "UBND phường Đống Đa",
    "shop": "generic-hiflex",
    "date": "2026-04-20",
    "contact": "Phòng Văn hóa - Xã hội",
}
FULL, IDENTITY, DIGITAL, MORALS = (
    "Văn hiến - Văn minh - Hiện đại - Hạnh phúc",
    "Văn hiến - Bản sắc - Sáng tạo",
    "Đảng bộ số - Chính quyền kiến tạo - Doanh nghiệp tiên phong - Xã hội đồng thuận",
    "Đức - Sức - Tài",
)
STREET = {
    "material": "hiflex 0,36 mm", "from": "2026-05-01", "until": "2026-05-15",
    "needed_by": "2026-04-28", "deliver_to": "Trụ sở UBND phường", "hung_by": "Đội trật tự đô thị",
}  # fmt: skip
OFFICE = {"material": "giấy couché 200 g", "from": "2026-05-01", "until": "2026-06-30"}
SCREEN = {"from": "2026-05-01", "until": "2026-06-30"}
#: Slogan, layout, size, quantity, place, what goes with the place.
ROWS = (
    (FULL, "Cờ đỏ", "bang-ron-6x0.8m", 6, "Phố Tây Sơn", STREET),
    (FULL, "Cờ đỏ", "bang-ron-6x0.8m", 4, "Phố Trần Quang Diệu", STREET),
    (DIGITAL, "Thủ đô", "bang-ron-6x0.8m", 4, "Phố Thái Hà", STREET),
    (IDENTITY, "Sen vàng", "bang-ron-6x0.8m", 3, "Phố Đặng Tiến Đông", STREET),
    (MORALS, "Lụa đỏ", "bang-ron-6x0.8m", 2, "Gò Đống Đa, cổng công viên", STREET),
    (FULL, "Sen vàng", "phuon-0.8x2m", 30, "Phố Hoàng Cầu", STREET),
    (FULL, "Sen vàng", "phuon-0.8x2m", 20, "Phố Thái Thịnh", STREET),
    (IDENTITY, "Trống đồng", "phuon-0.8x2m", 20, "Phố Nguyễn Lương Bằng", STREET),
    (FULL, "Thủ đô", "pa-no-2x3m", 1, "Ngã tư Sở", STREET),
    (FULL, "Cờ đỏ", "phong-3x2m", 1, "Hội trường UBND phường", STREET),
    (DIGITAL, "Thủ đô", "a2", 12, "Nhà văn hóa các tổ dân phố", OFFICE),
    (FULL, "Sen vàng", "a3", 20, "Bảng tin các chi bộ", OFFICE),
    (MORALS, "Cờ đỏ", "a3", 10, "Các trường học trên địa bàn", OFFICE),
    (FULL, "Thủ đô", "man-hinh-1080p", 2, "Màn hình sảnh bộ phận một cửa", SCREEN),
    (DIGITAL, "Cờ đỏ", "man-hinh-doc", 1, "Màn hình đứng trụ sở Đảng ủy", SCREEN),
    (FULL, "Trống đồng", "fanpage-vuong", 1, "Fanpage của phường", SCREEN),
)


def main():
    keys = ("slogan", "layout", "size", "quantity", "place")
    rows = [{**dict(zip(keys, row[:5], strict=True)), **row[5]} for row in ROWS]
    TARGET.parent.mkdir(exist_ok=True)
    book = workbook(Library(ROOT), COMMON, rows, catalogue("vi"), example=False)
    TARGET.with_suffix(".xlsx").write_bytes(book)
    TARGET.with_suffix(".yaml").write_text(twin(COMMON, rows), encoding="utf-8")


if __name__ == "__main__":
    main()
