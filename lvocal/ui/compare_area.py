"""Comparing: which two pictures the viewer shows, text only among them, and what is measured about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lvocal.media.legal import legality_of
from lvocal.media.video import probe
from lvocal.ui.area import Area, Form, Update
from lvocal.ui.compare import viewer_value
from lvocal.ui.forms import read_request
from lvocal.ui.jobs_area import JobsArea
from lvocal.ui.viewer_area import ViewerArea, words_only
from lvocal.ui.visits import Visit

CHOSEN = "lvocal.viewer.chosen()"
"""{a, b, shown, frame}: both sides, still or film, and the frame that is seen."""


class CompareArea(Area):
    """What the viewer asks of the server."""

    def connect(self) -> None:
        """A choice of pictures, and a frame that came to rest under open scopes."""
        viewer = self.page.area(ViewerArea)
        self.on(viewer.viewer.select, self._choose, CHOSEN, mode="multiple")
        self.on(viewer.viewer.expand, self._measure, CHOSEN, mode="always_last", outputs=viewer.seen)

    def _choose(self, visit: Visit, form: Form, chosen: dict[str, Any]) -> Iterator[Update]:
        """Two pictures were chosen; "text" is painted, or rendered, when it is first asked for."""
        if chosen["shown"] == "still":
            visit.a = str(chosen["a"])
            if visit.a == "text" and visit.text_still is None:
                yield from self.page.area(ViewerArea).paint(visit, form)
        elif "text" in (chosen["a"], chosen["b"]):
            request = read_request(form, visit.source, visit.sounds, self.engine.weights, visit.handed)
            yield from self.page.area(JobsArea).start(visit, words_only(request), form, "Text only")
        else:
            visit.a, visit.b = str(chosen["a"]), chosen["b"]

    def _measure(self, visit: Visit, form: Form, chosen: dict[str, Any]) -> Iterator[Update]:
        """Whether the frame on side B is legal, from the codes of its file."""
        visit.legal = ""
        take = next((take for take in visit.takes if take.id == chosen["b"]), None)
        if take is not None and chosen["shown"] == "film":
            clip = probe(take.video)
            frame = min(max(int(chosen["frame"]), 0), clip.num_frames - 1)
            visit.legal = f"{take.name}, frame {frame}: {legality_of(clip, frame)}."
        yield {self.page.area(ViewerArea).viewer: viewer_value(visit)}
