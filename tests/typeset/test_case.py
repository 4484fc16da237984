"""Capitals that spare addresses, units and names."""

from __future__ import annotations

import pytest

from poster.typeset.case import upper


@pytest.mark.parametrize(
    ("word", "previous", "expected"),
    [
        ("phường", "", "PHƯỜNG"),
        ("“tự", "", "“TỰ"),
        ("km/h,", "60", "km/h,"),
        ("km", "50", "km"),
        ("ha", "5", "ha"),
        ("ha", "Thái", "HA"),
        ("10cm", "", "10cm"),
        ("20h30", "", "20h30"),
        ("m2", "100", "m2"),
        ("11%/năm", "", "11%/NĂM"),
        ("VNeID", "", "VNeID"),
        ("IoT", "", "IoT"),
        ("eKYC", "", "eKYC"),
        ("https://vneid.gov.vn", "", "https://vneid.gov.vn"),
        ("vneid.gov.vn/a", "", "vneid.gov.vn/a"),
        ("ubnd@hanoi.gov.vn", "", "ubnd@hanoi.gov.vn"),
        ("Zika", "", "ZIKA"),
        ("R’lấp", "", "R’LẤP"),
        ("tp.hà", "", "TP.HÀ"),
        ("02-NQ/tw", "", "02-NQ/TW"),
    ],
)
def test_upper(word: str, previous: str, expected: str) -> None:
    assert upper(word, previous) == expected
