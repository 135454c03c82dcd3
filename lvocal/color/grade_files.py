"""The global part of a look for other programs: a .cube table and an ASC CDL, R'G'B' of BT.709 in and out.

Colorization itself depends on what stands where, so no table can hold it; both files say so inside. The table
is the trim itself at its nodes, and what lies between them is up to the program that reads it. A CDL has ten
numbers, so it is the nearest that slope, offset, power and saturation come to the trim; how near is written
into it. (S-2014-006, ASC CDL 1.2; Adobe Cube LUT Specification 1.0.)
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from lvocal.color.spaces import luma, srgb_to_lab
from lvocal.color.trim import trim_rgb
from lvocal.values import Trim

LABEL = "The global part of the look only; colorization itself depends on place and cannot be a LUT."
"""Said wherever one of these files is offered, and inside it."""

SIDES = (17, 33, 65)
"""Nodes along each edge that programs expect of a table."""

NAMESPACE = "urn:ASC:CDL:v1.01"

FIT_SIDE, FIT_CHROMA = 9, 0.4
"""A CDL is fitted to the nodes of a cube with so many along each edge, brought so near to grey as the colours
of most pictures are."""


@dataclass(frozen=True)
class Cdl:
    """out = (slope * in + offset) ** power for R'G'B', then saturation about BT.709 luma."""

    slope: tuple[float, float, float]
    offset: tuple[float, float, float]
    power: tuple[float, float, float]
    saturation: float
    mean_error: float = 0.0
    """Mean dE76 to the trim over the colours it was fitted to."""
    largest_error: float = 0.0

    def apply(self, rgb: np.ndarray) -> np.ndarray:
        """R'G'B' (..., 3) -> (..., 3), clipped to [0, 1] as CDL 1.2 says."""
        graded = np.clip(rgb * np.array(self.slope) + np.array(self.offset), 0, 1) ** np.array(self.power)
        gray = luma(graded)[..., None]
        return np.clip(gray + self.saturation * (graded - gray), 0, 1)


def cube(side: int) -> np.ndarray:
    """R'G'B' of every node, red fastest. (side ** 3, 3)."""
    axis = np.linspace(0, 1, side)
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
    return np.stack([red, green, blue], axis=-1).reshape(-1, 3)


def fitted_colors() -> np.ndarray:
    """R'G'B' of moderate chroma and every lightness (FIT_SIDE ** 3, 3)."""
    nodes = cube(FIT_SIDE)
    gray = luma(nodes)[:, None]
    return gray + FIT_CHROMA * (nodes - gray)


def write_cube(path: Path, title: str, trim: Trim, side: int = 33) -> None:
    """Write the trim as a 3D table of `side` nodes along each edge."""
    head = [
        f'TITLE "{_plain(title)}"',
        f"# {LABEL}",
        "# R'G'B' of BT.709 in, R'G'B' of BT.709 out; luma is unchanged at every node.",
        f"LUT_3D_SIZE {side}",
        "DOMAIN_MIN 0.0 0.0 0.0",
        "DOMAIN_MAX 1.0 1.0 1.0",
    ]
    rows = ("{:.6f} {:.6f} {:.6f}".format(*row) for row in trim_rgb(trim, cube(side)))
    path.write_text("\n".join([*head, *rows]) + "\n", encoding="ascii")


def fit_cdl(trim: Trim) -> Cdl:
    """The CDL nearest to a trim: least squares of R'G'B' over `fitted_colors`."""
    from scipy.optimize import least_squares  # half a second that most people need not wait

    given = fitted_colors()
    wanted = trim_rgb(trim, given)

    def misses(numbers: np.ndarray) -> np.ndarray:
        return np.asarray(_cdl(numbers).apply(given) - wanted).ravel()

    start = [1.0] * 3 + [0.0] * 3 + [1.0] * 4
    low = [0.0] * 3 + [-1.0] * 3 + [0.2] * 3 + [0.0]
    high = [4.0] * 3 + [1.0] * 3 + [5.0] * 3 + [4.0]
    numbers = least_squares(misses, start, bounds=(low, high)).x
    errors = np.linalg.norm(srgb_to_lab(_cdl(numbers).apply(given)) - srgb_to_lab(wanted), axis=-1)
    return _cdl(numbers, float(errors.mean()), float(errors.max()))


def write_cdl(path: Path, title: str, cdl: Cdl) -> None:
    """Write a ColorCorrection (.cc), or a ColorDecisionList that holds one (.cdl)."""
    ElementTree.register_namespace("", NAMESPACE)
    node = ElementTree.Element(_tag("ColorCorrection"), {"id": _plain(title)})
    root = node
    if path.suffix.lower() == ".cdl":
        root = ElementTree.Element(_tag("ColorDecisionList"))
        ElementTree.SubElement(root, _tag("ColorDecision")).append(node)
    for text in (title, LABEL, fit_note(cdl)):
        ElementTree.SubElement(node, _tag("Description")).text = text
    shape = ElementTree.SubElement(node, _tag("SOPNode"))
    for name in ("slope", "offset", "power"):
        numbers = " ".join(f"{number:.6f}" for number in getattr(cdl, name))
        ElementTree.SubElement(shape, _tag(name.capitalize())).text = numbers
    saturation = ElementTree.SubElement(node, _tag("SatNode"))
    ElementTree.SubElement(saturation, _tag("Saturation")).text = f"{cdl.saturation:.6f}"
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def fit_note(cdl: Cdl) -> str:
    """How near the CDL comes, in a sentence."""
    return (
        f"Nearest CDL to the look's global part: mean dE {cdl.mean_error:.1f}, largest "
        f"{cdl.largest_error:.1f}, over {FIT_SIDE**3} colours of moderate chroma; the .cube is nearer."
    )


def _cdl(numbers: np.ndarray, *errors: float) -> Cdl:
    slope, offset, power = (tuple(map(float, numbers[at : at + 3])) for at in (0, 3, 6))
    return Cdl(slope, offset, power, float(numbers[9]), *errors)  # type: ignore[arg-type]


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _plain(title: str) -> str:
    """For a quoted ASCII line."""
    return title.encode("ascii", "replace").decode().replace('"', "'")
