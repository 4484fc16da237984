"""Words that stand twice by mistake; not those that Vietnamese doubles on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from poster.errors import Finding, Severity
from poster.words.break_list import Phrases
from poster.words.rules.base import Context, fault
from poster.words.tokens import Reading, Token, keys

#: Longest run of words that is looked for twice.
_LONGEST: Final = 8
#: Words that nobody doubles on purpose; others may be a figure of speech ("ngày ngày").
_NEVER_TWICE: Final = frozenset(
    keys(
        "và của các những là cho với được trong để vì về đã sẽ tại bằng theo trên dưới này thứ số khóa"
        " không phải hãy bị bởi nhưng hoặc nếu khi thì mà như cùng tháng việt nam hội đảng quốc phường xã"
        " quận huyện tỉnh phố kỷ niệm mừng chào nhiệt liệt thành đoàn ban bộ ủy kết xây dựng phát triển"
        " thực hiện tổ chức chính trị nhân dân công an quyết tâm toàn đại thủ đô hà nội hạnh phúc văn minh"
    )
)
_OFTEN_TWICE: Final = frozenset(
    keys(
        "năm ba đời mãi luôn người nhà ngành ngày đêm nơi chốn lớp từ dần hằng muôn xanh sáng vui cười"
        " hoa nào ai gì đâu song cao xa thường đều mau nhanh chầm từng hàng trùng vang rộn tưng phơi bay"
        " rừng sóng gió mây mùa cây bước đường phố lần càng một xưa sớm chiều tối đông thẳng ngay dài hao"
        " tre chung làng thôn bản chị anh em con cháu bà ông bé xinh tràn đầy long lấp dào đùng ầm rào"
    )
)


def doubled_words(reading: Reading, context: Context) -> Iterator[Finding]:
    """ "Việt Nam Việt Nam", "của của"; "trở thành thành phố" and "đời đời" are right."""
    tokens, place = reading.tokens, 0
    while place < len(tokens) - 1:
        length = _twice(tokens, place)
        if length == 0:
            place += 1
            continue
        first, second = reading.slice(place, place + length - 1), tokens[place].key
        if length > 1 or not _on_purpose(tokens, place, context.tables.phrases):
            if length > 1 or second in _NEVER_TWICE or second.isdigit():
                severity = Severity.ERROR
            else:
                severity = Severity.WARNING
            found = reading.slice(place, place + 2 * length - 1)
            yield fault("words-doubled", severity, context, " ".join(found.split()), first)
        place += 2 * length - 1
    return


def _twice(tokens: tuple[Token, ...], place: int) -> int:
    """How many words from `place` stand again right behind themselves; 0 for none."""
    for length in range(min(_LONGEST, (len(tokens) - place) // 2), 0, -1):
        run = range(place, place + length)
        if all(tokens[at].key == tokens[at + length].key for at in run) and all(
            tokens[at].follows for at in range(place + 1, place + 2 * length)
        ):
            return length
    return 0


def _on_purpose(tokens: tuple[Token, ...], place: int, phrases: Phrases) -> bool:
    """Whether a doubled word is two words that meet, or one that is doubled for effect."""
    word = tokens[place].key
    if word in _OFTEN_TWICE:
        return True
    known = phrases.joins
    ends = place > 0 and (tokens[place - 1].key, word) in known
    begins = place + 2 < len(tokens) and (word, tokens[place + 2].key) in known
    apart = tokens[place].text[:1].isupper() != tokens[place + 1].text[:1].isupper()
    doubled = (word, word) in known
    return doubled or (ends and begins) or (apart and (ends or begins))
