"""Contact sheets: what the averaged network paints on pictures it has never seen, written as it learns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor

from lvocal.media.shards import Picture
from lvocal.model.codec import from_latent
from lvocal.model.color_copy import offered
from lvocal.model.text import Vocabulary, batch_tokens, tokenize
from lvocal.values import Conditions

SIZE = (192, 192)


class ContactSheet:
    """Rows are pictures; columns are grey, truth, no words, true words, and two colours nature would not
    choose."""

    def __init__(self, pictures: list[Picture], vocabulary: Vocabulary, folder: Path, rows: int = 14) -> None:
        masked = [p for p in pictures if p.source == "ccp" and p.regions][: rows // 2]
        others = [p for p in pictures if p.source in ("flickr8k", "scenes")]
        self.pictures = masked + others[:: max(1, len(others) // (rows - len(masked)))][: rows - len(masked)]
        self.vocabulary, self.folder = vocabulary, folder

    @torch.inference_mode()
    def write(self, network: Any, step: int) -> None:
        """Paint in one step from pure noise and save `<step>.png`."""
        network.eval()
        lab = np.stack([cv2.resize(p.lab, SIZE, interpolation=cv2.INTER_AREA) for p in self.pictures])
        lightness = torch.from_numpy(lab[..., 0]).float()[:, None, None] / 2.55
        columns = [np.stack([lab[..., 0], *[np.full_like(lab[..., 0], 128)] * 2], axis=-1), lab]
        for kind in ("none", "truth", "purple", "green"):
            sentences = [_words(picture, kind) for picture in self.pictures]
            columns.append(_with_ab(lab, self._paint(network, lightness, sentences)))
        rows = [np.concatenate(row, axis=1) for row in zip(*columns, strict=True)]
        self.folder.mkdir(parents=True, exist_ok=True)
        sheet = cv2.cvtColor(np.concatenate(rows, axis=0), cv2.COLOR_LAB2BGR)
        cv2.imwrite(str(self.folder / f"{step:07d}.png"), sheet)
        network.train()

    def _paint(self, network: Any, lightness: Tensor, sentences: list[str]) -> Tensor:
        device = next(network.parameters()).device
        tokens = batch_tokens(
            [tokenize(s) for s in sentences], self.vocabulary, network.text.config.max_tokens
        )
        tokens = type(tokens)(*(part.to(device) for part in vars(tokens).values()))
        gray, features = network.codec.encode_gray(lightness.to(device))
        generator = torch.Generator().manual_seed(0)
        shape = (len(gray), network.transformer.config.in_channels, 1, SIZE[0] // 8, SIZE[1] // 8)
        noise = torch.randn(shape, generator=generator).to(device)
        clean = network.transformer.predict(
            noise,
            torch.ones(len(gray), device=device),
            Conditions(
                gray,
                network.text(tokens),
                color_words=tokens.names_color,
                offer=offered(lightness.to(device), features, tokens.shades, tokens.has_color),
            ),  # fmt: skip
        )
        return network.codec.decode(from_latent(clean), features.half, features.quarter).cpu()


def _words(picture: Picture, kind: str) -> str:
    garments = [
        r.label for r in sorted(picture.regions, key=lambda r: -r.area) if r.label not in ("skin", "hair")
    ]
    if kind == "none":
        return ""
    if kind == "truth":
        return picture.captions[0] if picture.captions else (picture.scene or "")
    return f"a {kind} {garments[0]}" if garments else f"a {kind} sky" if picture.scene else f"{kind} clothes"


def _with_ab(lab: np.ndarray, ab: Tensor) -> np.ndarray:
    full = torch.nn.functional.interpolate(ab, size=SIZE, mode="bilinear").permute(0, 2, 3, 1).numpy()
    return np.concatenate([lab[..., :1], np.clip(np.rint(full + 128), 0, 255).astype(np.uint8)], axis=-1)
