"""Whatever a player does in whatever order, the diary holds what a model in memory holds.

Two windows write to one diary, and either may carry on any play at any time. A third program is
killed in the middle of what it does. What was forgotten is in no file any more.
"""

import atexit
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary, Entry, NoSuchPlay
from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.scenario.read import Reading, read_scenario
from classroomsim.scenario.text import clean, clean_line
from tests.unit.diary.dooming import Dooming
from tests.unit.diary.player import SMALL

TELLINGS = ["tired", "left_out", "tired_and_left_out"]
MOST_SEATS = 3
"""Few enough that they meet again and again."""
OPTIONS = ["help_me", "see_me", "cannot_tell"]
FOCUSES = ["calm", "words", None]
FORKS = sys.platform != "win32"
Planned = tuple[str, str, date | None]
"""A plan's scene, line and day."""


@dataclass(frozen=True)
class Kept:
    """What the diary is to hold of a play."""

    telling: str
    choices: tuple[str, ...]
    guesses: dict[int, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[tuple[int, str], ...] = ()
    parent: int | None = None
    ended: bool = False
    focus: str | None = None
    plans: dict[int, Planned] = field(default_factory=dict)

    @classmethod
    def of(cls, entry: Entry, diary: Diary) -> "Kept":
        notes = tuple((note.number, note.text) for note in entry.notes)
        key = entry.key
        guesses = dict(entry.guesses)
        plans = {p.number: (p.scene, p.line, p.day) for p in diary.plans_of(entry.id)}
        return cls(
            *(key.telling, key.choices, guesses, notes, entry.parent),
            *(entry.ended, entry.focus, plans),
        )

    def words(self) -> set[str]:
        """What stands at the start of all that the player wrote."""
        written = [text for _, text in self.notes] + [line for _, line, _ in self.plans.values()]
        return {word_of(text) for text in written}


def word_of(text: str) -> str:
    return text[: text.index(">") + 1]


@cache
def dooming() -> Dooming:
    found = Dooming()
    atexit.register(found.close)
    return found


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
        self.latest = 0
        self.seats: list[Seat] = []
        self.forgotten: set[str] = set()
        self.written_over: set[str] = set()
        self.words = 0

    def teardown(self) -> None:
        for window in self.windows:
            window.close()
        shutil.rmtree(self.folder)

    def ends(self, telling: str, choices: tuple[str, ...]) -> bool:
        return Play.begin(self.machine, telling, choices).ending is not None

    def new(self, kept: Kept) -> None:
        """A number is never given twice."""
        self.latest += 1
        self.kept[self.latest] = kept

    def word(self, text: str = "") -> str:
        """Something to write that was never written before, so that it can be looked for."""
        self.words += 1
        return f"<word {self.words}> {text}".strip()

    def step(self, seat: Seat, change: Callable[[Kept], Kept], *, fits: bool) -> None:
        """What a step is to leave in the diary: in the play's own place, or as a new play."""
        seat.knows = change(seat.knows)
        if fits:
            self.kept[seat.entry] = change(self.kept[seat.entry])
        else:
            if seat.knows.parent not in self.kept:
                seat.knows = replace(seat.knows, parent=None)
            self.new(seat.knows)
        sitting = seat.sitting
        assert (sitting.notice is None) == fits
        assert sitting.play.choices == seat.knows.choices
        assert sitting.guesses == seat.knows.guesses
        assert tuple(sitting.notes) == seat.knows.notes
        assert sitting.focus == seat.knows.focus
        planned = {plan.number: (plan.scene, plan.line, plan.day) for plan in sitting.plans}
        assert planned == seat.knows.plans
        assert sitting.entry in self.kept

    @initialize(telling=st.sampled_from(TELLINGS))
    def first(self, telling: str) -> None:
        self.begin(telling, 0)

    @precondition(lambda self: len(self.seats) < MOST_SEATS)
    @rule(telling=st.sampled_from(TELLINGS), window=st.integers(0, 1))
    def begin(self, telling: str, window: int) -> None:
        sitting = Sitting.begin(self.reading, telling, self.windows[window])
        known = Kept(telling, ())
        self.new(known)
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
        text = self.word(text)
        number = data.draw(st.integers(0, len(seat.knows.choices)))
        seat.sitting.note(text, number)
        noted = (number, clean(text).strip())
        self.step(seat, lambda k: replace(k, notes=(*k.notes, noted)), fits=True)

    @rule(
        data=st.data(),
        text=st.text(max_size=20),
        day=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    )
    def plan(self, data: st.DataObject, text: str, day: date | None) -> None:
        seat = data.draw(st.sampled_from(self.seats))
        choices = seat.knows.choices
        if not choices:
            return
        number = data.draw(st.integers(0, len(choices) - 1))
        scene = seat.sitting.play.moment(number).scene.id
        text = self.word(text)
        before = self.kept[seat.entry].words()
        seat.sitting.plan(number, text, day)
        planned = {number: (scene, clean_line(text), day)}
        self.step(seat, lambda k: replace(k, plans=k.plans | planned), fits=True)
        self.written_over |= before

    @rule(data=st.data(), focus=st.sampled_from(FOCUSES))
    def look_at(self, data: st.DataObject, focus: str | None) -> None:
        seat = data.draw(st.sampled_from(self.seats))
        seat.sitting.focus_on(focus)
        self.step(seat, lambda k: replace(k, focus=focus), fits=True)

    # -------------------------------------------------------------------------------- forgetting

    def gone(self, entry: int) -> None:
        """The play is forgotten; whoever was playing it is told so, and does without."""
        words = self.kept.pop(entry).words()
        self.kept = {
            n: replace(kept, parent=None if kept.parent == entry else kept.parent)
            for n, kept in self.kept.items()
        }
        for seat in self.seats:
            if seat.entry == entry:
                with pytest.raises(NoSuchPlay):
                    seat.sitting.note("A thought too late")
        self.seats = [seat for seat in self.seats if seat.entry != entry]
        self.clean(words)

    def clean(self, words: set[str]) -> None:
        """From now on no file holds these, nor what was written over, but for what is kept."""
        self.forgotten |= (words | self.written_over) - self.held()

    def held(self) -> set[str]:
        return set().union(*(kept.words() for kept in self.kept.values()))

    @precondition(lambda self: len(self.kept) > 1)
    @rule(data=st.data(), window=st.integers(0, 1))
    def forget(self, data: st.DataObject, window: int) -> None:
        entry = data.draw(st.sampled_from(sorted(self.kept)))
        self.windows[window].forget(entry)
        self.gone(entry)
        self.someone_is_there()

    @rule(data=st.data(), window=st.integers(0, 1))
    def forget_a_note_or_a_plan(self, data: st.DataObject, window: int) -> None:
        diary = self.windows[window]
        entry = diary.entry(data.draw(st.sampled_from(sorted(self.kept))))
        kept = self.kept[entry.id]
        before = kept.words()
        plans = diary.plans_of(entry.id)
        place = data.draw(st.integers(0, max(0, len(entry.notes) - 1)))
        if entry.notes and place % 2 == 0:
            diary.forget_note(entry.id, entry.notes[place].id)
            notes = (*kept.notes[:place], *kept.notes[place + 1 :])
            kept = replace(kept, notes=notes)
        elif plans:
            plan = data.draw(st.sampled_from(plans))
            diary.forget_plan(plan.id)
            left = {n: planned for n, planned in kept.plans.items() if n != plan.number}
            kept = replace(kept, plans=left)
        else:
            return
        self.kept[entry.id] = kept
        self.clean(before)
        self.seats = [seat for seat in self.seats if seat.entry != entry.id]
        self.someone_is_there()

    def someone_is_there(self) -> None:
        if not self.seats:
            self.carry_on_last()

    # ------------------------------------------------------------------------------------ killed

    @precondition(lambda _: FORKS)
    @rule(data=st.data(), step=st.integers(0, 60))
    def another_program_is_killed(self, data: st.DataObject, step: int) -> None:
        """Between any two steps of what it does; then it is done, or it never was."""
        entry = data.draw(st.sampled_from(sorted(self.kept)))
        kept, path = self.kept[entry], self.folder / "diary.db"
        text = self.word()
        what = data.draw(st.sampled_from(["note", "plan", "choose", "forget"]))
        if what == "forget" and len(self.kept) == 1:
            return
        after: Kept | None = None
        values: tuple[object, ...] = ()
        if what == "note":
            values, after = (0, text), replace(kept, notes=(*kept.notes, (0, text)))
        elif what == "plan":
            values = ("small", "The spilled water", "the_water", 0, text)
            after = replace(kept, plans=kept.plans | {0: ("the_water", text, None)})
        elif what == "choose":
            choices = (*kept.choices, "skip")
            if kept.ended or self.ends(kept.telling, choices):
                return
            values, after = (len(kept.choices), "skip"), replace(kept, choices=choices)
        dooming().killed(path, step, what, entry, *values)
        with closing(Diary.open(path)) as diary:
            there = {e.id: Kept.of(e, diary) for e in diary.entries()}.get(entry)
        assert there in (kept, after)
        self.written_over |= kept.words()
        if there is None:
            self.gone(entry)
        else:
            self.kept[entry] = there
        self.someone_is_there()

    @precondition(lambda self: len(self.seats) < MOST_SEATS)
    @rule(data=st.data(), number=st.integers(0, 5))
    def try_again(self, data: st.DataObject, number: int) -> None:
        seat = data.draw(st.sampled_from(self.seats))
        again = seat.sitting.try_again(number)
        choices = seat.knows.choices[:number]
        guesses = {n: o for n, o in seat.knows.guesses.items() if n < len(choices)}
        ended = self.ends(seat.knows.telling, choices)
        parent = seat.entry if seat.entry in self.kept else None
        known = Kept(seat.knows.telling, choices, guesses, (), parent, ended, seat.knows.focus)
        self.new(known)
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
        self.someone_is_there()

    def carry_on_last(self) -> None:
        entry = max(self.kept)
        diary = self.windows[0]
        self.seats.append(Seat(Sitting.resume(diary, diary.entry(entry)), self.kept[entry]))

    @invariant()
    def what_was_forgotten_is_in_no_file(self) -> None:
        assert dooming().held(self.folder / "diary.db", sorted(self.forgotten)) == []

    @invariant()
    def each_window_reads_the_same(self) -> None:
        for window in self.windows:
            assert {e.id: Kept.of(e, window) for e in window.entries()} == self.kept
        unfinished = {e.id for e in self.windows[0].unfinished()}
        assert unfinished == {n for n, kept in self.kept.items() if not kept.ended}


TestDiaries = Diaries.TestCase
TestDiaries.settings = settings(
    max_examples=25,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
