"""Whatever a player does in whatever order, the diary holds what a model in memory holds.

Two windows write to one diary, and either may carry on any play at any time.
"""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary, Entry
from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.scenario.read import Reading, read_scenario
from classroomsim.scenario.text import clean
from tests.unit.diary.player import SMALL

TELLINGS = ["tired", "left_out", "tired_and_left_out"]
MOST_SEATS = 3
"""Few enough that they meet again and again."""
OPTIONS = ["help_me", "see_me", "cannot_tell"]


@dataclass(frozen=True)
class Kept:
    """What the diary is to hold of a play."""

    telling: str
    choices: tuple[str, ...]
    guesses: dict[int, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[tuple[int, str], ...] = ()
    parent: int | None = None
    ended: bool = False

    @classmethod
    def of(cls, entry: Entry) -> "Kept":
        notes = tuple((note.number, note.text) for note in entry.notes)
        key = entry.key
        guesses = dict(entry.guesses)
        return cls(key.telling, key.choices, guesses, notes, entry.parent, entry.ended)


@cache
def small() -> tuple[Reading, Machine]:
    reading = read_scenario(SMALL)
    assert reading.scenario is not None
    return reading, Machine(reading.scenario)


class Seat:
    """A sitting in one of the windows, beside what it is to know."""

    def __init__(self, sitting: Sitting, knows: Kept) -> None:
        self.sitting = sitting
        self.knows = knows

    @property
    def entry(self) -> int:
        assert self.sitting.entry is not None
        return self.sitting.entry


class Diaries(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.windows = [Diary.open(self.folder / "diary.db") for _ in range(2)]
        self.reading, self.machine = small()
        self.kept: dict[int, Kept] = {}
        self.seats: list[Seat] = []

    def teardown(self) -> None:
        for window in self.windows:
            window.close()
        shutil.rmtree(self.folder)

    def ends(self, telling: str, choices: tuple[str, ...]) -> bool:
        return Play.begin(self.machine, telling, choices).ending is not None

    def step(self, seat: Seat, change: Callable[[Kept], Kept], *, fits: bool) -> None:
        """What a step is to leave in the diary: in the play's own place, or as a new play."""
        seat.knows = change(seat.knows)
        if fits:
            self.kept[seat.entry] = change(self.kept[seat.entry])
        else:
            self.kept[max(self.kept) + 1] = seat.knows
        sitting = seat.sitting
        assert (sitting.notice is None) == fits
        assert sitting.play.choices == seat.knows.choices
        assert sitting.guesses == seat.knows.guesses
        assert tuple(sitting.notes) == seat.knows.notes
        assert sitting.entry in self.kept

    @initialize(telling=st.sampled_from(TELLINGS))
    def first(self, telling: str) -> None:
        self.begin(telling, 0)

    @precondition(lambda self: len(self.seats) < MOST_SEATS)
    @rule(telling=st.sampled_from(TELLINGS), window=st.integers(0, 1))
    def begin(self, telling: str, window: int) -> None:
        sitting = Sitting.begin(self.reading, telling, self.windows[window])
        known = Kept(telling, ())
        self.kept[len(self.kept) + 1] = known
        self.seats.append(Seat(sitting, known))

    @rule(data=st.data())
    def choose(self, data: st.DataObject) -> None:
        seat = data.draw(st.sampled_from(self.seats))
        offers = [choice.id for choice in seat.sitting.play.offers]
        if not offers:
            return
        choice = data.draw(st.sampled_from([*offers, "skip"]))
        known, entry = seat.knows.choices, seat.entry
        ended = self.ends(seat.knows.telling, (*known, choice))
        fits = self.kept[entry].choices == known
        seat.sitting.choose(choice)
        self.step(seat, lambda k: replace(k, choices=(*known, choice), ended=ended), fits=fits)

    @rule(data=st.data())
    def back(self, data: st.DataObject) -> None:
        seat = data.draw(st.sampled_from(self.seats))
        known, entry = seat.knows.choices, seat.entry
        seat.sitting.back()
        if not known:
            return
        fits = self.kept[entry].choices == known

        def dropped(kept: Kept) -> Kept:
            guesses = {n: o for n, o in kept.guesses.items() if n < len(known)}
            return replace(kept, choices=known[:-1], guesses=guesses, ended=False)

        self.step(seat, dropped, fits=fits)

    @rule(data=st.data(), options=st.lists(st.sampled_from(OPTIONS), max_size=3, unique=True))
    def guess(self, data: st.DataObject, options: list[str]) -> None:
        seat = data.draw(st.sampled_from(self.seats))
        known, entry = seat.knows.choices, seat.entry
        here = {len(known): tuple(options)}
        fits = self.kept[entry].choices[: len(known)] == known
        seat.sitting.guess(options)
        self.step(seat, lambda k: replace(k, guesses=k.guesses | here), fits=fits)

    @rule(data=st.data(), text=st.text(max_size=20))
    def note(self, data: st.DataObject, text: str) -> None:
        seat = data.draw(st.sampled_from(self.seats))
        seat.sitting.note(text)
        if cleaned := clean(text).strip():
            noted = (len(seat.knows.choices), cleaned)
            self.step(seat, lambda k: replace(k, notes=(*k.notes, noted)), fits=True)

    @precondition(lambda self: len(self.seats) < MOST_SEATS)
    @rule(data=st.data(), number=st.integers(0, 5))
    def try_again(self, data: st.DataObject, number: int) -> None:
        seat = data.draw(st.sampled_from(self.seats))
        again = seat.sitting.try_again(number)
        choices = seat.knows.choices[:number]
        guesses = {n: o for n, o in seat.knows.guesses.items() if n < len(choices)}
        ended = self.ends(seat.knows.telling, choices)
        known = Kept(seat.knows.telling, choices, guesses, (), seat.entry, ended)
        self.kept[len(self.kept) + 1] = known
        self.seats.append(Seat(again, known))

    @precondition(lambda self: len(self.seats) < MOST_SEATS)
    @rule(data=st.data(), window=st.integers(0, 1))
    def carry_on(self, data: st.DataObject, window: int) -> None:
        """Any play, in any window, even where it is being played already."""
        diary = self.windows[window]
        entry = data.draw(st.sampled_from(sorted(self.kept)))
        sitting = Sitting.resume(diary, diary.entry(entry))
        self.seats.append(Seat(sitting, self.kept[entry]))
        assert sitting.play.choices == self.kept[entry].choices
        assert (sitting.earlier.entry if sitting.earlier else None) == self.kept[entry].parent

    @rule(window=st.integers(0, 1))
    def reopen(self, window: int) -> None:
        """Close a window and open it again; its sittings are gone."""
        mine = self.windows[window]
        mine.close()
        self.windows[window] = Diary.open(self.folder / "diary.db")
        self.seats = [s for s in self.seats if s.sitting.diary is not mine]
        if not self.seats:
            self.carry_on_last()

    def carry_on_last(self) -> None:
        entry = max(self.kept)
        diary = self.windows[0]
        self.seats.append(Seat(Sitting.resume(diary, diary.entry(entry)), self.kept[entry]))

    @invariant()
    def each_window_reads_the_same(self) -> None:
        for window in self.windows:
            assert {e.id: Kept.of(e) for e in window.entries()} == self.kept
        unfinished = {e.id for e in self.windows[0].unfinished()}
        assert unfinished == {n for n, kept in self.kept.items() if not kept.ended}


TestDiaries = Diaries.TestCase
TestDiaries.settings = settings(
    max_examples=25,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
