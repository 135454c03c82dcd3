"""Words: objects and their colours in rows, and a caption, of the whole film or of a shot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from lvocal.ui.area import TOUCH, Area, Form, Update
from lvocal.ui.swatches import color_choices, look_up_color
from lvocal.ui.theme import widget
from lvocal.ui.visits import Visit
from lvocal.ui.words_form import landed_value, wording_value

ANSWERS = [look_up_color, color_choices]
"""What the rows ask of the server while somebody types."""


class WordsArea(Area):
    """What a person says about the colours, and what became of it."""

    def lay_out_left(self) -> None:
        """Whose words they are, the rows, the caption, and how the colours landed."""
        self.wording = self.keep(widget("wording", {}, "lv-wording"))
        self.form["rows"] = widget("rows", [], "lv-rows", server_functions=ANSWERS)
        self.form["prompt"] = gr.Textbox(
            label="Caption",
            placeholder="a street after rain, a woman in a red coat",
            lines=1,
            max_lines=3,
            elem_id="lv-prompt",
        )
        self.form["shot_words"] = widget("shotWords", [], "lv-shot-words", server_functions=ANSWERS)
        self.landed = self.keep(widget("landed", {}, "lv-landed"))

    def connect(self) -> None:
        """A former wording comes back; everything else the viewer follows."""
        self.on(self.wording.select, self._restore, "lvocal.wording.chosen()", after=TOUCH)

    def show(self, visit: Visit) -> Update:
        """Shots, history, and how the colours landed."""
        return {self.wording: wording_value(visit), self.landed: landed_value(visit)}

    def _restore(self, visit: Visit, form: Form, chosen: Any) -> Iterator[Update]:
        """Put a former wording back; the rest of the form stays."""
        if isinstance(chosen, int) and 0 <= chosen < len(visit.wordings):
            yield self.page.fill(visit, {**form, **visit.wordings[chosen]})
