"""A content stream as operators with their operands.

pikepdf's own parser makes an object of every number: 0.3 s for the outlines of one banner, where
this takes a third of it. Only what drawing needs is read; text strings stay as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

_PLAIN: Final = rb"[^\x00\t\n\f\r ()<>\[\]{}/%]"
#: Strings may hold balanced parentheses; beyond three levels one is read as several.
_STRING: Final = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))*\)"
_TOKEN: Final = re.compile(
    _PLAIN + rb"+|/" + _PLAIN + rb"*|" + _STRING + rb"|<<|>>|<[0-9A-Fa-f\s]*>|[\[\]]|%[^\r\n]*",
    re.DOTALL,
)
_END_OF_IMAGE: Final = re.compile(rb"[\x00\t\n\f\r ]EI(?=[\x00\t\n\f\r ]|$)")
_NUMBER_STARTS: Final = frozenset(b"0123456789+-.")
#: The operator that an inline image is given; its operand is the image's dictionary.
INLINE_IMAGE: Final = "BI"

Operation = tuple[str, list[Any]]


def operations(data: bytes) -> Iterator[Operation]:
    """Operators of a content stream in order. Numbers are floats, names "/Name", strings bytes.

    What is no PDF is passed over, as readers do.
    """
    place, end = 0, len(data)
    while place < end:
        place = yield from _until_image(data, place)


def _until_image(data: bytes, start: int) -> Any:
    """Yields operations up to the next inline image, and returns where to go on."""
    operands: list[Any] = []
    open_lists: list[list[Any]] = []
    for match in _TOKEN.finditer(data, start):
        token = match.group()
        first = token[0]
        if first in _NUMBER_STARTS:
            operands.append(_number(token))
        elif first == 0x2F:  # a name
            operands.append(token.decode("latin-1"))
        elif first in b"(":
            operands.append(token[1:-1])
        elif first in b"<[" and token[-1:] != b">":
            open_lists.append(operands)
            operands = []
        elif first in b"<":
            operands.append(token)
        elif first in b"]>":
            operands = _closed(operands, open_lists, is_list=first in b"]")
        elif first == 0x25:  # a comment
            continue
        elif token == b"ID":
            yield INLINE_IMAGE, [_pairs(operands)]
            found = _END_OF_IMAGE.search(data, match.end())
            return found.end() if found else len(data)
        elif token == b"BI":
            operands = []
        elif token in _WORDS:
            operands.append(_WORDS[token])
        else:
            yield token.decode("latin-1"), operands
            operands, open_lists = [], []
    return len(data)


_WORDS: Final = {b"true": True, b"false": False, b"null": None}


def _closed(inner: list[Any], open_lists: list[list[Any]], *, is_list: bool) -> list[Any]:
    """The operands around a list or dictionary that ends here."""
    outer = open_lists.pop() if open_lists else []
    outer.append(inner if is_list else _pairs(inner))
    return outer


def _pairs(flat: list[Any]) -> dict[str, Any]:
    return {str(key): value for key, value in zip(flat[::2], flat[1::2], strict=False)}


def _number(token: bytes) -> float:
    try:
        return float(token)
    except ValueError:  # "--5", "1.2.3": readers take what they can, and so the place stays right
        return 0.0
