"""What lies on the shelf, as rows to pick from: scenarios, plays that were left, and offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from classroomsim.scenario.heading import Heading
from classroomsim.ui.plain_words import ago, minutes_in_words
from classroomsim.ui.text import joined, prose, words
from classroomsim.ui.widgets.picker import Row

if TYPE_CHECKING:  # the first frame does without the diary
    from classroomsim.diary.record import Entry, Offer


def heading_row(heading: Heading) -> Row:
    """A scenario: what it is about, how long it takes, and what to know before."""
    facts = [minutes_in_words(heading.minutes)] if heading.minutes else []
    facts += [", ".join(heading.themes)] if heading.themes else []
    parts = [prose(heading.title, "bold $bright")]
    if heading.setting:
        parts.append(prose(heading.setting))
    if facts:
        parts.append(prose("  \u00b7  ".join(facts), "$quiet"))
    if heading.content_note:
        parts.append(prose(heading.content_note, "$quiet"))
    return Row(words(""), Content("\n").join(parts), f"scenario:{heading.path}")


def help_text() -> Content:
    """What this program is."""
    title = prose("What this is, and what the keys do", "bold $bright")
    return joined([title, prose("A page to read, before or after you play.", "$quiet")], "\n")


def broken_row(heading: Heading) -> Row:
    """A file that can't be opened, and how to see why."""
    text = Content.assemble(
        words(heading.title, "bold $bright"),
        "\n",
        prose(f"This file can't be opened: {heading.trouble}."),
        "\n",
        words("To see what to change:  classroomsim check ", "$quiet"),
        words(str(heading.path.name), "$quiet"),
    )
    return Row(words(""), text, f"scenario:{heading.path}")


def offer_row(offer: Offer) -> Row:
    """A play to come back to, with its plan."""
    parts = [prose(offer.title, "bold $bright")]
    if offer.plan is not None:
        parts.append(words(offer.plan.line, "$quiet"))
    parts.append(prose("One moment of it, about three minutes.", "$quiet"))
    return Row(words(""), joined(parts, "\n"), f"offer:{offer.entry.id}")


def entry_row(entry: Entry, place: str) -> Row:
    """A play to carry on, or to look back on; `place` is where it was left, '' if not known."""
    where = f"left at {place}  \u00b7  " if place else "left "
    if entry.ended:
        where = "played to its end, to look back on  \u00b7  "
    parts = [prose(entry.title, "bold $bright"), prose(where + ago(entry.last), "$quiet")]
    return Row(words(""), joined(parts, "\n"), f"play:{entry.id}")
