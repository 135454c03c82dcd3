"""What is painted for a colour that is asked for, on things of every lightness.

Who writes "navy" or #1040c0, takes a swatch or pins a colour to a place means that colour wherever it goes.
Who says "green" of a thing means what green things look like, and those are dull where they are dark.
"""

from __future__ import annotations

import numpy as np

from lvocal.color.constancy import at_lightness
from lvocal.color.lexicon import OF_THINGS, Lab

_TERMS = frozenset(OF_THINGS.values())


def asked_for(lab: Lab) -> np.ndarray:
    """CIE Lab of a colour, as `naming.color_lab` gives it -> a*b* (101, 2) on things of lightness L* = 0, 1,
    ... 100. Basic terms and their shades fall into the shade with the thing. Do not write into it."""
    return at_lightness(lab, falls_into_shade=lab in _TERMS)
