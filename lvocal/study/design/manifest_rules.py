"""What must hold between the parts of a manifest, and between it and its folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from lvocal.study.design.block_design import contests_of
from lvocal.study.nouns import Gold, Question, Rules, Study, StudyClip
from lvocal.values import UserError

MOST_PLACES = 9
"""As many as there are keys with a digit to choose a place by."""

FILMS = (".mp4", ".webm")
SOUNDS = (".wav", ".flac", ".mp3", ".m4a", ".ogg", ".opus")
"""What browsers play."""

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def check_study(study: Study) -> None:
    """UserError for the first thing that does not hold; looks at no file."""
    _check_ids("study", [study.name])
    for what in ("conditions", "questions", "clips"):
        ids = [one.id for one in getattr(study, what)]
        if not ids:
            raise UserError(f"The study has no {what}.", "Add some.")
        _check_ids(what[:-1], ids)
    for question in study.questions:
        _check_question(question, study)
    for clip in study.clips:
        _check_clip(clip, study)
    for gold in study.golds:
        _check_gold(gold, study)
    if twice := _first_twice(study.golds):
        raise UserError(f'The gold pair of clip "{twice.clip}" stands there twice.', "Take one away.")
    _check_unused(study)
    _check_numbers(study)
    _check_rules(study.rules)


def check_files(study: Study, folder: Path) -> None:
    """UserError unless every film and sound is a file inside the study's folder, each under one name."""
    for clip in study.clips:
        for path in clip.stimuli.values():
            _check_file(path, folder, FILMS)
        if clip.sound:
            _check_file(clip.sound, folder, FILMS + SOUNDS)
    paths = [(folder / path).resolve() for clip in study.clips for path in clip.stimuli.values()]
    if twice := _first_twice(paths):
        raise UserError(f"The film {twice.name} is given twice.", "Give every condition a film of its own.")


def _check_file(path: Path, folder: Path, kinds: Sequence[str]) -> None:
    text = str(path)
    if path.is_absolute() or ".." in path.parts or "\\" in text or ":" in text:
        raise UserError(f'The path "{text}" leads out of the study.', "Write it from the study's folder on.")
    if not (folder / path).is_file():
        raise UserError(f'There is no file "{text}" in {folder}.', "Put it there, or mend its path.")
    if not (folder / path).resolve().is_relative_to(folder.resolve()):
        raise UserError(f'"{text}" is a link out of the study.', "Put the file itself into the folder.")
    if path.suffix.lower() not in kinds:
        raise UserError(f'Browsers do not play "{text}".', f"Hand in one of: {', '.join(kinds)}.")


def _check_ids(what: str, ids: Sequence[str]) -> None:
    for one in ids:
        if not ID.fullmatch(one):
            raise UserError(
                f'"{one}" cannot name a {what}.',
                "Use up to 64 letters, digits, dots, dashes and underscores.",
            )
    if twice := _first_twice([one.casefold() for one in ids]):
        raise UserError(f'The {what} "{twice}" is there twice.', "Name one of the two otherwise.")


def _check_question(question: Question, study: Study) -> None:
    what = f'Question "{question.id}"'
    count = len(question.conditions)
    _check_known(what, "condition", question.conditions, (one.id for one in study.conditions))
    if _first_twice(question.conditions):
        raise UserError(f"{what} names a condition twice.", "Name each once.")
    if count < 2:
        raise UserError(f"{what} has fewer than two conditions to compare.", "Name two or more.")
    if question.kind == "choose" and count > MOST_PLACES:
        raise UserError(
            f"{what} shows {count} films at once; {MOST_PLACES} is the limit.", "Ask it in pairs."
        )
    if question.tie and question.kind != "pair":
        raise UserError(f"{what} allows a tie, which only pairs can end in.", 'Take "tie" away.')
    if not question.text.strip():
        raise UserError(f"{what} has no words.", 'Write its "text".')


def _check_clip(clip: StudyClip, study: Study) -> None:
    what = f'Clip "{clip.id}"'
    _check_known(what, "condition", clip.stimuli, (one.id for one in study.conditions))
    for question in study.questions:
        if missing := [one for one in question.conditions if one not in clip.stimuli]:
            raise UserError(
                f'{what} has no film of "{missing[0]}", which question "{question.id}" shows.', "Add it."
            )
        if question.sound and clip.sound is None:
            raise UserError(
                f'{what} has no sound, which question "{question.id}" plays.', 'Name its file as "sound".'
            )


def _check_gold(gold: Gold, study: Study) -> None:
    what = f'The gold pair of clip "{gold.clip}"'
    _check_known(what, "clip", [gold.clip], (one.id for one in study.clips))
    _check_known(what, "question", [gold.question], (one.id for one in study.questions))
    films = next(clip for clip in study.clips if clip.id == gold.clip).stimuli
    _check_known(what, "film", [gold.better, gold.worse], films)
    if gold.better == gold.worse:
        raise UserError(f'{what} holds "{gold.better}" against itself.', "Name two conditions.")


def _check_unused(study: Study) -> None:
    used = {one for question in study.questions for one in question.conditions}
    used |= {one for gold in study.golds for one in (gold.better, gold.worse)}
    if unused := [one.id for one in study.conditions if one.id not in used]:
        raise UserError(
            f'Nobody is ever shown the condition "{unused[0]}".', "Name it in a question, or take it away."
        )


def _check_numbers(study: Study) -> None:
    most = len(contests_of(study))
    _check_within("votes_each", study.votes_each, 1, most)
    _check_within("golds_each", study.golds_each, 0, len(study.golds))
    _check_within("traps_each", study.traps_each, 0, 100)
    _check_within("practice", study.practice, 0, 20)
    _check_within("seed", study.seed, 0, 2**63 - 1)
    _check_within("minutes", study.minutes, 0.1, 600)
    if study.golds_each + study.traps_each > study.votes_each:
        raise UserError("There are more traps and golds than votes.", "Ask for fewer of them.")
    for what in ("title", "consent"):
        if not getattr(study, what).strip():
            raise UserError(f'The study\'s "{what}" is empty.', "Write it.")
    if study.return_url and not re.match(r"https?://\S+$", study.return_url):
        raise UserError(f'"{study.return_url}" is no address to return to.', "Begin it with https://.")


def _check_rules(rules: Rules) -> None:
    for one in fields(Rules):
        most = 1.0 if one.name.endswith("_share") else 1e6
        _check_within(f"rules.{one.name}", getattr(rules, one.name), 0, most)


def _check_within(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise UserError(f'"{name}" is {value:g}.', f"Choose from {least:g} to {most:g}.")


def _check_known(what: str, kind: str, wanted: Iterable[str], known: Iterable[str]) -> None:
    choices = list(known)
    for one in wanted:
        if one not in choices:
            raise UserError(f'{what} names the unknown {kind} "{one}".', f"Known are: {', '.join(choices)}.")


def _first_twice(items: Sequence[Any]) -> Any:
    """The first that stands there a second time, or None."""
    return next((one for at, one in enumerate(items) if one in items[:at]), None)
