"""The register of slogans held to its rules."""

from __future__ import annotations

from datetime import date

import pytest

from poster.model import Approval, Origin, Slogan, Validity, text_sha256
from poster.words.guard import Context
from poster.words.register import check_register

SOURCE = Origin(document="Kế hoạch", number="1-KH/ĐU")
TODAY = Context(day=date(2026, 5, 1))


def slogan(text: str, name: str = "mot", **fields) -> Slogan:
    return Slogan(name, text, **{"origin": SOURCE, **fields})


def approval(text: str) -> Approval:
    return Approval("Nguyễn Văn A", "Bí thư", date(2026, 4, 1), text_sha256(text))


def test_the_starter_library_is_clean(library):
    assert check_register(tuple(library.slogans.values()), TODAY) == ()


@pytest.mark.parametrize(
    ("code", "entries"),
    [
        ("register-id", [slogan("Đoàn kết là sức mạnh", "Mã Sai")]),
        ("register-source", [slogan("Đoàn kết là sức mạnh", origin=Origin())]),
        ("register-unclean", [slogan("Ðoàn kết là sức mạnh")]),
        ("register-unsigned", [slogan("Đoàn kết là sức mạnh", status="approved")]),
        ("register-edited", [slogan("Đoàn kết là sức mạnh", status="approved", approved=approval("Khác"))]),
        ("register-validity", [slogan("Đoàn kết là sức mạnh",
                                      valid=Validity(date(2026, 6, 1), date(2026, 5, 1)))]),
        ("register-expired", [slogan("Đoàn kết là sức mạnh", valid=Validity(until=date(2026, 4, 30)))]),
        ("register-twins", [slogan("Đoàn kết là sức mạnh"), slogan("ĐOÀN KẾT là sức mạnh!", "hai")]),
        ("register-marks", [slogan("Đoàn kết là sức mạnh"), slogan("Đoàn kết lá sức mạnh", "hai")]),
        ("register-near", [slogan("Đoàn kết là sức mạnh"), slogan("Đoàn kết tạo sức mạnh", "hai")]),
        ("words-date", [slogan("Ra quân ngày 31/4/2026")]),
    ],
)  # fmt: skip
def test_each_rule(code, entries):
    assert code in [finding.code for finding in check_register(entries, TODAY)]


def test_an_approved_slogan_with_its_hash_is_fine():
    text = "Đoàn kết là sức mạnh"
    assert check_register([slogan(text, status="approved", approved=approval(text))], TODAY) == ()
