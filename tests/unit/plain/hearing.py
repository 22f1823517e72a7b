"""A play of linear text inside a test: lines in, what is heard out."""

import re
from functools import cache
from io import StringIO

from classroomsim.diary.store import Diary
from classroomsim.plain.player import PlainPlayer
from classroomsim.scenario.library import find
from classroomsim.scenario.read import Reading, read_scenario
from classroomsim.scenario.story import SKIP

CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]")
SEVEN = (
    "What you noticed:",
    "What he might have been saying:",
    "What followed:",
    "Another way, with its cost:",
    "For Tuesday:",
    "A question to keep:",
    "What the school could provide:",
)
"""The headings of the coaching, in their order."""
WHOLE_PLAY = ("1",) * 10
"""Enough first choices to end the scenario that ships; what is left over picks a moment."""


@cache
def tuesday() -> Reading:
    """The scenario that ships, read once."""
    reading = read_scenario(find("tuesday_210"))
    assert reading.scenario is not None
    return reading


def hear(
    *typed: str,
    telling: str | None = "lunch_row",
    diary: Diary | None = None,
    interactive: bool = False,
    author: bool = False,
    choices: tuple[str, ...] = (),
) -> str:
    """Everything that is said when these lines are typed, and then the input ends."""
    out = StringIO()
    lines = StringIO("".join(f"{line}\n" for line in typed))
    player = PlainPlayer(lines, out, interactive=interactive, author=author)
    player.play(tuesday(), telling, choices, diary)
    return out.getvalue()


def flat(text: str) -> str:
    """What was heard, without its line breaks."""
    return " ".join(text.split())


def after(said: str, typed: str, *before: str) -> str:
    """What was added by one more line, `typed`, to what these lines had said."""
    rest = hear(*before, typed)
    assert rest.startswith(said)
    return rest[len(said) :]


def answer(typed: str, *before: str) -> str:
    """What is said to the last line alone."""
    return after(hear(*before), typed, *before)


SKIPS = (SKIP,) * 10
