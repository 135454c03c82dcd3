"""The same work without the page: named endpoints for gradio_client, each call in a session of its own."""

from __future__ import annotations

import logging
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components import Component

from lvocal.engine import Engine
from lvocal.media.masters import KINDS
from lvocal.media.synth import describe, is_mood, preset_names
from lvocal.media.video import probe
from lvocal.settings import ColorizeSettings
from lvocal.ui.forms import defaults, look_names, read_request
from lvocal.ui.incoming import adopt
from lvocal.ui.served import one_file
from lvocal.ui.sound_calls import SOUND, hearing_fields, sound_fields, sound_form, spread_frames, told
from lvocal.values import ColorizeRequest, ColorizeResult, UserError, Weights

log = logging.getLogger(__name__)

MASTERS = [(about.title, "" if kind == "h264" else kind) for kind, about in KINDS.items()]
"""Kinds of files, by what is read."""

WORDS = (
    "prompt",
    "colors",
    "music",
    "ambience",
    "music_strength",
    "ambience_strength",
    "palette",
    "seed",
    "steps",
    "mood",
    "changes",
    "mute",
)
"""What the endpoints take beside the film, in this order."""


def add_endpoints(engine: Engine) -> None:
    """Add /colorize, /preview, /listen and /presets to the current Blocks; none of them shows on the page."""
    with gr.Column(visible=False):
        source = gr.File(label="source", type="filepath")
        words = _words(engine.weights)
        frame = gr.Number(0, label="frame", precision=0)
        master = gr.Dropdown(MASTERS, value="", label="master")
        film, sidecar, still = gr.File(label="film"), gr.File(label="sidecar"), gr.File(label="still")
        heard, presets = gr.JSON(label="heard"), gr.JSON(label="presets")
        calls = Calls(engine)
        press = [gr.Button() for _ in range(4)]
        press[0].click(calls.colorize, [source, master, *words], [film, sidecar], api_name="colorize")
        press[1].click(calls.preview, [source, frame, *words], still, api_name="preview")
        press[2].click(calls.listen, [source, *sound_fields()], heard, api_name="listen")
        press[3].click(list_presets, None, presets, api_name="presets")


def list_presets() -> dict[str, Any]:
    """Sounds and looks that ship with the program."""
    sounds = [{"name": name, "mood": is_mood(name), "heard": describe(name)} for name in preset_names()]
    return {"sounds": sounds, "looks": look_names()}


def plainly(call: Callable[..., Any]) -> Callable[..., Any]:
    """A caller reads one sentence and a remedy; a fault of the program is only named as one."""

    @wraps(call)
    def run(*args: Any) -> Any:
        try:
            return call(*args)
        except UserError as problem:
            raise gr.Error(str(problem), print_exception=False) from problem
        except Exception as problem:
            log.exception("%s failed", call.__name__)
            raise gr.Error(
                "The program made a mistake; its log says which.", print_exception=False
            ) from problem

    return run


class Calls:
    """The endpoints' own work."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @plainly
    def colorize(
        self,
        source: str | None,
        master: str = "",
        prompt: str = "",
        colors: str = "",
        music: str = "original",
        ambience: str = "original",
        music_strength: float = 1.0,
        ambience_strength: float = 1.0,
        palette: str = "",
        seed: int = 0,
        steps: int = ColorizeSettings.steps,
        mood: str = "",
        changes: str = "",
        mute: str = "",
    ) -> tuple[str, str]:
        """Colour a film; gives the film (a PNG sequence as ZIP) and its sidecar."""
        words = (
            prompt, colors, music, ambience, music_strength, ambience_strength, palette, seed, steps,
            mood, changes, mute,
        )  # fmt: skip
        with self._session(source) as (session, film):
            request = replace(self._request(words, film), master=master or None)  # type: ignore[arg-type]
            *_, result = self.engine.submit(request, session).events()
            assert isinstance(result, ColorizeResult)
            return _keep(one_file(result.video)), _keep(result.sidecar)

    @plainly
    def preview(
        self,
        source: str | None,
        frame: int = 0,
        prompt: str = "",
        colors: str = "",
        music: str = "original",
        ambience: str = "original",
        music_strength: float = 1.0,
        ambience_strength: float = 1.0,
        palette: str = "",
        seed: int = 0,
        steps: int = ColorizeSettings.steps,
        mood: str = "",
        changes: str = "",
        mute: str = "",
    ) -> str:
        """Paint one frame."""
        words = (
            prompt, colors, music, ambience, music_strength, ambience_strength, palette, seed, steps,
            mood, changes, mute,
        )  # fmt: skip
        with self._session(source) as (session, film):
            request = self._request(words, film)
            frames = probe(film).num_frames
            if not 0 <= int(frame) < frames:
                raise UserError(f"The film has {frames} frames, counted from 0.", "Ask for one of them.")
            return _keep(self.engine.preview(request, int(frame), session))

    @plainly
    def listen(
        self,
        source: str | None,
        music: str = "original",
        ambience: str = "original",
        music_b: str = "",
        ambience_b: str = "",
        music_blend: float = 0.0,
        ambience_blend: float = 0.0,
        music_db: float = 0.0,
        ambience_db: float = 0.0,
        speech_db: float = 0.0,
        music_offset: float = 0.0,
        ambience_offset: float = 0.0,
        mood: str = "",
        changes: str = "",
        mute: str = "",
        solo: str = "",
    ) -> dict[str, Any]:
        """What the model hears in a mix, after all changes, and how much it has to do with the pictures."""
        sound = (
            music, ambience, music_b, ambience_b, music_blend, ambience_blend, music_db, ambience_db,
            speech_db, music_offset, ambience_offset, mood, changes, mute, solo,
        )  # fmt: skip
        with self._session(source) as (session, film):
            form = {**defaults(self.engine.weights), **sound_form(dict(zip(SOUND, sound, strict=True)))}
            request = read_request(form, film, {}, self.engine.weights)
            return told(self.engine.audition(request, spread_frames(film), session))

    def _request(self, words: tuple[Any, ...], film: Path) -> ColorizeRequest:
        return read_request(_form(words, self.engine.weights), film, {}, self.engine.weights)

    @contextmanager
    def _session(self, source: str | None) -> Iterator[tuple[str, Path]]:
        if not source:
            raise UserError("There is no film.", "Hand one over as source.")
        session = secrets.token_urlsafe(16)
        try:
            yield session, adopt(Path(source), self.engine.folder(session))
        finally:
            self.engine.leave(session)


def _words(weights: Weights) -> list[Component]:
    return [
        gr.Textbox("", label="prompt"),
        gr.Textbox("", label="colors", info="coat=red; car=mustard"),
        gr.Textbox("original", label="music", info="original, silence or preset:NAME"),
        gr.Textbox("original", label="ambience", info="as music"),
        gr.Number(1.0, label="music_strength"),
        gr.Number(1.0, label="ambience_strength"),
        gr.Textbox("", label="palette", info="#aa3322, mustard"),
        gr.Number(0, label="seed", precision=0),
        gr.Number(defaults(weights)["steps"], label="steps", precision=0),
        *hearing_fields(),
    ]


def _form(words: tuple[Any, ...], weights: Weights) -> dict[str, Any]:
    given = dict(zip(WORDS, words, strict=True))
    rows = [pair.partition("=") for pair in (given.pop("colors") or "").split(";") if pair.strip()]
    if bad := [thing for thing, equals, _ in rows if not equals]:
        raise UserError(
            f'"{bad[0].strip()}" is no colour row.', 'Write "object=colour", with ; between rows.'
        )
    given["rows"] = [{"object": thing.strip(), "color": color.strip()} for thing, _, color in rows]
    return {**defaults(weights), **sound_form(given)}


def _keep(path: Path) -> str:
    """Out of the session's folder, which goes with the call, to where gradio hands files out from."""
    home = Path(tempfile.mkdtemp(dir=gr.utils.get_upload_folder()))
    return str(shutil.move(path, home / path.name))
