"""One line on how things stand, in words."""

from __future__ import annotations

from typing import Any

from lvocal.jobs import Job
from lvocal.values import Clip, UserError


def job_status(job: Job, wait_sec: float | None = None) -> dict[str, Any]:
    """One line on a job, in words; `wait_sec` is how long a waiting one will wait, where that is known."""
    if job.state == "queued":
        return {"state": "queued", "text": _waiting(job.queue_position, wait_sec), "fraction": 0.0}
    if job.state == "running":
        if (progress := job.progress) is None:
            return {"state": "running", "text": "Starting", "fraction": 0.0}
        return {
            "state": "running",
            "text": progress.message,
            "fraction": progress.fraction,
            "eta_sec": progress.eta_sec,
        }
    if job.state == "failed":
        return problem_status(job.problem)
    if job.state == "interrupted":
        return {"state": "stopped", "text": "The program ended meanwhile.", "remedy": "Try it again."}
    return _ended(job)


def _waiting(ahead: int, wait_sec: float | None) -> str:
    if not ahead:
        return "Starting"
    films = f"Waiting for {ahead} other film{'s' * (ahead > 1)}"
    return films if wait_sec is None else f"{films}, about {spoken_sec(wait_sec)}"


def _ended(job: Job) -> dict[str, Any]:
    result = job.result
    if result is None:  # of an earlier run of the program, or nothing was finished
        is_done = job.state == "done"
        text = "Done" if is_done else "Stopped before anything was coloured."
        return {"state": "done" if is_done else "stopped", "text": text}
    spent_sec = sum(result.seconds.values())
    what = f"Done in {spent_sec:.1f} s" if result.complete else "Stopped; the finished part is kept"
    return {"state": "done" if result.complete else "stopped", "text": what, "notes": list(result.notes)}


def spoken_sec(seconds: float) -> str:
    """ "8 s", "3 min"."""
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60)} min"


def problem_status(problem: BaseException | None) -> dict[str, Any]:
    """What went wrong; of a fault in the program, only that it was one."""
    if isinstance(problem, UserError):
        return {"state": "failed", "text": problem.message, "remedy": problem.remedy}
    return {
        "state": "failed",
        "text": "The program made a mistake.",
        "remedy": "Your settings are kept: try again, or look into the log of the program.",
    }


def notes_status(clip: Clip) -> dict[str, Any]:
    """What a person should know about the film before it is coloured."""
    return {"state": "idle", "text": "Ready", "notes": list(clip.notes)}
