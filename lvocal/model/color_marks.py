"""How a person's marks stand against one another and against words, when a place chooses its colour.

A known place has learned to speak for all that looks like it. Among words that is too much: it would take
what they name, however far away it is.

Shapes: B batch, P cells, L words, R known tokens.
"""

from __future__ import annotations

import torch
from torch import Tensor

from lvocal.model.color_shares import DECISION
from lvocal.values import Marked

HELD = 2.5
"""By which a mark yields where words are sure, for every unit of the way to it."""


def among_others(known: Tensor, at: Tensor, marks: Marked, own: Tensor, *asked: Tensor) -> Tensor:
    """Logits of known tokens (B, P, R), at the tokens (B, R), less what marks have to yield; what is
    known and no mark stays as it is. own (B, P, 1) and `asked` (B, P, L) of words and swatches are the logits
    beside them.

    A mark counts once, however many tokens it covers, and the farther away, the less where others are sure.
    On 24 pictures of two garments, one named and one marked, the named one changed by a dE of 10.2 for a pin
    and 18.7 for a stroke without this, by 2.7 and 4.4 with it; the marked one was 12.3 and 10.3 from its
    colour, and is 15.6 and 15.7. Where nothing is named, a stroke spills 3.0 instead of 3.9. All of it is
    with MEANT at 2.4, and at 1.75 before.
    """
    group = marks.group.flatten(1).gather(1, at)
    many = marks.size.flatten(1).gather(1, at).log()
    away = marks.away.flatten(2).transpose(1, 2)
    away = away.gather(2, group.clamp_min(0)[:, None].expand(-1, away.shape[1], -1))
    yielded = many[:, None] + HELD * claimed(own, *asked) * away
    return known - torch.where(group[:, None] >= 0, yielded, 0)


def claimed(own: Tensor, *asked: Tensor) -> Tensor:
    """How surely words and swatches take a place (B, P, 1) when nothing is known, with doubt taken out as in
    painting."""
    share = torch.cat([own, *asked], dim=-1).float().softmax(dim=-1)[..., 1:].sum(dim=-1, keepdim=True)
    return share**DECISION / (share**DECISION + (1 - share) ** DECISION)
