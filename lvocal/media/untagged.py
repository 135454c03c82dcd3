"""A film without what was written about it: the same pictures and the same sound, and not who made them."""

from __future__ import annotations

from pathlib import Path

import av
from av.bitstream import BitStreamFilterContext
from av.container import InputContainer
from av.stream import Stream

from lvocal.media.door import open_film, picture_stream
from lvocal.values import UserError

BARE = "filter_units=remove_types=6"
"""What is taken out of H.264: SEI messages, in which x264 writes its version and every setting. No sample of
a picture depends on them (ITU-T H.264, annex D)."""

OF_THE_KIND = {"major_brand", "minor_version", "compatible_brands", "language", "vendor_id"}
NEUTRAL = {"VideoHandler", "SoundHandler"}
"""What every MP4 says of itself, whoever wrote it."""


def copy_untagged(source: Path, target: Path) -> None:
    """Copy the picture and the first sound of a film into an MP4, neither decoded, and nothing else: no
    title, encoder, date, time code, chapter or cover.

    UserError where the source is no film, or MP4 cannot hold it. What stays is what codecs other than H.264
    write into their own packets: some encoders of sound, and x265, leave their version there.
    """
    draft = target.with_name(f"{target.name}.part")
    try:
        with open_film(source) as film:
            _copy(film, source.name, draft)
        draft.replace(target)
    except (av.FFmpegError, ValueError) as problem:
        raise UserError(
            f"{source.name} cannot be copied into an MP4: {problem}.", "Make it an MP4 in H.264 first."
        ) from problem
    finally:
        draft.unlink(missing_ok=True)


def tags_of(path: Path) -> dict[str, str]:
    """Texts by which a film may tell what made it: of the container and of its streams."""
    with open_film(path) as film:
        places = [film.metadata, *(stream.metadata for stream in film.streams)]
        named = [(key.lower(), value) for place in places for key, value in place.items()]
    return {key: value for key, value in named if key not in OF_THE_KIND and value not in NEUTRAL}


def _copy(film: InputContainer, name: str, draft: Path) -> None:
    streams: list[Stream] = [picture_stream(film, name), *film.streams.audio[:1]]
    # bitexact: no date, and no name of the program that writes.
    options = {"fflags": "+bitexact", "movflags": "+faststart"}
    with av.open(str(draft.absolute()), "w", format="mp4", container_options=options) as out:
        copies = [out.add_stream_from_template(stream) for stream in streams]
        is_h264 = streams[0].codec_context.codec.canonical_name == "h264"
        bare = BitStreamFilterContext(BARE, streams[0], copies[0]) if is_h264 else None
        for packet in film.demux(streams):
            copy = copies[streams.index(packet.stream)]
            if not packet.size:
                continue  # it only says that the stream ends
            for one in bare.filter(packet) if bare and copy is copies[0] else [packet]:
                one.stream = copy
                out.mux(one)
