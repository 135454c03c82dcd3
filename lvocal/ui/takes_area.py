"""Takes: what renders have left, and their settings."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr

from lvocal.ui.area import TOUCH, Area, Form, Update
from lvocal.ui.visits import Take, Visit
from lvocal.values import UserError


class TakesArea(Area):
    """The takes of a visit."""

    def lay_out_below(self) -> None:
        """Choose one, download it, take its settings back."""
        with gr.Row(elem_classes="lv-tight lv-bottom"):
            self.take = self.keep(
                gr.Dropdown([], label="Take", interactive=True, elem_id="lv-take", min_width=110)
            )
            self.film = self.keep(
                gr.DownloadButton("Film", size="sm", interactive=False, elem_id="lv-film", min_width=90)
            )
            self.sidecar = self.keep(
                gr.DownloadButton("Sidecar", size="sm", interactive=False, elem_id="lv-sidecar", min_width=90)
            )
            self.restore = self.keep(
                gr.Button(
                    "Its settings back", size="sm", interactive=False, elem_id="lv-restore", min_width=120
                )
            )

    def connect(self) -> None:
        """Choosing and restoring."""
        self.on(self.take.input, self._choose, asks=self.take)
        self.on(self.restore.click, self._take_back, asks=self.take, after=TOUCH)

    def show(self, visit: Visit) -> Update:
        """All takes, the newest chosen."""
        newest = visit.takes[-1] if visit.takes else None
        choices = [(take.name, take.id) for take in visit.takes]
        return {
            self.take: gr.Dropdown(choices=choices, value=newest.id if newest else None),
            **self._files(newest),
        }

    def _choose(self, visit: Visit, form: Form, take_id: str) -> Iterator[Update]:
        yield self._files(take_of(visit, take_id))

    def _take_back(self, visit: Visit, form: Form, take_id: str) -> Iterator[Update]:
        """Put the settings of a take back into the form."""
        yield self.page.fill(visit, take_of(visit, take_id).form)

    def _files(self, take: Take | None) -> Update:
        """What can be downloaded of a take, and its settings; nothing without one."""
        is_there = take is not None
        return {
            self.film: gr.DownloadButton(value=take.video if take else None, interactive=is_there),
            self.sidecar: gr.DownloadButton(value=take.sidecar if take else None, interactive=is_there),
            self.restore: gr.Button(interactive=is_there),
        }


def take_of(visit: Visit, take_id: str) -> Take:
    """A take by its id; UserError when it is gone."""
    for take in visit.takes:
        if take.id == take_id:
            return take
    raise UserError("This take is not known any more.", "Colorize the film again.")
