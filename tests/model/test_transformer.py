"""Truths of the transformer: Wan before training, exact zeros, frame-wise hearing."""

from dataclasses import replace

import pytest
import torch
from diffusers import WanTransformer3DModel

from lvocal.model.bundle import tiny_networks
from lvocal.model.color_copy import offered
from lvocal.model.env_attention import EnvAttn
from lvocal.model.text import batch_tokens, tokenize
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.model.watched import watched
from lvocal.values import Conditions

WAN = {
    "num_attention_heads": 2, "attention_head_dim": 16, "in_channels": 8, "out_channels": 8, "text_dim": 12,
    "freq_dim": 32, "ffn_dim": 48, "num_layers": 2, "cross_attn_norm": True, "eps": 1e-6,
}  # fmt: skip
SHAPE = (2, 8, 3, 4, 6)


def conditions(network: LVocalTransformer3DModel, seed: int = 0) -> Conditions:
    torch.manual_seed(seed)
    width = network.config.audio_dim
    return Conditions(
        gray=torch.randn(2, network.config.gray_channels, 3, 4, 6),
        text=torch.randn(2, 7, network.config.text_dim),
        mood=torch.randn(2, width),
        env=torch.randn(2, 3, 2, width),
        palette=torch.randn(2, 15),
        reference=torch.randn(2, 9, 3, 4, 6),
    )


def test_a_wan_checkpoint_behaves_as_wan_until_the_new_parts_have_learned() -> None:
    torch.manual_seed(0)
    wan = WanTransformer3DModel(**WAN).eval()
    ours = LVocalTransformer3DModel(**WAN, gray_channels=5, audio_dim=6).eval()
    missing, unexpected = ours.load_state_dict(wan.state_dict(), strict=False)
    assert not unexpected
    assert all(
        name.startswith(("gray_", "reference_", "palette_", "env_gate", "mood_gate"))
        or ".env_attn." in name
        or ".emo_mod." in name
        for name in missing
    )
    latent, sigma, told = torch.randn(SHAPE), torch.tensor([0.3, 0.9]), conditions(ours)
    expected = wan(latent, sigma * 1000, told.text).sample
    torch.testing.assert_close(ours(latent, sigma, told), expected, atol=1e-5, rtol=1e-5)


def test_saving_keeps_config_and_weights(tmp_path) -> None:
    ours = LVocalTransformer3DModel(**WAN, gray_channels=5, audio_dim=6, prediction="clean").eval()
    ours.save_pretrained(tmp_path)
    again = LVocalTransformer3DModel.from_pretrained(tmp_path).eval()
    assert again.config.num_layers == 2 and again.config.prediction == "clean"
    latent, sigma, told = torch.randn(SHAPE), torch.tensor([0.3, 0.9]), conditions(ours)
    assert torch.equal(ours(latent, sigma, told), again(latent, sigma, told))


@pytest.mark.parametrize("part", ["gray", "text", "mood", "env", "palette", "reference"])
def test_every_condition_reaches_the_picture(part: str) -> None:
    network = tiny_networks().transformer
    told = conditions(network)
    other = replace(told, **{part: getattr(told, part) + 1})
    latent, sigma = torch.randn(SHAPE), torch.full((2,), 0.7)
    assert not torch.allclose(network(latent, sigma, told), network(latent, sigma, other), atol=1e-6)


def test_strength_zero_is_no_sound_to_the_bit() -> None:
    network = tiny_networks().transformer
    told = conditions(network)
    latent, sigma = torch.randn(SHAPE), torch.full((2,), 0.7)
    muted = network(latent, sigma, replace(told, music_strength=0.0, ambience_strength=0.0))
    absent = network(latent, sigma, replace(told, mood=None, env=None))
    assert torch.equal(muted, absent)
    assert not torch.equal(muted, network(latent, sigma, told))


def test_a_frame_hears_only_its_own_segment() -> None:
    """L-VOCAL eq. 8."""
    attention = EnvAttn(dim=8, audio_dim=6, num_heads=2)
    torch.nn.init.normal_(attention.attention.out.weight)
    h, env = torch.randn(1, 3 * 4, 8), torch.randn(1, 3, 2, 6)
    louder = env.clone()
    louder[:, 1] += 1
    changed = (attention(h, env) != attention(h, louder)).any(-1).view(3, 4)
    assert changed.tolist() == [[False] * 4, [True] * 4, [False] * 4]


def test_the_clean_head_and_the_flow_agree() -> None:
    network = tiny_networks().transformer
    latent, sigma, told = torch.randn(SHAPE), torch.tensor([0.4, 1.0]), conditions(network)
    flow = network(latent, sigma, told)
    torch.testing.assert_close(
        latent - sigma.view(-1, 1, 1, 1, 1) * flow, network.predict(latent, sigma, told)
    )


def test_frames_may_stand_anywhere_on_the_time_axis() -> None:
    network = tiny_networks().transformer
    latent, sigma, told = torch.randn(SHAPE), torch.full((2,), 0.7), conditions(network)
    plain = network(latent, sigma, told)
    assert torch.equal(plain, network(latent, sigma, told, frames=torch.arange(3)))
    assert not torch.equal(plain, network(latent, sigma, told, frames=torch.tensor([0, 5, 9])))


def test_an_unknown_prediction_is_refused() -> None:
    with pytest.raises(ValueError, match="prediction"):
        LVocalTransformer3DModel(**WAN, prediction="noise")


def placed(conditions: Conditions) -> tuple[torch.Tensor, list]:
    """What a tiny network that copies paints, and the shares it decided on."""
    network = tiny_networks().transformer
    with watched(network.color_copy.choose) as shares:
        out = network.predict(torch.zeros(1, 8, 1, 4, 6), torch.ones(1), conditions)
    return out, shares


def said_red() -> Conditions:
    networks = tiny_networks()
    lightness = torch.linspace(10, 90, 32 * 48).view(1, 1, 1, 32, 48)
    gray, features = networks.codec.encode_gray(lightness)
    read = batch_tokens([tokenize("red coat")], networks.vocabulary, 4)
    offer = offered(lightness, features, read.shades, read.has_color)
    return Conditions(gray, networks.text(read), color_words=read.names_color, offer=offer)


@torch.no_grad()
@pytest.mark.parametrize("part", ["mood", "env"])
def test_sound_never_moves_which_place_takes_a_colour(part: str) -> None:
    silent, width = said_red(), tiny_networks().aligner.config.dim
    sounds = {"mood": torch.randn(1, width), "env": torch.randn(1, 1, 2, width)}
    before, (unheard,) = placed(silent)
    after, (heard,) = placed(replace(silent, **{part: sounds[part]}))
    assert not torch.equal(before, after)
    assert all(torch.equal(one, other) for one, other in zip(unheard, heard, strict=True))


@torch.no_grad()
def test_the_network_runs_twice_only_where_sound_meets_an_offered_colour() -> None:
    silent, network = said_red(), tiny_networks().transformer
    assert silent.offer is not None and silent.offer.said is not None
    nothing = replace(silent.offer, said=torch.zeros_like(silent.offer.said))
    loud = replace(silent, mood=torch.randn(1, network.config.audio_dim))
    muted, unsaid = replace(loud, music_strength=0.0), replace(loud, offer=nothing)
    runs: list[int] = []
    network.blocks[0].register_forward_hook(lambda *_: runs.append(1))
    for conditions, expected in ((loud, 2), (silent, 1), (muted, 1), (unsaid, 1)):
        runs.clear()
        network.predict(torch.zeros(1, 8, 1, 4, 6), torch.ones(1), conditions)
        assert len(runs) == expected
