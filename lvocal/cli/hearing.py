"""`listen`, `stems` and `presets`."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir

from rich.table import Table

from lvocal.cli.console import out
from lvocal.cli.delivery import check_output
from lvocal.cli.flags import Flags
from lvocal.cli.rendering import SESSION, engine_near
from lvocal.cli.wishes import existing, mix_of
from lvocal.media.gate import GATE_DB, stem_levels
from lvocal.media.soundtrack import write_wav24
from lvocal.media.synth import describe, is_mood, preset_names
from lvocal.model.separator import STEMS
from lvocal.values import EMOTIONS, Heard, StemLevel, UserError

ROWS = 24
"""A longer film is summed up in this many stretches."""

NAMED = 3
"""Emotions and surroundings named in each stretch, the likeliest first."""

CLEAR = 0.05
"""Probability below which a word is not worth reading."""


def listen(film: Path, flags: Flags) -> None:
    """Print what the model hears over time."""
    source, mix = existing(film), mix_of(flags)
    with engine_near(Path(gettempdir())) as engine:
        heard = engine.listen(mix, source, SESSION)
    if heard.stems:
        out().print(stems_table(heard.stems))
    out().print(heard_table(heard))


def stems(film: Path, output: Path, flags: Flags, force: bool) -> None:
    """Write speech, music and effects of a film as WAV files, and print how loud they are."""
    source, mix = existing(film), mix_of(flags)
    if not mix.separates:
        raise UserError("With --separator none there are no stems.", "Choose mini or demucs.")
    if output.suffix or not output.absolute().parent.is_dir():
        check_output(output, "", force, "A set of stems")
    output.mkdir(exist_ok=True)
    paths = {name: output / f"{source.stem}-{name}.wav" for name in STEMS}
    for path in paths.values():
        check_output(path, ".wav", force, "A stem")
    with engine_near(output.absolute()) as engine:
        found = engine.separate(mix, source, SESSION)
        for name, path in paths.items():
            write_wav24(path, getattr(found, name))
    out().print(stems_table(stem_levels(found)))
    for path in paths.values():
        out().print(str(path))


def stems_table(levels: tuple[StemLevel, ...]) -> Table:
    """How loud each stem is, and whether it counts as silence."""
    table = Table("stem", "level", "", title="The film's own sound", title_justify="left", show_edge=False)
    for level in levels:
        silent = f"silent: {-GATE_DB:g} dB below the whole" if level.is_silent else ""
        table.add_row(level.name, f"{level.level_db:.1f} dBFS", silent)
    return table


def presets() -> None:
    """Print the sounds this project makes itself."""
    for title, moods in (("Surroundings, for --ambience", False), ("Moods, for --music", True)):
        table = Table("preset", "what is heard", title=title, title_justify="left", show_edge=False)
        for name in preset_names():
            if is_mood(name) == moods:
                table.add_row(f"preset:{name}", describe(name))
        out().print(table)


def heard_table(heard: Heard) -> Table:
    """One row for each stretch of time; segments of one stretch are averaged."""
    table = Table("from", "music", "ambience", title="What is heard", title_justify="left", show_edge=False)
    count = len(heard.times_sec)
    step = max(1, -(-count // ROWS))
    for start in range(0, count, step):
        emotions = [dict(zip(EMOTIONS, row, strict=True)) for row in heard.emotions[start : start + step]]
        places = [dict(row) for row in heard.ambience[start : start + step]]
        table.add_row(clock(heard.times_sec[start]), _words(emotions), _words(places))
    if not count:
        table.add_row(clock(0), _words([]), _words([]))
    return table


def clock(time_sec: float) -> str:
    """0:00:03.5"""
    minutes, seconds = divmod(time_sec, 60)
    return f"{int(minutes) // 60}:{int(minutes) % 60:02}:{seconds:04.1f}"


def _words(shares: list[dict[str, float]]) -> str:
    """The likeliest words with their mean probability."""
    if not shares:
        return "nothing"
    means = {word: sum(row.get(word, 0.0) for row in shares) / len(shares) for row in shares for word in row}
    best = sorted(means.items(), key=lambda item: -item[1])[:NAMED]
    return ", ".join(f"{word} {share:.0%}" for word, share in best if share >= CLEAR) or "nothing clear"
