"""What a person puts right in what was heard reaches the features and the report, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from lvocal.media.audio import RATE_HZ
from lvocal.media.mix import MixedSound
from lvocal.media.synth import preset
from lvocal.model.bundle import tiny_networks
from lvocal.sample.anchors import emotion_anchor, place_anchor
from lvocal.sample.changes import (
    ambience_as,
    changed_shares,
    dial,
    dial_shares,
    hear_as,
    hearing_of,
    idle,
    leading,
    music_as,
)
from lvocal.sample.roads import hear, road_of
from lvocal.values import EMOTIONS, Change, Hearing, Mood, SoundMix, Waveform

NETWORKS = tiny_networks(3)
SEGMENT_SEC = NETWORKS.listener.segment_sec
SHARES = torch.tensor([[0.5, 0.2, 0.1, 0.0, 0.0, 0.1, 0.1, 0.0]])


def go_on() -> None:
    pass


@pytest.fixture(scope="module")
def sound() -> MixedSound:
    """Twelve seconds with two surroundings one after the other."""
    rain, fire = (preset(name, 6.0).samples for name in ("rain", "crackling-fire"))
    return MixedSound(None, preset("excitement", 12.0), Waveform(np.concatenate([rain, fire], 1), RATE_HZ))


def test_as_heard_is_the_road_itself(sound):
    assert music_as(sound, Hearing(), NETWORKS, go_on) is road_of(sound, NETWORKS, "music", go_on)
    assert ambience_as(sound, Hearing(), NETWORKS, go_on) is road_of(sound, NETWORKS, "ambience", go_on)
    assert hear_as(sound, Hearing(), NETWORKS) == hear(sound, NETWORKS)


@pytest.mark.parametrize("amount", [0.0, 0.25, 1.0])
def test_the_dial_is_a_straight_line_between_two_presets(amount):
    project = NETWORKS.aligner.hear_emotion
    ends = [project(emotion_anchor(name, NETWORKS)[None]) for name in ("anger", "excitement")]
    told = dial(Mood("anger", "excitement", amount), NETWORKS, project)
    torch.testing.assert_close(told, torch.lerp(*ends, amount))


def test_the_dial_is_reported_as_where_it_stands_with_or_without_music(sound):
    hearing = Hearing(Mood("sadness", "awe", 0.25))
    shares = dict(zip(EMOTIONS, hear_as(sound, hearing, NETWORKS).emotions[0], strict=True))
    assert shares["sadness"] == 0.75 and shares["awe"] == 0.25 and sum(shares.values()) == 1
    silent = hear_as(MixedSound(None, None, None), hearing, NETWORKS)
    assert silent.times_sec == (0.0,) and silent.emotions == (dial_shares(hearing.mood),)


def test_a_muted_music_lane_has_no_dial():
    hearing = Hearing(Mood("awe", "awe"))
    assert hearing_of(hearing, SoundMix(muted=("music",))) == Hearing()
    assert hearing_of(hearing, SoundMix(soloed=("ambience",))) == Hearing()
    assert hearing_of(hearing, SoundMix(muted=("ambience",))) == hearing


def test_a_vetoed_share_goes_to_the_others_in_proportion():
    told = changed_shares(SHARES, [Change("amusement")])[0]
    torch.testing.assert_close(told, torch.tensor([0, 0.4, 0.2, 0, 0, 0.2, 0.2, 0]))


def test_a_replaced_share_goes_to_one():
    told = changed_shares(SHARES, [Change("amusement", "fear"), Change("awe", "fear")])[0]
    torch.testing.assert_close(told, torch.tensor([0, 0, 0.1, 0, 0, 0.1, 0.8, 0]))


@pytest.mark.parametrize(
    "changes", [[Change("fear")], [Change("awe", "fear"), Change("fear")], [Change("anger", "awe")]]
)
def test_shares_always_sum_to_one(changes):
    assert float(changed_shares(SHARES, changes).sum()) == pytest.approx(1)


def test_features_move_by_the_share_times_the_difference_of_the_anchors(sound):
    hearing = Hearing(emotions=(Change("amusement", "anger"),))
    before, after = road_of(sound, NETWORKS, "music", go_on), music_as(sound, hearing, NETWORKS, go_on)
    share = torch.tensor(hear(sound, NETWORKS).emotions)[:, [EMOTIONS.index("amusement")]]
    moved = share * (emotion_anchor("anger", NETWORKS) - emotion_anchor("amusement", NETWORKS))
    torch.testing.assert_close(after.features, before.features + moved, atol=1e-4, rtol=1e-4)


def test_a_place_that_leads_everywhere_and_is_vetoed_leaves_silence(sound):
    hearing = Hearing(places=tuple(Change(label) for label in set(leading(hear(sound, NETWORKS)))))
    assert ambience_as(sound, hearing, NETWORKS, go_on) is None
    assert not any(hear_as(sound, hearing, NETWORKS).ambience)


def changed_at_first(sound, monkeypatch, by=None):
    """The road before and after a change of a label that leads the first three of seven segments."""
    rows = tuple((("rain", 0.9),) if at < 3 else (("wind", 0.9),) for at in range(7))
    heard = replace(hear(sound, NETWORKS), ambience=rows)
    monkeypatch.setattr("lvocal.sample.changes.hear", lambda *_: heard)
    hearing = Hearing(places=(Change("rain", by),))
    before = road_of(sound, NETWORKS, "ambience", go_on)
    return before, ambience_as(sound, hearing, NETWORKS, go_on), hear_as(sound, hearing, NETWORKS)


def test_where_a_vetoed_place_leads_nothing_is_heard(sound, monkeypatch):
    before, after, heard = changed_at_first(sound, monkeypatch)
    seam = 3 * SEGMENT_SEC
    assert before.between(0, seam - 0.6) is not None and after.between(0, seam - 0.6) is None
    assert torch.equal(after.between(seam, 12), before.between(seam, 12))
    assert torch.equal(after.between(seam - 1, seam + 1)[0], before.features[12]), "the next stands in"
    assert heard.ambience[:3] == ((),) * 3 and heard.ambience[3][0][0] == "wind"


def test_where_a_replaced_place_leads_its_preset_is_told(sound, monkeypatch):
    before, after, heard = changed_at_first(sound, monkeypatch, "wind")
    anchor = place_anchor("wind", NETWORKS)
    assert torch.equal(after.features[:12], anchor[:12])
    assert torch.equal(after.features[12:], before.features[12:])
    assert heard.ambience[0] and heard.ambience[0] != (("rain", 0.9),)


def test_what_is_not_there_cannot_be_changed_and_is_named(sound):
    heard = hear(sound, NETWORKS)
    absent = next(label for label in ("siren", "boat", "dog") if label not in leading(heard))
    hearing = Hearing(emotions=(Change("fear"),), places=(Change(absent),))
    silence = hear(MixedSound(None, None, None), NETWORKS)
    assert idle(heard, hearing, SoundMix()) == (absent,)
    assert idle(silence, hearing, SoundMix()) == ("fear", absent)
    assert idle(silence, hearing, SoundMix(muted=("ambience",))) == ("fear",)


@pytest.mark.parametrize(
    "said",
    [
        {"mood": Mood("awe", "awe"), "emotions": (Change("fear"),)},
        {"emotions": (Change("fear"), Change("fear", "awe"))},
        {"emotions": (Change("joy"),)},
        {"emotions": (Change("fear", "joy"),)},
        {"places": (Change("rain", "rain"),)},
        {"emotions": tuple(Change(name) for name in EMOTIONS)},
    ],
)
def test_what_cannot_be_meant_is_refused(said):
    with pytest.raises(ValueError, match=r"\w"):
        Hearing(**said)
