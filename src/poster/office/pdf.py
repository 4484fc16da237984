"""The text layer of PDF files. The home of pypdfium2. Runs in the jail."""

from __future__ import annotations

from typing import Any, Final

from poster.errors import RequestError

MOST_PAGES: Final = 500
#: A page with fewer letters than this and a picture on it is a scan.
_LEAST_LETTERS: Final = 20


def read_pdf(data: bytes) -> list[dict[str, Any]]:
    """The pages: `lines` of text, and whether it is a `scan`. Raises RequestError `document-…`."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise RequestError("document-broken", why=str(error)[:120]) from error
    try:
        if len(document) > MOST_PAGES:
            raise RequestError("document-pages", count=len(document), most=MOST_PAGES)
        return [_page(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _page(page: Any) -> dict[str, Any]:
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    text = page.get_textpage().get_text_range()
    letters = sum(map(str.isalpha, text))
    pictured = any(True for _ in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").split("\n")
    return {"lines": lines, "scan": letters < _LEAST_LETTERS and pictured}
