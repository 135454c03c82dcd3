"""What `study new` is told, as a wish for a study."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lvocal.study.design.new_study import BUILT_IN, NewStudy
from lvocal.values import UserError


def wish_of(
    folder: Path,
    name: str | None,
    title: str | None,
    questions: Sequence[str],
    labels: Sequence[str],
    tie: bool,
    votes: int | None,
    seed: int,
    contact: str,
) -> NewStudy:
    """UserError for what cannot be meant."""
    parts = [question.partition("=") for question in questions]
    asked = tuple(part[0] for part in parts) or NewStudy.questions
    only = {part[0]: tuple(part[2].split(",")) for part in parts if part[1]}
    if tie and not any(BUILT_IN[one].kind == "pair" for one in asked if one in BUILT_IN):
        raise UserError(
            "--tie is for pairs, and no question asks in pairs.", "Add --question cve-pair or aae-pair."
        )
    name = folder.resolve().name if name is None else name
    title = name if title is None else title
    return NewStudy(name, title, asked, dict(map(_label, labels)), only, tie, votes, seed, contact)


def _label(text: str) -> tuple[str, str]:
    condition, given, label = text.partition("=")
    if not (given and label.strip()):
        raise UserError(f'--label "{text}" names nothing.', 'Write --label ours="Our method".')
    return condition, label.strip()
