"""What the row of takes is told: plain values made from a visit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lvocal.ui.served import served
from lvocal.ui.takes import Take
from lvocal.ui.visits import Visit


def takes_value(visit: Visit, export: Path | None = None) -> dict[str, Any]:
    """All takes that can be looked at, oldest first; `export` is a ZIP that was asked for."""
    with visit.lock:
        takes = [_take(take, visit) for take in visit.takes if not take.is_master]
    return {
        "takes": takes,
        "a": visit.a,
        "b": visit.b,
        "undo": visit.form_before is not None,
        "export": served(export),
    }


def _take(take: Take, visit: Visit) -> dict[str, Any]:
    marks = [
        word
        for word, holds in (
            ("draft", take.is_draft), ("text only", take.is_text_only), ("stopped", not take.complete)
        )
        if holds
    ]  # fmt: skip
    return {
        "id": take.id,
        "number": take.number,
        "name": take.name,
        "starred": take.starred,
        "marks": marks,
        "other": "" if take.source == visit.source else take.source.name,
        "facts": facts_of(take),
        "thumb": served(take.thumb),
        "video": served(take.video),
        "sidecar": served(take.sidecar),
    }


def facts_of(take: Take) -> str:
    """One line on how it was made."""
    settings, spent_sec = take.request.settings, sum(take.seconds.values())
    facts = [
        f"{take.source.name}",
        f"seed {settings.seed}",
        f"{settings.steps} step{'s' * (settings.steps > 1)}",
    ]
    if spent_sec:
        facts.append(f"{spent_sec:.1f} s")
    return " · ".join([*facts, take.model.get("name", "")])
