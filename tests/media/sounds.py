"""Small sounds made on the spot, as the shards hold them."""

import json
import tarfile

import av
import numpy as np

from lvocal.media.sound_shards import GEMS_MEAN

CALM = dict.fromkeys(GEMS_MEAN, 0.0)
"""Ratings of Emotify by people who felt nothing."""


def write_ogg(path, samples):
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libopus", rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(
            (samples * 32767).astype(np.int16)[None], format="s16", layout="mono"
        )
        frame.sample_rate = 48_000
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def write_shard(path, sounds):
    """key -> (facts, samples) into one shard."""
    with tarfile.open(path, "w") as tar:
        for key, (facts, samples) in sounds.items():
            write_ogg(path.with_name(f"{key}.ogg"), samples)
            path.with_name(f"{key}.json").write_text(json.dumps(facts))
            for ending in ("ogg", "json"):
                tar.add(path.with_name(f"{key}.{ending}"), f"{key}.{ending}")
