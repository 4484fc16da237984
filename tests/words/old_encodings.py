"""Proper text into the old encodings, as Latin-1 readers show it: the converters' opposites."""

from __future__ import annotations

import unicodedata

from poster.words.charsets import _VNI_MARKS, _VNI_SINGLE, _VNI_TAKES, TCVN3

_TCVN3 = {letter: chr(code) for code, letter in TCVN3.items()}
_TONES = "\u0301\u0300\u0309\u0303\u0323"
_VIQR = dict(zip("\u0302\u0306\u031b" + _TONES, "^(+'`?~.", strict=True))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _vni_letters() -> dict[str, str]:
    letters = {}
    for base, signs in _VNI_TAKES.items():
        for sign in signs:
            whole = _nfc(_VNI_SINGLE.get(base, base) + _VNI_MARKS[sign])
            letters[whole] = base + sign
    letters.update({letter: sign for sign, letter in _VNI_SINGLE.items()})
    return letters | {whole.upper(): written.upper() for whole, written in letters.items()}


_VNI = _vni_letters()


def to_tcvn3(text: str) -> str:
    """Toned capitals become small codes: the encoding has no others."""
    return "".join(_TCVN3.get(sign) or _TCVN3.get(sign.lower()) or sign for sign in text)


def to_vni(text: str) -> str:
    return "".join(_VNI.get(sign, sign) for sign in text)


def to_viqr(text: str) -> str:
    made = ""
    for sign in text:
        if sign in "đĐ":
            made += "dd" if sign == "đ" else "DD"
            continue
        base, *marks = unicodedata.normalize("NFD", sign)
        made += base + "".join(
            _VIQR.get(mark, mark) for mark in sorted(marks, key=lambda m: m in _TONES)
        )
    return made


def to_cp1258(text: str) -> str:
    made = b""
    for sign in text:
        try:
            made += sign.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", sign)
            tones = "".join(mark for mark in parts if mark in _TONES)
            rest = _nfc("".join(mark for mark in parts if mark not in _TONES))
            made += rest.encode("cp1258") + tones.encode("cp1258")
    return to_single_bytes(made)


def to_mojibake(text: str) -> str:
    return to_single_bytes(text.encode())


def to_single_bytes(data: bytes) -> str:
    return "".join(
        bytes([code]).decode("cp1252", "replace") if 0x80 <= code < 0xA0 and code not in
        (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(code)
        for code in data
    )  # fmt: skip


ENCODERS = {
    "tcvn3": to_tcvn3,
    "vni": to_vni,
    "viqr": to_viqr,
    "cp1258": to_cp1258,
    "utf8": to_mojibake,
}
