"""One play being played, kept if there is a diary: commit first, then show.

The screens and the linear text play through a `Sitting` only; nothing else writes to the diary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random, SystemRandom
from typing import TYPE_CHECKING, Self

from classroomsim.diary.record import Along, DiaryError, Entry, Overtaken, Texts
from classroomsim.engine.machine import ENGINE_VERSION, EngineError, Machine
from classroomsim.engine.play import Play
from classroomsim.scenario.story import Scenario
from classroomsim.scenario.text import clean

if TYPE_CHECKING:  # these load SQLite and pydantic, which screens do without at first
    from classroomsim.diary.store import Diary
    from classroomsim.scenario.read import Reading

OF_ITS_OWN = "This play was carried on in another window, so here it goes on as a play of its own."


class Sitting:
    """A play with its guesses, its notes and, where there is one, its place in the diary.

    Attributes:
        play: the play as it stands.
        diary: where it is kept; None keeps nothing. Set it to None to go on unkept.
        entry: its number in the diary; None without one.
        texts: the text it is played on.
        guesses: by moment (from 0), what the player thought the pupil might be saying.
        notes: (moment, text), in the order written.
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
    ) -> None:
        self.play = play
        self.texts = texts
        self.diary = diary
        self.entry = entry
        self.earlier = earlier
        self.guesses: dict[int, tuple[str, ...]] = {}
        self.notes: list[tuple[int, str]] = []
        self.notice: str | None = None
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
        if entry.key.engine != ENGINE_VERSION:
            raise DiaryError(
                f"'{entry.title}' was played with another version of the program, and would not go"
                " on the same way; begin it again."
            )
        texts = diary.texts(entry.key.scenario)
        machine = _machine_of(entry, texts)
        sitting = cls._taken_up(machine, diary, entry, texts)
        if sitting.play.ending is not None and not entry.ended:
            diary.end(entry.id)
        later: Sitting = sitting
        for before in cls._tries_before(machine, diary, entry, texts):
            later.earlier = before
            later = before
        return sitting

    @classmethod
    def _taken_up(cls, machine: Machine, diary: Diary, entry: Entry, texts: Texts) -> Self:
        try:
            play = Play.replay(machine, entry.key)
        except EngineError as error:
            raise DiaryError(_unplayable(entry)) from error
        sitting = cls(play, texts, diary, entry.id)
        sitting._parent = entry.parent
        sitting.guesses = dict(entry.guesses)
        sitting.notes = [(note.number, note.text) for note in entry.notes]
        return sitting

    @classmethod
    def _tries_before(
        cls, machine: Machine, diary: Diary, entry: Entry, texts: Texts
    ) -> Iterator[Self]:
        """What this play is a second try of, what that is a second try of, and so on."""
        seen = {entry.id}
        while entry.parent is not None and entry.parent not in seen:
            seen.add(entry.parent)
            try:
                entry = diary.entry(entry.parent)
                before = cls._taken_up(machine, diary, entry, texts)
            except DiaryError:  # nothing to compare with, but the play itself goes on
                return
            yield before

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

    def note(self, text: str) -> None:
        """A note to self at this moment, cleaned; an empty one is none. Raises `DiaryError`."""
        self.notice = None
        number, text = len(self.play.choices), clean(text).strip()
        if not text:
            return
        if self.diary is not None and self.entry is not None:
            self.diary.note(self.entry, number, text)
        self.notes.append((number, text))

    def try_again(self, number: int) -> Sitting:
        """A second try from moment `number` (from 0), which shares the choices before it.

        This sitting stays as it is, and is the other's `earlier`. Raises `DiaryError`.
        """
        play = self.play.upto(number)
        sitting = Sitting(play, self.texts, self.diary, earlier=self)
        sitting.guesses = {n: o for n, o in self.guesses.items() if n < len(play.choices)}
        sitting._write_anew()
        return sitting

    def changed_since(self, path: Path | None) -> bool:
        """Whether the scenario at `path` now says something else than the text played on.

        None means the scenario of this id that ships. A change to the shared rulebook counts. A
        file that isn't there any more, or can't be opened, has not changed.
        """
        from classroomsim.scenario.library import ScenarioNotFoundError, scenario_files
        from classroomsim.scenario.read import rulebook_path, scenario_hash
        from classroomsim.scenario.source import SourceError, read_source

        key = self.play.key
        try:
            if path is None:
                shipped = {file.stem: file for file in scenario_files()}
                path = shipped.get(self.play.world.scenario.id)
            if path is None:
                return False
            return scenario_hash(read_source(path), read_source(rulebook_path())) != key.scenario
        except (SourceError, ScenarioNotFoundError):
            return False

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
        along = Along(guesses, tuple(notes))
        entry = self.diary.begin(
            self.texts, scenario.id, scenario.title, play.key, self._parent, along
        )
        if play.ending is not None:
            self.diary.end(entry)
        self.entry = entry


def texts_of(reading: Reading) -> Texts:
    """The texts that a play of this reading is played on."""
    source, rulebook = reading.source, reading.rulebook
    return Texts(source.name, source.text, rulebook.name, rulebook.text)


def draw(scenario: Scenario, diary: Diary | None, rng: Random) -> str:
    """A telling, by chance: one not in the diary yet, and single causes before joined ones."""
    played = {e.key.telling for e in diary.entries(scenario.id)} if diary is not None else set()
    tellings = list(scenario.tellings.values())
    new = [t for t in tellings if t.id not in played] or tellings
    single = [t for t in new if not t.joined]
    return rng.choice(single if single and len(played) < len(tellings) else new).id


def _machine_of(entry: Entry, texts: Texts) -> Machine:
    """The scenario as it was when this play was begun. Raises `DiaryError`."""
    from classroomsim.scenario.read import RulebookError, read_parsed, rulebook_shape
    from classroomsim.scenario.source import parse_source

    source = parse_source(texts.scenario_name, texts.scenario.encode())
    rulebook = parse_source(texts.rulebook_name, texts.rulebook.encode())
    try:
        reading = read_parsed(source, rulebook, rulebook_shape(rulebook))
    except RulebookError as error:
        raise DiaryError(_unplayable(entry)) from error
    if reading.scenario is None or reading.scenario.hash != entry.key.scenario:
        raise DiaryError(_unplayable(entry))
    return Machine(reading.scenario)


def _unplayable(entry: Entry) -> str:
    return (
        f"'{entry.title}' was played on a text that this version of the program can't play on;"
        " begin it again."
    )
