"""What is closed at first: numbers that few people touch."""

from __future__ import annotations

import gradio as gr

from lvocal.ui.area import Area
from lvocal.ui.controls import advanced_controls


class AdvancedArea(Area):
    """Steps, seed, size and the like."""

    def lay_out_left(self) -> None:
        """One closed fold."""
        with gr.Accordion("Advanced", open=False, elem_id="lv-advanced"):
            advanced_controls(self.form)
