"""`evaluate quick`: what the embedded model must show, on the validation splits, with the bar beside each
figure. Every part asks one question and can be measured alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lvocal.evaluate.bars.carried_bars import carried
from lvocal.evaluate.bars.finding_bars import finding
from lvocal.evaluate.bars.held_bars import held
from lvocal.evaluate.bars.known_bars import palette, pins
from lvocal.evaluate.bars.luma_check import luma
from lvocal.evaluate.bars.meeting_bars import conflict, relevance
from lvocal.evaluate.bars.plausible_bars import plausibility
from lvocal.evaluate.bars.sound_bars import ambience, hearing, music, zero
from lvocal.evaluate.bars.table import Part, Row, Table, Trial
from lvocal.evaluate.bars.time_bars import borders, drifting, jitter
from lvocal.evaluate.bars.word_bars import fine, objects, unseen, words
from lvocal.media.shards import read_pictures
from lvocal.model.bundle import MiniNetworks
from lvocal.settings import ColorizeSettings
from lvocal.values import UserError

PARTS: dict[str, Part] = {
    "words": words,
    "unseen": unseen,
    "fine": fine,
    "objects": objects,
    "finding": finding,
    "plausibility": plausibility,
    "music": music,
    "ambience": ambience,
    "relevance": relevance,
    "conflict": conflict,
    "hearing": hearing,
    "pins": pins,
    "held": held,
    "carried": carried,
    "palette": palette,
    "jitter": jitter,
    "borders": borders,
    "drift": drifting,
    "zero": zero,
    "luma": luma,
}
"""In the order of the table."""


def run(
    data: Path, networks: MiniNetworks, settings: ColorizeSettings | None = None, limit: int | None = None,
    only: str | None = None, say: Callable[[str], None] = lambda text: None,
) -> Table:  # fmt: skip
    """Measure everything, or `only` one part; `limit` keeps only so many pictures, sounds or films per line.

    The shipped figures know no limit, but for parts that take some of many pictures or long films by
    themselves. Raises UserError for a part that there is not.
    """
    if only is not None and only not in PARTS:
        raise UserError(f'There is no part called "{only}".', f"Choose one of: {', '.join(PARTS)}.")
    settings = settings or ColorizeSettings()
    trial = Trial(networks, data, read_pictures(data / "images", "val"), settings, limit)
    rows: list[Row] = []
    for name, part in PARTS.items():
        if only in (None, name):
            say((part.__doc__ or name).splitlines()[0])
            rows += part(trial)
    return Table(
        f"evaluate quick: {networks.name} {networks.fingerprint}, {settings.steps} steps", tuple(rows)
    )
