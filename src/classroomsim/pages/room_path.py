"""The room path on paper: what may be told at each beat, and after which votes.

A hall's play carries over what was chosen, so that a text may depend on the votes before it. Every
way through the path is walked under one telling, and whatever is not told on all of them says
after which votes it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from classroomsim.debrief.lookback import FOLLOWED, TUESDAY, Part, parts
from classroomsim.engine.machine import Machine, World
from classroomsim.engine.play import Play
from classroomsim.engine.seen import look, said
from classroomsim.proof.hall import Hall
from classroomsim.scenario.story import Prose, Telling

LETTERS = "ABCD"
SCHOOL = "What the school could provide"
"""The heading of the coaching's last part."""
BEATS = 3
"""How many beats a session has at most."""
_MANY = 2
"""Descriptions of votes that are still easy to look up; above that, 'otherwise' is."""

Votes = tuple[str, ...]
"""The letters that were followed so far."""
Plays = Mapping[Votes, Play]


@dataclass(frozen=True, slots=True)
class Told:
    """A text, and the votes after which it is told: 'after A or C'; '' where it always is."""

    text: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to choose from, and what may follow it. `offered` is '' where it always is."""

    letter: str
    say: str
    offered: str
    follows: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class PathBeat:
    """One beat of the path. `plans` and `school` are parts of its coaching, each text once."""

    scene: str
    clock: str
    name: str
    bridge: str
    text: tuple[Told, ...]
    notices: tuple[Told, ...]
    ways: tuple[Way, ...]
    discuss: tuple[Told, ...]
    notes: tuple[Told, ...]
    plans: tuple[str, ...]
    school: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathEnd:
    """An ending that the path may come to; `later` is the pupil's voice."""

    text: tuple[str, ...]
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeadsTo:
    """Which ending each last vote leads to (a letter, and a number from 0), after earlier votes."""

    after: str
    ends: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class RoomPath:
    """The path under one telling. `by_first`: each beat follows the first way that leads on."""

    telling: Telling
    beats: tuple[PathBeat, ...]
    ends: tuple[PathEnd, ...]
    leads: tuple[LeadsTo, ...]
    by_first: bool


def room_path(machine: Machine, telling: str) -> RoomPath:
    """The path that a hall plays; without one, the first scenes by the first ways onward."""
    scenario = machine.scenario
    by_first = not scenario.room_path
    told = scenario.tellings[telling]
    world: World = machine.under(telling) if by_first else Hall(machine, told)
    plays: dict[Votes, Play] = {(): Play(world, (), (world.start,))}
    beats: list[PathBeat] = []
    for number in range(BEATS):
        here = {path: play for path, play in plays.items() if play.scene}
        if not here:
            break
        if by_first:
            here = _first_that_leads_on(here, {beat.scene for beat in beats})
            if not here:
                break
        bridge = "" if by_first else scenario.room_path[number].bridge
        plays = _onward(here)
        beats.append(_beat(here, plays, bridge))
        if not by_first and number + 1 == len(scenario.room_path):
            break
    ends, leads = _ends(plays)
    return RoomPath(told, tuple(beats), ends, leads, by_first)


def _first_that_leads_on(here: Plays, met: set[str]) -> dict[Votes, Play]:
    """The first play that has come to a scene which is not on paper yet."""
    new = (it for it in here.items() if it[1].scene and it[1].scene.id not in met)
    return dict([first]) if (first := next(new, None)) else {}


def _onward(here: Plays) -> dict[Votes, Play]:
    """The plays after each way of a beat."""
    letters = _letters(here)
    return {
        (*path, letter): play.choose(choice)
        for path, play in here.items()
        for choice, letter in letters.items()
        if any(offer.id == choice for offer in play.offers)
    }


def _letters(here: Plays) -> dict[str, str]:
    """The letter of each choice that is on offer in some play, in the author's order."""
    scene = next(iter(here.values())).scene
    offered = {offer.id for play in here.values() for offer in play.offers}
    ids = [choice.id for choice in (scene.choices if scene else ()) if choice.id in offered]
    return dict(zip(ids, LETTERS, strict=False))


def _beat(here: Plays, onward: Plays, bridge: str) -> PathBeat:
    seen = {path: look(play) for path, play in here.items()}
    first = next(iter(here.values()))
    scene = first.scene
    assert scene is not None  # noqa: S101 - only plays in a scene come here
    written = [line.say for line in scene.text]
    text = _told({path: it.text for path, it in seen.items()})
    return PathBeat(
        scene=scene.id,
        clock=scene.clock,
        name=scene.name,
        bridge=bridge,
        text=tuple(sorted(text, key=lambda it: written.index(it.text))),
        notices=_told({path: it.notices for path, it in seen.items()}),
        ways=tuple(_way(here, onward, *way) for way in _letters(here).items()),
        discuss=_said(here, scene.discuss),
        notes=_said(here, scene.notes),
        plans=_each(onward, TUESDAY),
        school=_each(onward, SCHOOL),
    )


def _way(here: Plays, onward: Plays, choice: str, letter: str) -> Way:
    taken = {path[:-1]: play for path, play in onward.items() if path[-1] == letter}
    offer = next(it for play in here.values() for it in play.offers if it.id == choice)
    follows: dict[str, list[Votes]] = {}
    for path, play in taken.items():
        follows.setdefault(_part(play, FOLLOWED), []).append(path)
    told = [(text, _described(paths, taken)) for text, paths in follows.items()]
    told.sort(key=lambda it: len(it[1]))
    if len(told) > 1 and len(told[-1][1]) > _MANY:
        last = Told(told[-1][0], "otherwise")
    else:
        last = Told(told[-1][0], _in_words(told[-1][1]))
    earlier = tuple(Told(text, _in_words(ways)) for text, ways in told[:-1])
    return Way(letter, offer.say, _after(taken, here), (*earlier, last))


def _each(onward: Plays, heading: str) -> tuple[str, ...]:
    """A part of the coaching after each way, each text once."""
    return tuple(dict.fromkeys(filter(None, (_part(it, heading) for it in onward.values()))))


def _part(play: Play, heading: str) -> str:
    """The part of the coaching on the last moment that stands under a heading; '' without one."""
    found: Iterable[Part] = parts(play, len(play.choices) - 1)
    return next((part.body for part in found if part.heading == heading), "")


def _said(here: Plays, prose: Prose) -> tuple[Told, ...]:
    return _told(
        {
            path: said(prose, play.world.judge, (*play.state, *play.came_from))
            for path, play in here.items()
        }
    )


def _ends(plays: Plays) -> tuple[tuple[PathEnd, ...], tuple[LeadsTo, ...]]:
    """The endings as they may be told, and which votes lead to which."""
    numbers: dict[PathEnd, int] = {}
    rows: dict[Votes, list[tuple[str, int]]] = {}
    for path, play in plays.items():
        row = rows.setdefault(path[:-1], [])
        if play.ending is not None:
            seen = look(play)
            end = PathEnd(seen.text, seen.later)
            row.append((path[-1], numbers.setdefault(end, len(numbers))))
    alike: dict[tuple[tuple[str, int], ...], list[Votes]] = {}
    for path, row in rows.items():
        alike.setdefault(tuple(row), []).append(path)
    leads = [LeadsTo(_after(paths, rows), row) for row, paths in alike.items() if row]
    return tuple(numbers), tuple(leads)


# ------------------------------------------------------------------------------ after which votes


def _told(lines: Mapping[Votes, tuple[str, ...]]) -> tuple[Told, ...]:
    """Each line once, with the votes after which it is told."""
    found: dict[str, list[Votes]] = {}
    for path, texts in lines.items():
        for text in texts:
            found.setdefault(text, []).append(path)
    return tuple(Told(text, _after(paths, lines)) for text, paths in found.items())


def _after(paths: Collection[Votes], among: Collection[Votes]) -> str:
    return "" if len(paths) == len(among) else _in_words(_described(paths, among))


def _described(paths: Collection[Votes], among: Collection[Votes]) -> list[Votes]:
    """Paths in few descriptions: for each vote its letters, or '' where any will do."""
    if not next(iter(among)):
        return [()]
    firsts = sorted({path[0] for path in among})
    alike: dict[tuple[Votes, ...], list[str]] = {}
    for first in firsts:
        rest = {path[1:] for path in paths if path[0] == first}
        if rest:
            every = {path[1:] for path in among if path[0] == first}
            alike.setdefault(tuple(_described(rest, every)), []).append(first)
    return [
        ("" if letters == firsts else _either(letters), *tail)
        for tails, letters in alike.items()
        for tail in tails
    ]


def _either(letters: list[str]) -> str:
    *most, last = letters
    return f"{', '.join(most)} or {last}" if most else last


def _in_words(described: Iterable[Votes]) -> str:
    """Descriptions as words: 'after A or C, then B; or D, then any'."""
    told = [", then ".join(it or "any" for it in votes) for votes in described if any(votes)]
    return f"after {'; or '.join(told)}" if told else ""
