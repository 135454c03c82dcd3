"""Palette and look: colours for the whole film, and settings with a name."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from lvocal.color.palette import palette_of_picture
from lvocal.color.palette_source import palette_of_words, random_palette
from lvocal.media.picture_file import read_picture
from lvocal.settings import load_preset
from lvocal.ui.area import QUIET, TOUCH, Area, Form, Update
from lvocal.ui.controls import slider, title_line
from lvocal.ui.forms import LOOKS, look_names
from lvocal.ui.swatches import palette_markup
from lvocal.ui.visits import Visit
from lvocal.ui.words_form import read_rows
from lvocal.values import Palette, UserError

TOUCH_WHEN_CHANGED = "() => { if (!document.querySelector('.lv-status.failed')) lvocal.touch(); }"


class LooksArea(Area):
    """Five colours, and a gallery of looks."""

    def lay_out_left(self) -> None:
        """The palette and where it may come from, then the look."""
        title_line("Palette and look")
        with gr.Row(elem_classes="lv-tight lv-bottom"):
            self.form["palette"] = gr.Textbox(
                label="Up to five colours",
                placeholder="#aa3322, mustard, dark blue",
                scale=3,
                elem_id="lv-palette",
            )
            self.image = gr.UploadButton(
                "From a picture …",
                file_types=["image"],
                size="sm",
                scale=1,
                min_width=110,
                elem_id="lv-palette-image",
            )
        with gr.Row(elem_classes="lv-tight"):
            self.words = gr.Button("From the words", size="sm", elem_id="lv-palette-words", min_width=110)
            self.draw = gr.Button("Draw another", size="sm", elem_id="lv-palette-draw", min_width=110)
        self.swatches = self.keep(gr.HTML(palette_markup(""), apply_default_css=False, elem_id="lv-swatches"))
        with gr.Row(elem_classes="lv-tight"):
            self.look = gr.Dropdown(
                _look_choices(), value=None, label="Look", elem_id="lv-look", min_width=130
            )
            self.form["saturation"] = slider("saturation", "Saturation", 0, 2, 0.05)

    def connect(self) -> None:
        """Every source of a palette ends in the same field."""
        self.form["palette"].change(palette_markup, self.form["palette"], self.swatches, **QUIET)  # type: ignore[attr-defined]
        self.on(self.image.upload, self._from_picture, asks=self.image, after=TOUCH_WHEN_CHANGED)
        self.on(self.words.click, self._from_words, after=TOUCH_WHEN_CHANGED)
        self.on(self.draw.click, self._drawn, after=TOUCH_WHEN_CHANGED)
        self.on(self.look.input, self._choose, asks=self.look, after=TOUCH)

    def filled(self, visit: Visit, form: Form) -> Update:
        """The swatches follow the palette."""
        return {self.swatches: palette_markup(form.get("palette") or "")}

    def _from_picture(self, visit: Visit, form: Form, upload: str) -> Iterator[Update]:
        """The five main colours of a picture become the palette."""
        yield self._palette(palette_of_picture(read_picture(Path(upload))))

    def _from_words(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        """The colours of what rows and caption speak of become the palette."""
        rows = [f"{row.color} {row.object}" for row in read_rows(form["rows"])]
        if not (spoken := ", ".join([*rows, form["prompt"] or ""]).strip(", ")):
            raise UserError("There are no words yet.", "Write a caption, or an object and its colour.")
        yield self._palette(palette_of_words(spoken))

    def _drawn(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        """Five colours drawn anew become the palette."""
        yield self._palette(random_palette(secrets.randbelow(2**32)))

    def _palette(self, palette: Palette) -> Update:
        colors = ", ".join(palette.colors)
        return {self.form["palette"]: colors, self.swatches: palette_markup(colors)}

    def _choose(self, visit: Visit, form: Form, name: str | None) -> Iterator[Update]:
        """A look sets the sliders it is made of; they stay free to move. Seed and keyframe belong to the film
        and the person."""
        if name:
            settings = load_preset(LOOKS / f"{Path(name).name}.json")
            yield {
                component: getattr(settings, key)
                for key, component in self.form.items()
                if hasattr(settings, key) and key not in ("seed", "keyframe")
            }


def _look_choices() -> list[tuple[str, str]]:
    return [(name.replace("-", " ").capitalize(), name) for name in look_names()]
