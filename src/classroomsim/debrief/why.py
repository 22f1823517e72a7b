"""Why a moment might have gone as it did: what may have moved, and the reasons, in plain English.

All of it comes from the engine's trace, so that the reasons and the story can't disagree. Nothing
here is a number, a level or a tally, and every sentence stays tentative about people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from classroomsim.debrief.instead import ON_ITS_WAY, Others
from classroomsim.engine.play import Play
from classroomsim.engine.seen import STRESS
from classroomsim.engine.trace import Cause, Shift
from classroomsim.scenario.condition import reads
from classroomsim.scenario.story import Gauge, Scenario

__all__ = [
    "NOTHING_MOVED",
    "ON_ITS_WAY",
    "About",
    "Account",
    "Reason",
    "Why",
    "accounts",
    "together",
    "what_moved",
    "why",
]

About = Literal["pupil", "room", "you"]

NOTHING_MOVED = "Nothing much changed here that anyone could see."

_IN_ORDER: tuple[About, ...] = ("pupil", "room", "you")
_ABOUT_A_CHOICE = ("move", "tag", "manner")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, in English, with where it comes from and how sure we are.

    `changed` is a sentence on what might have changed it: the nearest other choice in which it
    plays no part, or that it was on its way whatever was done; empty where there is nothing to say.
    """

    because: str
    source: str
    sure: str
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """What may have moved, whom it is about, and the reasons for it.

    `on_its_way` says that it rose in a telling that rises whatever is chosen, and that nothing in
    the choice pushed it.
    """

    what: str
    reasons: tuple[Reason, ...]
    about: About = "room"
    on_its_way: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that may have moved for the same reasons, as one short paragraph to read.

    `who` heads it ('Kai and the room'); `what` ends in a full stop. New reasons come first. The
    source is left empty in a reason given before, or where the very next one has the same; how sure
    we are of a source is said once, and so is what might have changed neighbours alike.
    """

    who: str
    what: str
    on_its_way: bool
    reasons: tuple[Reason, ...]


def why(play: Play, number: int) -> tuple[Why, ...]:
    """Why a moment might have gone so: each gauge that moved or was held, with its reasons.

    The pupil comes first, then the room, then the adult.
    """
    shifts = [shift for shift in play.trace(number).shifts if shift.moved or _held(shift)]
    others = Others(play, number)
    found = [_why(play, shift, others) for shift in shifts]
    return tuple(sorted(found, key=lambda one: _IN_ORDER.index(one.about)))


def accounts(play: Play, number: int) -> tuple[Account, ...]:
    """`why`, drawn together for reading: what shares its reasons is told in one sentence."""
    kin: dict[tuple[frozenset[Reason], bool], list[Why]] = {}
    for one in why(play, number):
        kin.setdefault((frozenset(one.reasons), one.on_its_way), []).append(one)
    told: list[Account] = []
    given: set[Reason] = set()
    for whys in kin.values():
        reasons = whys[0].reasons
        told.append(
            Account(
                who=_subjects(play.world.scenario, {one.about for one in whys}),
                what=together(one.what for one in whys),
                on_its_way=whys[0].on_its_way,
                reasons=_changed_once(_sources_once(reasons, given), on_its_way=whys[0].on_its_way),
            )
        )
        given.update(reasons)
    return tuple(told)


def what_moved(play: Play, number: int) -> str:
    """Everything that moved in a moment, in tentative sentences and without reasons."""
    return together(_what(shift) for shift in play.trace(number).shifts if shift.moved)


def together(sentences: Iterable[str]) -> str:
    """Sentences as one text; neighbours that begin alike are told in one breath.

    'Kai may have been calmer' and 'Kai may have felt safer' become 'Kai may have been calmer and
    felt safer.'
    """
    gathered: list[list[list[str]]] = []
    for sentence in sentences:
        words = sentence.rstrip(" .").split()
        if gathered and _shared([*gathered[-1], words]) >= 2:
            gathered[-1].append(words)
        elif words:
            gathered.append([words])
    return " ".join(_one_breath(alike) for alike in gathered)


def _one_breath(alike: list[list[str]]) -> str:
    lead = _shared(alike)
    rests = [" ".join(words[lead:]) for words in alike]
    return f"{' '.join([*alike[0][:lead], _listed(rests)])}."


def _shared(lists: Sequence[Sequence[str]]) -> int:
    """How many words the lists begin with alike, leaving each of several at least one."""
    if len(lists) == 1:
        return len(lists[0]) - 1
    shortest = min(len(words) for words in lists)
    alike = (len({words[n] for words in lists}) == 1 for n in range(shortest - 1))
    return next((n for n, same in enumerate(alike) if not same), shortest - 1)


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(p for p in (", ".join(parts[:-1]), parts[-1]) if p)


def _subjects(scenario: Scenario, about: set[About]) -> str:
    names: dict[About, str] = {"pupil": scenario.pupil.name, "room": "the room", "you": "you"}
    return _capital(_listed([names[one] for one in _IN_ORDER if one in about]))


def _sources_once(reasons: tuple[Reason, ...], given: set[Reason]) -> tuple[Reason, ...]:
    """The new reasons, neighbours with one source told together; then, bare, those given before."""
    new = [reason for reason in reasons if reason not in given]
    explained = {reason.source for reason in given}
    told = []
    for reason, following in zip(new, (*new[1:], None), strict=False):
        if following is not None and following.source == reason.source:
            told.append(replace(reason, source="", sure=""))
        else:
            told.append(replace(reason, sure="") if reason.source in explained else reason)
            explained.add(reason.source)
    bare = [reason for reason in reasons if reason in given]
    again = [replace(reason, source="", sure="", changed="") for reason in bare]
    return (*told, *again)


def _changed_once(reasons: tuple[Reason, ...], *, on_its_way: bool) -> tuple[Reason, ...]:
    """What might have changed a reason, said at the last of neighbours with the same answer.

    An account that is on its way as a whole says so itself.
    """
    told = []
    for reason, following in zip(reasons, (*reasons[1:], None), strict=False):
        again = following is not None and following.changed == reason.changed
        said_above = on_its_way and reason.changed == ON_ITS_WAY
        told.append(replace(reason, changed="") if again or said_above else reason)
    return tuple(told)


def _why(play: Play, shift: Shift, others: Others) -> Why:
    reasons = (_reason(play, cause, others) for cause in _acting(shift))
    return Why(
        what=_what(shift),
        reasons=tuple(dict.fromkeys(r for r in reasons if r.because)),
        about=_about(shift.gauge),
        on_its_way=_on_its_way(play, shift),
    )


def _what(shift: Shift) -> str:
    gauge = shift.gauge
    if not shift.moved:
        return f"Little changed in {gauge.name}"
    return _capital(gauge.rose if shift.after > shift.before else gauge.fell)


def _about(gauge: Gauge) -> About:
    match gauge.id.partition(".")[0]:
        case "pupil":
            return "pupil"
        case "you":
            return "you"
        case _:
            return "room"


def _acting(shift: Shift) -> list[Cause]:
    """The causes that pushed the way the gauge went, then what kept a fall small."""
    rose = shift.after > shift.before
    pushed = [c for c in shift.causes if c.push in ("up" if rose else "down", "set")]
    held = [c for c in shift.causes if c.push == "held"] if _held(shift) else []
    if any(c.amount == 0 for c in held):  # nothing but what came after the beat got through
        pushed = [c for c in pushed if c.stage == "arrive"]
    return [*(pushed if shift.moved else ()), *held]


def _held(shift: Shift) -> bool:
    """Whether a limit really kept back a part of a fall, and the gauge did not rise."""
    left = [c.amount for c in shift.causes if c.push == "held"]
    asked = sum(c.amount for c in shift.causes if c.push == "down" and c.stage != "arrive")
    could = shift.before - shift.gauge.span.low
    return bool(left) and shift.after <= shift.before and min(asked, could) > min(left)


def _on_its_way(play: Play, shift: Shift) -> bool:
    """Whether stress rose in a telling that rises, and nothing in the choice pushed it."""
    rising = play.world.telling.rises and shift.gauge.id == STRESS and shift.after > shift.before
    return rising and not any(_from_the_choice(play, cause) for cause in _acting(shift))


def _from_the_choice(play: Play, cause: Cause) -> bool:
    if cause.kind != "rule":
        return cause.kind in ("move", "turn", "choice")
    rule = next(rule for rule in play.world.scenario.rules if rule.id == cause.id)
    return any(reads(rule.when, kind) for kind in _ABOUT_A_CHOICE)


def _reason(play: Play, cause: Cause, others: Others) -> Reason:
    source, changed = play.world.scenario.sources.get(cause.source), others.said(cause)
    if source is not None:
        return Reason(cause.because, source.name, source.sure, changed)
    if cause.kind == "arrival":
        said = "Time went by before the next moment, and that may change things."
    else:
        said = "What you did may have been enough for this by itself."
    return Reason(said, "This story", "Written for this moment; not drawn from research.", changed)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
