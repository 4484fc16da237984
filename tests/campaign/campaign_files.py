"""The same small campaign in every form in which offices send one."""

import csv
import hashlib
import io

HEADERS = ["Khẩu hiệu", "Mẫu", "Cỡ hoặc bộ", "Số lượng", "Nơi treo", "Treo từ", "Gỡ ngày", "Đơn vị"]
ROWS = [
    ["Văn hiến - Văn minh - Hiện đại - Hạnh phúc", "Cờ đỏ", "320x180px", "20 cái", "Phố Tây Sơn", "1/5/2026", "15/5/2026", "UBND phường Đống Đa"],
    ["duc-suc-tai", "co-do", "320x320px", "2", "Sảnh; bộ phận\nmột cửa", "", "", ""],
]  # fmt: skip


def delimited(separator=";", encoding="utf-8", rows=ROWS, headers=HEADERS):
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\r\n").writerows([headers, *rows])
    return stream.getvalue().encode(encoding)


def cheap_yaml(count, size=(160, 90)):
    """`count` rows of small screens, each of its own size: cheap pieces, all different."""
    lines = ["title: Thử", "date: 2026-04-20", "jobs:"]
    for at in range(count):
        wide, high = size[0] + at, size[1]
        lines.append(
            f"  - {{slogan: duc-suc-tai, layout: co-do, size: {wide}x{high}px, place: Nơi {at}}}"
        )
    return "\n".join(lines) + "\n"


def contents(out):
    """Every finished file by name, and its hash; records hold times and are left out."""
    files = (path for path in out.rglob("*") if path.is_file() and ".poster" not in path.parts)
    return {str(p.relative_to(out)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
