"""What is said when a film cannot be used: one plain sentence each, and what to do about it."""

from __future__ import annotations

from lvocal.values import UserError

KINDS = "MP4, MOV, MKV, WebM, AVI, MPEG, FLV, WMV, OGG or MXF"


def missing(name: str) -> UserError:
    return UserError(f"There is no file {name}.", "Check the name and the folder.")


def folder(name: str) -> UserError:
    return UserError(f"{name} is a folder, not a film.", "Choose one video file inside it.")


def unreadable(name: str) -> UserError:
    return UserError(f"{name} may not be read.", "Check the permissions of the file.")


def empty(name: str) -> UserError:
    return UserError(f"{name} is empty.", "Copy or download the film again.")


def not_a_film(name: str) -> UserError:
    return UserError(f"{name} is not a video file this program opens.", f"Use {KINDS}.")


def cut_off(name: str) -> UserError:
    return UserError(
        f"{name} begins like a film but cannot be opened; it is probably cut off.",
        "Copy or download it again, or let a repair tool rebuild its index.",
    )


def no_video(name: str) -> UserError:
    return UserError(f"{name} holds no picture.", "Choose a file with a video stream.")


def no_frames(name: str) -> UserError:
    return UserError(
        f"{name} has a video stream, but not one frame of it can be read.",
        "Copy or download the film again, or convert it to H.264.",
    )


def unknown_codec(name: str) -> UserError:
    return UserError(f"{name} uses a video codec that cannot be decoded here.", "Convert it to H.264 first.")


def too_heavy(name: str, size_gb: float, limit_gb: float) -> UserError:
    return UserError(
        f"{name} takes {size_gb:.0f} GB and the limit is {limit_gb:.0f} GB.", "Cut it into reels first."
    )


def too_large(width: int, height: int, max_pixels: int) -> UserError:
    limit = f"{max_pixels / 1e6:.1f} million"
    return UserError(
        f"The picture is {width}x{height} and the limit is {limit} pixels (4096x2304).",
        "Scale the film down to 4K first.",
    )


def too_small(width: int, height: int, min_px: int) -> UserError:
    return UserError(
        f"The picture is {width}x{height}, too small to hold anything to colour.",
        f"Use a film of at least {min_px}x{min_px} pixels.",
    )


def too_long(length_sec: float, limit_sec: float) -> UserError:
    return UserError(
        f"The film lasts {length_sec / 60:.0f} minutes and one job takes at most {limit_sec / 60:.0f}.",
        "Cut it into reels and colour them one by one.",
    )


def size_changes(frame: int) -> UserError:
    return UserError(f"The picture changes its size at frame {frame}.", "Cut the film there into two files.")
