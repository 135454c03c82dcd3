"""study.toml: what a study is, as a person writes it. Everything else in its folder follows from it.

    name = "colour"            # and title, consent, minutes, votes_each, ... as nouns.Study has them
    [rules]                    # as nouns.Rules
    [[conditions]]             # id, label
    [[questions]]              # id, text, kind = "choose" or "pair", conditions = [ids], sound, tie
    [[clips]]                  # id, sound
    [clips.stimuli]            # condition id = "films/harbour/lvocal.mp4", from the study's folder
    [[golds]]                  # clip, question, better, worse

A key that is not known, an id that leads nowhere, a film that is not there: each is an error.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from lvocal.study.design.manifest_rules import check_files, check_study
from lvocal.study.design.toml_records import record_from, toml_of
from lvocal.study.nouns import Study
from lvocal.values import UserError

MANIFEST = "study.toml"

GOLDS_EACH = 2
"""Where the manifest does not say how many, and has as many."""


def read_study(folder: Path) -> Study:
    """The study of a folder; UserError with the first thing that is wrong with it."""
    study = record_from(Study, _table(folder / MANIFEST), MANIFEST)
    check_study(study)
    check_files(study, folder)
    return study


def write_study(folder: Path, study: Study) -> None:
    """Write the manifest of a new study; UserError where one stands already, or where it is not sound."""
    check_study(study)
    check_files(study, folder)
    try:
        with open(folder / MANIFEST, "x", encoding="utf-8", newline="\n") as file:
            file.write(toml_of(study))
    except FileExistsError as problem:
        raise UserError(f"{folder} holds a study already.", "Choose another folder.") from problem


def _table(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError as problem:
        raise UserError(
            f"{path.parent} holds no {MANIFEST}.", "Begin a study with: lvocal study new."
        ) from problem
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as problem:
        raise UserError(f"{path} cannot be read: {problem}.", "Mend it.") from problem
    golds = table.get("golds", [])
    return {"golds_each": min(GOLDS_EACH, len(golds)) if isinstance(golds, list) else 0} | table
