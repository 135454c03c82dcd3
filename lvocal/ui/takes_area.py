"""Takes: what renders have left. Looked at, compared, named, starred, taken back, carried away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lvocal.ui import incoming, takes
from lvocal.ui.area import TOUCH, Area, Form, Update
from lvocal.ui.deliver_area import DeliverArea
from lvocal.ui.takes import Take
from lvocal.ui.takes_view import takes_value
from lvocal.ui.takes_zip import pack
from lvocal.ui.theme import widget
from lvocal.ui.viewer_area import ViewerArea
from lvocal.ui.visits import Visit

FETCH = "() => { lvocal.takes.fetch(); }"


class TakesArea(Area):
    """The takes of a visit."""

    def lay_out_below(self) -> None:
        """A row of pictures."""
        self.takes = self.keep(widget("takes", {}, "lv-takes"))

    def connect(self) -> None:
        """One event for everything a person does with a take, and one for what changes the form."""
        asked = "lvocal.takes.asked()"
        self.on(self.takes.select, self._act, asks=asked, mode="multiple")
        self.on(self.takes.input, self._restore, asks=asked, after=TOUCH)
        self.on(
            self.takes.submit, self._export, asks=asked, after=FETCH, outputs=[self.takes, self.page.status]
        )

    def show(self, visit: Visit) -> Update:
        """All takes."""
        return {self.takes: takes_value(visit)}

    def _act(self, visit: Visit, form: Form, asked: dict[str, str]) -> Iterator[Update]:
        """Show as A or B, name, star, delete."""
        deed, take = asked["deed"], take_of(visit, asked["id"])
        if deed in ("a", "b"):
            if take.source != visit.source:
                yield from self._open(visit, take)
            visit.look_at(**{deed: take.id})
            yield self.page.area(ViewerArea).show(visit)
        elif deed == "star":
            take.starred = not take.starred
        elif deed == "rename":
            takes.rename(take, asked["name"])
            yield self.page.area(ViewerArea).show(visit)
        elif deed == "delete":
            self.page.orders.remove(visit, take)
            yield self.page.area(ViewerArea).show(visit)
        yield {**self.show(visit), **self.page.area(DeliverArea).show(visit)}

    def _restore(self, visit: Visit, form: Form, asked: dict[str, str]) -> Iterator[Update]:
        """Put the settings of a take back into the form, or take that back once."""
        if asked["deed"] == "undo":
            before, visit.form_before = visit.form_before, None
            said = "The settings are as they were before."
        else:
            take = take_of(visit, asked["id"])
            before, visit.form_before = take.form, form
            said = f"All settings are those of {take.name}."
        if before is not None:
            yield {**self.page.fill(visit, {**form, **_known(before, form)}), **self.page.say(said)}
        yield self.show(visit)

    def _export(self, visit: Visit, form: Form, asked: dict[str, Any]) -> Iterator[Update]:
        """All takes of all films, or those with a star, as one ZIP."""
        chosen = [take for take in visit.takes if take.starred or asked["deed"] == "export"]
        yield self.page.busy("Packing the takes")
        packed = pack(chosen, visit.folder)
        size = packed.stat().st_size / 1e6
        said = f"{len(chosen)} take{'s' * (len(chosen) > 1)}, {size:.1f} MB"
        yield {self.takes: takes_value(visit, packed), **self.page.say(said)}

    def _open(self, visit: Visit, take: Take) -> Iterator[Update]:
        """A take of another film opens that film again."""
        yield self.page.busy(f"Opening {take.source.name} again")
        incoming.take_in(visit, take.source)
        incoming.make_proxy(visit)
        yield {**self.page.show(visit), **self.page.say(f"{take.source.name} is open again.")}


def take_of(visit: Visit, take_id: str | None) -> Take:
    """A take of this visit by its id; UserError when it is gone."""
    return takes.take_of(visit.takes, take_id)


def _known(wanted: Form, form: Form) -> Form:
    """Only controls that the page has; forms of older takes may have others."""
    return {name: value for name, value in wanted.items() if name in form}
