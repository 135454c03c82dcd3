"""Points and paint: marks on single frames, coloured pictures of them, and the span that is painted anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from lvocal.color.palette import palette_of_picture
from lvocal.media.picture_file import read_picture
from lvocal.media.pixels import gray_unit
from lvocal.media.video import read_luma
from lvocal.sample.handed_in import FITS, fit, unfit
from lvocal.ui import incoming
from lvocal.ui.area import TOUCH, Area, Form, Update
from lvocal.ui.controls import title_line
from lvocal.ui.looks_form import locked_codes, slots_with
from lvocal.ui.points_form import POINTS_DEFAULTS, with_reference, without_reference
from lvocal.ui.swatches import look_up_color
from lvocal.ui.theme import widget
from lvocal.ui.visits import Visit
from lvocal.values import UserError


class PointsArea(Area):
    """What a person marks on the picture itself."""

    def lay_out_left(self) -> None:
        """The tools, the frames that carry marks, and a picture of one's own."""
        title_line("Points and paint")
        self.form["marks"] = self.marks = widget(
            "points", POINTS_DEFAULTS["marks"], "lv-points", server_functions=[look_up_color]
        )
        self.picture = gr.UploadButton(
            "picture", file_types=["image"], visible="hidden", elem_id="lv-reference"
        )  # pressed by a button of the tools

    def connect(self) -> None:
        """Marks are a control of the form, so the still follows them by itself."""
        self.on(self.picture.upload, self._add, asks=self.picture, after=TOUCH)
        self.on(self.marks.submit, self._palette, asks="lvocal.points.asked()", after=TOUCH)

    def _add(self, visit: Visit, form: Form, upload: str) -> Iterator[Update]:
        """A picture becomes the coloured one of the chosen frame; whether it shows that frame is said."""
        if visit.clip is None:
            raise UserError("There is no film yet.", "Open one, or take an example.")
        path = incoming.adopt(Path(upload), visit.folder)
        rgb = read_picture(path)
        visit.pictures[path.name] = path
        gray = gray_unit(next(iter(read_luma(visit.clip, visit.frame, visit.frame + 1))), visit.clip)
        found = fit(rgb, gray)
        fits = f"{path.name} is frame {visit.frame} in colour (their detail agrees by {found:.0%})."
        said = fits if found >= FITS else unfit(path, visit.frame, found)
        marks = with_reference(form["marks"], visit.frame, path.name)
        yield {self.form["marks"]: marks, **self.page.say(said)}

    def _palette(self, visit: Visit, form: Form, asked: dict[str, Any]) -> Iterator[Update]:
        """Of a picture that shows something else, the palette is what can honestly be taken."""
        path = visit.pictures.get(str(asked["picture"]))
        if path is None:
            raise UserError("This picture is not here any more.", "Add it again.")
        found = palette_of_picture(read_picture(path), locked=locked_codes(form["palette"]))
        marks = without_reference(form["marks"], int(asked["frame"]))
        palette = slots_with(form["palette"], found)
        filled = self.page.fill(visit, {**form, "marks": marks, "palette": palette})
        yield {**filled, **self.page.say(f"The palette is that of {path.name}.")}
