"""Which canvas a size paints on."""

from __future__ import annotations

from lvocal.model.bundle import Networks
from lvocal.model.codec import ChromaCodec
from lvocal.sample.canvas import Canvas
from lvocal.sample.chroma_canvas import ChromaCanvas
from lvocal.sample.video_canvas import VideoCanvas


def canvas_for(networks: Networks) -> Canvas:
    """By its codec."""
    if isinstance(networks.codec, ChromaCodec):
        return ChromaCanvas(networks.codec)
    return VideoCanvas(networks.codec)
