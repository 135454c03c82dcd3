"""The listener: shapes for every length, no loudness, no future beyond its context, honest silence."""

import pytest
import torch

from lvocal.model.listen import (
    LABELS,
    SEGMENT_SEC,
    TOKEN_SEC,
    Listener,
    ListenerConfig,
    pool_labels,
    segments_for,
)
from lvocal.model.log_mel import LogMel, mel_filters
from lvocal.values import EMOTIONS

RATE_HZ = 16_000


@pytest.fixture(scope="module")
def listener() -> Listener:
    torch.manual_seed(0)
    return Listener(ListenerConfig(width=16, channels=(4, 4, 8, 8), context_blocks=1)).eval()


def noise(seconds: float) -> torch.Tensor:
    return 0.1 * torch.randn(round(seconds * RATE_HZ), generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("length", [1, 399, 7680, 7681, 16_000, 80_000, 80_001])
def test_every_length_gives_half_second_tokens_and_two_second_segments(listener, length):
    wave = torch.randn(2, length)
    tokens = -(-length // 7680)
    music, ambience = listener.listen_music(wave), listener.listen_ambience(wave)
    assert ambience.sequence.shape == (2, tokens, 16)
    assert ambience.label_logits.shape == (2, tokens, len(LABELS))
    assert music.segments.shape == (2, -(-tokens // 4), 16)
    assert music.emotion_logits.shape == (2, -(-tokens // 4), 8)
    assert music.pooled.shape == (2, 16)
    assert TOKEN_SEC == pytest.approx(0.48) and SEGMENT_SEC == pytest.approx(1.92)


@pytest.mark.parametrize("hz", [100, 440, 1000, 4000, 7000])
def test_a_tone_lights_the_band_it_lies_in(hz):
    wave = torch.sin(2 * torch.pi * hz * torch.arange(RATE_HZ) / RATE_HZ)[None]
    brightest = int(LogMel()(wave)[0, :, 20:80].mean(1).argmax())
    filters = mel_filters(64, 512)
    center = float(filters[brightest].argmax()) * RATE_HZ / 512
    assert abs(center - hz) < max(0.08 * hz, 40)


def test_every_mel_band_hears_something():
    assert (mel_filters(64, 512).sum(1) > 0).all()


def test_a_fader_does_not_change_what_is_heard(listener):
    wave = noise(5.0)[None]
    near, far = listener.listen_ambience(wave).sequence, listener.listen_ambience(wave / 4).sequence
    torch.testing.assert_close(near, far, atol=0.02, rtol=0.02)


def test_what_comes_seconds_later_does_not_reach_back(listener):
    wave = noise(20.0)[None]
    changed = wave.clone()
    changed[:, 12 * RATE_HZ :] *= torch.sin(torch.arange(8 * RATE_HZ) / 3)
    before, after = (listener.listen_ambience(sound).sequence[:, :15] for sound in (wave, changed))
    torch.testing.assert_close(before, after)


def test_hearing_reports_probabilities_for_every_segment(listener):
    heard = listener.hear(noise(5.0), noise(5.0), top=3)
    assert heard.times_sec == pytest.approx((0.0, 1.92, 3.84))
    assert len(heard.emotions) == len(heard.ambience) == 3
    for row, labels in zip(heard.emotions, heard.ambience, strict=True):
        assert len(row) == len(EMOTIONS) and sum(row) == pytest.approx(1)
        assert len(labels) == 3 and all(name in LABELS and 0 <= share <= 1 for name, share in labels)
        assert labels[0][1] >= labels[1][1] >= labels[2][1]


@pytest.mark.parametrize("quiet", [None, torch.zeros(0), torch.zeros(RATE_HZ), torch.full((RATE_HZ,), 1e-6)])
def test_nothing_is_heard_in_silence(listener, quiet):
    heard = listener.hear(quiet, quiet)
    assert heard.times_sec == heard.emotions == heard.ambience == ()
    assert listener.hear(None, noise(1.0)).emotions == ()


@pytest.mark.parametrize("num_tokens", [1, 2, 20, 21, 22, 63, 100])
@pytest.mark.parametrize("num_frames", [1, 2, 7, 21])
def test_segments_share_the_sequence_out_equally_and_in_order(num_tokens, num_frames):
    env = torch.arange(float(num_tokens)).view(1, num_tokens, 1).expand(2, -1, 3)
    parts = segments_for(env, num_frames)
    per_frame = -(-num_tokens // num_frames)
    assert parts.shape == (2, num_frames, per_frame, 3)
    flat = parts[0, :, :, 0].flatten()
    assert (flat.diff() >= 0).all()
    if num_tokens >= num_frames:
        assert set(flat.tolist()) == set(range(num_tokens))
    if num_tokens % num_frames == 0:
        torch.testing.assert_close(parts.flatten(1, 2), env)
    for frame in range(num_frames):
        low, high = frame * num_tokens / num_frames, (frame + 1) * num_tokens / num_frames
        assert all(low - 1 < token < high for token in parts[0, frame, :, 0].tolist())


def test_segments_take_an_unbatched_sequence_and_refuse_none():
    assert segments_for(torch.randn(10, 4), 5).shape == (5, 2, 4)
    with pytest.raises(ValueError, match="segments"):
        segments_for(torch.randn(10, 4), 0)


def test_pooled_labels_lie_between_mean_and_maximum():
    logits = torch.randn(3, 10, 5)
    pooled = pool_labels(logits)
    assert (pooled <= logits.amax(1) + 1e-5).all() and (pooled >= logits.mean(1) - 1e-5).all()
    torch.testing.assert_close(pool_labels(logits[:, :1]), logits[:, 0])


def test_the_default_listener_is_small():
    assert sum(weight.numel() for weight in Listener().parameters()) < 1_000_000


def test_a_wrong_shape_is_refused():
    with pytest.raises(ValueError, match="channels"):
        ListenerConfig(channels=(8, 8))


@pytest.mark.parametrize("remembered", [0, 8])
@pytest.mark.parametrize("tokens", [1, 33, 120, 121, 157, 300])
def test_a_film_heard_piece_by_piece_is_heard_as_a_whole(tokens: int, remembered: int) -> None:
    torch.manual_seed(0)
    config = ListenerConfig(width=16, channels=(4, 4, 8, 8), remembered=remembered)
    listener = Listener(config).eval()
    wave = noise(tokens * TOKEN_SEC - 0.2) * torch.linspace(
        0.1, 1, round((tokens * TOKEN_SEC - 0.2) * RATE_HZ)
    )
    heard = listener.hear(wave, wave, top=len(LABELS))
    with torch.no_grad():
        emotions = listener.read_emotions(listener.mel(wave[None]))[0]
        logits = listener.listen_ambience(wave[None]).label_logits[0]
    torch.testing.assert_close(torch.tensor(heard.emotions), emotions)
    assert len(heard.ambience) == -(-tokens // 4) == len(heard.times_sec)
    for told, part in zip(heard.ambience, logits.split(4), strict=True):
        shares = dict(zip(LABELS, pool_labels(part).sigmoid().tolist(), strict=True))
        assert dict(told) == pytest.approx(shares, abs=1e-5)
