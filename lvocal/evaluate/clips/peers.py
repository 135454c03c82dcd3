"""Other colorizers as commands, measured on the same clips and by the same clock: frames in, frames out.

A command is written with names in braces, which are filled in for every clip: {frames}, a folder of grey PNG
files 00000.png and so on; {film}, the same as one lossless film with the clip's sound; {output}, an empty
folder for the coloured frames (pictures in order, or one film); {caption}, {fps}, {width}, {height}.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lvocal.color.spaces import luma
from lvocal.evaluate.clips.footage import FILMS
from lvocal.evaluate.clips.methods import Colored, Given
from lvocal.media.audio import read_audio
from lvocal.media.picture_film import lossless_film, pictures_in
from lvocal.media.stills import png_bytes
from lvocal.media.video import read_rgb
from lvocal.model.bundle import Networks
from lvocal.settings import ColorizeSettings
from lvocal.values import UserError

NAMES = ("frames", "film", "output", "caption", "fps", "width", "height")

BRACE = re.compile(r"\{[^{}]*\}")

LAST_WORDS = 300
"""Characters of what a command that failed wrote last."""

BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024
"""Of the peak that the system tells."""

LAUNCHER = """
import json, os, resource, sys, time
started = time.perf_counter()
code = os.waitstatus_to_exitcode(os.waitpid(os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ), 0)[1])
spent = {"code": code, "seconds": time.perf_counter() - started}
spent["peak"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
open(sys.argv[1], "w").write(json.dumps(spent))
"""
"""A small process between this one and the command: a child begins with the peak of whoever starts it."""


@dataclass(frozen=True)
class Peer:
    """Another program. Its memory is that of its largest process; a graphics card's is not counted."""

    name: str
    command: str
    code: str = ""
    """Hash of the program, where it is known: a program that is changed otherwise is not noticed."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """The command, and the hash of its program."""
        return {"peer": self.command, "code": self.code}

    def changed(self, networks: Networks) -> Networks:
        """It has its own."""
        return networks

    def paint(self, given: Given, networks: Networks, settings: ColorizeSettings) -> Colored:
        """UserError where it fails, or what it made is not one picture for every frame."""
        output = given.folder / "output"
        output.mkdir()
        words = filled(self.command, _given_names(given, output))
        seconds, peak_gb = _run(self.name, words, given.folder / "log.txt")
        return Colored(_made(self.name, output), seconds, peak_gb=peak_gb)


def read_peer(text: str) -> Peer:
    """Read "NAME=COMMAND". UserError where there is no name, no command, a quote that nothing closes, or an
    unknown brace."""
    name, _, command = text.partition("=")
    if not any(letter.isalnum() for letter in name) or not command.strip():
        raise UserError(f'"{text}" names no peer.', 'Write --peer "NAME=COMMAND {frames} {output}".')
    try:
        shlex.split(command)
    except ValueError as problem:
        raise UserError(f"The command of {name} cannot be read: {problem}.", "Mend its quotes.") from problem
    braces = BRACE.findall(command)
    if "{output}" not in braces or not {"{frames}", "{film}"} & set(braces):
        raise UserError(
            f"The command of {name} is not told where to read or to write.",
            "Give it {frames} or {film}, and {output}.",
        )
    if unknown := [brace for brace in braces if brace.strip("{}") not in NAMES]:
        raise UserError(
            f"Nobody can fill in {unknown[0]}.", f"There are {', '.join(f'{{{n}}}' for n in NAMES)}."
        )
    return Peer(name.strip(), command.strip())


def filled(command: str, names: Mapping[str, str]) -> list[str]:
    """The words of a command, with braces filled in after it was cut up, so that a caption stays one word;
    all at once, so that braces of the caption stay what they are."""
    return [
        BRACE.sub(lambda brace: names.get(brace[0].strip("{}"), brace[0]), word)
        for word in shlex.split(command)
    ]


def _given_names(given: Given, output: Path) -> dict[str, str]:
    clip, frames = given.clip, given.folder / "frames"
    frames.mkdir()
    gray = []
    for number, rgb in enumerate(read_rgb(clip)):
        gray.append(_gray(rgb))
        (frames / f"{number:05d}.png").write_bytes(png_bytes(gray[-1]))
    sound = read_audio(clip.path) if clip.audio else None
    film = lossless_film(given.folder / "gray.mkv", gray, clip.fps.limit_denominator(65535), sound)
    return {
        "frames": str(frames), "film": str(film), "output": str(output), "caption": given.caption,
        "fps": f"{float(clip.fps):g}", "width": str(clip.width), "height": str(clip.height),
    }  # fmt: skip


def _gray(rgb: np.ndarray) -> np.ndarray:
    return np.rint(luma(rgb.astype(np.float32))).astype(np.uint8)[..., None].repeat(3, axis=-1)


def _run(name: str, words: list[str], log: Path) -> tuple[float, float]:
    """Seconds and GB. UserError where it cannot start or ends badly."""
    found = log.with_name("spent.json")
    with log.open("wb") as said:
        subprocess.run(
            [sys.executable, "-S", "-c", LAUNCHER, str(found), *words],
            stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    last = log.read_text(errors="replace").strip()[-LAST_WORDS:]
    if not found.exists():
        raise UserError(f"{name} cannot be started: {last}", "Mend the command of --peer.")
    spent = json.loads(found.read_text())
    if spent["code"]:
        raise UserError(f"{name} ended with {spent['code']}: {last}", "Try its command by hand.")
    return spent["seconds"], spent["peak"] * BYTES_PER_UNIT / 1e9


def _made(name: str, output: Path) -> Path:
    """The folder of pictures that was written, or the one film."""
    folders = [output, *sorted(path for path in output.rglob("*") if path.is_dir())]
    for folder in folders:
        if pictures_in(folder):
            return folder
    films = [path for path in sorted(output.rglob("*")) if path.suffix.lower() in FILMS]
    if not films:
        raise UserError(f"{name} wrote no pictures and no film.", "Let its command write into {output}.")
    return films[0]
