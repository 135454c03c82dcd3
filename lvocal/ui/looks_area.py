"""Palette and look: colours for the whole film, and settings with a name."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from lvocal.color.grade_files import LABEL, SIDES
from lvocal.color.looks import find_look
from lvocal.color.palette import palette_of_picture
from lvocal.color.palette_source import palette_of_words, random_palette
from lvocal.media.picture_file import read_picture
from lvocal.ui.area import TOUCH, Area, Form, Update
from lvocal.ui.controls import slider, title_line
from lvocal.ui.look_files import FILES, write_file
from lvocal.ui.looks_form import LOOKS_DEFAULTS, controls_of, gallery_value, locked_codes, slots_with
from lvocal.ui.served import served
from lvocal.ui.swatches import look_up_color
from lvocal.ui.theme import widget
from lvocal.ui.visits import Visit
from lvocal.ui.words_form import read_rows
from lvocal.values import Palette, UserError

TOUCH_WHEN_CHANGED = "() => { if (!document.querySelector('.lv-status.failed')) lvocal.touch(); }"
FETCH = "() => { lvocal.looks.fetch(); }"
OPEN_SHEET = "() => { lvocal.sheet.open(); }"

SETS_LOOK = ("palette", "saturation", "trim", "music_strength", "ambience_strength")
"""Controls that a look sets; moving one of them takes its mark away."""


class LooksArea(Area):
    """Five colours, a gallery of looks, and the trim."""

    def lay_out_left(self) -> None:
        """The palette and where it may come from, the gallery, and the trim in a closed fold."""
        title_line("Palette")
        self.form["palette"] = widget("palette", [], "lv-palette", server_functions=[look_up_color])
        with gr.Row(elem_classes="lv-tight"):
            self.image = gr.UploadButton(
                "From a picture …",
                file_types=["image"],
                size="sm",
                min_width=100,
                elem_id="lv-palette-image",
            )
            self.words = gr.Button("From the words", size="sm", elem_id="lv-palette-words", min_width=100)
            self.draw = gr.Button("Dice", size="sm", elem_id="lv-palette-draw", min_width=60)
            self.clear = gr.Button("Clear", size="sm", elem_id="lv-palette-clear", min_width=60)
        with gr.Row(elem_classes="lv-tight lv-look-head"):
            title_line("Look")
            self.open_sheet = gr.Button("Contact sheet …", size="sm", elem_id="lv-open-sheet", min_width=110)
        self.gallery = self.keep(widget("looks", gallery_value({}), "lv-looks"))
        with gr.Accordion("Trim, and files of the look", open=False, elem_id="lv-trim-fold"):
            self.form["saturation"] = slider("saturation", "Saturation of everything", 0, 2, 0.05)
            self.form["trim"] = widget("trim", LOOKS_DEFAULTS["trim"], "lv-trim")
            self._lay_out_files()

    def _lay_out_files(self) -> None:
        """What can be carried away, with an honest word on it."""
        self.files: dict[str, gr.Button] = {}
        with gr.Row(elem_classes="lv-tight"):
            self.side = gr.Dropdown(
                [(f"{side} nodes", side) for side in SIDES],
                value=SIDES[1],
                container=False,
                label="Nodes of the .cube",
                elem_id="lv-cube-side",
                min_width=80,
                interactive=True,
            )
            for kind, text in FILES.items():
                self.files[kind] = gr.Button(text, size="sm", elem_id=f"lv-file-{kind}", min_width=44)
        gr.HTML(
            f'<p class="lv-files">.cube, .cdl, .cc: {LABEL} PDF, PNG: a page about the take on side B.</p>',
            apply_default_css=False,
        )

    def connect(self) -> None:
        """Every source of a palette ends in the same places; every look in the same controls."""
        self.on(self.image.upload, self._from_picture, asks=self.image, after=TOUCH_WHEN_CHANGED)
        self.on(self.words.click, self._from_words, after=TOUCH_WHEN_CHANGED)
        self.on(self.draw.click, self._drawn, after=TOUCH_WHEN_CHANGED)
        self.on(self.clear.click, self._cleared, after=TOUCH)
        self.on(self.gallery.select, self._choose, asks="lvocal.looks.asked()", mode="multiple", after=TOUCH)
        moved = [
            getattr(self.form[name], "release" if isinstance(self.form[name], gr.Slider) else "input")
            for name in SETS_LOOK
        ]
        self.on(moved, self._marked, mode="always_last", outputs=[self.gallery])
        self.open_sheet.click(None, js=OPEN_SHEET)
        outputs = [self.gallery, self.page.status]
        for kind, button in self.files.items():
            asks = f"({{kind: '{kind}', side: document.querySelector('#lv-cube-side input').value}})"
            self.on(button.click, self._write, asks=asks, after=FETCH, outputs=outputs)

    def filled(self, visit: Visit, form: Form) -> Update:
        """The gallery marks the look that the form wears."""
        return {self.gallery: gallery_value(form)}

    def choose(self, form: Form, name: str) -> Update:
        """A look fills its controls, which stay free to move. Film, words, sounds, pins and seed stay."""
        values = controls_of(find_look(name), form)
        update: Update = {self.form[control]: value for control, value in values.items()}
        return {**update, self.gallery: gallery_value({**form, **values})}

    def _from_picture(self, visit: Visit, form: Form, upload: str) -> Iterator[Update]:
        """The main colours of a picture become the palette, beside those that are locked."""
        picture = read_picture(Path(upload))
        yield self._palette(form, palette_of_picture(picture, locked=locked_codes(form["palette"])))

    def _from_words(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        """The colours of what rows and caption speak of become the palette, beside those that are locked."""
        rows = [f"{row.color} {row.object}" for row in read_rows(form["rows"])]
        if not (spoken := ", ".join([*rows, form["prompt"] or ""]).strip(", ")):
            raise UserError("There are no words yet.", "Write a caption, or an object and its colour.")
        yield self._palette(form, palette_of_words(spoken, locked_codes(form["palette"])))

    def _drawn(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        """Colours drawn anew become the palette, beside those that are locked."""
        drawn = random_palette(secrets.randbelow(2**32), locked_codes(form["palette"]))
        yield self._palette(form, drawn)

    def _cleared(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        """No palette: the film chooses."""
        yield {self.form["palette"]: [], self.gallery: gallery_value({**form, "palette": []})}

    def _palette(self, form: Form, palette: Palette) -> Update:
        slots = slots_with(form["palette"], palette)
        return {self.form["palette"]: slots, self.gallery: gallery_value({**form, "palette": slots})}

    def _choose(self, visit: Visit, form: Form, name: str) -> Iterator[Update]:
        """A look of the gallery, or of a contact sheet, was pressed."""
        yield self.choose(form, name)

    def _marked(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        yield {self.gallery: gallery_value(form)}

    def _write(self, visit: Visit, form: Form, asked: dict[str, str]) -> Iterator[Update]:
        """A file of the look as the form has it, or a page about the take that is shown."""
        yield self.page.busy("Writing the file")
        side = int("".join(filter(str.isdigit, str(asked["side"]))) or SIDES[1])
        path, said = write_file(asked["kind"], visit, form, side)
        yield {self.gallery: {**gallery_value(form), "file": served(path)}, **self.page.say(said)}
