"""One line on how things stand, in words."""

from __future__ import annotations

from typing import Any

from lvocal.jobs import Job
from lvocal.values import Clip, UserError


def job_status(job: Job) -> dict[str, Any]:
    """One line on a job, in words."""
    progress, ahead = job.progress, job.queue_position
    if job.state == "queued":
        waiting = f"Waiting for {ahead} other film{'s' if ahead > 1 else ''}" if ahead else "Starting"
        return {"state": "queued", "text": waiting, "fraction": 0.0}
    if job.state == "running":
        if progress is None:
            return {"state": "running", "text": "Starting", "fraction": 0.0}
        return {
            "state": "running",
            "text": progress.message,
            "fraction": progress.fraction,
            "eta_sec": progress.eta_sec,
        }
    result = job.result
    if job.state == "failed":
        return problem_status(job.problem)
    if result is None:
        return {"state": "stopped", "text": "Stopped before anything was coloured."}
    spent_sec = sum(result.seconds.values())
    what = f"Done in {spent_sec:.1f} s" if result.complete else "Stopped; the finished part is kept"
    return {"state": "done" if result.complete else "stopped", "text": what, "notes": list(result.notes)}


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
