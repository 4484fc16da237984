"""The rules about what a PDF says of itself: version, output intent, identity, metadata."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from poster.press.preflight.faults import Notebook

PDFXID: Final = "http://www.npes.org/pdfx/ns/id/"
STANDARD: Final = "PDF/X-4"
_MM: Final = "http://ns.adobe.com/xap/1.0/mm/"
_XMP: Final = "http://ns.adobe.com/xap/1.0/"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_PDF: Final = "http://ns.adobe.com/pdf/1.3/"
_VERSION: Final = "GTS_PDFXVersion"
#: PDF 1.6 is what PDF/X-4 is built on; an older file may be one, too.
_NEWEST: Final = (1, 6)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file says of itself. `claims` is its kind of PDF/X, "" where it claims none.

    `named` are XMP properties as "{namespace}name".
    """

    claims: str
    named: dict[str, str] = field(default_factory=dict)
    has_xmp: bool = False
    is_readable: bool = True


def identify(pdf: Any) -> Identity:
    """Read what `pdf` says of itself."""
    named, has_xmp, is_readable = {}, "/Metadata" in pdf.Root, True
    if has_xmp:
        try:
            xmp = pdf.open_metadata(strict=True)
            named = {key: str(xmp.get(key, "")) for key in xmp}
            is_readable = bool(named)  # a packet that is beyond mending comes back empty
        except Exception as error:  # whatever a broken packet makes a parser raise
            is_readable = False
            named = {"": str(error)[:80]}
    claims = next((value for key, value in named.items() if key.endswith("}" + _VERSION)), "")
    claims = claims or str(pdf.docinfo.get(f"/{_VERSION}", "") if pdf.trailer.get("/Info") else "")
    return Identity(claims, named, has_xmp, is_readable)


def check_document(pdf: Any, identity: Identity, notebook: Notebook) -> None:
    """Write down what is wrong with the document as a whole."""
    if pdf.is_encrypted:
        notebook.add("preflight-encrypted")
    _check_intents(pdf, notebook)
    if len(pdf.pages) > 1:
        notebook.add("preflight-pages", found=len(pdf.pages))
    if not identity.claims:
        notebook.add("preflight-not-pdfx")
        return
    _check_version(pdf, notebook)
    _check_identity(identity, notebook)
    _check_metadata(pdf, identity, notebook)
    if len(pdf.trailer.get("/ID", ())) != 2:
        notebook.add("preflight-trailer-id")


def _check_version(pdf: Any, notebook: Notebook) -> None:
    parts = tuple(int(part) for part in str(pdf.pdf_version).split("."))
    if parts > _NEWEST:
        notebook.add("preflight-version", found=pdf.pdf_version, expected="1.6")


# ---------------------------------------------------------------- output intent


def _check_intents(pdf: Any, notebook: Notebook) -> None:
    intents = [
        intent for intent in pdf.Root.get("/OutputIntents", ()) if intent.get("/S") == "/GTS_PDFX"
    ]
    if not intents:
        notebook.add("preflight-no-intent")
        return
    if len(intents) > 1:
        notebook.add("preflight-intents", found=len(intents))
    intent = intents[0]
    missing = [
        key for key in ("OutputConditionIdentifier", "Info", "DestOutputProfile")
        if not _says(intent.get(f"/{key}"))
    ]  # fmt: skip
    if missing:
        notebook.add("preflight-intent-empty", missing=missing)
    if "DestOutputProfile" not in missing:
        _check_profile(intent.DestOutputProfile, notebook)


def _says(value: Any) -> bool:
    return value is not None and (hasattr(value, "read_bytes") or bool(str(value).strip()))


def _check_profile(stream: Any, notebook: Notebook) -> None:
    head = bytes(stream.read_bytes()[:40])
    kind, space = head[12:16].decode("latin-1"), head[16:20].decode("latin-1")
    if head[36:40] != b"acsp" or kind != "prtr" or space != "CMYK" or stream.get("/N") != 4:
        found = f"{kind} {space}".strip() or "?"
        notebook.add("preflight-intent-profile", found=found, expected="prtr CMYK")


# ---------------------------------------------------------------- identity and metadata


def _check_identity(identity: Identity, notebook: Notebook) -> None:
    if not identity.has_xmp or not identity.is_readable:
        notebook.add("preflight-xmp")
        return
    places = [key for key in identity.named if key.endswith("}" + _VERSION)]
    ours = f"{{{PDFXID}}}{_VERSION}"
    if ours not in places:
        found = places[0].rpartition("}")[0].removeprefix("{") if places else "Info"
        notebook.add("preflight-xmp-namespace", found=found, expected=PDFXID)
    elif identity.named[ours] != STANDARD:
        found = identity.named[ours]
        notebook.add("preflight-version", found=found, expected=STANDARD)
    for rule, space, keys in (
        ("preflight-xmp-ids", _MM, ("DocumentID", "VersionID", "RenditionClass")),
        ("preflight-xmp-dates", _XMP, ("CreateDate", "ModifyDate", "MetadataDate")),
        ("preflight-title", _DC, ("title",)),
    ):
        missing = [key for key in keys if not identity.named.get(f"{{{space}}}{key}")]
        if missing:
            notebook.add(rule, missing=missing)


def _check_metadata(pdf: Any, identity: Identity, notebook: Notebook) -> None:
    info = pdf.docinfo if pdf.trailer.get("/Info") is not None else {}
    trapped, said = info.get("/Trapped"), identity.named.get(f"{{{_PDF}}}Trapped", "")
    is_name = getattr(trapped, "_type_name", "") == "name"
    in_info = str(trapped).removeprefix("/") if is_name else ""
    if in_info not in ("True", "False") or (said and said != in_info):
        found = f"Info {in_info or '-'}, XMP {said or '-'}"
        notebook.add("preflight-trapped", found=found, expected="True | False")
    title = identity.named.get(f"{{{_DC}}}title", "")
    if title and "/Title" in info and str(info["/Title"]) != title:
        notebook.add("preflight-info-differs", found=str(info["/Title"])[:60], expected=title[:60])
