"""What speaks for words being a slogan, and what against."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from poster.units import Dimensions
from poster.words.tokens import keys


class Paragraph(Protocol):
    """What is needed to know of a paragraph of a document."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def place(self) -> str: ...  # noqa: D102
    @property
    def section(self) -> str: ...  # noqa: D102
    @property
    def offset(self) -> int: ...  # noqa: D102
    @property
    def cell(self) -> tuple[int, int, int] | None: ...  # noqa: D102
    @property
    def item(self) -> bool: ...  # noqa: D102
    @property
    def box(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be a slogan. `reasons` are message ids of what speaks for it."""

    text: str
    score: float
    reasons: tuple[str, ...]
    place: str
    section: str
    offset: int
    sizes: tuple[Dimensions, ...] = ()
    quantity: int | None = None


FEWEST_WORDS, MOST_WORDS = 3, 45

_DASH: Final = re.compile(r"\s+[-–—]\s+")
_OPENERS: Final = frozenset(
    keys(
        "nhiệt chào mừng quyết phát toàn đẩy xây hưởng hãy vì không bảo chung tích thi đoàn sống"
        " học tinh cả mỗi người gia phòng nâng nói an tiết giữ lắng chấm trồng đảng chủ nước đại"
        " thanh tuổi kiên sáng đồng phấn kỷ đời thực hành cùng dân cử khám tư tầm quan ông tôn"
        " hiến nô kế tăng"
    )
)
_OFFICE: Final = re.compile(
    r"chủ trì|phối hợp với|kính gửi|căn cứ|tham mưu|trước ngày|báo cáo|chỉ đạo (?:xây|đơn|đôn)"
    r"|đề nghị|giao (?:cho|phòng)|^số\s*:|^v/v|^bảng \d|cộng hòa xã hội\s*$|^trang \d|trân trọng"
    r"|độc lập\s*[-–]\s*tự do\s*[-–]\s*hạnh phúc|^lưu ý|^ghi chú|^phụ lục|^tên |^stt$",
    re.IGNORECASE,
)


def scored(
    text: str,
    given: Iterable[tuple[str, float]],
    paragraph: Paragraph,
    pieces: tuple[Dimensions, ...] = (),
    count: int | None = None,
) -> Candidate | None:
    """The text as a candidate with its score, or None where it is too short to be a slogan.

    `given` are reasons with weights from where the text stands.
    """
    words = keys(text)
    if len(words) < FEWEST_WORDS or not any(map(str.isalpha, text)):
        return None
    reasons = [*given, *_merits(text, words)]
    score = sum(weight for _, weight in reasons) - _faults(text, words)
    told = tuple(name for name, _ in reasons)
    return Candidate(text, round(score, 1), told, paragraph.place, paragraph.section,
                     paragraph.offset, pieces, count)  # fmt: skip


def _merits(text: str, words: tuple[str, ...]) -> Iterator[tuple[str, float]]:
    members = _DASH.split(text)
    if len(members) >= 3 and all(len(keys(member)) <= 6 for member in members):
        yield "rank-members", 4.0
    elif len(members) == 2:
        yield "rank-two", 0.8
    if text.endswith("!"):
        yield "rank-call", 2.0
    if words[0] in _OPENERS and text[:1].isupper():
        yield "rank-opener", 1.5
    if text.isupper() and len(words) >= 6:
        yield "rank-capitals", 1.0
    if text[:1].isupper():
        yield "rank-capital", 0.5


def _faults(text: str, words: tuple[str, ...]) -> float:
    fault = 0.0
    if _OFFICE.search(text):
        fault += 6.0
    if text.endswith(":") or text.endswith("./."):
        fault += 5.0
    if len(words) > MOST_WORDS:
        fault += 6.0
    if words[0] == keys("về")[0]:
        fault += 4.0
    return fault
