"""A session as it stands, and what the facilitator can do with it.

Everything about a session is worked out from the list of what was done, so that a restart comes
back to the same place, and undoing is doing all but the last once more. Pure: no votes are
counted here, no clock is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, Self

from classroomsim.engine.machine import EngineError, Machine, World
from classroomsim.engine.play import Play
from classroomsim.proof.hall import Hall
from classroomsim.room.steps import AFTER, ONWARD, VOTES, Form, Step
from classroomsim.scenario.story import Choice

Kind = Literal["next", "go", "follow", "road", "back", "under", "wrap"]
"""What can be done: the next step; another step of this beat; a way, taken; a way, only shown;
the beat before; another cause underneath; on to looking back."""


class RoomError(Exception):
    """Something can't be done now; its text is a sentence for the facilitator."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that the facilitator did. `what` is a step, a choice or a telling, where needed."""

    kind: Kind
    what: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One vote. `number` (from 1) never comes again in a session; `beat` is counted from 0."""

    number: int
    beat: int
    again: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it stands. Made by `Session.begin` and `does`; never changed.

    `play` is as far as the hall has gone: at the step `follow`, one choice further than the beat
    that is talked about. `rounds` are the votes that still stand. `road` is the choice whose way
    is being shown though the hall did not take it.
    """

    form: Form
    machine: Machine
    play: Play
    step: Step
    beat: int = 0
    rounds: tuple[Round, ...] = ()
    opened: int = 0
    road: str = ""

    @classmethod
    def begin(cls, machine: Machine, telling: str, form: Form) -> Self:
        """A session that nothing has been done in. Raises `EngineError` for an unknown telling."""
        return cls(form, machine, _from_the_start(machine, telling), form.first)

    @classmethod
    def after(cls, machine: Machine, telling: str, form: Form, done: Iterable[Action]) -> Session:
        """The session after all that was done in it. Raises `RoomError` if that can't be."""
        session: Session = cls.begin(machine, telling, form)
        for action in done:
            session = session.does(action)
        return session

    # ------------------------------------------------------------------------------- as it stands

    @property
    def before(self) -> Play:
        """The play as it stood before the beat that is talked about."""
        return self.play.upto(self.beat)

    @property
    def offers(self) -> tuple[Choice, ...]:
        """What the beat offers to choose from."""
        return self.before.offers

    @property
    def voting(self) -> Round | None:
        """The vote that is open; None where none is."""
        return self.rounds[-1] if self.step in VOTES else None

    @property
    def followed(self) -> bool:
        """Whether the hall has gone a way in this beat."""
        return len(self.play.choices) > self.beat

    @property
    def shown(self) -> Play:
        """The play that the wall shows: the one taken, or the road not taken."""
        return self.before.choose(self.road) if self.road else self.play

    @property
    def last_beat(self) -> bool:
        """Whether no further beat follows this one."""
        return self.beat + 1 >= self.form.beats or (self.followed and self.play.scene is None)

    @property
    def over(self) -> bool:
        """Whether nothing is left to do but to end the session."""
        return self.step is Step.THANKS

    def votes_of(self, beat: int) -> tuple[Round | None, Round | None]:
        """The first and the second vote of a beat that still stand."""
        found: dict[bool, Round] = {r.again: r for r in self.rounds if r.beat == beat}
        return found.get(False), found.get(True)

    # ----------------------------------------------------------------------------------- the next

    @property
    def coming(self) -> Step | None:
        """The step that the next key leads to; None at the end."""
        form = self.form
        if self.step in AFTER:
            return _following(form.after, self.step)
        if self.step in form.before:
            return _following((*form.before, *form.in_a_beat), self.step)
        if self.step is not Step.FOLLOW:
            return _following(form.in_a_beat, self.step)
        return form.after[0] if self.last_beat else form.in_a_beat[0]

    @property
    def onward(self) -> str:
        """What the key for the next step says."""
        if self.road:
            return "back to the way the room took"
        if self.coming is None:
            return "end the session"
        if self.step is Step.VOTE and self.coming is Step.REVEAL:
            return "close the vote, and show it"
        return ONWARD[self.coming]

    def does(self, action: Action) -> Session:
        """The session after one more thing was done. Raises `RoomError` where it can't be done."""
        match action.kind:
            case "next":
                return self._next(action.what)
            case "go":
                return self._go(action.what)
            case "follow":
                return self._follow(action.what)
            case "road":
                return self._show_road(action.what)
            case "back":
                return self._back()
            case "under":
                return self._under(action.what)
            case "wrap":
                return replace(self, step=self.form.after[0], road="")

    def _next(self, choice: str) -> Session:
        if self.road:
            return replace(self, road="")
        coming = self.coming
        if coming is None:
            raise RoomError("The session is at its end.")
        if coming is Step.FOLLOW:
            return self._follow(choice)
        if self.step is Step.FOLLOW and not self.last_beat:
            return _at(replace(self, beat=self.beat + 1), coming)
        return _at(self, coming)

    def _go(self, name: str) -> Session:
        """To any step of this beat, done before or not. What was voted there is voted anew."""
        known = {str(step): step for step in (*self.form.in_a_beat, *self.form.after)}
        step = known.get(name)
        if step is None:
            raise RoomError(f"There is no step '{name}' in this form of session.")
        if step is Step.FOLLOW and not self.followed:
            raise RoomError("Choose first which way the room goes.")
        if step in self.form.after or step is Step.FOLLOW:
            return replace(self, step=step, road="")
        return _at(replace(self, play=self.before, road=""), step)

    def _follow(self, choice: str) -> Session:
        offered = [one.id for one in self.offers]
        if not choice:
            raise RoomError("Choose which way the room goes: it is your call.")
        if choice not in offered:
            raise RoomError(f"'{choice}' is not one of the ways here; there is {_listed(offered)}.")
        return replace(self, play=self.before.choose(choice), step=Step.FOLLOW, road="")

    def _show_road(self, choice: str) -> Session:
        if not self.followed:
            raise RoomError("First the room goes one way; then another can be shown.")
        ways = [one.id for one in self.offers if one.id != self.play.choices[self.beat]]
        if choice not in ways:
            raise RoomError(f"'{choice}' is no road not taken; there is {_listed(ways)}.")
        return replace(self, road=choice)

    def _back(self) -> Session:
        """To the last step of the beat before; in the first beat, to its beginning."""
        if self.step in AFTER:
            return replace(self, step=Step.FOLLOW if self.followed else self.form.in_a_beat[-2])
        if self.beat == 0:
            return replace(self, play=self.before, step=self.form.in_a_beat[0], road="", rounds=())
        standing = tuple(r for r in self.rounds if r.beat < self.beat)
        return replace(
            self,
            play=self.play.upto(self.beat),
            beat=self.beat - 1,
            step=Step.FOLLOW,
            rounds=standing,
            road="",
        )

    def _under(self, telling: str) -> Session:
        """This beat once more, with another cause underneath all that went before."""
        try:
            play = _from_the_start(self.machine, telling)
            for choice in self.before.choices:
                play = play.choose(choice)
        except EngineError as error:
            raise RoomError(_sentence(str(error))) from error
        standing = tuple(r for r in self.rounds if r.beat < self.beat)
        return replace(self, play=play, step=self.form.in_a_beat[0], rounds=standing, road="")


def _at(session: Session, step: Step) -> Session:
    """The session at a step of its beat; a vote that is opened takes the place of its like."""
    if step not in VOTES:
        return replace(session, step=step)
    again, beat = step is Step.VOTE_AGAIN, session.beat
    standing = tuple(
        r for r in session.rounds if r.beat < beat or (again and r.beat == beat and not r.again)
    )
    choices = tuple(choice.id for choice in session.offers)
    opened = Round(session.opened + 1, beat, again, choices)
    return replace(session, step=step, rounds=(*standing, opened), opened=opened.number)


def _from_the_start(machine: Machine, telling: str) -> Play:
    """A play of the room path; of the scenario as it comes, where no path is written."""
    world: World = machine.under(telling)
    if machine.scenario.room_path:
        world = Hall(machine, machine.scenario.tellings[telling])
    return Play(world, (), (world.start,))


def _following(steps: tuple[Step, ...], step: Step) -> Step | None:
    at = steps.index(step) + 1
    return steps[at] if at < len(steps) else None


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "none"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
