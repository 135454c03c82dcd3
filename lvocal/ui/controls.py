"""Controls of the form in groups: a lane of sound, what few people touch, sliders and titles."""

from __future__ import annotations

import gradio as gr
from gradio.components import Component

from lvocal.ui.forms import DEFAULTS
from lvocal.ui.sound_form import HIGHEST_DB, LOWEST_DB, SEPARATORS, sound_choices
from lvocal.ui.theme import widget


def lane_controls(lane: str, word: str, form: dict[str, Component]) -> None:
    """Where a lane stands and whether it plays, its sources A and B, the way between them, how far it may
    pull (`word` says what), and its fader."""
    form[f"{lane}_track"] = widget("track", DEFAULTS[f"{lane}_track"], f"lv-{lane}-track")
    with gr.Row(elem_classes="lv-tight lv-lane"):
        form[f"{lane}_a"] = gr.Dropdown(
            sound_choices(lane, {}), value="original", label="A", elem_id=f"lv-{lane}-a", min_width=110
        )
        form[f"{lane}_b"] = gr.Dropdown(
            sound_choices(lane, {}, with_none=True),
            value="",
            label="B",
            elem_id=f"lv-{lane}-b",
            min_width=110,
        )
        form[f"{lane}_blend"] = slider(f"{lane}_blend", "A to B", 0, 1, 0.01)
    with gr.Row(elem_classes="lv-tight lv-lane"):
        form[f"{lane}_strength"] = slider(f"{lane}_strength", f"{word} (0 = words only)", 0, 2, 0.05)
        form[f"{lane}_db"] = fader(lane, "Loudness, dB")


def advanced_controls(form: dict[str, Component]) -> None:
    """What is closed at first."""
    with gr.Row(elem_classes="lv-tight"):
        form["seed"] = gr.Number(
            DEFAULTS["seed"], label="Seed", precision=0, minimum=0, elem_id="lv-seed", min_width=120
        )
        form["guidance"] = slider("guidance", "Weight of the words", 0, 5, 0.1)
    with gr.Row(elem_classes="lv-tight"):
        form["steps"] = slider("steps", "Steps", 1, 50, 1)
        form["paint_px"] = slider("paint_px", "Paint size (shorter side, px)", 96, 512, 16)
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


def title_line(text: str) -> None:
    """A heading of the left side."""
    gr.HTML(f'<h2 class="lv-title">{text}</h2>', apply_default_css=False)


def fader(name: str, label: str) -> gr.Slider:
    """Loudness in decibels."""
    return slider(f"{name}_db", label, LOWEST_DB, HIGHEST_DB, 0.5)


def slider(name: str, label: str, low: float, high: float, step: float) -> gr.Slider:
    """A number of the form."""
    return gr.Slider(
        low,
        high,
        DEFAULTS[name],
        step=step,
        label=label,
        elem_id=f"lv-{name.replace('_', '-')}",
        buttons=[],
        min_width=130,
    )
