"""The words guard: planted faults are caught with their reason, correct slogans pass."""

from __future__ import annotations

import time
from datetime import date

import pytest
from tests.words.conftest import CORRECT, FAULTS

from poster.errors import Finding, RequestError, Severity, WordsError
from poster.messages import LANGUAGES, catalogue
from poster.words.guard import Acceptance, Context, accept, check, check_paragraphs, refuse
from poster.words.tables import packaged_tables

DAY = date(2026, 5, 1)
#: The one line of the corpus that carries a real mistake.
WRONG_LINE = "137 năm"


@pytest.fixture(scope="module")
def context(library) -> Context:
    return Context(day=DAY, slogans=tuple(library.slogans.values()))


def errors(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.ERROR]


@pytest.mark.parametrize(("code", "wrong", "right"), FAULTS)
def test_a_planted_fault_is_caught_and_its_twin_passes(context, code, wrong, right):
    assert code in [finding.code for finding in errors(check(wrong, context))]
    assert errors(check(right, context)) == []


def test_a_unit_written_twice_is_pointed_out_and_printed_as_it_stands(context):
    """ "100%%" may be a slip or a line about forms: nothing that stops a job."""
    (finding,) = [f for f in check("Đạt 100%% chỉ tiêu", context) if f.code == "words-unit-twice"]
    assert finding.severity is Severity.WARNING
    assert check("Đạt 100% chỉ tiêu", context) == ()


def test_there_are_enough_planted_faults():
    assert len(FAULTS) >= 6 + 60


@pytest.mark.parametrize("text", CORRECT)
def test_a_correct_slogan_raises_no_error(context, text):
    assert errors(check(text, context)) == []
    assert errors(check(text.upper(), context)) == []


def _celebrations() -> list[str]:
    """Every day of the table, celebrated rightly in several ways."""
    made = []
    for event in packaged_tables().events:
        for day in event.days:
            if not (day.day and day.month):
                continue
            short = f"{day.day}/{day.month}"
            made.append(f"Chào mừng {event.name} ({short})")
            if day.year:
                made.append(
                    f"Kỷ niệm {2026 - day.year} năm {event.name} ({short}/{day.year} - {short}/2026)"
                )
    return made


def test_every_day_of_the_table_may_be_celebrated(context):
    lines = _celebrations()
    wrong = {line: errors(check(line, context)) for line in lines}
    assert len(CORRECT) + len(lines) >= 500
    assert {line: found for line, found in wrong.items() if found} == {}


def test_and_none_of_them_in_a_wrong_year(context):
    events = [event for event in packaged_tables().events if event.years and event.days[0].day]
    for event in events:
        day = event.days[0]
        line = f"Kỷ niệm {event.name} ({day.day}/{day.month}/{day.year + 3} - {day.day}/{day.month}/2026)"
        assert "words-event-year" in [finding.code for finding in check(line, context)], line


def test_the_corpus_raises_one_error_and_that_is_right(context, corpus_slogans):
    found = {text: errors(check(text, context)) for text in corpus_slogans}
    wrong = [text for text, findings in found.items() if findings]
    assert len(wrong) == 1 and WRONG_LINE in wrong[0]
    (finding,) = found[wrong[0]]
    assert (finding.code, finding.expected) == ("words-sum", "136 năm")


def test_a_finding_says_what_stands_there_what_was_expected_and_why(context):
    (finding,) = errors(check("Chào mừng Ngày giải phóng Thủ đô 30.4", context))
    assert (finding.found, finding.expected) == ("giải phóng Thủ đô 30.4", "10/10")
    sentence = catalogue("vi").text(finding.code, **finding.params)
    assert "10/10" in sentence and "Giải phóng miền Nam" in sentence and "Hãy sửa" in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_its_sentence(context, language):
    for _, wrong, _ in FAULTS:
        for finding in check(wrong, context):
            assert catalogue(language).text(finding.code, **finding.params)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("words-place", "UBND xã Sốc Sơn"),
        ("words-spacing", "Toàn Đảng,toàn dân thi đua"),
        ("words-spacing", "hạnh phúc của mọi nhà- Hãy tránh xa ma túy"),
        ("words-unclosed", "Hưởng ứng (Giờ Trái đất"),
        ("words-capitals", "Đảng cộng sản Việt Nam quang vinh"),
        ("words-name-old", "Ban Tuyên giáo Trung ương"),
        ("words-separator", "Thu nhập 12,000 USD"),
        ("words-term-length", "Đảng bộ phường nhiệm kỳ 2025 - 2031"),
        ("words-count-now", "Chào mừng 75 năm Quốc khánh"),
        ("words-near", "Đảng bộ số - Chính quyền kiến thiết - Doanh nghiệp tiên phong - Xã hội đồng thuận"),
        ("words-syllable", "Xuanầ về trên phố"),
    ],
)  # fmt: skip
def test_what_only_warns(context, code, text):
    found = {finding.code: finding.severity for finding in check(text, context)}
    assert found[code] is Severity.WARNING


def test_what_is_only_a_note(context):
    found = check("Hòa bình và hoà hợp; nhà tài trợ: Công ty A", context)
    assert {finding.code: finding.severity for finding in found} == {
        "words-tone-style": Severity.NOTE,
        "words-sponsor-2026": Severity.NOTE,
    }
    before = Context(day=date(2025, 12, 31))
    assert [finding.code for finding in check("Nhà tài trợ: Công ty A", before)] == [
        "words-sponsor"
    ]


def test_a_congress_greeted_long_after_it_was_held(context):
    line = "Chào mừng Đại hội đại biểu toàn quốc lần thứ VIII của Đảng"
    assert [finding.code for finding in errors(check(line, context))] == ["words-congress"]
    assert errors(check(line, Context(day=date(1996, 6, 1)))) == []
    assert errors(check(line, Context(day=None))) == []


def test_one_acceptance_lets_one_error_pass(context):
    line = "Họp ngày 31/4/2026, ngày 30/2/2026"
    found = check(line, context)
    once = accept(found, [Acceptance("words-date", "theo giấy mời", "Nguyễn Văn A")])
    with pytest.raises(WordsError) as caught:
        refuse(once)
    assert caught.value.exit_code == 4
    assert [finding.found for finding in caught.value.findings] == ["30/2/2026"]
    twice = accept(found, [Acceptance("words-date", "theo giấy mời", "Nguyễn Văn A")] * 2)
    refuse(twice)
    assert {finding.accepted_by for finding in twice} == {"Nguyễn Văn A"}
    assert all(finding.severity is Severity.WARNING for finding in twice)


def test_an_acceptance_that_meets_nothing_is_refused(context):
    with pytest.raises(RequestError) as caught:
        accept(check("Hà Nội", context), [Acceptance("words-date", "x", "y")])
    assert caught.value.code == "accept-unused"


def test_a_slogan_takes_under_five_milliseconds(context):
    for text in CORRECT:
        check(text, context)
    begin = time.perf_counter()
    for text in CORRECT:
        check(text, context)
    assert (time.perf_counter() - begin) / len(CORRECT) < 0.005


# ---------------------------------------------------------------- a whole document


@pytest.fixture(scope="module")
def plan(corpus):
    path = corpus.parent / "seed" / "ke-hoach-nq02.txt"
    if not path.is_file():
        pytest.skip("the plan is not beside the project")
    lines = path.read_text(encoding="utf-8").replace("*", "").splitlines()
    return [(str(number), line) for number, line in enumerate(lines, 1) if line]


def test_the_wards_plan(context, plan):
    found = check_paragraphs(plan, context)
    told = [(finding.found.split()[-2:], finding.expected) for finding in errors(found)]
    marks = {
        "Đông Đa": "Đống Đa", "phân đầu": "phấn đấu", "Yêu tố": "Yếu tố", "ứng ngập": "úng ngập",
        "hải hòa": "hài hòa", "chuyên đổi": "chuyển đổi", "đơn đốc": "đôn đốc", "Đồng Đa": "Đống Đa",
    }  # fmt: skip
    for wrong, right in marks.items():
        assert any(words == wrong.split() and right in expected for words, expected in told), wrong
    slips = [finding for finding in found if finding.code == "words-paper-kind-seen"]
    assert [finding.expected for finding in slips] == ["02-NQ/TW"] * 3
    others = [finding for finding in found if finding.severity is not Severity.NOTE]
    assert len(others) - len(marks) - len(slips) <= 6


def test_the_plan_takes_under_two_seconds_twice_over(context, plan):
    begin = time.perf_counter()
    check_paragraphs([*plan, *plan], context)
    assert time.perf_counter() - begin < 2


def test_the_document_itself_is_evidence():
    paragraphs = [("1", "Yếu tố then chốt"), ("2", "Yêu tố quyết định")]
    (finding,) = check_paragraphs(paragraphs, Context())
    assert (finding.code, finding.where, finding.expected) == ("words-marks-seen", "2", "Yếu tố")


def test_one_number_with_two_days_and_two_spellings():
    text = [
        ("1", "Nghị quyết số 07-NQ/TU ngày 12/3/2026"),
        ("2", "Nghị quyết số 07 - NQ/TU ngày 15/3/2026"),
    ]
    assert [finding.code for finding in check_paragraphs(text, Context())] == [
        "words-paper-days",
        "words-paper-spelling",
    ]


@pytest.mark.parametrize(
    "piece",
    ["1/1/", "1.1.", "80 năm 2026 - 2030 ", "Nghị quyết số 02-NQ/TW ngày 1/1/2026 ", "thứ hai ngày ",
     "Quốc khánh 2/9 ", "Đại hội lần thứ XIV của Đảng ", "(", "“a b ", "Việt Nam ", "- "],
)  # fmt: skip
def test_no_text_makes_a_rule_run_long(context, piece):
    text = piece * (20_000 // len(piece))
    begin = time.perf_counter()
    check(text, context)
    assert time.perf_counter() - begin < 2
