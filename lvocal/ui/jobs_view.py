"""What the list of jobs is told: plain values made from a visit."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from lvocal.engine import Engine
from lvocal.jobs import Job
from lvocal.ui.served import served
from lvocal.ui.status import job_status
from lvocal.ui.takes import Take
from lvocal.ui.visits import Visit


def jobs_value(visit: Visit, engine: Engine) -> dict[str, Any]:
    """All jobs of a visit, newest first."""
    with visit.lock:
        takes = {take.id: take for take in visit.takes}
        jobs = [_job(job, takes.get(job.id), engine) for job in reversed(visit.jobs)]
    return {"jobs": jobs}


def seen_mark(*values: Any) -> str:
    """By this a page knows whether it has seen these values: it changes whenever one of them does."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]


def current_job(visit: Visit) -> Job | None:
    """The job that the status line speaks of: at work, else waiting, else the newest."""
    for state in ("running", "queued"):
        for job in visit.jobs:
            if job.state == state:
                return job
    return visit.jobs[-1] if visit.jobs else None


def kind_of_job(job: Job) -> str:
    """ "draft", "full" or "delivery"."""
    return "delivery" if job.delivery or job.request.master else "draft" if job.request.draft else "full"


def _job(job: Job, take: Take | None, engine: Engine) -> dict[str, Any]:
    status = job_status(job, engine.wait_sec(job) if job.state == "queued" else None)
    progress = job.progress if job.state == "running" else None
    return {
        "id": job.id,
        "name": job.name,
        "film": job.request.source.name,
        "kind": kind_of_job(job),
        "state": job.state,
        "text": status["text"],
        "remedy": status.get("remedy", ""),
        "fraction": status.get("fraction"),
        "eta_sec": status.get("eta_sec"),
        "place": job.queue_position if job.state == "queued" else None,
        "again": job.repeats is not None,
        "thumb": served(progress.still if progress else take.thumb if take else None),
        "files": [served(file) for file in _files(job, take) if file.exists()],
    }


def _files(job: Job, take: Take | None) -> tuple[Path, ...]:
    """What can be downloaded of a delivery; takes have links of their own."""
    return (take.video,) if take and take.is_master else job.files
