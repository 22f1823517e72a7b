"""The session that is going on: the facilitator's actions, the phones' votes, and who is told.

Everything here happens in one event loop. What changes is on the disk before anybody is told.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from classroomsim.engine.machine import EngineError, Machine
from classroomsim.room.ballot import Group
from classroomsim.room.session import Action, RoomError, Session
from classroomsim.room.shares import Hands, coming_in, leading
from classroomsim.room.steps import FORMS
from classroomsim.room.store import Opening, RoomStore, Vote, token_hash, vote_key
from classroomsim.room.wall import Wall, wall_of

if TYPE_CHECKING:  # reading scenarios loads pydantic
    from classroomsim.pages.document import Document
    from classroomsim.scenario.read import Reading

FULL = 2500
"""How many devices a session lets in."""
TOKEN_BYTES = 16


class Full(RoomError):  # noqa: N818 - said to a colleague at the door, not a failure
    """The room has as many devices as it lets in."""


class Closed(RoomError):  # noqa: N818
    """This vote is not open, or not any more."""


class Stranger(RoomError):  # noqa: N818
    """This device has not joined this session."""


@dataclass(frozen=True, slots=True)
class Written:
    """Votes that are on the disk, and what each of their rounds comes to."""

    votes: Sequence[Vote]
    tallies: dict[int, dict[str, int]]


class LiveRoom:
    """A session with its file. Make one with `begin` or `resume`; end it with `leave` or `end`.

    Attributes:
        session: where the session stands.
        opening: what it was begun with.
    """

    def __init__(self, store: RoomStore, machine: Machine) -> None:
        self.opening = store.opening()
        self._store = store
        self._machine = machine
        self._done = list(store.actions())
        self.session = self._after(self._done)
        self._devices = store.devices()
        self._votes = Group(self._write_votes, self._counted)
        self._joining = Group(store.add_devices, lambda _: None)
        self._cast = store.cast(self.session.opened)
        """The choices in the rows of the latest round, by key: what each phone is shown again."""
        self._tallies: dict[int, dict[str, int]] = {}
        self._hands: dict[int, dict[str, Hands]] = {}
        for each in self.session.rounds:
            self._tallies[each.number] = store.tally(each.number)
            self._hands[each.number] = store.hands(each.number)
        self._told: list[Callable[[], None]] = []
        self._told_votes: list[Callable[[], None]] = []
        self._one_at_a_time = asyncio.Lock()

    @classmethod
    def begin(cls, reading: Reading, opening: Opening, path: Path) -> Self:
        """A new session of a scenario that has been read. Raises `RoomError`, `EngineError`."""
        machine = Machine(reading.sound)
        Session.begin(machine, opening.telling, FORMS[opening.form])  # refuses before it writes
        return cls(RoomStore.begin(path, opening), machine)

    @classmethod
    def resume(cls, path: Path) -> Self:
        """The session that was going on when the program stopped, on the text it began with."""
        store = RoomStore.resume(path)
        try:
            return cls(store, _machine_of(store.opening()))
        except BaseException:
            store.close()
            raise

    def leave(self) -> None:
        """Let go of the file; the session can be gone on with."""
        self._store.close()

    def end(self) -> None:
        """End the session: the file, its tokens and its votes are removed."""
        self._store.end()

    # ---------------------------------------------------------------------------- what is to see

    def wall(self) -> Wall:
        """What the wall shows now."""
        return wall_of(self.session, self._tallies, self._hands)

    def hand_out(self) -> Document:
        """The session so far as a page to give out."""
        from classroomsim.room.hand_out import hand_out

        return hand_out(self.session, self._tallies, self._hands)

    def suggested(self) -> str | None:
        """The way that the numbers of the last vote of this beat suggest; None for your call."""
        first, second = self.session.votes_of(self.session.beat)
        last = second or first
        if last is None:
            return None
        tally, hands = self._tallies.get(last.number, {}), self._hands.get(last.number, {})
        return leading(last.choices, tally, hands)

    def hands(self) -> dict[str, Hands]:
        """What was seen of hands in the last vote of this beat, by choice."""
        last = self._last_round()
        return dict(self._hands.get(last, {})) if last else {}

    def coming_in(self) -> str:
        """How far the open vote has come, in words; "" where none is open or nobody has voted."""
        voting = self.session.voting
        if voting is None:
            return ""
        return coming_in(sum(self._tallies.get(voting.number, {}).values()), len(self._devices))

    @property
    def undoable(self) -> bool:
        """Whether something was done that can be taken back."""
        return bool(self._done)

    def tell(self, changed: Callable[[], None], *, votes: bool = False) -> Callable[[], None]:
        """Calls `changed` after each change to the session; gives what stops that.

        With `votes` also whenever votes came in: for the facilitator, never for phones.
        """
        told = [self._told, self._told_votes] if votes else [self._told]
        for listeners in told:
            listeners.append(changed)

        def stop() -> None:
            for listeners in told:
                with suppress(ValueError):
                    listeners.remove(changed)

        return stop

    # ----------------------------------------------------------------------------- the facilitator

    async def do(self, action: Action) -> None:
        """Does one thing. Raises `RoomError` where it can't be done or can't be written."""
        async with self._one_at_a_time:
            await self._become(self.session.does(action), [*self._done, action])

    async def undo(self) -> None:
        """Takes the last thing back; at the beginning nothing happens."""
        async with self._one_at_a_time:
            if self._done:
                done = self._done[:-1]
                await self._become(self._after(done), done)

    async def moved(self, address: str) -> None:
        """Remembers at which address phones are let in, for a restart."""
        await asyncio.to_thread(self._store.move, address)

    async def count_hands(self, choice: str, hands: Hands | None) -> None:
        """What was seen of hands for a choice in the last vote of this beat; None clears it."""
        number = self._last_round()
        if number is None:
            raise RoomError("Hands are counted in a vote; go to one first.")
        await asyncio.to_thread(self._store.set_hands, number, choice, hands)
        self._hands[number] = await asyncio.to_thread(self._store.hands, number)
        self._changed()

    async def _become(self, session: Session, done: list[Action]) -> None:
        """The session as it is from now on: no more votes for what was open, then the disk."""
        before, self.session = self.session, session
        try:
            await self._votes.settled()
            if len(done) > len(self._done):
                await asyncio.to_thread(self._store.did, len(self._done), done[-1])
            else:
                await asyncio.to_thread(self._store.undo, len(done))
        except BaseException:
            self.session = before
            raise
        self._done = done
        if session.opened != before.opened:
            self._cast.clear()
        self._changed()

    # --------------------------------------------------------------------------------- the phones

    async def join(self) -> str:
        """A token for a device that has shown the code. Raises `Full`, `RoomError`."""
        if len(self._devices) >= FULL:
            raise Full("The room is full. Hold a card to your chest to vote.")
        token = secrets.token_urlsafe(TOKEN_BYTES)
        known = token_hash(token)
        self._devices.add(known)
        try:
            await self._joining.put(known)
        except BaseException:
            self._devices.discard(known)
            raise
        return token

    def knows(self, token: str) -> bool:
        """Whether a token was given out in this session."""
        return token_hash(token) in self._devices

    async def vote(self, token: str, number: int, choice: str) -> None:
        """A device's vote in a round, in place of its earlier one; comes back once it is on disk.

        Raises `Stranger`, `Closed`, or `RoomError` for a choice that is not on offer or a disk
        that says no.
        """
        if not self.knows(token):
            raise Stranger("This phone has not joined this session. Join with the code.")
        voting = self.session.voting
        if voting is None or voting.number != number:
            raise Closed("This vote has closed.")
        if choice not in voting.choices:
            raise RoomError("That is not one of the ways to choose from.")
        await self._votes.put(Vote(vote_key(token, number), number, choice))

    def voted(self, token: str) -> str | None:
        """What this device voted in the round that is open; None where it has not."""
        voting = self.session.voting
        return self._cast.get(vote_key(token, voting.number)) if voting else None

    # ------------------------------------------------------------------------------------- inside

    def _after(self, done: Sequence[Action]) -> Session:
        form = FORMS.get(self.opening.form)
        if form is None:
            raise RoomError("This session has a form that this version does not know.")
        return Session.after(self._machine, self.opening.telling, form, done)

    def _last_round(self) -> int | None:
        first, second = self.session.votes_of(self.session.beat)
        last = second or first
        return last.number if last else None

    def _write_votes(self, votes: Sequence[Vote]) -> Written:
        """In a thread: the votes on the disk, and what the rounds come to by their rows."""
        self._store.add_votes(votes)
        return Written(votes, {n: self._store.tally(n) for n in {vote.round for vote in votes}})

    def _counted(self, written: Written) -> None:
        self._tallies.update(written.tallies)
        self._cast.update((vote.key, vote.choice) for vote in written.votes)
        self._tell(self._told_votes)

    def _changed(self) -> None:
        self._tell(self._told)

    def _tell(self, listeners: Sequence[Callable[[], None]]) -> None:
        for changed in tuple(listeners):
            changed()


def _machine_of(opening: Opening) -> Machine:
    """The scenario on the very text that the session began with. Raises `RoomError`."""
    from classroomsim.scenario.read import RulebookError, read_parsed, rulebook_shape
    from classroomsim.scenario.source import parse_source

    source = parse_source(opening.scenario_name, opening.scenario.encode())
    rulebook = parse_source(opening.rulebook_name, opening.rulebook.encode())
    try:
        reading = read_parsed(source, rulebook, rulebook_shape(rulebook))
        return Machine(reading.sound)
    except (RulebookError, EngineError, ValueError) as error:
        raise RoomError(
            "This version of the program can't go on with that session; begin a new one."
        ) from error
