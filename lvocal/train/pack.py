"""A data folder made small enough for one upload, in the layout of the folder it comes from.

What training does not see goes: pictures shrink to about the size they are learned at, sounds become the
log-mels the listener reads, tar headers are compressed. Keys and facts are those of the source to the byte,
so the fact `size` is still that of the picture before it shrank.

Shapes: H, W pixels.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
import webdataset
from PIL import Image

from lvocal.media.shards import SOURCES
from lvocal.train.fit_listener import ListenerRecipe
from lvocal.train.mel_shards import MelClip, mel_shards, write_mels
from lvocal.train.shard_file import shard_writer
from lvocal.train.sounds import SoundPack, load_sounds
from lvocal.values import UserError

WORDS = Path("words") / "vectors.npz"


@dataclass(frozen=True)
class PackRecipe:
    """What is given up for size."""

    side_px: int = 144
    """Shorter side of a packed picture; smaller ones stay as they are."""
    picture_quality: dict[str, int] = field(
        default_factory=lambda: {"ccp": 42, "camvid": 45, "flickr8k": 26, "scenes": 30}
    )
    """Of WebP, by source: the most for those with masks, which the recipes draw most often."""
    mel_quality: int = 88
    preset_variants: int = ListenerRecipe().preset_variants


def pack(
    data: Path,
    output: Path,
    cache: Path | None = None,
    recipe: PackRecipe | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> dict[str, int]:
    """Write the packed folder and give the bytes of each of its parts.

    It is made beside `output` and renamed when it is whole. `cache` keeps mels made of sound files, which
    takes minutes. Raises UserError when `data` is not complete, or `output` is there and not empty.
    """
    recipe = recipe or PackRecipe()
    _check(data, output)
    output.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent) as aside:
        draft = Path(aside) / output.name
        for folder in ("images", "audio", "words"):
            (draft / folder).mkdir(parents=True)
        shutil.copyfile(data / WORDS, draft / WORDS)
        for source in SOURCES:
            for shard in _shards(data, source):
                say(f"packing {shard.name}")
                pack_pictures(shard, draft / "images" / shard.name, source, recipe)
        say("packing sounds")
        sounds = load_sounds(data, cache or Path(aside) / "cache", recipe.preset_variants)
        pack_sounds(sounds, draft / "audio" / "mels-000.tar", recipe)
        if output.exists():
            output.rmdir()
        draft.rename(output)
    return part_sizes(output)


def part_sizes(folder: Path) -> dict[str, int]:
    """Bytes of the pictures of each source, of the sounds and of the words."""
    parts = {source: _shards(folder, source) for source in SOURCES}
    parts["sounds"] = mel_shards(folder / "audio")
    parts["words"] = [folder / WORDS]
    return {name: sum(path.stat().st_size for path in paths) for name, paths in parts.items()}


def pack_pictures(shard: Path, packed: Path, source: str, recipe: PackRecipe) -> None:
    """The same samples in the same order, with smaller pictures and masks."""
    with shard_writer(packed) as add:
        for sample in webdataset.WebDataset(str(shard), shardshuffle=False, empty_check=False):
            for name, value in _smaller(sample, shard, source, recipe).items():
                add(f"{sample['__key__']}.{name}", value)


def pack_sounds(sounds: tuple[SoundPack, ...], packed: Path, recipe: PackRecipe) -> None:
    """All clips of all packs; the greys span the range they really have."""
    lowest = min(float(pack.mels.min()) for pack in sounds)
    highest = max(float(pack.mels.max()) for pack in sounds)
    clips = (mel_clip for pack in sounds for mel_clip in _clips(pack))
    write_mels(packed, clips, (lowest, highest), recipe.mel_quality)


def _clips(pack: SoundPack) -> list[MelClip]:
    places = ("start", "stop")
    return [
        (pack.mel(clip), {name: value for name, value in asdict(clip).items() if name not in places})
        for clip in pack.clips
    ]


def _check(data: Path, output: Path) -> None:
    """Everything that can be known before work begins."""
    for source in SOURCES:
        if not _shards(data, source):
            raise UserError(
                f"There are no shards named {source}-NNN.tar in {data / 'images'}.",
                "Give --data the folder that holds images/, audio/ and words/.",
            )
    if not any((data / "audio").glob("*.tar")):
        raise UserError(
            f"There are no sound shards in {data / 'audio'}.", "Give --data the folder that holds audio/."
        )
    if not (data / WORDS).is_file():
        raise UserError(f"There is no {WORDS} in {data}.", "Give --data the folder that holds words/.")
    if mel_shards(data / "audio"):
        raise UserError(f"{data} is packed already.", "Give --data the folder that it was packed from.")
    if output.exists() and not (output.is_dir() and not any(output.iterdir())):
        raise UserError(f"{output} exists and is not empty.", "Give --output a new folder.")


def _shards(folder: Path, source: str) -> list[Path]:
    return sorted((folder / "images").glob(f"{source}-*.tar"))


def _smaller(sample: dict[str, Any], shard: Path, source: str, recipe: PackRecipe) -> dict[str, bytes]:
    """All fields of a sample; what is neither picture nor mask is handed on."""
    fields = {name: value for name, value in sample.items() if not name.startswith("__")}
    bgr = _decoded(fields["webp"], cv2.IMREAD_COLOR, shard)
    scale = min(1.0, recipe.side_px / min(bgr.shape[:2]))
    size = (round(bgr.shape[1] * scale), round(bgr.shape[0] * scale))
    coded = _webp(cv2.resize(bgr, size, interpolation=cv2.INTER_AREA), recipe.picture_quality[source])
    if scale < 1 or len(coded) < len(fields["webp"]):
        fields["webp"] = coded
    if "mask.png" in fields:
        mask = _decoded(fields["mask.png"], cv2.IMREAD_GRAYSCALE, shard)
        if mask.shape != size[::-1]:
            mask = cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST_EXACT)
            fields["mask.png"] = cv2.imencode(".png", mask, [cv2.IMWRITE_PNG_COMPRESSION, 9])[1].tobytes()
    return fields


def _decoded(data: bytes, kind: int, shard: Path) -> np.ndarray:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), kind)
    if picture is None:
        raise UserError(f"{shard} holds a picture that cannot be read.", "Fetch the shard again.")
    return picture


def _webp(bgr: np.ndarray, quality: int) -> bytes:
    """The slowest method: a tenth smaller at the same quality."""
    stream = BytesIO()
    Image.fromarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)).save(stream, "WEBP", quality=quality, method=6)
    return stream.getvalue()
