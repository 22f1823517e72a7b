"""Where a second try or a visit begins, in a few words; with words to say, if they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from classroomsim.debrief.lookback import titled, worked_line
from classroomsim.engine.play import where_they_part
from classroomsim.ui.text import joined, prose

if TYPE_CHECKING:
    from classroomsim.diary.sitting import Sitting

WORDS = "Words you might say, if they suit you:"


def tried_from(sitting: Sitting) -> int | None:
    """The moment (from 0) at which a second try begins; None where it is none."""
    earlier = sitting.earlier
    return where_they_part(sitting.play, earlier.play) if earlier is not None else None


def where_it_began(sitting: Sitting, *, words_first: bool) -> Content:
    """Said at the very moment that is tried again."""
    scene, earlier = sitting.play.scene, sitting.earlier
    if earlier is None or scene is None:
        return Content()
    number = len(sitting.play.choices)
    told = [prose(f"Trying again from {titled(scene)}.", "$quiet")]
    worked = worked_line(earlier.play, number) if words_first else None
    if worked is not None:
        told.append(Content.assemble(prose(f"{WORDS} ", "$quiet"), prose(worked.say, "$bright")))
    return joined(told, "\n")


def come_back_to(sitting: Sitting) -> Content:
    """Said at the one moment that was come back for."""
    scene = sitting.play.scene
    if scene is None:
        return Content()
    return prose(
        f"You have come back to {titled(scene)}. Something else may be underneath this time.",
        "$quiet",
    )
