"""One play being played, kept if there is a diary: commit first, then show.

The screens and the linear text play through a `Sitting` only; nothing else writes to the diary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random, SystemRandom
from typing import TYPE_CHECKING, Self

from classroomsim.diary.record import (
    Along,
    DiaryError,
    Entry,
    Kind,
    Offer,
    Overtaken,
    Texts,
)
from classroomsim.diary.revisit import beat_to_revisit, draw
from classroomsim.diary.texts import machine_of, replayed, says_else, texts_of
from classroomsim.diary.written import Written
from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.scenario.story import Scenario

if TYPE_CHECKING:  # these load SQLite and pydantic, which screens do without at first
    from classroomsim.diary.store import Diary
    from classroomsim.scenario.read import Reading

__all__ = ["OF_ITS_OWN", "Sitting", "draw", "texts_of"]

OF_ITS_OWN = "This play was carried on in another window, so here it goes on as a play of its own."


class Sitting(Written):
    """A play with its guesses, its notes and, where there is one, its place in the diary.

    Attributes:
        play: the play as it stands.
        diary: where it is kept; None keeps nothing. Set it to None to go on unkept.
        entry: its number in the diary; None without one.
        texts: the text it is played on.
        guesses: by moment (from 0), what the player thought the pupil might be saying.
        notes: (moment, text), in the order written.
        kind: a whole play, or one beat that the player came back for.
        focus: the id of what the player wanted to look at, if anything.
        earlier: the way that this one is a second try of.
        notice: a sentence to show once, after something unasked for; None after the next step.
    """

    def __init__(
        self,
        play: Play,
        texts: Texts,
        diary: Diary | None = None,
        entry: int | None = None,
        earlier: Sitting | None = None,
        kind: Kind = "play",
    ) -> None:
        super().__init__(play, diary, entry)
        self.texts = texts
        self.earlier = earlier
        self.kind: Kind = kind
        self.focus = earlier.focus if earlier is not None else None
        self._parent = earlier.entry if earlier is not None else None

    @classmethod
    def begin(
        cls,
        reading: Reading,
        telling: str | None,
        diary: Diary | None,
        rng: Random | None = None,
        choices: Sequence[str] = (),
    ) -> Self:
        """A new play of a scenario, under a telling or one that is drawn (None).

        Raises `EngineError` for a telling or choices that the scenario does not have, `ValueError`
        if its text has errors, and `DiaryError` if the diary can't be written.
        """
        scenario = reading.scenario
        if scenario is None:
            raise ValueError(f"{reading.source.name} has problems and can't be played yet")
        if telling is None:
            telling = draw(scenario, diary, rng or SystemRandom())
        return cls.begin_at(scenario, texts_of(reading), telling, diary, choices)

    @classmethod
    def begin_at(
        cls,
        scenario: Scenario,
        texts: Texts,
        telling: str,
        diary: Diary | None,
        choices: Sequence[str],
    ) -> Self:
        """A new play that stands after these choices, of a scenario read from these texts.

        Raises as `begin` does.
        """
        sitting = cls(Play.begin(Machine(scenario), telling, choices), texts, diary)
        sitting._write_anew()
        return sitting

    @classmethod
    def resume(cls, diary: Diary, entry: Entry) -> Self:
        """A play from the diary as it stands there now, on the very text it was played on.

        Raises `DiaryError` if this program can't play it on: the engine or the format has changed.
        """
        entry = diary.entry(entry.id)
        sitting = cls._taken_up(diary, entry)
        if sitting.play.ending is not None and not entry.ended:
            diary.end(entry.id)
        later: Sitting = sitting
        for before in cls._tries_before(diary, entry):
            later.earlier = before
            later = before
        return sitting

    @classmethod
    def _taken_up(cls, diary: Diary, entry: Entry) -> Self:
        texts = diary.texts(entry.key.scenario)
        sitting = cls(replayed(entry, texts), texts, diary, entry.id, kind=entry.kind)
        sitting._parent = entry.parent
        sitting.guesses = dict(entry.guesses)
        sitting.notes = [(note.number, note.text) for note in entry.notes]
        sitting.focus = entry.focus
        sitting._plans = {plan.number: plan for plan in diary.plans_of(entry.id)}
        return sitting

    @classmethod
    def _tries_before(cls, diary: Diary, entry: Entry) -> Iterator[Self]:
        """What this play is a second try of, what that is a second try of, and so on."""
        seen = {entry.id}
        while entry.parent is not None and entry.parent not in seen:
            seen.add(entry.parent)
            try:
                entry = diary.entry(entry.parent)
                before = cls._taken_up(diary, entry)
            except DiaryError:  # nothing to compare with, but the play itself goes on
                return
            yield before

    @classmethod
    def revisit(cls, diary: Diary, offer: Offer) -> Self:
        """One beat to come back for, under another telling, as a play of its own in the diary.

        The beat is over once a choice is made: `play.choices` goes up to it, and it is never
        offered to be carried on. Raises `DiaryError` if the text it was played on can't be read
        by this program any more, or the diary can't be written.
        """
        texts = diary.texts(offer.entry.key.scenario)
        machine = machine_of(offer.entry, texts)
        played = {entry.key.telling for entry in diary.entries(offer.scenario_id)}
        telling, choices = beat_to_revisit(machine, offer.entry, offer.plan, played)
        sitting = cls(Play.begin(machine, telling, choices), texts, diary, kind="revisit")
        sitting._write_anew()
        return sitting

    # -------------------------------------------------------------------------------- playing

    def choose(self, choice_id: str) -> None:
        """Make a choice, or `skip`: on the disk first, then in `play`.

        Raises `EngineError` if it is not on offer, `DiaryError` if the diary can't be written;
        the play stands where it stood then.
        """
        played = self.play
        after = played.choose(choice_id)
        self.notice = None
        if self.diary is not None and self.entry is not None:
            number, ends = len(played.choices), after.ending is not None
            try:
                self.diary.choose(self.entry, number, choice_id, after=played.choices, ends=ends)
            except Overtaken:
                self._go_own_way(after)
        self.play = after

    def back(self) -> None:
        """Drop the last choice; at the start nothing happens. Raises `DiaryError`."""
        self.notice = None
        played = self.play
        if not played.choices:
            return
        before = played.back()
        number = len(before.choices)
        guesses = {n: options for n, options in self.guesses.items() if n <= number}
        if self.diary is not None and self.entry is not None:
            try:
                self.diary.back(self.entry, number, after=played.choices)
            except Overtaken:
                self._go_own_way(before, guesses)
        self.play, self.guesses = before, guesses

    def guess(self, options: Sequence[str]) -> None:
        """What the pupil might be saying now; takes the place of an earlier guess here.

        No options is a guess too: "can't tell yet". Raises `DiaryError`.
        """
        self.notice = None
        number, guessed = len(self.play.choices), tuple(options)
        guesses = {**self.guesses, number: guessed}
        if self.diary is not None and self.entry is not None:
            try:
                self.diary.guess(self.entry, number, guessed, after=self.play.choices)
            except Overtaken:
                self._go_own_way(self.play, guesses)
        self.guesses = guesses

    def try_again(self, number: int) -> Sitting:
        """A second try from moment `number` (from 0), which shares the choices before it.

        It is of the same kind: of one beat that was come back for, it is one beat again. This
        sitting stays as it is, and is the other's `earlier`. Raises `DiaryError`.
        """
        play = self.play.upto(number)
        sitting = Sitting(play, self.texts, self.diary, earlier=self, kind=self.kind)
        sitting.guesses = {n: o for n, o in self.guesses.items() if n < len(play.choices)}
        sitting._write_anew()
        return sitting

    def changed_since(self, path: Path | None) -> bool:
        """Whether the scenario at `path`, or that of this id that ships, says something else now.

        A change to the shared rulebook counts; a file that isn't there any more has not changed.
        """
        return says_else(self.play.world.scenario.id, self.play.key, path)

    # --------------------------------------------------------------------------------- keeping

    def _go_own_way(self, play: Play, guesses: Mapping[int, tuple[str, ...]] | None = None) -> None:
        """Go on as a play of its own, since another copy of the program has carried this one on."""
        self._write(play, self.guesses if guesses is None else guesses, self.notes)
        self.notice = OF_ITS_OWN

    def _write_anew(self) -> None:
        self._write(self.play, self.guesses, self.notes)

    def _write(
        self, play: Play, guesses: Mapping[int, tuple[str, ...]], notes: Sequence[tuple[int, str]]
    ) -> None:
        """Begin a play in the diary that stands where `play` stands."""
        if self.diary is None:
            return
        scenario = play.world.scenario
        along = Along(guesses, tuple(notes), self.plans, self.focus)
        entry = self.diary.begin(
            *(self.texts, scenario.id, scenario.title, play.key, self._parent, along),
            kind=self.kind,
        )
        if play.ending is not None:
            self.diary.end(entry)
        if self._plans:
            self._plans = {plan.number: plan for plan in self.diary.plans_of(entry)}
        self.entry = entry
