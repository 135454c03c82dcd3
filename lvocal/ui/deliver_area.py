"""Delivery: masters of a take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import gradio as gr

from lvocal.ui.area import Area, Form, Update
from lvocal.ui.jobs_area import JobsArea
from lvocal.ui.takes_area import take_of
from lvocal.ui.visits import Visit

MASTERS = [
    ("ProRes 422 HQ (MOV)", "prores"),
    ("FFV1, lossless (MKV)", "ffv1"),
    ("16-bit PNG sequence (ZIP)", "png"),
]


class DeliverArea(Area):
    """Files for editing, archives and compositing."""

    def lay_out_below(self) -> None:
        """A kind of master, and a button."""
        with gr.Row(elem_classes="lv-tight lv-bottom"):
            self.master = gr.Dropdown(
                MASTERS, value="prores", label="Master", elem_id="lv-master", min_width=170, scale=2
            )
            self.make = self.keep(
                gr.Button(
                    "Make master", size="sm", interactive=False, elem_id="lv-make-master", min_width=110
                )
            )

    def connect(self) -> None:
        """The button asks for the newest take."""
        self.on(self.make.click, self._make, asks=self.master)

    def show(self, visit: Visit) -> Update:
        """A master needs a take."""
        return {self.make: gr.Button(interactive=any(not take.is_master for take in visit.takes))}

    def _make(self, visit: Visit, form: Form, master: str) -> Iterator[Update]:
        """Render the newest take once more, with the same settings and seed, as a master."""
        newest = [take for take in visit.takes if not take.is_master][-1]
        take = take_of(visit, newest.id)
        request = replace(take.request, master=master)  # type: ignore[arg-type]
        yield from self.page.area(JobsArea).start(visit, request, take.form)
