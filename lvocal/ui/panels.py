"""Where everything stands on the page; nothing here does anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components import Component

from lvocal.ui.compare import facts_markup, look_up_color, palette_markup
from lvocal.ui.forms import DEFAULTS, HIGHEST_DB, LOWEST_DB, SEPARATORS, sound_choices
from lvocal.ui.theme import widget

LOOKS = Path(__file__).parents[2] / "presets" / "looks"
EXAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "Beach": ("beach.mp4", {"prompt": "tan sand, blue sky, turquoise sea"}),
    "Campfire": ("campfire.mp4", {"prompt": "dark green trees, an orange fire, green grass"}),
}
"""Films of this project that work at the first click, each with its words."""
MASTERS = [
    ("ProRes 422 HQ (MOV)", "prores"),
    ("FFV1, lossless (MKV)", "ffv1"),
    ("16-bit PNG sequence (ZIP)", "png"),
]
HELP = (
    "space play · ←/→ frame · shift+←/→ filmstrip · 1/2 flick A/B · w wipe · s side by side · d difference · "
    "p preview still · enter colorize · esc stop"
)


@dataclass(frozen=True)
class Page:
    """Every component by what it is for."""

    form: dict[str, Component]
    """The controls of forms.DEFAULTS, in that order."""
    upload: gr.UploadButton
    examples: dict[str, gr.Button]
    sound: gr.UploadButton
    palette_image: gr.UploadButton
    palette_words: gr.Button
    palette_draw: gr.Button
    swatches: gr.HTML
    look: gr.Dropdown
    facts: gr.HTML
    viewer: gr.HTML
    strip: gr.HTML
    heard: gr.HTML
    status: gr.HTML
    preview: gr.Button
    live: gr.Button
    live_on: gr.Checkbox
    listen: gr.Button
    colorize: gr.Button
    stop: gr.Button
    take: gr.Dropdown
    restore: gr.Button
    master: gr.Dropdown
    make_master: gr.Button
    film: gr.DownloadButton
    sidecar: gr.DownloadButton

    @property
    def inputs(self) -> list[Component]:
        return list(self.form.values())


def lay_out() -> Page:
    """Build all components inside the current Blocks."""
    parts: dict[str, Any] = {
        "facts": gr.HTML(facts_markup(None), apply_default_css=False, elem_id="lv-facts")
    }
    with gr.Row(elem_id="lv-desk", equal_height=False):
        with gr.Column(scale=5, min_width=400, elem_id="lv-left"):
            form = _left(parts)
        with gr.Column(scale=9, min_width=560, elem_id="lv-right"):
            _right(parts)
    return Page(form={name: form[name] for name in DEFAULTS}, **parts)


def _left(parts: dict[str, Any]) -> dict[str, Component]:
    form: dict[str, Component] = {}
    with gr.Row(elem_classes="lv-tight"):
        parts["upload"] = gr.UploadButton(
            "Open a film …",
            file_types=["video", ".mkv", ".mxf"],
            variant="primary",
            size="sm",
            elem_id="lv-open",
            scale=2,
        )
        parts["examples"] = {name: gr.Button(name, size="sm", scale=1) for name in EXAMPLES}
    _title("Words")
    form["rows"] = widget("rows", [], "lv-rows", server_functions=[look_up_color])
    form["prompt"] = gr.Textbox(
        label="Caption",
        placeholder="a street after rain, a woman in a red coat",
        lines=1,
        max_lines=3,
        elem_id="lv-prompt",
    )
    for lane, title in (("music", "Music sets the tone"), ("ambience", "Ambience sets the place")):
        _title(title)
        _lane(lane, form)
    with gr.Row(elem_classes="lv-tight lv-bottom"):
        form["speech_db"] = _fader("speech", "Speech, dB")
        parts["sound"] = gr.UploadButton(
            "Add a sound …", file_types=["audio", "video"], size="sm", elem_id="lv-sound"
        )
        parts["listen"] = gr.Button("Listen to the mix", size="sm", elem_id="lv-listen")
    _palette_and_look(parts, form)
    with gr.Accordion("Advanced", open=False, elem_id="lv-advanced"):
        _advanced(form)
    return form


def _lane(lane: str, form: dict[str, Component]) -> None:
    with gr.Row(elem_classes="lv-tight"):
        form[f"{lane}_a"] = gr.Dropdown(
            sound_choices(lane, {}), value="original", label="A", elem_id=f"lv-{lane}-a", min_width=130
        )
        form[f"{lane}_b"] = gr.Dropdown(
            sound_choices(lane, {}, with_none=True),
            value="",
            label="B",
            elem_id=f"lv-{lane}-b",
            min_width=130,
        )
    with gr.Row(elem_classes="lv-tight"):
        form[f"{lane}_blend"] = _slider(f"{lane}_blend", "A to B", 0, 1, 0.01)
        form[f"{lane}_strength"] = _slider(f"{lane}_strength", "Strength", 0, 2, 0.05)
        form[f"{lane}_db"] = _fader(lane, "Fader, dB")


def _palette_and_look(parts: dict[str, Any], form: dict[str, Component]) -> None:
    _title("Palette and look")
    with gr.Row(elem_classes="lv-tight lv-bottom"):
        form["palette"] = gr.Textbox(
            label="Up to five colours",
            placeholder="#aa3322, mustard, dark blue",
            scale=3,
            elem_id="lv-palette",
        )
        parts["palette_image"] = gr.UploadButton(
            "From a picture …",
            file_types=["image"],
            size="sm",
            scale=1,
            min_width=110,
            elem_id="lv-palette-image",
        )
    with gr.Row(elem_classes="lv-tight"):
        for name, text in (("words", "From the words"), ("draw", "Draw another")):
            parts[f"palette_{name}"] = gr.Button(text, size="sm", elem_id=f"lv-palette-{name}", min_width=110)
    parts["swatches"] = gr.HTML(palette_markup(""), apply_default_css=False, elem_id="lv-swatches")
    with gr.Row(elem_classes="lv-tight"):
        parts["look"] = gr.Dropdown(
            _look_choices(), value=None, label="Look", elem_id="lv-look", min_width=130
        )
        form["saturation"] = _slider("saturation", "Saturation", 0, 2, 0.05)


def _advanced(form: dict[str, Component]) -> None:
    with gr.Row(elem_classes="lv-tight"):
        form["seed"] = gr.Number(
            DEFAULTS["seed"], label="Seed", precision=0, minimum=0, elem_id="lv-seed", min_width=120
        )
        form["guidance"] = _slider("guidance", "Weight of the words", 0, 5, 0.1)
    with gr.Row(elem_classes="lv-tight"):
        form["steps"] = _slider("steps", "Steps", 1, 16, 1)
        form["paint_px"] = _slider("paint_px", "Paint size (shorter side, px)", 96, 512, 16)
    form["separator"] = gr.Dropdown(
        SEPARATORS,
        value=DEFAULTS["separator"],
        label="Take the film's own sound apart",
        elem_id="lv-separator",
    )
    form["keyframe"] = gr.Dropdown(
        [("none", "none"), ("the best of every window", "best")],
        value=DEFAULTS["keyframe"],
        label="Keyframe, or the number of a frame",
        allow_custom_value=True,
        elem_id="lv-keyframe",
    )


def _right(parts: dict[str, Any]) -> None:
    parts["viewer"] = widget("viewer", {}, "lv-viewer")
    parts["strip"] = widget("strip", {}, "lv-strip")
    with gr.Row(elem_classes="lv-tight lv-actions"):
        parts["preview"] = gr.Button("Preview still", size="sm", elem_id="lv-preview", min_width=110)
        parts["live_on"] = gr.Checkbox(
            True, label="while editing", elem_id="lv-live-on", container=False, min_width=120,
            interactive=True,  # no event of the server reads it, so Gradio would grey it out
        )  # fmt: skip
        parts["colorize"] = gr.Button(
            "Colorize", variant="primary", size="sm", elem_id="lv-colorize", min_width=150
        )
        parts["stop"] = gr.Button(
            "Stop", variant="stop", size="sm", elem_id="lv-stop", interactive=False, min_width=80
        )
        parts["live"] = gr.Button("live", visible="hidden", elem_id="lv-live")
    parts["status"] = widget("status", {}, "lv-status")
    parts["heard"] = widget("heard", {}, "lv-heard")
    with gr.Row(elem_classes="lv-tight lv-bottom", elem_id="lv-deliver"):
        parts["take"] = gr.Dropdown([], label="Take", interactive=True, elem_id="lv-take", min_width=110)
        parts["film"] = gr.DownloadButton(
            "Film", size="sm", interactive=False, elem_id="lv-film", min_width=90
        )
        parts["sidecar"] = gr.DownloadButton(
            "Sidecar", size="sm", interactive=False, elem_id="lv-sidecar", min_width=90
        )
        parts["restore"] = gr.Button(
            "Its settings back", size="sm", interactive=False, elem_id="lv-restore", min_width=120
        )
        parts["master"] = gr.Dropdown(
            MASTERS, value="prores", label="Master", elem_id="lv-master", min_width=170, scale=2
        )
        parts["make_master"] = gr.Button(
            "Make master", size="sm", interactive=False, elem_id="lv-make-master", min_width=110
        )
    gr.HTML(f'<details id="lv-help"><summary>Keys</summary>{HELP}</details>', apply_default_css=False)


def look_names() -> list[str]:
    """The looks of presets/looks, by file name."""
    return sorted(path.stem for path in LOOKS.glob("*.json"))


def _look_choices() -> list[tuple[str, str]]:
    return [(name.replace("-", " ").capitalize(), name) for name in look_names()]


def _title(text: str) -> None:
    gr.HTML(f'<h3 class="lv-title">{text}</h3>', apply_default_css=False)


def _fader(name: str, label: str) -> gr.Slider:
    return _slider(f"{name}_db", label, LOWEST_DB, HIGHEST_DB, 0.5)


def _slider(name: str, label: str, low: float, high: float, step: float) -> gr.Slider:
    place = f"lv-{name.replace('_', '-')}"
    return gr.Slider(
        low, high, DEFAULTS[name], step=step, label=label, elem_id=place, buttons=[], min_width=130
    )
