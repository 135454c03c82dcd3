"""Small studies. Their films are files of a few bytes: nothing in a study looks inside."""

from pathlib import Path

from lvocal.study.design.manifest import write_study
from lvocal.study.nouns import Condition, Gold, Question, Study, StudyClip

FIVE = ("tcvc", "vcgan", "l-c4", "diffuser", "lvocal")


def study_of(
    clips: int = 6,
    conditions: tuple[str, ...] = FIVE,
    kinds: tuple[str, ...] = ("choose", "choose"),
    votes_each: int = 6,
    **more,
) -> Study:
    """Questions q0, q1, ... of these kinds, the second of them with sound; no golds unless said."""
    questions = tuple(
        Question(f"q{at}", "Which?", kind, conditions, sound=at == 1, tie=kind == "pair")
        for at, kind in enumerate(kinds)
    )
    films = tuple(
        StudyClip(
            f"clip{at}",
            {one: Path("films") / f"clip{at}" / f"{one}.mp4" for one in conditions},
            Path("films") / f"clip{at}" / "sound.wav",
        )
        for at in range(clips)
    )
    named = tuple(Condition(one, one.upper()) for one in conditions)
    more = {"golds_each": 0, **more}
    return Study(
        "small", "Colour", "You may stop\nat any time.", 30.0, questions, named, films, votes_each, **more
    )


def golds_of(study: Study, count: int) -> tuple[Gold, ...]:
    better, worse = study.conditions[-1].id, study.conditions[0].id
    return tuple(Gold(clip.id, study.questions[0].id, better, worse) for clip in study.clips[:count])


def films_of(study: Study, folder: Path) -> None:
    """Every file that a study names, each with bytes of its own."""
    for clip in study.clips:
        for path in (*clip.stimuli.values(), clip.sound):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(str(path).encode())


def folder_of(study: Study, folder: Path) -> Path:
    """The study as it lies on a disk."""
    films_of(study, folder)
    write_study(folder, study)
    return folder
