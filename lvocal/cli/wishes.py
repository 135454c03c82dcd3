"""From flags to a ColorizeRequest; whatever cannot be meant is said at once, before anything is computed."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from lvocal.cli.beginnings import base_of, found_near, laid_over
from lvocal.cli.flags import FOR_THE_MACHINE, Flags
from lvocal.cli.look_wishes import palette_of, trim_of
from lvocal.cli.point_wishes import hint_of, paint_of, reference_of, repaint_of, strokes_of
from lvocal.cli.sound_wishes import hearing_of, mix_of
from lvocal.color.looks import Look, find_look
from lvocal.color.naming import parse_color
from lvocal.media.video import probe
from lvocal.settings import ColorizeSettings, read_keyframe, settings_from, standard
from lvocal.values import (
    ColorizeRequest,
    ColorRow,
    Machine,
    ShotWords,
    UserError,
    Weights,
)

SETTINGS = (
    "seed", "steps", "guidance", "saturation", "music_strength", "ambience_strength", "keyframe", "paint_px",
    "sound_guidance", "solver", "shift", "reuse", "fusion",
)  # fmt: skip
"""Flags that are settings of the same name."""


def request_of(film: Path, flags: Flags) -> ColorizeRequest:
    """The request, with every path absolute so that its sidecar can be repeated from anywhere."""
    if flags.draft and flags.master:
        raise UserError(
            "A draft is a small H.264 file and never a master.", "Leave --draft or --master away."
        )
    values: dict[str, Any] = {"weights": weights_of(flags), "master": flags.master, "draft": flags.draft}
    look = look_of(flags)
    request = ColorizeRequest(
        existing(film),
        prompt=flags.prompt,
        rows=tuple(row_of(text) for text in flags.color),
        shot_words=shots_of(flags),
        mix=mix_of(flags),
        hearing=hearing_of(flags),
        palette=palette_of(flags, look),
        hints=tuple(hint_of(text) for text in flags.hint),
        references=tuple(reference_of(text, existing) for text in flags.reference),
        strokes=strokes_of(existing(flags.strokes)) if flags.strokes else (),
        paints=tuple(paint_of(text, existing) for text in flags.paint),
        repaint=repaint_of(flags.over, flags.span, existing),
        trim=trim_of(flags, look),
        settings=settings_of(flags, look),
        **values,
    )
    if flags.begin is not None:
        request = begun_from(flags.begin, request, flags)
    check_frames(film, frames_of(request))
    return request


def begun_from(file: Path, said: ColorizeRequest, flags: Flags) -> ColorizeRequest:
    """The settings of a file over which the flags are laid; the kind of file is always that of the flags."""
    base = base_of(existing(file))
    lanes = {"music": flags.music, "ambience": flags.ambience}
    merged = laid_over(base, said, [name for name, sound in lanes.items() if sound is not None])
    look = look_of(flags)
    settings, trim = settings_of(flags, look, base.settings), trim_of(flags, look, base.trim)
    request = replace(merged, source=said.source, master=said.master, settings=settings, trim=trim)
    return found_near(request, file)


def weights_of(flags: Flags) -> Weights:
    """Which networks."""
    engine: Any = flags.engine
    return Weights(engine, None if flags.model is None else existing(flags.model))


def machine_of(flags: Flags) -> Machine:
    """How the full size runs here; the embedded size has nothing to choose."""
    said: dict[str, Any] = {name: value for name, value in asdict(flags).items() if name in FOR_THE_MACHINE}
    machine = Machine(**said)
    if flags.engine == "mini" and machine != Machine():
        raise UserError(
            "The embedded size always runs as it is.",
            f"Leave away {', '.join('--' + name.removesuffix('s') for name in said)}.",
        )
    return machine


def row_of(text: str) -> ColorRow:
    """Read "coat=red" or "coat=red@0.5"."""
    thing, sign, said = (part.strip() for part in text.partition("="))
    if not (thing and sign):
        raise UserError(f'"{text}" names no thing and colour.', 'Write it as --color "coat=red".')
    color, at, strength = (part.strip() for part in said.partition("@"))
    parse_color(color)
    try:
        return ColorRow(thing, color, float(strength) if at else 1.0)
    except ValueError:
        raise UserError(
            f'"{strength}" is no strength of a colour.', 'Write a number from 0 to 2: --color "coat=red@0.5".'
        ) from None


def shots_of(flags: Flags) -> tuple[ShotWords, ...]:
    """Read "120=a street at night" and "120:coat=red"; what names one frame is one wording."""
    prompts, rows = dict[int, str](), dict[int, list[ColorRow]]()
    for text in flags.shot:
        frame, caption = _framed(text, "=", '--shot "120=a street at night"')
        prompts[frame] = caption
    for text in flags.shot_color:
        frame, row = _framed(text, ":", '--shot-color "120:coat=red"')
        rows.setdefault(frame, []).append(row_of(row))
    frames = sorted({*prompts, *rows})
    return tuple(ShotWords(frame, prompts.get(frame, ""), tuple(rows.get(frame, ()))) for frame in frames)


def _framed(text: str, sign: str, example: str) -> tuple[int, str]:
    number, found, rest = (part.strip() for part in text.partition(sign))
    if not (found and number.isdecimal()):
        raise UserError(f'"{text}" begins with no frame.', f"Write it as {example}.")
    return int(number), rest


def look_of(flags: Flags) -> Look | None:
    """The look that was asked for."""
    return find_look(flags.look) if flags.look else None


def settings_of(
    flags: Flags, look: Look | None = None, base: ColorizeSettings | None = None
) -> ColorizeSettings:
    """The look over the defaults (or over `base`), with the flags laid over."""
    said = {name: value for name, value in asdict(flags).items() if name in SETTINGS and value is not None}
    try:
        if "keyframe" in said:
            said["keyframe"] = read_keyframe(said["keyframe"])
        base = base or standard(flags.engine)
        return settings_from(said, base=look.settings(base) if look else base)
    except (ValueError, TypeError, AttributeError) as problem:
        raise UserError(
            f"These settings cannot be used: {problem}.", "Correct the flag or the look."
        ) from problem


def frames_of(request: ColorizeRequest) -> list[int]:
    """Every frame that a request names."""
    keyframe = request.settings.keyframe
    chosen = [keyframe] if isinstance(keyframe, int) else []
    marks: list[Any] = [*request.references, *request.hints, *request.strokes, *request.paints]
    marks += request.shot_words
    span = [request.repaint.start, request.repaint.stop - 1] if request.repaint else []
    return [item.frame for item in marks] + span + chosen


def check_frames(film: Path, frames: list[int]) -> None:
    """UserError when a frame lies beyond the film; films are only read when there is something to check."""
    if not frames:
        return
    last = probe(film).num_frames - 1
    if beyond := [frame for frame in frames if not 0 <= frame <= last]:
        raise UserError(f"{film.name} has no frame {beyond[0]}.", f"Its frames are 0 to {last}.")


def existing(path: Path) -> Path:
    """The absolute path of a file that must be there."""
    if not path.exists():
        raise UserError(f"There is no file {path}.", "Check the name and the folder.")
    return path.resolve()
