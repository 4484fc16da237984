"""Every way in which a bundle can be other than it was delivered is found and named."""

import json
import shutil
import stat
import warnings
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from zips import codes, contents, loose, relisted, write

from poster.bundle.verify import verify
from poster.errors import PreflightError, RequestError

JSON, PDF, XLSX = (f"PHIEU-DAT-IN_CHUA-DUYET.{suffix}" for suffix in ("json", "pdf", "xlsx"))


def print_file(files):
    return next(name for name in files if name.startswith("IN/"))


def test_a_bundle_as_delivered_is_intact_and_says_that_nobody_has_signed(bundle):
    found = verify(bundle)
    assert found.is_intact
    assert [one.code for one in found.findings] == ["bundle-not-approved"]
    assert not found.approved


def test_a_changed_byte_in_a_file_is_named(bundle):
    files = contents(bundle)
    name = print_file(files)
    data = bytearray(files[name])
    data[1000] ^= 1
    write(bundle, {**files, name: bytes(data)})
    assert codes(bundle) == [("bundle-changed", name)]


@pytest.mark.slow
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_changed_bit_is_found(delivered_once, tmp_path_factory, share, bit):
    source = delivered_once.bundles[0]
    data = bytearray(source.read_bytes())
    data[int(share * len(data))] ^= 1 << bit
    path = tmp_path_factory.mktemp("bit") / source.name
    path.write_bytes(data)
    try:
        assert codes(path)
    except (PreflightError, RequestError) as error:
        assert error.code.startswith(("bundle-", "file-"))
    shutil.rmtree(path.parent)


def test_the_last_bytes_of_the_zip_count_too(bundle):
    for change in (lambda data: data + b"x", lambda data: b"x" + data):
        data = bundle.read_bytes()
        spoilt = bundle.with_name("spoilt.zip")
        spoilt.write_bytes(change(data))
        assert codes(spoilt) == [("bundle-wrapping", "spoilt.zip")]


def test_packed_again_by_another_program_is_told_apart_from_changed_files(bundle):
    files = contents(bundle)
    loose(bundle, files.items(), compression=zipfile.ZIP_DEFLATED)
    assert codes(bundle) == [("bundle-wrapping", bundle.name)]


def test_a_renamed_an_extra_and_a_missing_file_are_named(bundle):
    files = contents(bundle)
    name = print_file(files)
    data = files.pop(name)
    write(bundle, {**files, "IN/khac.pdf": data})
    assert codes(bundle) == [("bundle-renamed", name)]
    write(bundle, {**files, name: data, "IN/them.pdf": b"%PDF"})
    assert codes(bundle) == [("bundle-extra", "IN/them.pdf")]
    write(bundle, files)
    assert codes(bundle) == [("bundle-missing", name)]


@pytest.mark.parametrize("name", [PDF, XLSX])
def test_a_ticket_of_another_bundle_is_found_though_the_manifest_lists_it(
    bundle, delivered_once, name
):
    other = contents(next(path for path in delivered_once.bundles if "offset" in path.name))
    write(bundle, relisted({**contents(bundle), name: other[name]}))
    found = codes(bundle)
    assert ("bundle-ticket-other", name) in found


def test_a_ticket_swapped_in_all_its_forms_is_found(bundle, delivered_once):
    other = contents(next(path for path in delivered_once.bundles if "offset" in path.name))
    swapped = {name: other[name] for name in (PDF, XLSX, JSON)}
    write(bundle, relisted({**contents(bundle), **swapped}))
    found = dict(codes(bundle))
    assert found["bundle-ticket-other"] == JSON
    assert "bundle-ticket-file" in found


def test_a_print_file_swapped_with_its_line_in_the_manifest_is_found(bundle):
    files = contents(bundle)
    name = print_file(files)
    write(bundle, relisted({**files, name: files[name] + b"\n"}))
    found = codes(bundle)
    assert ("bundle-ticket-file", name) in found
    assert ("bundle-reader-other", "DOC-TRUOC.html") in found


def test_a_changed_quantity_in_the_ticket_is_found(bundle):
    files = contents(bundle)
    ticket = json.loads(files[JSON])
    ticket["pieces"][0]["quantity"] += 1
    write(bundle, relisted({**files, JSON: json.dumps(ticket).encode()}))
    assert ("bundle-ticket-other", JSON) in codes(bundle)


@pytest.mark.parametrize("ticket", [b"", b"[]", b"{}", b'{"pieces": 3}', b"\xff", b"[" * 100_000])
def test_a_broken_ticket_is_a_finding(bundle, ticket):
    write(bundle, relisted({**contents(bundle), JSON: ticket}))
    assert any(code.startswith("bundle-ticket") for code, _ in codes(bundle))


@pytest.mark.parametrize("listed", [b"", b"[]", b"{}", b'{"format": "poster-bundle"}', b"\x00"])
def test_a_broken_manifest_is_refused(bundle, listed):
    write(bundle, {**contents(bundle), "manifest.json": listed})
    with pytest.raises(PreflightError, match="bundle-manifest-broken"):
        verify(bundle)


@pytest.mark.parametrize(
    "name", ["../../evil.pdf", "/abs.pdf", "a\\..\\..\\b.pdf", "C:/x.pdf", "IN/con.pdf", "a/../b"]
)
def test_paths_that_lead_outside_are_refused(tmp_path, name):
    path = loose(tmp_path / "a.zip", [("manifest.json", "{}"), (name, "x")])
    with pytest.raises(PreflightError, match="bundle-path"):
        verify(path)


def test_names_that_stand_twice_are_refused(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = loose(tmp_path / "a.zip", [("IN/a.pdf", "1"), ("IN/a.pdf", "2")])
    with pytest.raises(PreflightError, match="bundle-twice"):
        verify(path)
    path = loose(tmp_path / "b.zip", [("IN/a.pdf", "1"), ("in/A.pdf", "2")])
    with pytest.raises(PreflightError, match="bundle-twice"):
        verify(path)


def test_a_bomb_is_refused_before_anything_is_unpacked(tmp_path):
    content = b"\0" * 60_000_000
    path = loose(tmp_path / "a.zip", [("bomb.bin", content)], compression=zipfile.ZIP_DEFLATED)
    with pytest.raises(PreflightError, match="bundle-bomb"):
        verify(path)


def test_overlapping_files_are_refused(tmp_path):
    path = loose(tmp_path / "a.zip", [("a.bin", b"1" * 64), ("b.bin", b"1" * 64)])
    data = bytearray(path.read_bytes())
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = b"\0\0\0\0"  # the second file begins where the first does
    path.write_bytes(data)
    with pytest.raises(PreflightError, match="bundle-overlap"):
        verify(path)


def test_links_are_refused(tmp_path):
    info = zipfile.ZipInfo("IN/a.pdf")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = loose(tmp_path / "a.zip", [(info, "/etc/passwd")])
    with pytest.raises(PreflightError, match="bundle-path"):
        verify(path)


def test_what_is_no_bundle_is_told_apart(tmp_path):
    empty = tmp_path / "empty.zip"
    empty.write_bytes(b"")
    with pytest.raises(PreflightError, match="bundle-no-zip"):
        verify(empty)
    with pytest.raises(PreflightError, match="bundle-no-manifest"):
        verify(loose(tmp_path / "other.zip", [("a.txt", "a")]))
    with pytest.raises(RequestError, match="file-missing"):
        verify(tmp_path / "none.zip")


def test_the_corpus_zip_is_refused(corpus):
    with pytest.raises(PreflightError, match="bundle-"):
        verify(corpus / "hostile" / "layout-pack-zip-slip.zip")


def test_it_tells_how_far_it_is(bundle):
    heard = []
    verify(bundle, report=lambda done, total: heard.append((done, total)))
    done, totals = [step[0] for step in heard], {step[1] for step in heard}
    assert done == sorted(done) and len(totals) == 1
    assert done[-1] == totals.pop() and len(heard) > 10
