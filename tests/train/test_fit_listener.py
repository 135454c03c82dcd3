"""Teaching the listener: what it is taught with is right, and it learns from it."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from lvocal.media import synth
from lvocal.media.sound_shards import AMBIENT, ESC10
from lvocal.model.listen import LABELS, Listener, ListenerConfig
from lvocal.train.fit_listener import CROP, ListenerRecipe, fit_listener, read_val, sound_batches
from lvocal.train.sounds import PRESETS, SoundClip, SoundPack, load_sounds
from lvocal.values import EMOTIONS, UserError
from tests.media.sounds import CALM, write_shard


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Two shards: noise called rain, a tone called a clock, and one piece of sad music."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "audio").mkdir()
    rng, time = np.random.default_rng(0), np.arange(48_000) / 48_000
    facts = {
        "a": ({"label": "rain", "fold": 1, "split": "train"}, rng.uniform(-0.5, 0.5, 48_000)),
        "b": ({"label": "clock tick", "fold": 5, "split": "val"}, 0.5 * np.sin(2 * np.pi * 700 * time)),
        "c": ({"label": "a label nobody knows", "split": "train"}, np.zeros(48_000)),
        "d": ({"gems": CALM | {"sadness": 1.0}, "split": "train"}, 0.5 * np.sin(2 * np.pi * 200 * time)),
    }
    write_shard(folder / "audio" / "x-000.tar", facts)
    return folder


@pytest.fixture(scope="module")
def packs(data, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(synth, "preset_names", lambda: ("rain", "sadness"))
        yield load_sounds(data, tmp_path_factory.mktemp("cache"), variants=1)


def test_every_name_a_source_uses_is_a_label_of_the_listener():
    words = [*ESC10.values(), *(word.replace("_", " ") for line in AMBIENT.values() for word in line.split())]
    assert set(words) <= set(LABELS)
    assert set(PRESETS) == set(synth.preset_names())
    assert {word.replace("_", " ") for line in PRESETS.values() for word in line.split()} <= set(LABELS)


def test_shards_become_clips_with_their_labels_and_unknown_ones_are_left_out(packs):
    recorded, made = packs
    assert [(clip.name, clip.labels, clip.is_val) for clip in recorded.clips] == [
        ("a", ("rain",), False),
        ("b", ("clock",), True),
        ("d", ("music",), False),
    ]
    assert recorded.clips[2].emotion[EMOTIONS.index("sadness")] > 0.5
    assert [(clip.name, clip.is_val) for clip in made.clips] == [
        ("rain", True), ("rain", False), ("sadness", True), ("sadness", False),
    ]  # fmt: skip
    assert recorded.mel(recorded.clips[1]).shape == (recorded.clips[1].stop - recorded.clips[1].start, 64)


def test_a_stored_pack_is_read_back_the_same(packs, data, tmp_path, monkeypatch):
    monkeypatch.setattr(synth, "preset_names", lambda: ("wind",))
    first, again = (load_sounds(data, tmp_path, variants=0) for _ in range(2))
    for one, two in zip(first, again, strict=True):
        assert one.clips == two.clips
        np.testing.assert_array_equal(one.mels, two.mels)


def test_a_folder_without_shards_is_refused(tmp_path):
    with pytest.raises(UserError, match="no sound shards"):
        load_sounds(tmp_path, tmp_path / "cache", 1)


def test_batches_are_seeded_finite_and_never_show_what_is_kept_aside(packs):
    first, again, other = (next(sound_batches(packs, 32, seed)) for seed in (3, 3, 4))
    torch.testing.assert_close(first.mels, again.mels)
    assert not torch.equal(first.mels, other.mels)
    assert first.mels.shape == (32, 64, CROP) and first.mels.isfinite().all()
    torch.testing.assert_close(first.emotions.sum(1), torch.ones(32))
    assert not first.labels[:, LABELS.index("clock")].any()  # only in val


def test_the_listener_learns_two_sounds_apart():
    rng = np.random.default_rng(0)
    low, high = (np.where((np.arange(64) < 32) == side, 2.0, -8.0) for side in (True, False))
    mels = np.concatenate([np.tile(row, (576, 1)) for row in (low, high, low, high)])
    mels = (mels + rng.normal(0, 0.5, mels.shape)).astype(np.float16)
    clips = tuple(
        SoundClip(str(i), "esc10", 576 * i, 576 * (i + 1), i > 1, (("rain", "dog")[i % 2],), None)
        for i in range(4)
    )
    pack = SoundPack(mels, clips)
    torch.manual_seed(0)
    listener = Listener(ListenerConfig(width=16, channels=(4, 4, 8, 8), context_blocks=1))
    optimizer = torch.optim.Adam(listener.parameters(), lr=1e-2)
    for _, batch in zip(range(40), sound_batches((pack,), 8, 0), strict=False):
        logits = listener.ambience_features(listener.tokens(batch.mels)).label_logits.mean(1)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, batch.labels, reduction="sum")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert read_val(listener, (pack,)).esc10 == 1.0


def test_a_run_leaves_weights_a_log_and_a_report(data, tmp_path, monkeypatch):
    pytest.importorskip("tensorboard")
    monkeypatch.setattr(synth, "preset_names", lambda: ("rain", "sadness"))
    tiny = ListenerConfig(width=8, channels=(2, 2, 4, 4), context_blocks=1)
    recipe = ListenerRecipe(steps=20, batch=4, preset_variants=1, config=tiny)
    report = fit_listener(data, tmp_path / "run", recipe)
    assert set(report.presets) == {"rain", "sadness"} and 0 <= report.esc10 <= 1
    assert {"listener.safetensors", "log.csv", "report.csv"} <= {
        path.name for path in (tmp_path / "run").iterdir()
    }

    from lvocal.checkpoint.module_file import load_module

    again = load_module(
        tmp_path / "run" / "listener.safetensors", lambda config: Listener(ListenerConfig(**config))
    )
    assert again.config == replace(tiny, remembered=again.config.remembered) and again.config.remembered >= 2
    fields = {name: value for name, value in again.state_dict().items() if value.is_floating_point()}
    assert all(value.isfinite().all() for value in fields.values())
