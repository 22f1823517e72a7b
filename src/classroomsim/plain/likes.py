"""How the player likes it: words first or trying first, and whether to be asked back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from classroomsim.diary.settings import Settings
from classroomsim.plain import help as said
from classroomsim.plain.sections import wrapped
from classroomsim.plain.session import Session

_WAYS = {
    "words": {"coaching": "words"},
    "try": {"coaching": "try"},
    "back on": {"come_back": True},
    "back off": {"come_back": False},
}


def change(session: Session, wanted: str) -> None:
    """Changes one setting, or says how they stand and what can be typed."""
    way = _WAYS.get(" ".join(wanted.casefold().split()))
    if way is not None:
        session.settings = replace(session.settings, **way)  # type: ignore[arg-type]
        session.noted(session.settings.save)
        session.say([said.CHANGED_IT])
    session.say(stand(session.settings))
    if way is None:
        session.say(said.HOW_TO_CHANGE)


def stand(settings: Settings) -> Iterator[str]:
    """How the settings stand."""
    yield from wrapped(said.WORDS_FIRST if settings.coaching == "words" else said.TRY_FIRST)
    yield from wrapped(said.BACK_ON if settings.come_back else said.BACK_OFF)
