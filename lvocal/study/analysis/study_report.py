"""Everything that was found, as a page of Markdown; nobody is named in it."""

from __future__ import annotations

from collections import Counter

from lvocal.study.analysis.analyzing import Analysis, Answered
from lvocal.study.analysis.preference_table import NOT_SHOWN, grid, preference_table, table_markdown
from lvocal.study.analysis.preferences import Interval, Share


def report_markdown(analysis: Analysis) -> str:
    """Who counts, the table of methods, then every question with its tests and its clips."""
    parts = [f"# {analysis.study.title}\n", f"{who_counts(analysis)}\n{_reasons(analysis)}"]
    parts += ["## Chosen where shown\n", table_markdown(preference_table(analysis))]
    for answered in analysis.answered:
        parts += _question(analysis, answered)
    return "\n".join(parts)


def who_counts(analysis: Analysis) -> str:
    """How many took part and how many of them count, in a sentence."""
    verdicts = analysis.verdicts.values()
    dropped = sum(not verdict.counts for verdict in verdicts)
    return (
        f"{len(verdicts)} took part, {len(verdicts) - dropped} count, {dropped} were excluded by the rules "
        "of the manifest."
    )


def _reasons(analysis: Analysis) -> str:
    verdicts = analysis.verdicts.values()
    reasons = Counter(breach.rule for verdict in verdicts for breach in verdict.breaches)
    if not reasons:
        return ""
    rows = [[rule, str(count)] for rule, count in reasons.most_common()]
    return f"\n{grid(['rule broken', 'participants'], rows, words=1)}"


def _question(analysis: Analysis, answered: Answered) -> list[str]:
    question = answered.question
    votes = f"{answered.votes} votes of {answered.participants} participants"
    chance = f"blind choice gives {100 * answered.shares[0].chance:.1f} %"
    parts = [
        f"## {question.id}\n",
        f"{question.text}\n",
        f"{votes}; {chance}.\n",
        _shares(analysis, answered),
    ]
    if len(answered.groups) > 1:
        groups = "; ".join(", ".join(group) for group in answered.groups)
        parts.append(f"No strengths: no vote links these groups of conditions: {groups}.\n")
    return [*parts, _tests(answered), f"### {question.id}, clip by clip\n", _clips(analysis, answered)]


def _shares(analysis: Analysis, answered: Answered) -> str:
    labels = {condition.id: condition.label for condition in analysis.study.conditions}
    strengths = {strength.condition: strength for strength in answered.strengths}
    rows = []
    for share, people in zip(answered.shares, answered.people, strict=True):
        strength = strengths.get(share.condition)
        rows.append([
            labels[share.condition], str(share.shown), str(share.chosen), str(share.ties), _percent(share),
            _ends(share.interval, 100, 1), _ends(people, 100, 1),
            f"{strength.value:+.2f}" if strength else NOT_SHOWN,
            _ends(strength.interval if strength else None, 1, 2),
        ])  # fmt: skip
    heads = ["method", "shown", "chosen", "ties", "%", "Wilson 95 %", "participants 95 %"]
    return grid([*heads, "Bradley-Terry", "participants 95 %"], rows, words=1)


def _tests(answered: Answered) -> str:
    side, order, agreement = answered.side, answered.order, answered.agreement
    alpha = "undefined" if agreement.alpha is None else f"{agreement.alpha:.3f}"
    same = "none" if agreement.same is None else f"{100 * agreement.same:.1f} %"
    seen = f"{agreement.answers} answers about {agreement.units} clips or pairs seen twice or more"
    lines = [
        f"- Places, from left to right: {_counts(side.chosen)} votes; p = {side.p:.3f} ({side.way}).",
        f"- First and second half, by method: {_counts(order.first)} and {_counts(order.second)} votes; "
        f"p = {order.p:.3f} (halves swapped within participants).",
        f"- Agreement: {same} of answers about the same are the same, Krippendorff's alpha {alpha} ({seen}).",
    ]
    return "\n".join(lines) + "\n"


def _clips(analysis: Analysis, answered: Answered) -> str:
    labels = {condition.id: condition.label for condition in analysis.study.conditions}
    heads = ["clip", *(labels[condition] for condition in answered.question.conditions)]
    rows = [[clip, *map(_of_shown, shares)] for clip, shares in answered.clips.items()]
    return grid(heads, rows, words=1)


def _percent(share: Share) -> str:
    return f"{100 * share.value:.1f}" if share.shown else NOT_SHOWN


def _of_shown(share: Share) -> str:
    return (
        f"{_percent(share)} ({share.chosen + share.ties / 2:g}/{share.shown})" if share.shown else NOT_SHOWN
    )


def _ends(interval: Interval | None, times: float, digits: int) -> str:
    if interval is None:
        return NOT_SHOWN
    return f"{times * interval.low:.{digits}f} to {times * interval.high:.{digits}f}"


def _counts(counts: tuple[int, ...]) -> str:
    return ", ".join(map(str, counts))
