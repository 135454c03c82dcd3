"""Judging networks load from files and folders as their hubs have them, and what is missing is said.

Tiny models of the same classes stand for the public ones; LPIPS is the real one, untrained.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from lvocal.checkpoint.judges import (
    BACKBONE_FILES,
    FETCH,
    I3D_FILE,
    INCEPTION_FILE,
    load_clip,
    load_i3d,
    load_inception,
    load_lpips,
    load_omni,
)
from lvocal.metrics.color_audio import PROMPT
from lvocal.metrics.learned import clip_features, clip_score, picture_features, temporal_score
from lvocal.metrics.perceptual import Lpips, lpips
from lvocal.values import UserError, Waveform
from tests.checkpoint.judges import Clips, Pictures, backbone, tokenizer, write_clip

FILM = np.random.default_rng(0).integers(0, 256, (12, 40, 56, 3), np.uint8)


SCRIPTS = [
    (load_inception, Pictures, INCEPTION_FILE, picture_features, (12, 2048)),
    (load_i3d, Clips, I3D_FILE, clip_features, (400,)),
]


@pytest.mark.parametrize(("load", "kind", "name", "look", "shape"), SCRIPTS)
def test_a_script_loads_by_its_public_name_or_as_a_file(load, kind, name, look, shape, tmp_path, monkeypatch):
    network = kind().eval()
    hub = tmp_path / "hub" / "checkpoints"
    hub.mkdir(parents=True)
    torch.jit.script(network).save(hub / name)
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path / "hub"))
    expected = look(network, FILM)
    assert expected.shape == shape
    for weights in (None, hub, hub / name):
        np.testing.assert_allclose(look(load(weights), FILM), expected, rtol=1e-5)


@pytest.mark.parametrize(("load", "name"), [(row[0], row[2]) for row in SCRIPTS])
def test_a_file_that_is_no_script_is_refused(load, name, tmp_path):
    (tmp_path / name).write_bytes(b"no script")
    with pytest.raises(UserError, match=f"{name} cannot be read"):
        load(tmp_path)


def test_lpips_loads_torchvision_s_file_and_the_learned_weights_of_channels(tmp_path):
    stored = backbone("alex")
    torch.save(stored, tmp_path / BACKBONE_FILES["alex"])
    network = load_lpips(tmp_path)
    assert torch.equal(network.features[10].bias, stored["features.10.bias"])
    assert all(lin.weight.min() >= 0 and lin.weight.max() > 0 for lin in network.lins), (
        "learned, none negative"
    )
    still = np.full((2, 64, 64, 3), 90, np.uint8)
    assert lpips(network, still, still) == 0
    assert lpips(network, FILM[:1].repeat(2, 1).repeat(2, 2), FILM[1:2].repeat(2, 1).repeat(2, 2)) > 0


@pytest.mark.parametrize("net", ["alex", "vgg"])
def test_its_layers_are_named_and_shaped_as_torchvision_s(net):
    """The convolutions of the two published networks, in order; their places are those in the files."""
    places = {"alex": (0, 3, 6, 8, 10), "vgg": (0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28)}[net]
    alex = [(64, 3, 11, 11), (192, 64, 5, 5), (384, 192, 3, 3), (256, 384, 3, 3), (256, 256, 3, 3)]
    widths = [3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512]
    shapes = alex if net == "alex" else [(b, a, 3, 3) for a, b in zip(widths, widths[1:], strict=False)]
    with torch.device("meta"):
        stored = Lpips(net).features.state_dict()
    found = {name: tuple(value.shape) for name, value in stored.items() if name.endswith("weight")}
    assert found == {f"{place}.weight": shape for place, shape in zip(places, shapes, strict=True)}


def test_another_network_under_the_name_of_one_is_refused(tmp_path):
    path = tmp_path / BACKBONE_FILES["alex"]
    for stored in (backbone("vgg"), {"weight": torch.zeros(1)}, [1, 2]):
        torch.save(stored, path)
        with pytest.raises(UserError, match="does not hold"):
            load_lpips(tmp_path)
    path.write_bytes(b"nothing")
    with pytest.raises(UserError, match="cannot be read"):
        load_lpips(tmp_path)


@pytest.mark.parametrize(
    ("load", "name"),
    [(load_inception, INCEPTION_FILE), (load_i3d, I3D_FILE), (load_lpips, BACKBONE_FILES["alex"])],
)
def test_a_missing_file_is_named_with_the_command_that_fetches_it(load, name, tmp_path):
    with pytest.raises(UserError, match=f"{name} is missing") as caught:
        load(tmp_path)
    assert name in caught.value.remedy and str(tmp_path) in caught.value.remedy
    assert "{" not in caught.value.remedy and name in FETCH


@pytest.fixture(scope="module")
def clip_folder(tmp_path_factory) -> Path:
    return write_clip(tmp_path_factory.mktemp("judges") / "clip")


@pytest.mark.parametrize("way", ["the folder", "a name in a folder"])
def test_clip_sees_and_reads_in_one_space(clip_folder, way):
    judge = load_clip(weights=clip_folder) if way == "the folder" else load_clip("clip", clip_folder.parent)
    pictures, words = judge.picture_features(FILM), judge.word_features("a red coat <|end|>")
    assert pictures.shape == (12, 12) and words.shape == (12,)
    assert 0 <= clip_score(pictures, words) <= 100
    assert temporal_score(judge.picture_features(FILM[:1].repeat(3, 0))) == pytest.approx(1)
    assert not np.allclose(words, judge.word_features("a blue car <|end|>"))


def test_clip_sees_every_frame_as_alone_and_cuts_long_captions(clip_folder):
    judge = load_clip(weights=clip_folder)
    film = FILM[:2].repeat(9, axis=0)
    seen = judge.picture_features(film)
    np.testing.assert_allclose(seen[17], judge.picture_features(film[17:])[0], rtol=1e-4, atol=1e-5)
    assert judge.word_features("red " * 40).shape == (12,)


def test_a_clip_that_is_missing_or_not_whole_is_said(clip_folder, tmp_path):
    with pytest.raises(UserError, match="CLIP could not be loaded") as caught:
        load_clip(str(tmp_path / "clip"))
    assert "hf download" in caught.value.remedy
    for path in clip_folder.iterdir():
        if path.suffix != ".safetensors":
            (tmp_path / path.name).symlink_to(path)
    with pytest.raises(UserError, match="CLIP could not be loaded") as caught:
        load_clip(weights=tmp_path)
    assert "complete" in caught.value.remedy


SPECIAL = {
    "image_token": "<|IMAGE|>", "audio_token": "<|AUDIO|>", "video_token": "<|VIDEO|>",
    "vision_bos_token": "<|vision_bos|>", "vision_eos_token": "<|vision_eos|>",
    "audio_bos_token": "<|audio_bos|>", "audio_eos_token": "<|audio_eos|>",
}  # fmt: skip

CHAT = (
    "{% for turn in messages %}{% for part in turn['content'] %}"
    "{% if part['type'] == 'video' %}<|vision_bos|><|VIDEO|><|vision_eos|>"
    "{% elif part['type'] == 'audio' %}<|audio_bos|><|AUDIO|><|audio_eos|>"
    "{% else %}{{ part['text'] }}{% endif %}{% endfor %}{% endfor %}"
)


def write_omni(folder: Path) -> None:
    """Qwen2.5-Omni, the part that writes, a layer deep, with its processor."""
    from transformers import (
        Qwen2_5OmniProcessor,
        Qwen2_5OmniThinkerConfig,
        Qwen2_5OmniThinkerForConditionalGeneration,
        Qwen2VLImageProcessor,
        Qwen2VLVideoProcessor,
        WhisperFeatureExtractor,
    )

    words = tokenizer(*(str(number) for number in range(11)), **SPECIAL)
    ids = {name: words.convert_tokens_to_ids(token) for name, token in SPECIAL.items()}
    config = Qwen2_5OmniThinkerConfig(
        audio_config={
            "d_model": 16, "encoder_layers": 1, "encoder_attention_heads": 2, "encoder_ffn_dim": 32,
            "output_dim": 32, "num_mel_bins": 128,
        },
        vision_config={
            "depth": 1, "hidden_size": 16, "intermediate_size": 32, "num_heads": 2, "out_hidden_size": 32,
            "fullatt_block_indexes": [0],
        },
        text_config={
            "vocab_size": len(words), "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 1,
            "num_attention_heads": 2, "num_key_value_heads": 1, "eos_token_id": 1, "pad_token_id": 0,
            "rope_parameters": {"rope_type": "default", "rope_theta": 1e4, "mrope_section": [2, 3, 3]},
        },
        image_token_id=ids["image_token"], video_token_id=ids["video_token"],
        audio_token_id=ids["audio_token"],
        audio_start_token_id=ids["audio_bos_token"], audio_end_token_id=ids["audio_eos_token"],
        vision_start_token_id=ids["vision_bos_token"], vision_end_token_id=ids["vision_eos_token"],
    )  # fmt: skip
    torch.manual_seed(0)
    Qwen2_5OmniThinkerForConditionalGeneration(config).save_pretrained(folder)
    small = {"size": {"shortest_edge": 56 * 56, "longest_edge": 56 * 56}}
    Qwen2_5OmniProcessor(
        Qwen2VLImageProcessor(**small), Qwen2VLVideoProcessor(**small), WhisperFeatureExtractor(128), words,
        chat_template=CHAT,
    ).save_pretrained(folder)  # fmt: skip


SOUND = Waveform(np.random.default_rng(1).normal(0, 0.1, (2, 48_000)).astype(np.float32), 48_000)


def test_qwen_looks_listens_and_answers_the_same_twice(tmp_path):
    pytest.importorskip("torchvision", exc_type=ImportError, reason="no torchvision for this build of torch")
    write_omni(tmp_path / "omni")
    judge = load_omni("omni", tmp_path)
    answer = judge.ask(FILM, 12, SOUND, PROMPT)
    assert isinstance(answer, str) and answer == judge.ask(FILM, 12, SOUND, PROMPT)
    assert "<|" not in answer and PROMPT[:20] not in answer
    quiet = Waveform(np.zeros_like(SOUND.samples), SOUND.rate_hz)
    cases = ((FILM, SOUND), (255 - FILM, SOUND), (FILM, quiet))
    with torch.inference_mode():
        told = [judge.network(**judge.shown(film, 12, sound, "a car")).logits[0, -1] for film, sound in cases]
    assert not torch.allclose(told[0], told[1]), "it looks"
    assert not torch.allclose(told[0], told[2]), "it listens"
    with pytest.raises(UserError, match=r"Qwen2\.5-Omni could not be loaded"):
        load_omni(str(tmp_path / "elsewhere"))


def test_qwen_says_that_it_needs_torchvision(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "torchvision", None)
    with pytest.raises(UserError, match="torchvision") as caught:
        load_omni("omni", tmp_path)
    assert "Install torch and torchvision" in caught.value.remedy
