"""What the diary holds, as rows to pick from: plans, plays and notes to self, or what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from textual.widget import Widget
from textual.widgets import Static

from classroomsim.diary.record import Entry, Found, Note, Plan
from classroomsim.ui.days import day_in_words
from classroomsim.ui.plain_words import ago
from classroomsim.ui.text import joined, prose, words
from classroomsim.ui.widgets.picker import Row

MOST = 60
"""Rows of a kind that are listed; what is older is found by its words."""
OLDER = "Older ones are found by looking for a word in them."
PLANS, PLAYS, NOTES = "For Tuesday", "Plays", "Notes to self"
FOUND = "What was found"
_LONGEST = 300
"""Characters of a note that are listed; the whole of it stands where it was written."""

Thing = Plan | Entry | tuple[Entry, Note]


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows, the headings before them by the index of the row that follows, and what each is."""

    rows: list[Row] = field(default_factory=list)
    sections: dict[int, list[Widget]] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)

    def add(self, heading: str, group: Sequence[tuple[Row, Thing]]) -> None:
        """Adds rows under a heading, if there are any."""
        if not group:
            return
        above: list[Widget] = [Static(words(heading), classes="heading diary-kind")]
        self.sections.setdefault(len(self.rows), []).extend(above)
        for row, thing in group[:MOST]:
            self.rows.append(row)
            self.things[row.value] = thing
        if len(group) > MOST:
            older = Static(prose(OLDER), classes="quiet diary-older")
            self.sections.setdefault(len(self.rows), []).append(older)


def listed(entries: Sequence[Entry], plans: Sequence[Plan], today: date) -> Listed:
    """Everything, the newest of each kind first."""
    found = Listed()
    found.add(PLANS, [(_plan_row(plan, today), plan) for plan in plans])
    found.add(PLAYS, [(_play_row(entry), entry) for entry in entries])
    notes = [(entry, note) for entry in entries for note in entry.notes]
    notes.sort(key=lambda pair: pair[1].written, reverse=True)
    found.add(NOTES, [(_note_row(*pair), pair) for pair in notes])
    return found


def only_found(
    hits: Sequence[Found], entries: Sequence[Entry], plans: Sequence[Plan], today: date
) -> Listed:
    """What was looked for, the newest first."""
    by_id = {entry.id: entry for entry in entries}
    group: list[tuple[Row, Thing]] = []
    for hit in hits:
        group += _found(hit, by_id, plans, today)
    found = Listed()
    found.add(FOUND, list({row.value: (row, thing) for row, thing in group}.values()))
    return found


def _found(
    hit: Found, entries: Mapping[int, Entry], plans: Sequence[Plan], today: date
) -> list[tuple[Row, Thing]]:
    entry = entries.get(hit.play) if hit.play is not None else None
    match hit.kind:
        case "plan":
            return [
                (_plan_row(plan, today), plan)
                for plan in plans
                if plan.play == hit.play and plan.changed == hit.when
            ]
        case "play":
            return [(_play_row(entry), entry)] if entry else []
        case "note":
            return [
                (_note_row(entry, note), (entry, note))
                for note in (entry.notes if entry else ())
                if entry and note.written == hit.when and note.text == hit.text
            ]


def _plan_row(plan: Plan, today: date) -> Row:
    when = f"for {day_in_words(plan.day, today)}" if plan.day else "no day"
    parts = [words(plan.line, "$bright"), prose(f"{plan.title}  \u00b7  {when}", "$quiet")]
    if plan.came:
        parts.append(words(_short(plan.came)))
    return Row(words(""), joined(parts, "\n"), f"plan:{plan.id}")


def _play_row(entry: Entry) -> Row:
    parts = [prose(entry.title, "bold $bright"), prose(said_of(entry), "$quiet")]
    return Row(words(""), joined(parts, "\n"), f"play:{entry.id}")


def said_of(entry: Entry) -> str:
    """What a play was, and when."""
    if entry.kind == "revisit":
        what = "one moment come back for"
    elif entry.ended:
        what = "played to its end"
    else:
        what = "left before its end"
    again = "  \u00b7  a second try" if entry.parent is not None else ""
    return f"{what}{again}  \u00b7  {ago(entry.last)}"


def _note_row(entry: Entry, note: Note) -> Row:
    where = prose(f"{entry.title}  \u00b7  {ago(note.written)}", "$quiet")
    return Row(words(""), joined([words(_short(note.text)), where], "\n"), f"note:{note.id}")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}\u2026"
