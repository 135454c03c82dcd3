"""Truths of the ablations: each takes away what it says, and nothing else."""

from copy import deepcopy
from dataclasses import replace

import pytest
import torch

from lvocal.evaluate.painting import mood_of, place_of
from lvocal.evaluate.switches import SWITCHES, nothing_to_switch
from lvocal.media.audio import LISTEN_HZ
from lvocal.model.bundle import MiniNetworks, tiny_networks
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.values import Conditions


@pytest.fixture(scope="module")
def networks() -> MiniNetworks:
    return tiny_networks()


def heard(networks: MiniNetworks, *roads: str) -> Conditions:
    torch.manual_seed(0)
    return Conditions(
        torch.randn(1, networks.transformer.config.gray_channels, 1, 4, 4),
        networks.read("a red coat").text,
        mood_of(networks, "sadness") if "mood" in roads else None,
        place_of(networks, "sea-waves")[:, None] if "env" in roads else None,
    )


def answer(networks: MiniNetworks, told: Conditions) -> torch.Tensor:
    latent = torch.ones(1, networks.transformer.config.in_channels, 1, 4, 4)
    with torch.inference_mode():
        return networks.transformer(latent, torch.ones(1), told)


@pytest.mark.parametrize(("switch", "left"), [("AC", ()), ("ETG", ("env",)), ("EAG", ("mood",))])
def test_what_is_not_heard_is_as_if_it_did_not_sound(networks, switch, left) -> None:
    taken = answer(SWITCHES[switch](networks), heard(networks, "mood", "env"))
    assert torch.equal(taken, answer(networks, heard(networks, *left)))


def test_rich_text_hears_nothing_and_says_it(networks) -> None:
    rich = SWITCHES["RTD"](networks)
    assert torch.equal(answer(rich, heard(networks)), answer(networks, heard(networks)))
    said = answer(rich, heard(networks, "mood"))
    assert not torch.equal(said, answer(networks, heard(networks)))
    assert not torch.equal(said, answer(networks, heard(networks, "mood")))


@pytest.mark.parametrize(
    ("switch", "changed", "kept"),
    [("ETA", "hear_emotion", "hear_place"), ("EAA", "hear_place", "hear_emotion")],
)
def test_one_side_of_the_aligner_has_not_learned(networks, switch, changed, kept) -> None:
    aligner, sound = (
        SWITCHES[switch](networks).aligner,
        torch.randn(1, 3, networks.aligner.config.listener_dim),
    )
    assert not torch.equal(getattr(aligner, changed)(sound), getattr(networks.aligner, changed)(sound))
    assert torch.equal(getattr(aligner, kept)(sound), getattr(networks.aligner, kept)(sound))


@pytest.mark.parametrize("roads", [("mood",), ("env",), ("mood", "env")])
def test_trusted_sound_belongs_to_every_picture(networks, roads) -> None:
    """As if what a gate has learned had no end."""
    sure = deepcopy(networks.transformer)
    for gate in (sure.env_gate, sure.mood_gate):
        gate.bias.fill_(1e4)
    trusted = answer(SWITCHES["R"](networks), heard(networks, *roads))
    assert torch.equal(trusted, answer(replace(networks, transformer=sure), heard(networks, *roads)))
    assert not torch.equal(trusted, answer(networks, heard(networks, *roads)))


def test_the_gates_of_trust_are_one_whatever_is_seen_and_absent_sound_stays_absent(networks) -> None:
    told, trusting = heard(networks, "mood", "env"), SWITCHES["R"](networks).transformer
    width = networks.transformer.config.num_attention_heads * networks.transformer.config.attention_head_dim
    seen = torch.randn(3, width)
    gates = trusting.relevance(told.env.expand(3, -1, -1, -1), told.mood.expand(3, -1), seen)
    assert all(torch.equal(gate, torch.ones(3, 1, 1)) for gate in gates)
    assert torch.equal(answer(SWITCHES["R"](networks), heard(networks)), answer(networks, heard(networks)))


def test_where_sound_is_missing_silence_is_heard_and_trusted_whatever_sounds(networks) -> None:
    missing = answer(SWITCHES["R-AC"](networks), heard(networks))
    for roads in (("mood",), ("env",), ("mood", "env")):
        assert torch.equal(answer(SWITCHES["R-AC"](networks), heard(networks, *roads)), missing)
    aligner, listener, silence = networks.aligner, networks.listener, torch.zeros(1, 4 * LISTEN_HZ)
    with torch.inference_mode():
        silent = replace(
            heard(networks),
            mood=aligner.hear_emotion(listener.listen_music(silence).pooled),
            env=aligner.hear_place(listener.listen_ambience(silence).sequence)[:, None],
        )
    torch.testing.assert_close(missing, answer(SWITCHES["R"](networks), silent))
    assert not torch.allclose(missing, answer(networks, heard(networks)), atol=1e-4)


def test_silence_is_heard_in_every_frame_of_every_sentence(networks) -> None:
    """Two sentences for three frames at once are as each by itself."""
    torch.manual_seed(1)
    gray = torch.randn(2, networks.transformer.config.gray_channels, 3, 4, 4)
    text = torch.cat([networks.read(words).text for words in ("a red coat", "a red car")])
    latent = torch.ones(2, networks.transformer.config.in_channels, 3, 4, 4)
    network = SWITCHES["R-AC"](networks).transformer
    with torch.inference_mode():
        both = network(latent, torch.ones(2), Conditions(gray, text))
        for at in range(2):
            alone = Conditions(gray[at : at + 1], text[at : at + 1])
            torch.testing.assert_close(both[at : at + 1], network(latent[:1], torch.ones(1), alone))


def test_without_fusion_words_reach_the_picture_as_they_were_read(networks) -> None:
    torch.manual_seed(2)
    fused = LVocalTransformer3DModel.from_config(networks.transformer.config, fusion_layers=1).eval()
    for parameter in fused.parameters():
        torch.nn.init.normal_(parameter, std=0.05)
    plain = LVocalTransformer3DModel.from_config(networks.transformer.config).eval()
    lost = plain.load_state_dict(fused.state_dict(), strict=False)
    assert not lost.missing_keys and all(name.startswith("fusion.") for name in lost.unexpected_keys)
    whole, told = replace(networks, transformer=fused), heard(networks, "mood", "env")
    without = answer(SWITCHES["CMPF"](whole), told)
    assert torch.equal(without, answer(replace(networks, transformer=plain), told))
    assert not torch.equal(without, answer(whole, told)) and whole.transformer.fusion is not None
    assert torch.equal(answer(SWITCHES["CMPF"](networks), told), answer(networks, told)), "it has none"
    assert nothing_to_switch("CMPF", networks) and not nothing_to_switch("CMPF", whole)
    assert not any(nothing_to_switch(name, networks) for name in SWITCHES if name != "CMPF")
