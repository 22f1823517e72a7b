"""The shortest way to a place in a scenario."""

from __future__ import annotations

from collections import deque

from classroomsim.engine.layout import State
from classroomsim.engine.machine import World

MOST_STATES = 300_000
"""States looked at before a search gives up."""


def shortest_to(world: World, place: str) -> tuple[str, ...] | None:
    """The fewest choices, none skipped, from the start to a place; None where none was found."""
    goal = world.layout.place_of[place]
    start = world.start
    came: dict[State, tuple[State, str] | None] = {start: None}
    queue = deque([start])
    while queue and len(came) < MOST_STATES:
        state = queue.popleft()
        if state[0] == goal:
            return _choices(came, state)
        for choice in world.offers(state):
            after = world.step(state, choice)
            if after not in came:
                came[after] = (state, choice.id)
                queue.append(after)
    return None


def _choices(came: dict[State, tuple[State, str] | None], state: State) -> tuple[str, ...]:
    choices: list[str] = []
    step = came[state]
    while step is not None:
        state, choice = step
        choices.append(choice)
        step = came[state]
    return tuple(reversed(choices))
