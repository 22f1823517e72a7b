"""The diary's screen: what is in it, looking for words, opening, comparing, saving, forgetting."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from classroomsim.diary.record import DiaryError
from classroomsim.diary.store import Diary
from classroomsim.ui.ask import AskDialog
from classroomsim.ui.diary import BEGIN, EMPTY, NONE, NOT_FOUND, DiaryScreen
from classroomsim.ui.first_run import FirstRunScreen
from classroomsim.ui.looking_back import LookingBackScreen
from classroomsim.ui.plan import PlanScreen
from classroomsim.ui.play import PlayScreen
from classroomsim.ui.shelf import ShelfScreen
from classroomsim.ui.side_by_side import SideBySideScreen
from classroomsim.ui.tell import TellDialog
from classroomsim.ui.widgets.diary_rows import MOST, OLDER
from classroomsim.ui.write import WriteDialog
from tests.ui.lasting import LINE, NOTE, diary_in, fill, in_diary, with_diary
from tests.ui.looked_back import HOSTILE, sitting
from tests.ui.playing import SIZES, playing, shown, until


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the diary lies."""
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def is_shown(pilot: Pilot[int], kind: type) -> Callable[[], bool]:
    return lambda: isinstance(pilot.app.screen, kind)


def another(pilot: Pilot[int], screen: Screen[None]) -> bool:
    """Whether a new screen of the same kind is shown."""
    return isinstance(pilot.app.screen, type(screen)) and pilot.app.screen is not screen


def there(home: Path) -> list[Path]:
    """The files of a home, which may not be there itself."""
    return list(home.glob("*"))


def says(screen: DiaryScreen) -> str:
    return str(screen.query_one("#diary-says", Static).render())


def values(screen: DiaryScreen) -> list[str]:
    return [row.value for row in screen.picker.picks]


async def choose(screen: DiaryScreen, pilot: Pilot[int], value: str) -> None:
    """Goes down to a row."""
    while screen.picker.pick and screen.picker.pick.value != value:
        await pilot.press("down")


async def write(pilot: Pilot[int], text: str) -> None:
    await until(pilot, is_shown(pilot, WriteDialog))
    asked = pilot.app.screen
    assert isinstance(asked, WriteDialog)
    asked.box.text = text
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.screen is not asked)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_plans_plays_and_notes_are_listed_and_where_it_lies(
    home: Path, size: tuple[int, int]
) -> None:
    fill(home)
    async with in_diary(size=size) as (screen, _):
        assert values(screen) == ["plan:1", "play:2", "play:1", "note:1"]
        headings = [str(one.render()) for one in screen.query(".diary-kind").results(Static)]
        assert headings == ["For Tuesday", "Plays", "Notes to self"]
        text = "\n".join(str(row.text) for row in screen.picker.picks)
        assert LINE in text
        assert NOTE in text
        assert "played to its end" in text
        assert str(screen.query_one("#diary-path", Static).render()) == str(home / "diary.db")


async def test_an_empty_diary_says_so(home: Path) -> None:
    diary_in(home).close()
    async with in_diary() as (screen, pilot):
        assert says(screen) == EMPTY
        await pilot.press("enter", "c", "x", "escape")
        await pilot.pause()
        assert pilot.app.is_running


async def test_without_a_diary_it_says_so_and_offers_one(home: Path) -> None:
    async with playing() as (app, pilot):
        await pilot.press("d")
        await until(pilot, is_shown(pilot, DiaryScreen))
        screen = app.screen
        assert isinstance(screen, DiaryScreen)
        await until(pilot, lambda: screen.picker.rows)
        assert str(screen.query_one("#diary-where", Static).render()) == NONE
        assert str(screen.picker.picks[0].text) == BEGIN
        assert there(home) == []
        assert "/" not in [hint.key for hint in screen.key_bar.hints]
        await pilot.press("enter")
        await until(pilot, is_shown(pilot, FirstRunScreen))
        await pilot.press("n")
        await until(pilot, lambda: app.screen is screen)
        assert there(home) == []
        await pilot.press("enter")
        await until(pilot, is_shown(pilot, FirstRunScreen))
        await pilot.press("y")
        await until(pilot, lambda: says(screen) == EMPTY)
        assert (home / "diary.db").exists()


async def test_a_play_opens_on_looking_back_and_leads_back_here(home: Path) -> None:
    fill(home)
    async with in_diary() as (screen, pilot):
        await choose(screen, pilot, "play:1")
        await pilot.press("enter")
        await until(pilot, is_shown(pilot, LookingBackScreen))
        looking = pilot.app.screen
        assert isinstance(looking, LookingBackScreen)
        assert [hint.label for hint in looking.key_bar.hints if hint.key == "q"] == ["Diary"]
        await pilot.press("r")
        await until(pilot, is_shown(pilot, PlayScreen))
        again = pilot.app.screen
        assert isinstance(again, PlayScreen)
        while not again.seen.ended:
            await again.choose("skip")
        again.look_back()
        await until(pilot, lambda: another(pilot, looking))
        await pilot.press("q")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("q")
        await until(pilot, is_shown(pilot, ShelfScreen))


async def test_a_note_opens_the_moment_it_was_written_at(home: Path) -> None:
    fill(home)
    async with in_diary() as (screen, pilot):
        await choose(screen, pilot, "note:1")
        await pilot.press("enter")
        await until(pilot, is_shown(pilot, LookingBackScreen))
        looking = pilot.app.screen
        assert isinstance(looking, LookingBackScreen)
        assert looking.chosen == 1


async def test_a_plan_opens_and_a_play_that_was_left_is_carried_on(home: Path) -> None:
    with closing(diary_in(home)) as diary:
        left = sitting("noise", (0, 1), diary)
    async with in_diary() as (screen, pilot):
        await pilot.press("enter")
        await until(pilot, is_shown(pilot, PlayScreen))
        play = pilot.app.screen
        assert isinstance(play, PlayScreen)
        assert play.sitting.play.key == left.play.key
        await pilot.press("q")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_words_are_looked_for_and_escape_shows_everything_again(home: Path) -> None:
    fill(home)
    async with in_diary() as (screen, pilot):
        await pilot.press("slash")
        await write(pilot, "DUTY at lunch")
        await until(pilot, lambda: values(screen) == ["note:1"])
        await pilot.press("slash")
        await write(pilot, "breathe")
        await until(pilot, lambda: values(screen) == ["plan:1"])
        await pilot.press("enter")
        await until(pilot, is_shown(pilot, PlanScreen))
        await pilot.press("q")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("slash")
        await write(pilot, "2.10")
        await until(pilot, lambda: values(screen) == ["play:2", "play:1"])
        await pilot.press("slash")
        await write(pilot, "%_")
        await until(pilot, lambda: says(screen) == NOT_FOUND)
        assert values(screen) == []
        await pilot.press("escape")
        await until(pilot, lambda: len(values(screen)) == 4)
        assert pilot.app.screen is screen


async def test_two_plays_stand_side_by_side(home: Path) -> None:
    fill(home)
    with closing(diary_in(home)) as diary:
        sitting("noise", (2,) * 12, diary)
    async with in_diary() as (screen, pilot):
        await choose(screen, pilot, "play:1")
        await pilot.press("c")
        await until(pilot, is_shown(pilot, AskDialog))
        text = shown(pilot)
        assert "Which play shall stand beside it?" in text
        assert "something else underneath" in text
        await pilot.press("1")
        await until(pilot, is_shown(pilot, SideBySideScreen))
        two = pilot.app.screen
        assert isinstance(two, SideBySideScreen)
        assert (two.sitting.entry, two.other.entry) == (1, 2)
        assert two.names == ("The other way", "This way")
        await pilot.press("p")
        await until(pilot, is_shown(pilot, AskDialog))
        await pilot.press("2")
        await until(pilot, lambda: another(pilot, two))
        other = pilot.app.screen
        assert isinstance(other, SideBySideScreen)
        assert (other.sitting.entry, other.other.entry) == (1, 3)
        await pilot.press("q")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_a_copy_of_the_whole_diary_is_saved_in_each_form(home: Path, tmp_path: Path) -> None:
    fill(home)
    async with in_diary() as (screen, pilot):
        for key, name in (("1", "mine.html"), ("2", "mine.md"), ("3", "mine.json")):
            await pilot.press("s")
            await until(pilot, is_shown(pilot, AskDialog))
            assert "It will hold every play" in shown(pilot)
            await pilot.press(key)
            await write(pilot, str(tmp_path / name))
            await until(pilot, is_shown(pilot, TellDialog))
            await pilot.press("enter")
            await until(pilot, lambda: pilot.app.screen is screen)
            assert "duty at lunch" in (tmp_path / name).read_text(encoding="utf-8")
        assert json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))["plays"]


@pytest.mark.parametrize(
    ("what", "gone", "left"),
    [
        ("plan:1", LINE, ["play:2", "play:1", "note:1"]),
        ("note:1", NOTE, ["plan:1", "play:2", "play:1"]),
        ("play:1", NOTE, ["play:2"]),
    ],
)
async def test_one_thing_is_forgotten_for_good(
    home: Path, what: str, gone: str, left: list[str]
) -> None:
    fill(home)
    async with in_diary() as (screen, pilot):
        await choose(screen, pilot, what)
        await pilot.press("x")
        await until(pilot, is_shown(pilot, AskDialog))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert len(values(screen)) == 4, "keeping is the first answer"
        await choose(screen, pilot, what)
        await pilot.press("x")
        await until(pilot, is_shown(pilot, AskDialog))
        await pilot.press("2")
        await until(pilot, lambda: values(screen) == left)
        assert all(gone.encode() not in file.read_bytes() for file in there(home))


async def test_everything_is_forgotten_after_one_plain_question(home: Path) -> None:
    fill(home)
    async with in_diary() as (screen, pilot):
        for answers in (["3", "1"], ["3", "2"]):
            await pilot.press("x")
            await until(pilot, is_shown(pilot, AskDialog))
            await pilot.press(answers[0])
            await until(pilot, lambda: "Forget the whole diary?" in shown(pilot))
            await pilot.press(answers[1])
            await until(pilot, lambda: pilot.app.screen is screen)
            assert (home / "diary.db").exists() == (answers[1] == "1")
        await until(pilot, lambda: values(screen) == ["begin"])
        assert there(home) == []
        assert screen.our_app.diary is None
        await pilot.press("q")
        await until(pilot, is_shown(pilot, ShelfScreen))
        await pilot.pause()
        assert pilot.app.is_running


async def test_where_another_window_is_in_the_way_the_diary_stays_and_says_so(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(home)

    def refuse(diary: Diary) -> None:
        diary.close()
        raise DiaryError("another window has the diary open; close it and try again")

    monkeypatch.setattr(Diary, "forget_everything", refuse)
    async with in_diary() as (screen, pilot):
        await pilot.press("x")
        await until(pilot, is_shown(pilot, AskDialog))
        await pilot.press("3")
        await until(pilot, lambda: "Forget the whole diary?" in shown(pilot))
        await pilot.press("2")
        await until(pilot, is_shown(pilot, TellDialog))
        assert "Another window has the diary open" in shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        await until(pilot, lambda: len(values(screen)) == 4)
        assert screen.our_app.diary is not None


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_in_the_diary_are_only_words(home: Path, text: str) -> None:
    with closing(diary_in(home)) as diary:
        sat = sitting("noise", (0,) * 12, diary)
        sat.note(text, 0)
        sat.plan(0, text)
        plan = sat.plan_of(0)
        assert plan is not None
        diary.came(plan.id, text)
    async with in_diary(size=(60, 20)) as (screen, pilot):
        assert len(values(screen)) == 3
        for value in values(screen):
            await screen.open(value)
            await pilot.pause()
            assert pilot.app.is_running
            await pilot.press("q")
            await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("slash")
        await write(pilot, text)
        await pilot.pause()
        assert pilot.app.is_running


async def test_a_long_diary_lists_the_newest_and_says_how_to_find_the_rest(home: Path) -> None:
    with closing(diary_in(home)) as diary:
        sat = sitting("noise", (0,), diary)
        for number in range(MOST + 5):
            sat.note(f"note number {number}")
    async with in_diary() as (screen, _):
        assert len(values(screen)) == MOST + 1
        text = "\n".join(str(row.text) for row in screen.picker.picks)
        assert f"note number {MOST + 4}" in text
        assert "note number 3\n" not in text
        assert OLDER in "\n".join(str(one.render()) for one in screen.query(Static))


async def test_a_diary_that_says_no_is_told_and_nothing_breaks(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(home)

    def refuse(*_: object) -> list[object]:
        raise DiaryError("the disk says no")

    async with with_diary() as (app, pilot):
        assert app.diary is not None
        monkeypatch.setattr(type(app.diary), "plans", refuse)
        await app.push_screen(DiaryScreen())
        await until(pilot, lambda: "The disk says no." in shown(pilot))
        await pilot.press("q")
        await until(pilot, is_shown(pilot, ShelfScreen))
