"""Pictures that people hand in: reference frames and sources of palettes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from lvocal.values import UserError

FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP")
MAX_PIXELS = 64_000_000
"""An 8k frame has 33 million."""


def read_picture(path: Path) -> np.ndarray:
    """A picture file -> (H, W, 3) uint8 sRGB, upright; transparency is laid over white. Errors as below."""
    upright = Image.fromarray(read_with_alpha(path))
    white = Image.new("RGBA", upright.size, "white")
    return np.asarray(Image.alpha_composite(white, upright).convert("RGB"))


def read_with_alpha(path: Path) -> np.ndarray:
    """A picture file -> (H, W, 4) uint8 sRGB with alpha, upright.

    Raises UserError for what is no picture, too large, or missing.
    """
    try:
        with Image.open(path, formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise UserError(
                    f"{path.name} has {picture.width}x{picture.height} pixels.",
                    "Use a picture of 8k size or smaller.",
                )
            return np.asarray(ImageOps.exif_transpose(picture).convert("RGBA"))
    except (
        OSError,
        UnidentifiedImageError,
        Image.DecompressionBombError,
        SyntaxError,
        ValueError,
    ) as problem:
        raise UserError(
            f"{path.name} cannot be read as a picture.", "Use a PNG, JPEG, WebP or TIFF file."
        ) from problem
