"""One page about a take, to hand over: before and after, colours, words, sound, and all that repeats it.

Everything is read from the film and its sidecar. The picture before is the film without its chroma, for luma
is never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from lvocal.color.looks import look_of
from lvocal.color.naming import parse_color
from lvocal.color.palette import palette_of_picture
from lvocal.color.spaces import lab_to_srgb, srgb_to_hex
from lvocal.media.masters import SUFFIX
from lvocal.media.pixels import gray_unit
from lvocal.media.video import probe, read_luma, read_rgb
from lvocal.sample.page import Page
from lvocal.sample.sidecar import read_sidecar
from lvocal.settings import ColorizeSettings
from lvocal.values import ColorizeRequest, Lane, Trim, UserError

KINDS = (".pdf", ".png")

PICTURE_PX = 810
"""Width of each of the two pictures."""


def write_look_sheet(sidecar: Path, path: Path, film: Path | None = None, frame: int | None = None) -> Path:
    """Write the page as PDF or PNG, by the ending of `path`. `frame` is shown, else the one in the middle.

    `film` is needed where it does not lie beside its sidecar. UserError for what cannot be read."""
    if path.suffix.lower() not in KINDS:
        raise UserError(f"A look sheet is a PDF or a PNG, not {path.name}.", "Change the ending.")
    request, record = read_sidecar(sidecar)
    page = look_sheet(request, record, *before_and_after(film or film_of(sidecar), frame))
    page.save(path, resolution=150.0)
    return path


def film_of(sidecar: Path) -> Path:
    """The film that lies beside a sidecar."""
    for suffix in SUFFIX.values():
        if suffix and (film := sidecar.with_suffix(suffix)).is_file():
            return film
    raise UserError(
        f"No film lies beside {sidecar.name}.", "Say where it is; of a PNG sequence, make a film."
    )


def before_and_after(film: Path, frame: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Two pictures (H, W, 3) uint8 of one frame."""
    clip = probe(film)
    frame = clip.num_frames // 2 if frame is None else frame
    if not 0 <= frame < clip.num_frames:
        raise UserError(f"{film.name} has no frame {frame}.", f"Choose one from 0 to {clip.num_frames - 1}.")
    gray = gray_unit(next(iter(read_luma(clip, frame, frame + 1))), clip)
    after = next(iter(read_rgb(clip, frame, frame + 1)))
    width = round(clip.height * float(clip.width * clip.sample_aspect / clip.height))
    before = np.rint(gray[..., None].repeat(3, 2) * 255).astype(np.uint8)
    return tuple(cv2.resize(picture, (width, clip.height)) for picture in (before, after))  # type: ignore[return-value]


def look_sheet(
    request: ColorizeRequest, record: Mapping[str, Any], before: np.ndarray, after: np.ndarray
) -> Image.Image:
    """The page."""
    page, look = Page(), look_of(request)
    page.title(request.source.name, "L-VOCAL look sheet")
    page.line(f"{look.title}: {look.sentence}" if look else "A look of its own, made by hand.")
    page.pictures(before, after, PICTURE_PX, ("before", "after"))
    page.columns(3)
    page.heading("Colours")
    page.swatches("in this frame", palette_of_picture(after).colors)
    if request.palette is not None:
        page.swatches("asked for", request.palette.colors)
    page.heading("Words")
    page.text(request.prompt or "no caption")
    for row in request.rows:
        code = srgb_to_hex(lab_to_srgb(np.array(parse_color(row.color))))
        page.swatches(f"{row.object}: {row.color}", (code,))
    page.next_column()
    page.heading("Sound")
    for line in _sound(request, record):
        page.text(line)
    page.heading("Repeat it")
    for line in _identity(request, record):
        page.text(line)
    page.next_column()
    page.heading("Settings")
    for line in _settings(request):
        page.text(line)
    page.footer("The colours of this take depend on what stands where; only its global part fits into a LUT.")
    return page.image


def _sound(request: ColorizeRequest, record: Mapping[str, Any]) -> Iterator[str]:
    """Both roads: what was played, how strongly it counted, and what was heard."""
    heard = record.get("heard") or {}
    settings = request.settings
    for road, lane, strength in (
        ("music", request.mix.music, settings.music_strength),
        ("ambience", request.mix.ambience, settings.ambience_strength),
    ):
        yield f"{road}: {_lane(lane)}, strength {strength:g}"
        words = ", ".join(f"{word} {share:.0%}" for word, share in heard.get(road, ()))
        yield f"heard: {words or 'nothing clear'}"
    if request.mix.speech_db:
        yield f"speech: {request.mix.speech_db:+g} dB"


def _lane(lane: Lane) -> str:
    name = "the film's own" if lane.a == "original" else Path(lane.a).name
    if lane.b:
        name += f" to {Path(lane.b).name}, {lane.blend:.0%}"
    return name + (f", {lane.gain_db:+g} dB" if lane.gain_db else "")


def _identity(request: ColorizeRequest, record: Mapping[str, Any]) -> Iterator[str]:
    """What makes the same film again."""
    model, hashes = record.get("model", {}), record.get("sha256", {})
    yield f"seed {request.settings.seed}"
    yield f"model {model.get('name', '?')} {str(model.get('fingerprint', ''))[:16]}"
    yield f"L-VOCAL {record.get('lvocal', '?')}"
    for name in ("source", "video"):
        yield f"{name} sha256 {str(hashes.get(name, '?'))[:16]}"


def _settings(request: ColorizeRequest) -> Iterator[str]:
    """What is not as it comes; then the trim."""
    plain = ColorizeSettings()
    for item in fields(plain):
        value = getattr(request.settings, item.name)
        if item.name != "seed" and value != getattr(plain, item.name):
            yield (
                f"{item.name.replace('_', ' ')} {value:g}"
                if isinstance(value, float)
                else f"{item.name} {value}"
            )
    trim = request.trim
    if trim == Trim():
        yield "no global part: colours as painted"
        return
    yield f"warmth {trim.warmth:+g}, tint {trim.tint:+g}"
    yield "saturation " + ", ".join(f"{factor:g}" for factor in trim.saturation) + " (dark, mid, light)"
    for name in ("shadow_tint", "highlight_tint"):
        a, b = getattr(trim, name)
        if a or b:
            yield f"{name.replace('_', ' ')} a* {a:+g}, b* {b:+g}"
    for band in trim.bands:
        yield f"hue {band.hue:g}° ±{band.width:g}°: factor {band.saturation:g}, turned {band.rotation:+g}°"
    if trim.two_color:
        yield f"two colours {trim.two_color:.0%} on the axis {trim.axis:g}°"
