"""Small drawings as designers' programs write them, and a library to import them into."""

from __future__ import annotations

import base64
import io

from PIL import Image

HEAD = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(
    body: str, size: str = 'width="100mm" height="50mm" viewBox="0 0 100 50"', more: str = ""
) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<svg {HEAD} {more} {size}>{body}</svg>'.encode()
    )


def png(colours: list[str], width: int = 40, height: int = 20) -> bytes:
    """Upright bands of equal width."""
    picture = Image.new("RGB", (width, height))
    for place, colour in enumerate(colours):
        left = place * width // len(colours)
        picture.paste(colour, (left, 0, (place + 1) * width // len(colours), height))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def data_uri(data: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(data).decode()
