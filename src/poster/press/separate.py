"""Colours of the artwork into the inks of the press.

Inks, their tints and greys are exact, by the ink table. All else, and every coloured picture, goes
through the ICC profile of the print condition: relative colorimetric, with black point
compensation.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from PIL import Image, ImageChops, ImageCms

from poster.errors import RequestError
from poster.files import read_bytes
from poster.inks import Cmyk, InkTable, channels
from poster.model import PrintCondition

#: The largest profile that is read; those in use have 0.5 to 3 MB.
MAX_PROFILE_BYTES: Final = 16 * 2**20


@dataclass(frozen=True)
class Separation:
    """The way of one library's colours to one print condition."""

    inks: InkTable
    condition: PrintCondition

    def colour(self, srgb: str) -> Cmyk:
        """Percent of cyan, magenta, yellow and black for "#rrggbb". Raises RequestError."""
        exact = self.inks.cmyk(srgb)
        if exact is not None:
            return exact
        dot = self._converted(Image.new("RGB", (1, 1), channels(srgb)))
        cyan, magenta, yellow, black = (level / 2.55 for level in dot.tobytes())
        return (cyan, magenta, yellow, black)

    def is_exact(self, srgb: str) -> bool:
        """Whether a colour reaches the press in numbers of its own, without the profile."""
        return self.inks.cmyk(srgb) is not None

    def picture(self, image: Image.Image) -> Image.Image:
        """An RGB picture in CMYK: black alone where all of it is grey. Raises RequestError."""
        if not is_grey(image):
            return self._converted(image)
        blank = Image.new("L", image.size)
        return Image.merge("CMYK", (blank, blank, blank, ImageChops.invert(image.getchannel("R"))))

    @cached_property
    def profile(self) -> bytes:
        """The output profile, tried. Raises RequestError `file-…` or `profile-unfit`."""
        return self._tried[0]

    def _converted(self, image: Image.Image) -> Image.Image:
        converted = Image.new("CMYK", image.size)
        self._tried[1].apply(image, converted)
        return converted

    @cached_property
    def _tried(self) -> tuple[bytes, ImageCms.ImageCmsTransform]:
        data = read_bytes(self.condition.profile, MAX_PROFILE_BYTES)
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
            if (profile.profile.device_class, profile.profile.xcolor_space) != ("prtr", "CMYK"):
                raise ValueError("no CMYK printer")
            return data, ImageCms.buildTransform(
                ImageCms.createProfile("sRGB"),
                profile,
                "RGB",
                "CMYK",
                ImageCms.Intent.RELATIVE_COLORIMETRIC,
                ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
        except (OSError, ValueError, ImageCms.PyCMSError) as error:
            file, name = self.condition.profile.name, self.condition.name
            raise RequestError("profile-unfit", file=file, condition=name) from error


def is_grey(image: Image.Image) -> bool:
    """Whether every pixel of an RGB picture is a grey."""
    red, *others = image.split()
    return all(ImageChops.difference(red, other).getbbox() is None for other in others)
