"""Words: objects and their colours in rows, and a caption."""

from __future__ import annotations

import gradio as gr

from lvocal.ui.area import Area
from lvocal.ui.controls import title_line
from lvocal.ui.swatches import look_up_color
from lvocal.ui.theme import widget


class WordsArea(Area):
    """What a person says about the colours."""

    def lay_out_left(self) -> None:
        """Rows, then the caption."""
        title_line("Words")
        self.form["rows"] = widget("rows", [], "lv-rows", server_functions=[look_up_color])
        self.form["prompt"] = gr.Textbox(
            label="Caption",
            placeholder="a street after rain, a woman in a red coat",
            lines=1,
            max_lines=3,
            elem_id="lv-prompt",
        )
