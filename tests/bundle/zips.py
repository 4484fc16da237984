"""Zips with something wrong in them."""

import hashlib
import io
import json
import zipfile

from poster.bundle.pack import Entry, pack
from poster.bundle.verify import verify


def contents(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path, files):
    """Pack as the program does: what is then found wrong is wrong in the files alone."""
    entries = [
        Entry(name, len(data), lambda data=data: io.BytesIO(data)) for name, data in files.items()
    ]
    with path.open("wb") as stream:
        pack(stream, entries)
    return path


def relisted(files):
    """The files with a manifest that lists them as they are: what a forger would do."""
    manifest = json.loads(files["manifest.json"])
    for one in manifest["files"]:
        data = files[one["name"]]
        one["bytes"], one["sha256"] = len(data), hashlib.sha256(data).hexdigest()
    manifest_bytes = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    return {**files, "manifest.json": manifest_bytes}


def loose(path, entries, **options):
    """Any zip, from (name, content) pairs."""
    with zipfile.ZipFile(path, "w", **options) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def codes(path):
    """What `verify` finds wrong, as (code, file) pairs; the print files are not looked into."""
    found = verify(path, preflighted=False).findings
    return [(one.code, one.where) for one in found if one.severity.value == "error"]
