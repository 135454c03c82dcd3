"""Truths of a packed data folder, on a small one made here."""

import io
import json
import tarfile

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from lvocal.__main__ import app
from lvocal.media.shards import SOURCES, read_pictures
from lvocal.train import mel_shards
from lvocal.train.fit_colorizer import read_words
from lvocal.train.mel_shards import read_mels, write_mels
from lvocal.train.pack import PackRecipe, pack, pack_sounds, part_sizes
from lvocal.train.shard_file import shard_writer
from lvocal.train.sounds import SoundClip, SoundPack, load_sounds
from lvocal.values import EMOTIONS, UserError

RECIPE = PackRecipe(preset_variants=1)
SIZES = {"ccp": (192, 288), "camvid": (240, 180), "flickr8k": (192, 192), "scenes": (120, 100)}
"""Width and height of the made pictures; the last is smaller than a packed one."""
REGION = {"id": 7, "label": "coat", "area": 0.25, "lab": [50.0, 40.5, -20.0]}


def scene(width: int, height: int, seed: int) -> np.ndarray:
    """(H, W, 3) BGR, smooth colours and a little grain, like a photograph."""
    rng = np.random.default_rng(seed)
    smooth = cv2.resize(rng.uniform(30, 220, (4, 4, 3)), (width, height), interpolation=cv2.INTER_CUBIC)
    return (smooth + rng.normal(0, 2, smooth.shape)).clip(0, 255).astype(np.uint8)


def blocks(width: int, height: int) -> np.ndarray:
    """(H, W) region ids, the coat in the middle half."""
    mask = np.zeros((height, width), np.uint8)
    mask[height // 4 : height * 3 // 4, width // 4 : width * 3 // 4] = 7
    return mask


def coded(suffix: str, picture: np.ndarray, *options: int) -> bytes:
    return cv2.imencode(suffix, picture, options)[1].tobytes()


def mel_like(frames: int, seed: int) -> np.ndarray:
    """(T, 64) float16, as rough as the mels of music: neighbours differ by one neper."""
    rng = np.random.default_rng(seed)
    rough = cv2.GaussianBlur(rng.normal(0, 1, (frames, 64)), (0, 0), 0.8)
    slow = cv2.GaussianBlur(rng.normal(0, 1, (frames, 64)), (0, 0), 16)
    mel = -3 + 4 * slow / slow.std() + 1.2 * rough / rough.std()
    return mel.clip(np.log(1e-6), 9).astype(np.float16)


@pytest.fixture(scope="module")
def sounds() -> tuple[SoundPack, SoundPack]:
    """A rated piece of music and a place; two presets in two variants."""
    shares = tuple(float(name == "sadness") for name in EMOTIONS)
    recorded = (
        SoundClip("song", "emotify", 0, 480, False, ("music",), shares),
        SoundClip("shore", "ambient", 480, 960, True, ("sea waves", "birds"), None),
    )
    made = tuple(
        SoundClip(name, "preset", 96 * i, 96 * (i + 1), i % 2 == 0, (name,), None)
        for i, name in enumerate(("rain", "rain", "wind", "wind"))
    )
    return SoundPack(mel_like(960, 0), recorded), SoundPack(mel_like(384, 1), made)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Every source with a picture of each split; sounds are only listed, for the tests hand mels in."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("images", "audio", "words"):
        (folder / name).mkdir()
    for seed, source in enumerate(SOURCES):
        with tarfile.open(folder / "images" / f"{source}-000.tar", "w") as tar:
            for number, split in enumerate(("train", "val")):
                fact = {"split": split, "captions": ["a coat , à la mode"], "scene": "sea", "tags": ["t"]}
                fact |= {"regions": [REGION], "size": SIZES[source]}
                fields = {
                    "webp": coded(".webp", scene(*SIZES[source], seed), cv2.IMWRITE_WEBP_QUALITY, 95),
                    "mask.png": coded(".png", blocks(*SIZES[source])),
                    "json": json.dumps(fact, ensure_ascii=False).encode(),
                }
                for suffix, value in fields.items():
                    member = tarfile.TarInfo(f"{source}_{number}.{suffix}")
                    member.size = len(value)
                    tar.addfile(member, io.BytesIO(value))
    with tarfile.open(folder / "audio" / "sounds-000.tar", "w"):
        pass
    words = {"words": np.array(["red", "coat"]), "vectors": np.eye(2, 96, dtype=np.int8)}
    np.savez(folder / "words" / "vectors.npz", **words)
    return folder


@pytest.fixture
def listened(monkeypatch, sounds):
    monkeypatch.setattr("lvocal.train.pack.load_sounds", lambda *_: sounds)


@pytest.fixture
def packed(data, tmp_path, listened):
    pack(data, tmp_path / "packed", recipe=RECIPE)
    return tmp_path / "packed"


@pytest.mark.parametrize("split", ["train", "val"])
def test_pictures_keep_their_facts_and_their_colours(data, packed, split):
    before, after = (read_pictures(folder / "images", split) for folder in (data, packed))
    assert [picture.key for picture in after] == [picture.key for picture in before]
    for one, two in zip(before, after, strict=True):
        assert (two.source, two.captions, two.scene, two.tags) == (
            one.source, one.captions, one.scene, one.tags,
        )  # fmt: skip
        assert two.regions == one.regions and two.regions[0].lab == (50.0, 40.5, -20.0)
        height, width = two.lab.shape[:2]
        assert min(height, width) == min(144, *one.lab.shape[:2])
        smaller = cv2.resize(one.lab, (width, height), interpolation=cv2.INTER_AREA)
        assert np.abs(smaller.astype(float) - two.lab).mean() < 2


def test_facts_are_the_same_to_the_byte(data, packed):
    def facts(path):
        with tarfile.open(path) as tar:
            return {m.name: tar.extractfile(m).read() for m in tar if m.name.endswith(".json")}

    for source in SOURCES:
        name = f"images/{source}-000.tar"
        assert facts(packed / name) == facts(data / name)


def test_masks_hold_only_what_they_held_where_it_was(data, packed):
    before, after = (read_pictures(folder / "images", "train") for folder in (data, packed))
    for one, two in zip(before, after, strict=True):
        assert two.mask.shape == two.lab.shape[:2]
        if one.source == "scenes":
            np.testing.assert_array_equal(two.mask, one.mask)
        assert set(np.unique(two.mask)) == {0, 7}
        there = blocks(*two.mask.shape[::-1])
        assert (two.mask != there).mean() < 0.02


def test_mels_come_back_within_the_stated_error(packed, sounds, tmp_path):
    again = load_sounds(packed, tmp_path / "cache", variants=1)
    assert not (tmp_path / "cache").exists()
    for one, two in zip(sounds, again, strict=True):
        assert two.clips == one.clips
        assert (two.mels.dtype, two.mels.shape) == (one.mels.dtype, one.mels.shape)
        error = np.abs(one.mels.astype(np.float32) - two.mels.astype(np.float32))
        assert error.mean() < 0.2 and error.max() < 1.7


def test_fewer_variants_may_be_asked_for_but_not_more(packed, tmp_path):
    _, made = load_sounds(packed, tmp_path, variants=0)
    assert [(clip.name, clip.start, clip.is_val) for clip in made.clips] == [
        ("rain", 0, True), ("wind", 96, True),
    ]  # fmt: skip
    with pytest.raises(UserError, match="2 variants"):
        load_sounds(packed, tmp_path, variants=2)


def test_a_long_mel_is_cut_into_strips_and_joined_again(tmp_path, monkeypatch):
    monkeypatch.setattr(mel_shards, "STRIP_FRAMES", 96)
    mel = mel_like(240, 2)
    write_mels(tmp_path / "mels.tar", [(mel, {"name": "a"}), (mel[:96], {"name": "b"})], (-14, 9), 100)
    (first, facts), (second, _) = read_mels(tmp_path / "mels.tar")
    assert facts == {"name": "a"} and first.shape == mel.shape and second.shape == (96, 64)
    assert np.abs(first.astype(float) - mel.astype(float)).mean() < 0.1


def test_silence_stays_silence(tmp_path, sounds):
    floor = np.full((96, 64), np.log(1e-6), np.float16)
    clip = SoundClip("still", "ambient", 0, 96, False, (), None)
    pack_sounds((SoundPack(floor, (clip,)), sounds[1]), tmp_path / "mels.tar", RECIPE)
    mel, _ = next(read_mels(tmp_path / "mels.tar"))
    np.testing.assert_array_equal(mel, floor)


def test_words_are_copied(data, packed):
    vocabulary, vectors = read_words(packed)
    assert list(vocabulary.index)[-1] == "coat" and vectors.shape == (2, 96)
    name = "words/vectors.npz"
    assert (packed / name).read_bytes() == (data / name).read_bytes()


def test_the_same_folder_packs_to_the_same_bytes(data, packed, tmp_path):
    sizes = pack(data, tmp_path / "again", recipe=RECIPE)
    names = sorted(path.relative_to(packed) for path in packed.rglob("*") if path.is_file())
    assert len(names) == len(SOURCES) + 2
    for name in names:
        assert (packed / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    assert sizes == part_sizes(packed)
    assert sum(sizes.values()) == sum((packed / name).stat().st_size for name in names)


def test_headers_of_small_members_hardly_weigh(tmp_path):
    with shard_writer(tmp_path / "x.tar") as add:
        for number in range(1000):
            add(f"key_{number}.json", b"{}")
    assert (tmp_path / "x.tar").stat().st_size < 20_000


def test_what_is_broken_half_way_leaves_nothing(data, tmp_path, monkeypatch):
    def fail(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("lvocal.train.pack.load_sounds", fail)
    with pytest.raises(KeyboardInterrupt):
        pack(data, tmp_path / "packed", recipe=RECIPE)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("images/scenes-000.tar", "scenes-NNN.tar"),
        ("audio/sounds-000.tar", "no sound shards"),
        ("words/vectors.npz", "vectors.npz"),
    ],
)
def test_what_a_data_folder_lacks_is_said_before_anything_is_made(data, tmp_path, missing, said):
    for path in data.rglob("*.*"):
        if str(path.relative_to(data)) != missing:
            copy = tmp_path / "data" / path.relative_to(data)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    with pytest.raises(UserError, match=said) as refusal:
        pack(tmp_path / "data", tmp_path / "packed", recipe=RECIPE)
    assert "--data" in refusal.value.remedy
    assert not (tmp_path / "packed").exists()


def test_a_packed_folder_is_not_packed_again(packed, tmp_path):
    with pytest.raises(UserError, match="packed already"):
        pack(packed, tmp_path / "twice", recipe=RECIPE)


def test_a_folder_with_something_in_it_is_left_alone_and_an_empty_one_is_taken(data, tmp_path, listened):
    (tmp_path / "packed").mkdir()
    pack(data, tmp_path / "packed", recipe=RECIPE)
    kept = part_sizes(tmp_path / "packed")
    with pytest.raises(UserError, match="not empty") as refusal:
        pack(data, tmp_path / "packed", recipe=RECIPE)
    assert "new folder" in refusal.value.remedy
    assert part_sizes(tmp_path / "packed") == kept


def test_the_command_prints_what_each_part_weighs(data, tmp_path, listened):
    asked = ["pack", "--data", str(data), "--output", str(tmp_path / "packed")]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert all(part in done.stdout for part in (*SOURCES, "sounds", "words", "all", "MB"))
    again = CliRunner().invoke(app, asked)
    assert again.exit_code == 1 and "not empty" in again.stderr
