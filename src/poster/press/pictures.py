"""Pictures inside a PDF, in the inks of the press."""

from __future__ import annotations

import io
from typing import Any, Final

from pikepdf import Array, Dictionary, Name
from PIL import Image
from zlib_ng import zlib_ng

from poster.errors import RenderError
from poster.press.separate import Separation
from poster.press.tiff import differences

#: Quality of a photograph that is written again: no loss that a press can show.
QUALITY: Final = 95
LEVEL: Final = 2


def refused(what: object) -> RenderError:
    """The error of something in a PDF that could carry a colour unseen."""
    return RenderError("pdf-colour", what=str(what))


def recolour_picture(picture: Any, separation: Separation) -> None:
    """Turn an RGB image of a PDF into DeviceCMYK; one in grey prints as black alone and stays.

    Its soft mask is no colour and stays. Raises RenderError `pdf-colour`, RequestError.
    """
    _check_mask(picture)
    space = picture.get("/ColorSpace")
    if picture.get("/ImageMask", False) or space == Name.DeviceGray:
        return
    plain = space == Name.DeviceRGB and picture.BitsPerComponent == 8
    if not plain or "/Decode" in picture or "/Mask" in picture:
        raise refused(f"image {space}")
    if picture.get("/Filter") == Name.DCTDecode:
        _write_photo(picture, separation)
    else:
        _write_pixels(picture, separation)
    picture.ColorSpace = Name.DeviceCMYK


def _check_mask(picture: Any) -> None:
    mask = picture.get("/SMask")
    if mask is not None and (mask.ColorSpace != Name.DeviceGray or "/Matte" in mask):
        raise refused("soft mask of an image")


def _write_photo(picture: Any, separation: Separation) -> None:
    with Image.open(io.BytesIO(picture.read_raw_bytes())) as opened:
        inks = separation.picture(opened.convert("RGB"))
    stream = io.BytesIO()
    inks.save(stream, "JPEG", quality=QUALITY, subsampling=0)
    picture.write(stream.getvalue(), filter=Name.DCTDecode)
    # Adobe's way, which Pillow follows: 255 stands for no ink.
    picture.Decode = Array([1, 0] * 4)


def _write_pixels(picture: Any, separation: Separation) -> None:
    size = (int(picture.Width), int(picture.Height))
    inks = separation.picture(Image.frombytes("RGB", size, picture.read_bytes()))
    parms = Dictionary(Predictor=2, Colors=4, BitsPerComponent=8, Columns=size[0])
    packed = zlib_ng.compress(differences(inks), LEVEL)
    picture.write(packed, filter=Name.FlateDecode, decode_parms=parms)
