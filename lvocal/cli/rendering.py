"""`colorize`, `preview` and `rerun`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from typer import Exit

from lvocal import __version__
from lvocal.cli.beginnings import found_near
from lvocal.cli.console import INTERRUPTED, USER_ERROR, err, out
from lvocal.cli.delivery import check_delivery, check_film_output, check_output, deliver, hand_over
from lvocal.cli.flags import Flags
from lvocal.cli.wishes import check_frames, existing, machine_of, request_of
from lvocal.jobs import Job
from lvocal.media.inlay import with_text
from lvocal.sample.contact_sheet import Sheet
from lvocal.sample.delivering import check_kinds
from lvocal.sample.sidecar import file_hash, read_settings, read_sidecar, text_inside
from lvocal.sample.sounding import probed
from lvocal.sample.telling import sentences
from lvocal.values import Cancelled, ColorizeRequest, ColorizeResult, Delivery, Machine, WordReport
from lvocal.values import Progress as Word

if TYPE_CHECKING:
    from lvocal.engine import Engine
    from lvocal.sheet_job import SheetJob

SESSION = "command line"


def colorize(film: Path, output: Path, flags: Flags, force: bool) -> None:
    """Colour a film into `output`, with its sidecar beside it."""
    folder, extras = output.absolute().parent, extras_of(flags)
    check_film_output(output, flags.master, force)
    check_delivery(folder, output.stem, extras, force)
    request = request_of(film, flags)
    check_kinds((flags.master or "h264",), probed(request.source))
    with engine_near(folder, machine_of(flags)) as engine:
        result = follow(engine.submit(request, SESSION))
        more: list[Path] = []
        if extras and result.complete:
            delivery = Delivery(request, extras, result.colors, output.name)
            more = hand_over(follow(engine.deliver(delivery, SESSION)).delivered, folder)
        path, sidecar = deliver(result, output, flags.keep_colors)
    summarize(result, path, sidecar)
    for extra in more:
        out().print(str(extra))
    if not result.complete:
        raise Exit(INTERRUPTED)


def extras_of(flags: Flags) -> tuple[str, ...]:
    """What shall be written beside the film."""
    said = {"burnin": flags.burn_in, "chroma": flags.chroma, "otio": flags.otio, "edl": flags.edl}
    return tuple(kind for kind, is_wanted in said.items() if is_wanted)


def preview(film: Path, frame: int, output: Path, flags: Flags, force: bool) -> None:
    """Colour one frame into a PNG."""
    check_output(output, ".png", force, "A still")
    request = request_of(film, flags)
    check_frames(film, [frame])
    with engine_near(output.absolute().parent, machine_of(flags)) as engine:
        found = engine.still(request, frame, SESSION)
        still = found.path.read_bytes()
    output.write_bytes(with_text(still, text_inside(request, {"name": request.weights.engine})))
    tell_words(found.words)
    out().print(str(output))


def rerun(sidecar: Path, output: Path | None, source: Path | None, force: bool) -> None:
    """Repeat the film of a sidecar, or a film by the settings inside it, and compare; without `output` the
    repeat is not kept."""
    request, record = read_settings(existing(sidecar))
    request = found_near(replace(request, source=found_source(request, sidecar, source)), sidecar)
    if sidecar.suffix.lower() != ".json":
        record["sha256"]["video"] = file_hash(sidecar)
    if output is not None:
        check_film_output(output, request.master, force)
    near = (output or sidecar).absolute().parent
    with engine_near(near) as engine:
        result = follow(engine.submit(request, SESSION))
        _, again = read_sidecar(result.sidecar)
        if output is not None:
            summarize(result, *deliver(result, output))
    if not result.complete:
        raise Exit(INTERRUPTED)
    _compare(request, record, again)


@contextmanager
def engine_near(folder: Path, machine: Machine | None = None) -> Iterator[Engine]:
    """An engine that works on the disk the result is for, and leaves nothing else behind there."""
    from lvocal.engine import Engine  # seconds of loading, which a misspelt flag should not cost

    with TemporaryDirectory(prefix=".lvocal-", dir=folder) as room:
        with Engine(root=Path(room), machine=machine or Machine()) as engine:
            yield engine


def follow(job: Job) -> ColorizeResult:
    """Show progress until the job is over; Ctrl-C stops it and keeps what is finished."""
    try:
        _watch(job)
        assert job.result is not None
        return job.result
    except KeyboardInterrupt:
        job.cancel()
        err().print("Stopping after this step.")
    try:
        for _ in job.events():
            pass
    except Cancelled:
        if job.result is None:
            err().print("Stopped before the first frame was finished; nothing was kept.")
            raise Exit(INTERRUPTED) from None
    assert job.result is not None
    return job.result


def follow_sheet(job: SheetJob) -> Sheet:
    """The same for a contact sheet, of which nothing is kept when it is stopped."""
    try:
        _watch(job)
    except KeyboardInterrupt:
        job.cancel()
        err().print("Stopped; nothing was kept.")
        raise Exit(INTERRUPTED) from None
    assert job.sheet is not None
    return job.sheet


def _watch(job: Job) -> None:
    words, left = TextColumn("{task.description}"), TextColumn("{task.fields[left]}")
    console = err()
    columns = (words, BarColumn(), TaskProgressColumn(), left)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Loading the networks", total=1.0, left="")
        for event in job.events():
            if isinstance(event, Word):
                bar.update(
                    task, completed=event.fraction, description=event.message, left=time_left(event.eta_sec)
                )


def time_left(eta_sec: float | None) -> str:
    """ "about 1 min 20 s left"; nothing while it cannot be told."""
    if eta_sec is None:
        return ""
    minutes, seconds = divmod(round(eta_sec), 60)
    return f"about {minutes} min {seconds} s left" if minutes else f"about {seconds} s left"


def tell_words(words: WordReport) -> None:
    """What became of the words, on stderr."""
    for line in sentences(words):
        err().print(line, highlight=False, markup=False)


def summarize(result: ColorizeResult, path: Path, sidecar: Path) -> None:
    """The film's name on stdout, everything worth knowing about it on stderr."""
    say = err()
    if not result.complete:
        say.print(f"Stopped. The finished part is in {path}.")
    if result.words is not None:
        tell_words(result.words)
    for note in result.notes:
        say.print(f"Note: {note}")
    stages = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in result.seconds.items())
    say.print(f"{result.clip.width}x{result.clip.height}, {result.clip.num_frames} frames: {stages}.")
    if result.readback is not None:
        say.print(f"Read back: {' '.join(result.readback.said)}")
    say.print(f"Settings and seed: {sidecar}")
    out().print(str(path))


def found_source(request: ColorizeRequest, file: Path, source: Path | None) -> Path:
    """The film that settings were made for: where it was said, was, or beside the file that tells of it."""
    beside = file.absolute().parent / request.source.name
    was = request.source if request.source.is_file() or not beside.is_file() else beside
    return existing(source or was)


def _compare(request: ColorizeRequest, before: dict[str, Any], again: dict[str, Any]) -> None:
    """Print both hashes and the verdict; different films end the command with exit code 1."""
    old, new = before["sha256"]["video"], again["sha256"]["video"]
    say = out()
    say.print(f"before  {old}\nagain   {new}")
    if old == new:
        say.print("equal")
        return
    say.print("not equal")
    for reason in _reasons(request, before, again):
        err().print(reason)
    raise Exit(USER_ERROR)


def _reasons(request: ColorizeRequest, before: dict[str, Any], again: dict[str, Any]) -> Iterator[str]:
    """What differs between then and now, as far as the sidecars tell."""
    if before["sha256"].get("source") != file_hash(request.source):
        yield "The source film is not the same file any more."
    if Path(before["request"]["source"]).name != Path(again["request"]["source"]).name:
        yield "The source film has another name now, and films carry the name of their source."
    if before.get("model") != again.get("model"):
        yield "The network's weights are not the same any more."
    if before.get("lvocal") != __version__:
        yield f"The film was made by version {before.get('lvocal')}, this is {__version__}."
    if not before.get("complete", True):
        yield "The film had been stopped; the repeat is whole."
    if before.get("frames", again.get("frames")) != again.get("frames"):
        yield f"It had {before.get('frames')} frames, now {again.get('frames')}."
