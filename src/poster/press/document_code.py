"""What a document of ours says that it belongs to, read in the limited child process."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from typing import Any

from poster import jail
from poster.errors import RequestError


def document_code(document: bytes, name: str) -> str:
    """The code in a PDF of ours, "" in any other.

    Raises RequestError `pdf-unreadable`, `jail-…`.
    """
    payload = {"data": base64.b64encode(document).decode()}
    return str(jail.call("poster.press.document_code:read", payload, what=name)["code"])


def read(payload: Mapping[str, Any]) -> dict[str, str]:
    """The same inside the child."""
    import pikepdf

    try:
        with pikepdf.Pdf.open(io.BytesIO(base64.b64decode(payload["data"]))) as pdf:
            return {"code": str(pdf.docinfo.get("/Subject", ""))}
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise RequestError("pdf-unreadable", why=str(error)[:120]) from error
