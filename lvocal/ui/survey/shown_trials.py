"""What a participant's browser is told: addresses that mean nothing, and words."""

from __future__ import annotations

from typing import Any

from lvocal.study.design.aliases import alias
from lvocal.study.nouns import Question, Study, Trial
from lvocal.study.store.store_nouns import Sitting


def shown_study(study: Study) -> dict[str, Any]:
    """What everybody is told before they decide."""
    return {
        "title": study.title,
        "consent": study.consent,
        "minutes": study.minutes,
        "contact": study.contact,
        "sound": any(question.sound for question in study.questions),
    }


def shown_sitting(study: Study, key: bytes, sitting: Sitting) -> dict[str, Any]:
    """A participant's code, all their trials in order, which are answered, and whether they are through."""
    code = sitting.participant.code
    return {
        "code": code,
        "finished": sitting.participant.finished_at is not None,
        "answered": sorted(sitting.answered),
        "trials": [shown_trial(study, key, code, trial) for trial in sitting.trials],
    }


def shown_trial(study: Study, key: bytes, code: str, trial: Trial) -> dict[str, Any]:
    """Films from left to right, by alias. A trap differs from a vote by its words alone, a gold pair by
    nothing."""
    question = question_of(study, trial)
    return {
        "practice": trial.kind == "practice",
        "text": question.text + instruction_of(trial),
        "tie": question.tie,
        "films": [alias(study, key, code, trial.clip, shown) for shown in trial.places],
        "sound": alias(study, key, code, trial.clip, None) if question.sound else None,
    }


def instruction_of(trial: Trial) -> str:
    """What a trap says; empty for all others."""
    if trial.kind != "trap" or trial.answer is None:
        return ""
    return f"\nThis one checks attention: please choose number {trial.places.index(trial.answer) + 1}."


def question_of(study: Study, trial: Trial) -> Question:
    """ValueError where the study does not ask it: a plan from another manifest."""
    found = next((one for one in study.questions if one.id == trial.question), None)
    if found is None:
        raise ValueError(f"the study does not ask {trial.question!r}")
    return found
