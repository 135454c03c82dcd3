"""Truths of the chroma codec."""

import pytest
import torch

from lvocal.model.codec import AB_SCALE, ChromaCodec, CodecConfig, from_latent, to_latent


@pytest.mark.parametrize(("frames", "height", "width"), [(1, 16, 16), (3, 32, 48), (5, 16, 80)])
def test_the_latent_holds_the_average_colour_exactly(frames: int, height: int, width: int) -> None:
    ab = torch.randn(2, 2, frames, height, width) * 30
    latent = to_latent(ab)
    assert latent.shape == (2, 8, frames, height // 8, width // 8)
    coarse = torch.nn.functional.avg_pool2d(ab.transpose(1, 2).flatten(0, 1), 4)
    torch.testing.assert_close(from_latent(latent), coarse, atol=1e-4, rtol=1e-5)


def test_a_flat_colour_is_its_own_latent() -> None:
    latent = to_latent(torch.tensor([10.0, -20.0]).view(1, 2, 1, 1, 1).expand(1, 2, 1, 16, 16))
    a, b = latent.split(4, dim=1)
    torch.testing.assert_close(a, torch.full_like(a, 10 / AB_SCALE))
    torch.testing.assert_close(b, torch.full_like(b, -20 / AB_SCALE))


def test_an_untrained_decoder_only_enlarges() -> None:
    codec = ChromaCodec(CodecConfig())
    _, features = codec.encode_gray(torch.rand(1, 1, 2, 32, 48) * 100)
    ab = torch.randn(2, 2, 8, 12)
    smooth = torch.nn.functional.interpolate(ab, scale_factor=2, mode="bilinear", align_corners=False)
    torch.testing.assert_close(codec.decode(ab, features.half, features.quarter), smooth)


def test_gray_latents_stand_frame_for_frame_beside_colour_latents() -> None:
    codec = ChromaCodec(CodecConfig(channels=(4, 8, 12)))
    light = torch.rand(2, 1, 3, 32, 48) * 100
    gray, _ = codec.encode_gray(light)
    assert gray.shape == (2, 12, 3, 4, 6)
    alone, _ = codec.encode_gray(light[:, :, 1:2])
    torch.testing.assert_close(gray[:, :, 1:2], alone, atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_without_a_decoder_colour_is_enlarged_as_it_is() -> None:
    config = CodecConfig(channels=(4, 8, 16), blocks=(0, 1, 1), decoder_channels=0)
    codec = ChromaCodec(config)
    assert not any(name.startswith(("coarse", "fine", "to_ab")) for name in codec.state_dict())
    ab = 20 * torch.randn(2, 2, 8, 12)
    out = codec.decode_on(ab, torch.rand(2, 1, 32, 48) * 100)
    assert out.shape == (2, 2, 16, 24)
    torch.testing.assert_close(torch.nn.functional.avg_pool2d(out, 2).mean(), ab.mean(), atol=0.1, rtol=0.1)
    torch.testing.assert_close(out[..., 1, 1], (9 * ab[..., 0, 0] + 3 * ab[..., 0, 1] + 3 * ab[..., 1, 0]
                                                + ab[..., 1, 1]) / 16)  # fmt: skip
