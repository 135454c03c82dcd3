"""What became of the words, as a person reads it. Nothing heavy is imported here."""

from __future__ import annotations

from lvocal.values import Landed, WordReport


def sentences(report: WordReport) -> list[str]:
    """The report as a person reads it, a line each."""
    lines = [f"{_name(thing)}: {fate(thing)}" for thing in report.things]
    return [*lines, nearly_grey(report)]


def nearly_grey(report: WordReport) -> str:
    """How much of the picture stayed nearly grey, and where most of that is."""
    where = f", most of it at the {report.gray_where}" if report.gray_where else ""
    return f"{report.gray_share:.0%} of the picture stayed nearly grey{where}."


def _name(thing: Landed) -> str:
    name = f"{thing.object} = {thing.color}" if thing.object else thing.color
    return name if thing.frame is None else f"{name} (shot of frame {thing.frame})"


def fate(thing: Landed) -> str:
    """What became of one thing."""
    if thing.delta_e is not None:
        how = {"found": "found", "grey": "found, but nearly grey", "doubtful": "perhaps found"}[thing.state]
        return f"{how}: {thing.share:.0%} of the picture, dE {thing.delta_e:.0f}"
    return {
        "missing": "not found in the picture",
        "overruled": "a row colours it instead",
        "unread": "not read, for the words before it are as many as the network reads",
        "off": "left out, at strength 0",
        "unknown": "this network does not tell where a colour went",
    }[thing.state]
