"""`listen`, `stems` and `presets`."""

from __future__ import annotations

from math import inf
from pathlib import Path
from tempfile import gettempdir

from rich.table import Table

from lvocal.cli.console import out
from lvocal.cli.delivery import check_output
from lvocal.cli.flags import Flags
from lvocal.cli.rendering import SESSION, engine_near
from lvocal.cli.sound_wishes import hearing_of, mix_of
from lvocal.cli.wishes import existing, settings_of
from lvocal.media.gate import GATE_DB, stem_levels
from lvocal.media.soundtrack import write_wav24
from lvocal.media.synth import describe, is_mood, preset_names
from lvocal.media.video import probe
from lvocal.model.separator import STEMS
from lvocal.values import EMOTIONS, ColorizeRequest, Heard, SoundMix, StemLevel, UserError

ROWS = 24
"""A longer film is summed up in this many stretches."""

NAMED = 3
"""Emotions and surroundings named in each stretch, the likeliest first."""

CLEAR = 0.05
"""Probability below which a word is not worth reading."""


def listen(film: Path, flags: Flags) -> None:
    """Print what plays, what the model hears over time, and how much it has to do with the pictures."""
    request = ColorizeRequest(
        existing(film), mix=mix_of(flags), hearing=hearing_of(flags), settings=settings_of(flags)
    )
    with engine_near(Path(gettempdir())) as engine:
        tried = engine.audition(request, spread(request.source), SESSION)
    if tried.heard.stems:
        out().print(stems_table(tried.heard.stems))
    out().print(lanes_table(request))
    out().print(heard_table(tried.heard))
    for name in tried.idle:
        out().print(f'"{name}" leads nowhere, so nothing of it was changed.')


def spread(source: Path) -> list[int]:
    """Frames to look at, over the whole film; none of a sound file."""
    try:
        count = probe(source).num_frames
    except UserError:
        return []
    return [(2 * at + 1) * count // (2 * ROWS) for at in range(ROWS)] if count > ROWS else [*range(count)]


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


def lanes_table(request: ColorizeRequest) -> Table:
    """What each lane plays, and what the person has put in the place of what is heard."""
    mix, hearing = request.mix, request.hearing
    table = Table(
        "lane", "plays", "dB", "later by", "", title="The mix", title_justify="left", show_edge=False
    )
    for name, lane in (("music", mix.music), ("ambience", mix.ambience)):
        both = f"{_said(lane.a)} to {_said(lane.b)}, {lane.blend:.0%}" if lane.b else _said(lane.a)
        table.add_row(name, both, f"{lane.gain_db:+g}", f"{lane.offset_sec:g} s", _off(mix, name))
    if mix.separates:
        table.add_row("speech", "film's own", f"{mix.speech_db:+g}", "", _off(mix, "speech"))
    if hearing.mood:
        mood = hearing.mood
        table.add_row("dial", f"{mood.start} to {mood.end}, {mood.amount:.0%}", "", "", _off(mix, "music"))
    for change in (*hearing.emotions, *hearing.places):
        table.add_row("heard", change.heard, "", "", f"told as {change.by}" if change.by else "vetoed")
    return table


def _said(source: str | None) -> str:
    return "film's own" if source == "original" else Path(source or "").name.removeprefix("preset:")


def _off(mix: SoundMix, lane: str) -> str:
    return "" if mix.plays(lane) else "off"


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
    if heard.relevance:
        table.add_column("relevance of music, ambience", justify="right")
    count = len(heard.times_sec)
    step = max(1, -(-count // ROWS))
    for start in range(0, count, step):
        emotions = [dict(zip(EMOTIONS, row, strict=True)) for row in heard.emotions[start : start + step]]
        places = [dict(row) for row in heard.ambience[start : start + step]]
        after = heard.times_sec[start + step] if start + step < count else inf
        relevance = _relevance(heard, heard.times_sec[start], after)
        table.add_row(clock(heard.times_sec[start]), _words(emotions), _words(places), *relevance)
    if not count:
        table.add_row(clock(0), _words([]), _words([]))
    return table


def _relevance(heard: Heard, start_sec: float, stop_sec: float) -> list[str]:
    """Mean r of both roads over the pictures of a stretch; a dash where nothing sounds or was seen."""
    if not heard.relevance:
        return []
    seen = [item for item in heard.relevance if start_sec <= item.start_sec < stop_sec]
    roads = ([item.music for item in seen], [item.ambience for item in seen])
    known = [[r for r in road if r is not None] for road in roads]
    return [", ".join(f"{sum(road) / len(road):.2f}" if road else "-" for road in known)]


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
