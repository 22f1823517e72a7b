"""The linear text and the diary: kept when asked for, and a diary that fails stops no play."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest

from classroomsim.diary.store import Diary, DiaryError, diary_path
from classroomsim.plain import help as said
from classroomsim.plain.player import PlainPlayer
from tests.unit.plain.hearing import WHOLE_PLAY, answer, flat, hear, tuesday

FULL = "The disk has no room left for the diary; make some, and try again."


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a diary would lie; nothing is there yet."""
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def diary(home: Path) -> Iterator[Diary]:
    """A diary with nothing in it."""
    assert not home.exists()
    with closing(Diary.open(diary_path())) as opened:
        yield opened


def fails(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """From now on a diary can't do this step."""

    def full(*_: object, **__: object) -> None:
        raise DiaryError(FULL)

    monkeypatch.setattr(Diary, step, full)


def test_without_a_diary_nothing_is_written(home: Path) -> None:
    hear("g ?", "n a note", *WHOLE_PLAY, "r", "1")
    assert not home.exists()


def test_a_diary_holds_choices_guesses_and_notes(diary: Diary) -> None:
    told = hear("g 2", "n ask about lunch", "1", "1", "q", diary=diary)
    entry = diary.entries()[0]
    assert len(entry.key.choices) == 2
    assert list(entry.guesses) == [0]
    assert [note.text for note in entry.notes] == ["ask about lunch"]
    assert not entry.ended
    assert told.endswith(f"{said.KEPT}\n")


def test_a_second_try_is_kept_beside_the_first(diary: Diary) -> None:
    hear(*WHOLE_PLAY[:8], "2", "r", "2", diary=diary)
    again, first = diary.entries()
    assert first.ended
    assert again.parent == first.id
    assert again.key.choices[0] == first.key.choices[0]
    assert again.key.choices[1] != first.key.choices[1]


@pytest.mark.parametrize(
    ("step", "typed", "then"),
    [
        ("choose", "1", "14:11, the wait."),
        ("guess", "g 1", said.GUESSED),
        ("note", "n a note", said.NOTED),
        ("begin", "1", "14:11, the wait."),
    ],
)
def test_a_diary_that_fails_is_said_once_and_the_play_goes_on(
    diary: Diary, monkeypatch: pytest.MonkeyPatch, step: str, typed: str, then: str
) -> None:
    fails(monkeypatch, step)
    told = hear(typed, "1", "1", diary=diary)
    assert flat(told).count(f"{FULL} {said.UNKEPT}") == 1
    assert then in told
    assert told.endswith("Type a number, or ? for help.\n")


def test_going_back_goes_on_unkept_too(diary: Diary, monkeypatch: pytest.MonkeyPatch) -> None:
    fails(monkeypatch, "back")
    told = hear("1", "b", "2", diary=diary)
    assert flat(told).count(said.UNKEPT) == 1
    assert told.count("14:10, the book.") == 2


def test_trying_again_goes_on_unkept_too(diary: Diary, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = Diary.begin
    calls: list[int] = []

    def once(self: Diary, *args: object, **rest: object) -> int:
        calls.append(1)
        if len(calls) > 1:
            raise DiaryError(FULL)
        plain: Callable[..., int] = begin
        return plain(self, *args, **rest)

    monkeypatch.setattr(Diary, "begin", once)
    told = hear("1", "l", "r", "2", "q", diary=diary)
    assert flat(told).count(f"{FULL} {said.UNKEPT}") == 1
    assert "The same moment, again." in told
    assert told.endswith(f"{said.LEFT}\n")
    assert len(diary.entries()) == 1


def test_a_diary_that_another_program_holds_stops_no_play(diary: Diary, home: Path) -> None:
    with closing(sqlite3.connect(home / "diary.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        told = hear("1", "1", diary=diary)
        other.rollback()
    assert flat(told).count(said.UNKEPT) == 1
    assert "14:14, Jonah's voice." in told


class Overtaker:
    """Lines that another window gets ahead of, in the same play."""

    def __init__(self, diary: Diary) -> None:
        self.diary = diary
        self.typed = iter(["1", "1", "?"])

    def readline(self, _most: int = -1) -> str:
        typed = next(self.typed, "")
        entry = self.diary.entries()[0]
        if typed == "1" and len(entry.key.choices) == 1:
            wait = next(s for s in tuesday().sound.scenes.values() if s.name == "the wait")
            other = wait.choices[1].id
            self.diary.choose(entry.id, 1, other, after=entry.key.choices, ends=False)
        return f"{typed}\n" if typed else ""


def test_another_window_ahead_is_said_once(diary: Diary) -> None:
    out = StringIO()
    player = PlainPlayer(Overtaker(diary), out, interactive=False)  # type: ignore[arg-type]
    player.play(tuesday(), "lunch_row", (), diary)
    assert flat(out.getvalue()).count("carried on in another window") == 1
    assert len(diary.entries()) == 2


# --------------------------------------------------------------------------- asked in a terminal


def test_a_play_that_was_left_can_be_carried_on(diary: Diary) -> None:
    hear("1", "1", diary=diary)
    told = hear("y", "1", telling=None, diary=diary, interactive=True)
    assert told.startswith("You left a play of this at 14:14, Jonah's voice.\n")
    assert "Before you start" not in told
    assert len(diary.entries()) == 1
    assert len(diary.entries()[0].key.choices) == 3


@pytest.mark.parametrize("no", ["n", ""])
def test_or_begun_again(diary: Diary, no: str) -> None:
    hear("1", diary=diary)
    assert "Before you start" in hear(no, telling=None, diary=diary, interactive=True)
    assert len(diary.entries()) == 2


def test_nothing_is_asked_in_a_pipe(diary: Diary) -> None:
    hear("1", diary=diary)
    assert "You left a play" not in hear("1", telling=None, diary=diary)


@pytest.mark.parametrize(
    ("typed", "wanted"), [("y", True), ("Yes", True), ("n", False), ("", False), ("what", False)]
)
def test_a_diary_is_asked_for_and_only_yes_is_yes(home: Path, typed: str, *, wanted: bool) -> None:
    out = StringIO()
    player = PlainPlayer(StringIO(f"{typed}\n"), out, interactive=True)
    assert player.wants_diary(home / "diary.db") is wanted
    assert str(home / "diary.db") in out.getvalue()
    assert not home.exists()


def test_it_is_never_asked_for_in_a_pipe(home: Path) -> None:
    out = StringIO()
    assert not PlainPlayer(StringIO("y\n"), out, interactive=False).wants_diary(home)
    assert out.getvalue() == ""


def test_the_note_says_that_it_is_kept(diary: Diary) -> None:
    assert said.IN_DIARY in flat(hear("n", diary=diary))
    assert said.NOT_IN_DIARY in flat(answer("n"))
