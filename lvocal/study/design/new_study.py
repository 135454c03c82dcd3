"""A new study from films that lie as CLIP/CONDITION.mp4, with the questions of L-VOCAL 5.4."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lvocal.study.design.block_design import contests_of
from lvocal.study.design.manifest import MANIFEST, write_study
from lvocal.study.design.manifest_rules import SOUNDS, check_study
from lvocal.study.design.outlook import outlook
from lvocal.study.design.stimulus_films import Look, compare_films
from lvocal.study.nouns import Condition, Question, Study, StudyClip
from lvocal.values import UserError

BUILT_IN = {
    one.id: one
    for one in (
        Question("cve", "Which film has the highest cinematic quality?", "choose", (), sound=False),
        Question("aae", "In which film do the colours go best with the sound?", "choose", (), sound=True),
        Question("cve-pair", "Which film has the higher cinematic quality?", "pair", (), sound=False),
        Question(
            "aae-pair", "In which film do the colours go better with the sound?", "pair", (), sound=True
        ),
    )
}
"""Cinematic Visual Effects and Audio Alignment, of all conditions at once and of two at a time."""

CONSENT = """\
You will watch short films, some of them with sound, and say which you prefer. There are no right answers.
Your answers are stored under a random code, without your name or address, and are published in sums only.
Taking part is voluntary: you may stop at any time by closing the page. You must be 18 years old or older."""

SAMPLES = 20
"""Votes of a participant where nothing else is said: L-VOCAL 5.4 shows 20 samples."""


Copy = Callable[[Path, Path], object]
"""From a file to another that is not there yet."""


@dataclass(frozen=True)
class NewStudy:
    """What a person says of a study that is to begin; the manifest may be edited until it is locked."""

    name: str
    title: str
    questions: tuple[str, ...] = ("cve", "aae")
    """Of BUILT_IN."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Condition id -> how tables head its column; an id heads it where nothing is said."""
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Question -> ids of the conditions it compares; all where nothing is said."""
    tie: bool = False
    """Whether pairs may end in "no difference"."""
    votes_each: int | None = None
    seed: int = 0
    contact: str = ""


def new_study(films: Path, folder: Path, wish: NewStudy, look: Look, copy: Copy = shutil.copyfile) -> Study:
    """Write study.toml into `folder`, and copy the films into it unless they lie inside already.

    The sound of a clip is CLIP/sound.wav (or .flac, .mp3, ...), else that of its first film that has any.
    """
    if (folder / MANIFEST).exists():
        raise UserError(f"{folder} holds a study already.", "Choose another folder.")
    is_inside = films.resolve().is_relative_to(folder.resolve())
    root = films.resolve().relative_to(folder.resolve()) if is_inside else Path("films")
    study = _study(_clips(films, root, look if _has_sound(wish) else None), wish)
    seconds = compare_films(study, lambda path: look(films / path.relative_to(root)))
    play = outlook(replace(study, minutes=math.inf), seconds, ()).play_minutes
    study = replace(study, minutes=float(math.ceil(2 * play)))
    if not is_inside:
        for clip in study.clips:
            for path in {*clip.stimuli.values(), *([clip.sound] if clip.sound else [])}:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                copy(films / path.relative_to(root), folder / path)
    write_study(folder, study)
    return study


def _study(clips: tuple[StudyClip, ...], wish: NewStudy) -> Study:
    """Its minutes are not known yet."""
    found = list(dict.fromkeys(condition for clip in clips for condition in clip.stimuli))
    if stray := [one for one in wish.labels if one not in found]:
        raise UserError(f'No film is called "{stray[0]}".', f"There are: {', '.join(found)}.")
    questions = tuple(_question(one, wish, tuple(found)) for one in wish.questions)
    conditions = tuple(Condition(one, wish.labels.get(one, one)) for one in found)
    study = Study(
        wish.name, wish.title, CONSENT, 1.0, questions, conditions, clips, 1,
        golds_each=0, traps_each=0, seed=wish.seed, contact=wish.contact,
    )  # fmt: skip
    votes = min(SAMPLES, len(contests_of(study))) if wish.votes_each is None else wish.votes_each
    study = replace(study, votes_each=votes, traps_each=min(Study.traps_each, votes))
    check_study(study)
    return study


def _question(name: str, wish: NewStudy, conditions: tuple[str, ...]) -> Question:
    if name not in BUILT_IN:
        raise UserError(f'There is no question "{name}".', f"Choose among: {', '.join(BUILT_IN)}.")
    question = BUILT_IN[name]
    tie = wish.tie and question.kind == "pair"
    return replace(question, conditions=wish.only.get(name, conditions), tie=tie)


def _has_sound(wish: NewStudy) -> bool:
    return any(BUILT_IN[name].sound for name in wish.questions if name in BUILT_IN)


def _clips(films: Path, root: Path, look: Look | None) -> tuple[StudyClip, ...]:
    """Every folder with films; with `look`, every clip has its sound, if there is any."""
    clips = []
    for place in sorted(one for one in films.glob("*") if one.is_dir()):
        found = {path.stem: path for path in sorted(place.glob("*.mp4"))}
        if found:
            stimuli = {name: root / path.relative_to(films) for name, path in found.items()}
            sound = _sound(place, look) if look else None
            clips.append(StudyClip(place.name, stimuli, sound and root / sound.relative_to(films)))
    if not clips:
        raise UserError(f"{films} holds no films.", "Lay them out as CLIP/CONDITION.mp4.")
    return tuple(clips)


def _sound(place: Path, look: Look) -> Path | None:
    own = [place / f"sound{kind}" for kind in SOUNDS if (place / f"sound{kind}").is_file()]
    return next(iter(own), None) or next(
        (one for one in sorted(place.glob("*.mp4")) if look(one).has_sound), None
    )
