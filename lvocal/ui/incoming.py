"""Films, sounds and pictures on their way into a visit: taken in, looked at, made ready for the screen."""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path

import numpy as np

from lvocal.media.audio import read_audio
from lvocal.media.shots import find_shots
from lvocal.media.stills import filmstrip, png_bytes, write_png
from lvocal.media.video import probe, read_luma
from lvocal.media.writer import Writer
from lvocal.ui.visits import Visit
from lvocal.values import Clip, UserError

STRIP_PICTURES = 14
PROXY_PIXELS = 1280 * 720 * 24 * 60
"""Pixels over all frames up to which a film is re-encoded just to be played grey beside its takes."""


def adopt(upload: Path, folder: Path) -> Path:
    """Move an upload into a visit under a name that is safe everywhere, each in a folder of its own."""
    home = folder / f"in-{secrets.token_hex(6)}"
    home.mkdir()
    return Path(shutil.move(upload, home / safe_name(upload.name)))


def safe_name(name: str) -> str:
    """Letters, digits, dots, dashes and spaces; never hidden and never looking like an option."""
    clean = re.sub(r"[^\w. -]", "_", Path(name).name).lstrip("-. ")
    stem, suffix = Path(clean).stem[:80], Path(clean).suffix[:10]
    return f"{stem}{suffix}" if stem else f"film{suffix}"


def take_in(visit: Visit, path: Path) -> None:
    """Make `path` the film of the visit: facts, shots, filmstrip and a grey still. UserError for no film."""
    clip = probe(path)
    shots = find_shots(clip)
    visit.open(clip)
    visit.shots = shots
    home = visit.folder / f"strip-{secrets.token_hex(6)}"
    home.mkdir()
    for frame, gray in filmstrip(clip, shots, STRIP_PICTURES):
        picture = home / f"{frame}.png"
        picture.write_bytes(png_bytes(np.repeat(gray[:, :, None], 3, axis=2)))
        visit.strip.append((frame, picture))
    turn_to(visit, visit.strip[len(visit.strip) // 3][0])


def turn_to(visit: Visit, frame: int) -> None:
    """Make `frame` the one that is painted as a still, and show it grey."""
    clip = _clip(visit)
    if not 0 <= frame < clip.num_frames:
        raise ValueError(f"frame must lie in 0..{clip.num_frames - 1}, got {frame}")
    path = visit.folder / f"gray-{secrets.token_hex(6)}.png"
    _without_color(clip, frame, path)
    if visit.gray:
        visit.gray.unlink(missing_ok=True)
    visit.frame, visit.gray, visit.still = frame, path, None
    visit.show("still")


def make_proxy(visit: Visit) -> None:
    """The film without colour as H.264, so that every browser plays the original beside its takes."""
    clip = _clip(visit)
    if clip.num_frames * clip.width * clip.height > PROXY_PIXELS:
        return
    path = visit.folder / f"gray-{secrets.token_hex(6)}.mp4"
    half = np.zeros(((clip.height + 1) // 2, (clip.width + 1) // 2), np.float32)
    with Writer(path, clip, audio="copy" if clip.audio else None) as writer:
        for luma in read_luma(clip):
            writer.write(luma, half, half)
    if visit.clip is clip:
        visit.proxy = path


def check_sound(path: Path) -> None:
    """UserError when a file has no sound that can be read."""
    if read_audio(path, limit_sec=1.0) is None:
        raise UserError(f"{path.name} has no sound.", "Choose a file with a sound track.")


def _without_color(clip: Clip, frame: int, path: Path) -> None:
    half = np.zeros(((clip.height + 1) // 2, (clip.width + 1) // 2), np.float32)
    write_png(path, next(iter(read_luma(clip, frame, frame + 1))), half, half, clip)


def _clip(visit: Visit) -> Clip:
    if visit.clip is None:
        raise UserError("There is no film yet.", "Open one, or take an example.")
    return visit.clip
