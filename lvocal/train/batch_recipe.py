"""How batches for the colorizer are drawn: sizes, sources, and how often each condition is there."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Shape:
    """One size of batch and how often it is drawn."""

    batch: int
    frames: int
    height: int
    width: int
    weight: float
    twins: bool = False
    """Examples come in pairs that show one picture as two frames would, for the equivariant loss; one latent
    frame each."""

    def __post_init__(self) -> None:
        if self.twins and (self.frames != 1 or self.batch % 2):
            raise ValueError("twins are an even number of single frames")


@dataclass(frozen=True)
class BatchRecipe:
    """How batches are drawn."""

    shapes: tuple[Shape, ...] = (
        Shape(64, 1, 128, 128, 0.45),
        Shape(28, 1, 192, 192, 0.2),
        Shape(20, 1, 224, 224, 0.1),
        Shape(12, 1, 224, 384, 0.1),
        Shape(16, 4, 128, 128, 0.15),
    )
    sources: dict[str, float] = field(
        default_factory=lambda: {
            "ccp": 0.4,
            "ccp-tags": 0.03,
            "flickr8k": 0.27,
            "scenes": 0.18,
            "camvid": 0.12,
        }
    )
    drop_text: float = 0.15
    show_reference: float = 0.15
    show_pin: float = 0.15
    show_palette: float = 0.1
    play_music: float = 0.45
    play_ambience: float = 0.4
    """Shares of examples that are graded by, and hear, a piece of music or the sound of a place."""
    real_clips: float = 0.4
    """Share of the examples of several frames that come from clips filmed in colour, where there are any."""
    worn: float = 0.0
    """Share of the examples whose lightness has the grain and softness of old film."""
    max_tokens: int = 24
