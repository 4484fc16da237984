"""What makes a finished CMYK page a PDF/X-4 file: its output intent, its identity, its version.

Built to ISO 15930-7. The intent says for which printing the inks were chosen, and carries the ICC
profile of that printing; XMP says which kind of PDF/X this is, and which document.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from functools import cache, partial
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from zlib_ng import zlib_ng

from poster import __version__
from poster.model import PrintCondition
from poster.press.pdf import Pass
from poster.press.recolour import to_cmyk
from poster.press.separate import Separation

STANDARD: Final = "PDF/X-4"
#: The namespace of `GTS_PDFXVersion`; Adobe's older one is not what PDF/X-4 asks for.
PDFXID: Final = "http://www.npes.org/pdfx/ns/id/"
#: zlib-ng's level for the profile, which is 1 MB: 23 ms instead of 73, and 1.5 % larger.
LEVEL: Final = 2
#: Spaces of colours that stand in no file of ours.
FOREIGN: Final = frozenset(("/DeviceRGB", "/CalRGB", "/CalGray", "/Lab", "/ICCBased"))


def press_passes(separation: Separation, source: str) -> tuple[Pass, ...]:
    """What turns a drawn page into PDF/X-4: its colours into inks, and what it says of itself.

    `source` names what the page was drawn from; a document's ids are made of it.
    """
    return (partial(to_cmyk, separation=separation), _conform(separation, source))


def _conform(separation: Separation, source: str) -> Pass:
    made_from = f"{source} {separation.condition.identifier}"

    def apply(pdf: Pdf) -> None:
        intent = _output_intent(pdf, separation.condition, separation.profile)
        pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp.register_xml_namespace(PDFXID, "pdfxid")
            xmp["pdfxid:GTS_PDFXVersion"] = STANDARD
            xmp["xmpMM:DocumentID"] = _uuid(made_from)
            xmp["xmpMM:InstanceID"] = _uuid(f"{made_from} {__version__} {xmp['xmp:ModifyDate']}")
            xmp["xmpMM:VersionID"] = "1"
            xmp["xmpMM:RenditionClass"] = "default"
            xmp["xmp:MetadataDate"] = xmp["xmp:ModifyDate"]

    return apply


def _output_intent(pdf: Pdf, condition: PrintCondition, profile: bytes) -> Dictionary:
    embedded = pdf.make_stream(b"", N=4)
    embedded.write(_packed(profile), filter=Name.FlateDecode)
    stated = {
        "/OutputConditionIdentifier": condition.identifier,
        "/OutputCondition": condition.description,
        "/RegistryName": condition.registry,
        "/Info": condition.title,
    }
    texts = {key: pikepdf.String(text) for key, text in stated.items() if text}
    return Dictionary(
        {
            "/Type": Name.OutputIntent,
            "/S": Name.GTS_PDFX,
            **texts,
            "/DestOutputProfile": embedded,
        }
    )


@cache
def _packed(profile: bytes) -> bytes:
    return zlib_ng.compress(profile, LEVEL)


def _uuid(text: str) -> str:
    """An id that is the same for the same text, on any day and machine."""
    return f"uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'poster:{text}')}"


def foreign_colours(data: bytes) -> tuple[str, ...]:
    """What in the PDF `data` is neither CMYK nor grey: names of spaces, and operators of RGB."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        found = {name: None for thing in pdf.objects for name in _names(thing) if name in FOREIGN}
        forms = [thing for thing in pdf.objects if _is_form(thing)]
        for drawn in (*(page.obj for page in pdf.pages), *forms):
            set_in_rgb = pikepdf.parse_content_stream(drawn, "rg RG")
            found |= {str(one.operator): None for one in set_in_rgb}
        return tuple(found)


def _is_form(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form"


def _names(thing: Any) -> Iterator[str]:
    """Every name in an object, without going on into other objects."""
    if isinstance(thing, Name):
        yield str(thing)
    elif isinstance(thing, Array):
        yield from _inner_names(list(thing))
    elif isinstance(thing, Dictionary | pikepdf.Stream):
        yield from _inner_names([part for _, part in thing.items()])


def _inner_names(parts: list[Any]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            yield from _names(part)
