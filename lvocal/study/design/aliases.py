"""Names under which films reach a browser: they tell neither the condition nor the clip, and every
participant has others. Only the holder of the study's key can make them or read them.
"""

from __future__ import annotations

import hmac
import json
from pathlib import Path

from lvocal.study.nouns import Study
from lvocal.values import UserError


def alias(study: Study, key: bytes, participant: str, clip: str, condition: str | None) -> str:
    """32 hexadecimal digits for one film, or with None for the sound of a clip; HMAC-SHA-256, cut in half."""
    said = json.dumps([study.name, participant, clip, condition]).encode()
    return hmac.digest(key, said, "sha256")[:16].hex()


def resolve(study: Study, key: bytes, participant: str, name: str) -> Path:
    """The file behind an alias of this participant, from the study's folder on; UserError where none is."""
    for clip in study.clips:
        files: list[tuple[str | None, Path | None]] = [*clip.stimuli.items(), (None, clip.sound)]
        for condition, path in files:
            if path and alias(study, key, participant, clip.id, condition) == name:
                return path
    raise UserError("There is no such film.", "Reload the page.")
