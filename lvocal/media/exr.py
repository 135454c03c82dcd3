"""OpenEXR pictures: scene-linear light, half float, Rec. 709 primaries.

R'G'B' of the film go through the inverse of the BT.709 camera curve (sec. 1.2): the numbers that a
compositing program has when it reads the ProRes of the same film as "Rec. 709". To look right, such pictures
want a viewer that puts the same curve on; a display's own BT.1886 is not undone here.

Shapes: H, W pixels.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import OpenEXR

from lvocal.values import UserError

PRIMARIES = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290)
"""x and y of red, green, blue and white (BT.709 sec. 1.3, 1.4)."""

TEXT = "lvocal"
"""Attribute that holds the settings."""

MAGIC = b"\x76\x2f\x31\x01"


def light_of(rgb: np.ndarray) -> np.ndarray:
    """R'G'B' in [0, 1] -> linear light in [0, 1]: the BT.709 curve undone."""
    return np.where(rgb < 4.5 * 0.018, rgb / 4.5, ((np.maximum(rgb, 0.081) + 0.099) / 1.099) ** (1 / 0.45))


def codes_of(light: np.ndarray) -> np.ndarray:
    """Linear light in [0, 1] -> R'G'B': the BT.709 curve."""
    return np.where(light < 0.018, 4.5 * light, 1.099 * np.maximum(light, 0.018) ** 0.45 - 0.099)


def write_exr(path: Path, rgb: np.ndarray, aspect: Fraction, text: str = "") -> None:
    """R'G'B' (H, W, 3) float in [0, 1] -> a picture in linear light."""
    header = {
        "compression": OpenEXR.ZIP_COMPRESSION,
        "type": OpenEXR.scanlineimage,
        "chromaticities": PRIMARIES,
        "pixelAspectRatio": float(aspect),
        **({TEXT: text} if text else {}),
    }
    light = np.ascontiguousarray(light_of(rgb), np.float16)
    with OpenEXR.File(header, {"RGB": light}) as file:
        file.write(str(path))


def read_exr(path: Path) -> tuple[np.ndarray, dict[str, object]]:
    """A picture -> R'G'B' (H, W, 3) float32, and its header. Raises UserError for a file that is none."""
    try:
        with OpenEXR.File(str(path)) as file:
            light = file.channels()["RGB"].pixels.astype(np.float32)
            return codes_of(light).astype(np.float32), dict(file.header())
    except (RuntimeError, OSError, ValueError, KeyError) as problem:
        raise UserError(f"{path.name} cannot be read as OpenEXR.", "Choose another picture.") from problem
