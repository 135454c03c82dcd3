"""What the panel of deliveries is told."""

from pathlib import Path

from lvocal.media.video import probe
from lvocal.sample.delivering import ALL_KINDS
from lvocal.ui.deliver_view import TITLES, deliver_value, take_at_hand
from lvocal.ui.takes import Handed, Take
from lvocal.ui.visits import Visit
from lvocal.values import ColorizeRequest
from tests.media.films import make_film


def take(film: Path, name: str, colors: Path | None = None) -> Take:
    return Take(name, 1, name, film, film, film, ColorizeRequest(film), {}, {}, (), {}, colors=colors)


def opened(tmp_path: Path, **kind) -> Visit:
    visit = Visit("v" * 22, tmp_path)
    visit.open(probe(make_film(tmp_path / "film.mp4", num_frames=1, **kind)))
    return visit


def test_every_kind_is_offered_with_its_sentence(tmp_path):
    value = deliver_value(opened(tmp_path))
    assert {item["kind"] for item in value["kinds"]} == set(ALL_KINDS) == set(TITLES)
    assert all(item["who"].endswith(".") for item in value["kinds"])
    assert value["take"] is None and value["made"] == []


def test_a_kind_that_cannot_hold_the_film_says_why(tmp_path):
    def reasons(visit):
        return {item["kind"]: item["off"] for item in deliver_value(visit)["kinds"] if item["off"]}

    assert "64×48" in reasons(opened(tmp_path))["dnxhr"]
    assert reasons(opened(tmp_path, width=256, height=120)) == {}


def test_the_take_that_is_looked_at_is_the_one_at_hand(tmp_path):
    visit = opened(tmp_path)
    one, two = take(visit.source, "one"), take(visit.source, "two", tmp_path)
    visit.takes = [one, two]
    assert take_at_hand(visit) is two and deliver_value(visit)["take"]["quick"]
    visit.b = "one"
    assert take_at_hand(visit) is one and not deliver_value(visit)["take"]["quick"]


def test_what_was_made_is_told_with_what_was_found(tmp_path):
    visit = opened(tmp_path)
    visit.takes = [take(visit.source, "one")]
    file = tmp_path / "one.mov"
    file.write_bytes(bytes(250_000))
    visit.takes[0].handed.append(Handed("prores", file, None, ("12 frames.",), ("Wrong.",), ()))
    [made] = deliver_value(visit)["made"]
    assert made["size"] == "0.2 MB" and made["said"] == ["12 frames."] and made["faults"] == ["Wrong."]
    assert made["file"]["path"].endswith("one.mov") and made["sidecar"] is None
