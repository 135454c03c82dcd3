"""Codes that people copy by hand: short groups of capitals and digits, none of which looks like another."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 and O, 1, I and L, whichever case they are read in."""

GROUP = 4

CODE_GROUPS = 3
"""31^12 codes, 59 bits: finding one of a thousand by chance takes some 10^14 tries."""

COMPLETION_GROUPS = 2
"""Shorter than a code, so that neither is taken for the other."""


def draw_code(groups: int = CODE_GROUPS) -> str:
    """A fresh code such as K7QM-4WXB-P3HD."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(groups * GROUP)))


def read_code(typed: str) -> str:
    """A code as somebody typed it, in small letters, with spaces or without dashes, as it is stored."""
    return _grouped("".join(letter for letter in typed.upper() if letter in ALPHABET))


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))
