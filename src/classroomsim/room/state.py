"""What phones and other clients are told, as data: the wall's own words, and nothing more."""

from __future__ import annotations

from typing import Any

from classroomsim.room.shares import Counted
from classroomsim.room.steps import CALLED, Step
from classroomsim.room.wall import Followed, Wall

SHOWS_CHOICES = (
    Step.NOTICE,
    Step.VOTE,
    Step.TALK,
    Step.VOTE_AGAIN,
    Step.REVEAL,
)
"""The steps at which the ways to choose from are shown."""

Data = dict[str, Any]


def state_of(wall: Wall) -> Data:
    """What every device is told of a step; see docs/room-api.md for each name."""
    scene = wall.scene
    choices = wall.choices if wall.step in SHOWS_CHOICES else ()
    return {
        "title": wall.title,
        "where": wall.where,
        "step": str(wall.step),
        "called": CALLED[wall.step],
        "scene": scene
        and {
            "clock": scene.clock,
            "name": scene.name,
            "text": list(scene.text),
            "notices": [] if wall.step is Step.READ else list(scene.notices),
        },
        "vote": wall.vote,
        "choices": [{"letter": c.letter, "id": c.id, "say": c.say} for c in choices],
        "discuss": list(wall.discuss) if wall.step in (Step.TALK, Step.REVEAL) else [],
        "first": _counted(wall.first),
        "second": _counted(wall.second),
        "followed": _followed(wall.followed),
        "content_note": wall.content_note,
    }


def _counted(vote: Counted | None) -> Data | None:
    if vote is None:
        return None
    return {
        "said": vote.said,
        "shares": [
            {"id": s.choice, "phones": s.phones, "hands": s.hands, "length": s.length}
            for s in vote.shares
        ],
    }


def _followed(followed: Followed | None) -> Data | None:
    if followed is None:
        return None
    return {
        "letter": followed.choice.letter if followed.choice else None,
        "say": followed.choice.say if followed.choice else None,
        "road_not_taken": followed.road,
        "text": followed.text,
        "pupil": followed.card.pupil,
        "room": followed.card.room,
        "bridge": followed.bridge,
        "ending": list(followed.ending),
        "later": list(followed.later),
    }
