"""Where lines may end: compounds, names, numbers, function words, and the writer's own marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poster.errors import RequestError
from poster.words.break_list import EMPTY, key, packaged
from poster.words.break_marks import read
from poster.words.phrases import Joint, Reading, units

#: How each joint is written in the pictures below.
SIGNS = {
    Joint.FORCED: "/",
    Joint.DASH: "—",
    Joint.COMMA: ",|",
    Joint.BEFORE: "<",
    Joint.PLAIN: "|",
    Joint.UNSURE: "?",
    Joint.SOFT: "~",
    Joint.CLOSE: "~~",
    Joint.AFTER: ">",
}


def picture(text: str) -> str:
    """The units of `text` with the joints between them."""
    parts = units(text)
    return " ".join(f"{unit.text} {SIGNS.get(unit.joint, '')}".rstrip() for unit in parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # compounds; soft joins between the parts of long ones
        ("Xây dựng Thủ đô Hà Nội xanh", "Xây dựng < Thủ đô ~ Hà Nội ? xanh"),
        ("hạnh phúc và ấm no", "hạnh phúc < và > ấm no"),
        ("phát triển kinh tế - xã hội", "phát triển | kinh tế – xã hội"),
        ("phòng, chống tham nhũng", "phòng, chống | tham nhũng"),
        ("Hội đồng nhân dân các cấp", "Hội đồng ~ nhân dân < các > cấp"),
        # old and new placing of the tone are one
        ("hoà bình và hòa bình", "hoà bình < và > hòa bình"),
        ("SỨC KHOẺ", "SỨC KHOẺ"),
        # names by their capitals, closely after what they name
        ("phường Ô Chợ Dừa", "phường ~~ Ô Chợ Dừa"),
        ("đồng chí Nguyễn Văn Cừ nói", "đồng chí ~~ Nguyễn Văn Cừ ? nói"),
        ("QĐND Việt Nam anh hùng", "QĐND ~ Việt Nam | anh hùng"),
        # numbers, dates, Congresses
        ("80 năm Ngày Thành lập Đảng", "80 năm < Ngày ~~ Thành lập ~ Đảng"),
        ("Đại hội lần thứ XIV của Đảng", "Đại hội < lần thứ XIV < của > Đảng"),
        ("Quốc hội khóa XVI", "Quốc hội < khóa XVI"),
        ("Nghị quyết số 02-NQ/TW", "Nghị quyết | số 02-NQ/TW"),
        ("nhiệm kỳ 2026 - 2031", "nhiệm kỳ ~~ 2026 - 2031"),
        ("năm 2026 đạt 10% trở lên", "năm 2026 ? đạt ~ 10% trở lên"),
        ("(19/8/1945 - 19/8/2025)", "(19/8/1945 - 19/8/2025)"),
        ("Ngày 30/4/1975 lịch sử", "Ngày 30/4/1975 | lịch sử"),
        ("giảm 11%/năm", "giảm ~ 11%/năm"),
        # function words begin a line, clinging ones stay
        ("vì hạnh phúc của Nhân dân", "vì > hạnh phúc < của > Nhân dân"),
        ("sạch hơn", "sạch hơn"),
        # members, clauses, quotations
        ("Văn hiến - Văn minh", "Văn hiến — Văn minh"),
        ("Dạy tốt – Học tốt", "Dạy tốt — Học tốt"),
        ("xanh, thông minh: hiện đại", "xanh, ,| thông minh: ,| hiện đại"),
        ("AI & IoT", "AI < & IoT"),
        # what the writer says
        ("Dạy tốt / Học tốt", "Dạy tốt / Học tốt"),
        ("Dạy tốt\nHọc tốt", "Dạy tốt / Học tốt"),
        ("hạnh / phúc", "hạnh / phúc"),
        ("xanh~sạch~đẹp", "xanh sạch đẹp"),
        ("30/4/1975 02-CT/TW km/h 11%/năm", "30/4/1975 ~ 02-CT/TW ? km/h ~ 11%/năm"),
    ],
)
def test_joints(text: str, expected: str) -> None:
    assert picture(text) == expected


def test_compounds_are_known_in_capitals_too() -> None:
    assert picture("HẠNH PHÚC CỦA NHÂN DÂN") == "HẠNH PHÚC < CỦA > NHÂN DÂN"


def test_capitals_everywhere_mean_no_names() -> None:
    joints = {unit.joint for unit in units("NHIỆT LIỆT CHÀO MỪNG ĐẠI HỘI")}
    assert Joint.INSIDE not in joints
    assert len(units("Nhiệt Liệt Chào Mừng Đại Hội")) > 2


def test_quotes_and_dashes_are_made_right() -> None:
    text = "\"Bộ tứ\" - 'trụ cột' R'lấp Mác - Lênin 2026 - 2031"
    assert " ".join(word.text + f" {word.dash}" * bool(word.dash) for word in read(text)) == (
        "“Bộ tứ” – ‘trụ cột’ R’lấp Mác – Lênin 2026 - 2031"
    )


def test_loose_signs_are_put_where_they_belong() -> None:
    words = [word.text for word in read("( 01/5/2022 ) muôn năm !")]
    assert words == ["(01/5/2022)", "muôn", "năm!"]
    assert [word.dash for word in read("mọi nhà- Hãy")] == ["", "–", ""]


def test_emphasis_is_marked_and_its_stars_are_gone() -> None:
    """Quotes and signs outside the stars are not emphasised."""
    words = read("Lấy *dân làm*, “*gốc*” 5 * 3 *hở")
    marked = [word.text[slice(*word.emphasis)] for word in words]
    assert [part for part in marked if part] == ["dân", "làm", "gốc"]
    assert [word.text for word in words] == ["Lấy", "dân", "làm,", "“gốc”", "5", "*", "3", "*hở"]


@given(st.text(alphabet="aá bỏ,.-–/~*\"'()\n0", max_size=40))
def test_any_text_is_read_and_loses_no_letter(text: str) -> None:
    kept = "".join(unit.text for unit in units(text))
    assert sum(map(str.isalnum, kept)) == sum(map(str.isalnum, text))


@given(
    st.lists(
        st.sampled_from(
            [
                "nước",
                "cộng",
                "hòa",
                "xã",
                "hội",
                "chủ",
                "nghĩa",
                "Việt",
                "Nam",
                "80",
                "năm",
                "và",
                ",",
                "-",
            ]
        )
    )
)
def test_a_beginning_is_read_as_if_it_stood_alone(parts: list[str]) -> None:
    words = read(" ".join(parts))
    reading = Reading(words, packaged())
    for count in range(1, len(words)):
        alone = Reading(words[:count], packaged()).joints(count)
        assert reading.joints(count) == alone


def test_the_list_is_large_and_its_units_are_short() -> None:
    joins = packaged().joins
    assert len(joins) > 2500
    assert all(len(compound) > 1 for compound in joins)
    longest = max(len(" ".join(run)) for run in _hard_runs())
    assert longest <= 26


def _hard_runs() -> list[list[str]]:
    """The stretches that no line may end in, of every compound."""
    runs = []
    for compound, joints in packaged().joins.items():
        run = [compound[0]]
        for syllable, joint in zip(compound[1:], joints, strict=True):
            if joint is Joint.SOFT:
                runs.append(run)
                run = []
            run.append(syllable)
        runs.append(run)
    return runs


def test_a_library_adds_its_own() -> None:
    added = packaged().with_lines(["[compounds]", "máy bay không người lái", "[heads]", "ngách"])
    assert [unit.text for unit in units("máy bay không người lái", added)] == [
        "máy bay không người lái"
    ]
    assert len(units("máy bay không người lái")) > 1
    assert units("ngách Đất Đỏ", added)[0].joint is Joint.CLOSE


def test_an_unknown_section_is_an_error() -> None:
    with pytest.raises(RequestError, match="phrases-section"):
        EMPTY.with_lines(["[nonsense]", "a b"])


def test_keys_ignore_case_and_the_place_of_the_tone() -> None:
    assert key("Hoà") == key("hòa") == key("HÒA")
    assert key("hỏa") != key("hòa")
    assert key("thuỷ") == key("thủy")


def test_published_slogans_break_no_compound(corpus: object) -> None:
    """Spot checks on published lines: what must not part does not."""
    must_stay = ["Hồ Chí Minh", "lần thứ XIV", "80 năm", "Việt Nam", "Hà Nội", "Bộ Chính trị"]
    text = (corpus / "slogans.tsv").read_text(encoding="utf-8")  # type: ignore[operator]
    for line in text.splitlines()[1:]:
        slogan = line.split("\t")[2]
        pieces = [unit.text.lower() for unit in units(slogan)]
        for phrase in must_stay:
            if phrase.lower() in slogan.lower().replace('"', ""):
                assert any(phrase.lower() in piece for piece in pieces), (phrase, slogan)
