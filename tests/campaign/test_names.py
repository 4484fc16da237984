"""Pieces of slogans that look alike do not take each other's place."""

import datetime as dt
import unicodedata

from campaign_files import delimited

from poster.campaign.reading import Settings, read_campaign
from poster.files import inside
from poster.library import Library, starter_library
from poster.press.naming import piece_name
from poster.words.clean import clean

LIBRARY = Library(starter_library())
SETTINGS = Settings(dt.date(2026, 4, 20))


def test_slogans_whose_names_would_collide_keep_their_own(corpus, tmp_path):
    """Case 55: accents, case, signs, NFC and NFD, and more than a file name can hold."""
    source = corpus / "cases/55-filename-collisions/slogans.txt"
    slogans = source.read_text(encoding="utf-8").splitlines()
    rows = [[text, "co-do", "a4"] for text in slogans]
    path = tmp_path / "bang.csv"
    path.write_bytes(delimited(headers=["Nội dung", "Mẫu", "Cỡ"], rows=rows))
    reading = read_campaign(path, LIBRARY, SETTINGS)
    assert not reading.faults and [one.row for one in reading.jobs] == list(range(2, 11))
    names = [piece_name(one.job) for one in reading.jobs]
    texts = [clean(text).text for text in slogans]
    for one, name in zip(texts, names, strict=True):
        for other, second in zip(texts, names, strict=True):
            assert (name == second) == (one == other), (one, other)
    folded = {name.casefold() for name in names}
    assert len(folded) == len(set(texts)) == len(set(names))
    for name in names:
        assert name.isascii() and len(name) + len("_210x297mm_in216x303mm_300ppi_CMYK.tif") < 255
        assert inside(tmp_path, name)  # a name that every system can hold
    again = read_campaign(path, LIBRARY, SETTINGS)
    assert [piece_name(one.job) for one in again.jobs] == names


def test_the_same_words_in_two_forms_are_one_piece_and_both_rows_are_told(corpus, tmp_path):
    """Line 2 of case 55 is line 1 in NFD: the same words, so the same piece, for two rows."""
    words = "Đại hội"
    path = tmp_path / "bang.csv"
    rows = [[unicodedata.normalize(form, words), "co-do", "a4"] for form in ("NFC", "NFD")]
    path.write_bytes(delimited(headers=["Nội dung", "Mẫu", "Cỡ"], rows=rows))
    one, other = read_campaign(path, LIBRARY, SETTINGS).jobs
    assert piece_name(one.job) == piece_name(other.job)
    assert (one.row, other.row) == (2, 3)
    assert "text-composed" in {finding.code for finding in other.job.findings} or (
        other.job.findings != one.job.findings
    )
