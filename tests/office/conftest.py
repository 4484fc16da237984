"""Small documents, written for the tests."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def docx(tmp_path):
    """A Word file with whatever the caller adds to it."""
    from docx import Document

    def make(build, name: str = "ke-hoach.docx") -> Path:
        document = Document()
        build(document)
        path = tmp_path / name
        document.save(str(path))
        return path

    return make


@pytest.fixture
def pdf(tmp_path):
    """A PDF of pages that hold text, or a picture in its place."""
    import pikepdf

    def make(*pages: str | None, name: str = "cong-van.pdf") -> Path:
        file = pikepdf.new()
        font = file.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        pixels = b"\x80" * 3 * 64
        picture = file.make_stream(
            pixels, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=8, Height=8,
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
        )  # fmt: skip
        for text in pages:
            lines = "".join(f"({line}) Tj 0 -20 Td " for line in (text or "").split("\n"))
            drawing = (
                f"BT /F 12 Tf 50 780 Td {lines}ET" if text else "q 500 0 0 700 40 40 cm /P Do Q"
            )
            resources = pikepdf.Dictionary(
                Font=pikepdf.Dictionary(F=font), XObject=pikepdf.Dictionary(P=picture)
            )
            page = pikepdf.Dictionary(
                Type=pikepdf.Name.Page, MediaBox=[0, 0, 595, 842], Resources=resources,
                Contents=file.make_stream(drawing.encode("latin-1")),
            )  # fmt: skip
            file.pages.append(pikepdf.Page(file.make_indirect(page)))
        path = tmp_path / name
        file.save(path)
        return path

    return make
