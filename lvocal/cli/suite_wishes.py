"""What was asked of `evaluate`, and the networks and methods it asks for."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lvocal.checkpoint.engines import load_networks
from lvocal.cli.wishes import existing
from lvocal.evaluate.clips.code_prints import painting_print
from lvocal.evaluate.clips.methods import Method, Ours
from lvocal.evaluate.clips.peers import Peer, read_peer
from lvocal.evaluate.reports.comparison import SHOWN_BESIDE
from lvocal.evaluate.switches import SWITCHES, nothing_to_switch
from lvocal.memory import choose_device
from lvocal.model.bundle import MiniNetworks, Networks
from lvocal.values import UserError, Weights


@dataclass(frozen=True)
class Asked:
    """What was asked of `evaluate`; None is "not said"."""

    data: Path
    engine: str = "mini"
    model: Path | None = None
    limit: int | None = None
    only: str | None = None
    report: Path | None = None
    switch: str | None = None
    jobs: int | None = None
    captions: Path | None = None
    paint_px: int | None = None
    compare_px: int | None = None
    frames: int | None = None
    film_px: int | None = None
    judges: str | None = None
    judge_weights: Path | None = None
    peer: tuple[str, ...] | None = None

    @property
    def options(self) -> dict[str, object]:
        """What only some suites have a use for, as it is written."""
        return {
            f"--{name.replace('_', '-')}": value
            for name, value in vars(self).items()
            if name not in ("data", "engine", "model")
        }


def embedded_for(asked: Asked) -> MiniNetworks:
    """The embedded networks; UserError where another size was asked for, which this suite cannot measure."""
    networks = networks_for(asked)
    if not isinstance(networks, MiniNetworks):
        raise UserError(
            f"This suite does not measure {asked.engine}.",
            "Use --engine mini; clips, bw, davis, videvo and papers take wan as well.",
        )
    return networks


def networks_for(asked: Asked) -> Networks:
    """Those of the engine; UserError for an ablation that there is not, or that has nothing to switch off."""
    if asked.switch is not None and asked.switch.upper() not in SWITCHES:
        raise UserError(
            f'There is no ablation called "{asked.switch}".', f"Choose one of: {', '.join(SWITCHES)}."
        )
    networks = load_engine(asked.engine, asked.model)
    if asked.switch is not None and (why := nothing_to_switch(asked.switch.upper(), networks)):
        raise UserError(f"--switch {asked.switch} would change nothing: {why}.", "Leave it out.")
    return networks


def load_engine(engine: str, model: Path | None) -> Networks:
    """The networks of an engine, on the best device, with the weights of a folder or those it comes with."""
    named: Any = engine
    networks = load_networks(Weights(named, None if model is None else existing(model)))
    if not isinstance(networks, Networks):
        raise UserError(
            f"The suites do not measure {engine} by themselves.",
            'Measure it as a peer: --peer "VACE=python -m lvocal colorize {film} --engine vace ...".',
        )
    return networks.to(choose_device())


def methods_for(asked: Asked) -> list[Method]:
    """The app, the app with an ablation, or the app and its peers as commands. UserError for names that are
    one, and for an ablation beside peers."""
    if not asked.peer:
        return [Ours(asked.switch.upper(), asked.switch.upper()) if asked.switch else Ours()]
    if asked.switch:
        raise UserError("A run with peers measures the app as it is.", "Leave --switch away.")
    peers = [read_peer(text) for text in asked.peer]
    names = [peer.name for peer in peers]
    if len(set(names)) < len(names):
        raise UserError("Two peers have one name.", "Give every --peer a name of its own.")
    if taken := {*names} & {"L-VOCAL", Ours().name, *SHOWN_BESIDE}:
        raise UserError(f'No peer can be called "{taken.pop()}".', "The report calls something else so.")
    return [Peer("L-VOCAL", app_as_a_command(asked), painting_print()), *peers]


def app_as_a_command(asked: Asked) -> str:
    """Beside peers the app is measured as they are: a process for every clip, with its start."""
    words = [sys.executable, "-m", "lvocal", "colorize", "{film}", "-o", "{output}/film.mkv"]
    words += ["--prompt", "{caption}", "--master", "ffv1", "--engine", asked.engine]
    words += ["--model", str(asked.model.resolve())] if asked.model else []
    words += ["--paint-px", str(asked.paint_px)] if asked.paint_px else []
    return " ".join(map(shlex.quote, words))
