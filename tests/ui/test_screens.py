"""Every screen at every size, in both themes, and with hostile text in every field."""

from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest
import yaml
from rich.cells import cell_len
from rich.color import Color
from textual.pilot import Pilot

from classroomsim.debrief.watched import watched
from classroomsim.engine.machine import Machine
from classroomsim.scenario.read import read_scenario
from classroomsim.scenario.story import ENTIRE_CLASS
from classroomsim.ui.app import ClassroomSim
from classroomsim.ui.ask import AskDialog
from classroomsim.ui.before import BeforeScreen
from classroomsim.ui.days import DayDialog
from classroomsim.ui.diary import DiaryScreen
from classroomsim.ui.first_run import FirstRunScreen
from classroomsim.ui.guess import GuessDialog
from classroomsim.ui.help import HelpScreen
from classroomsim.ui.note import NoteDialog
from classroomsim.ui.opening import carry_on
from classroomsim.ui.options import OptionsDialog
from classroomsim.ui.page import Page
from classroomsim.ui.plan import PlanScreen
from classroomsim.ui.play import PlayScreen
from classroomsim.ui.revisit import RevisitScreen
from classroomsim.ui.shelf import ShelfScreen
from classroomsim.ui.watch import WatchScreen
from classroomsim.ui.what_if import WhatIfScreen
from classroomsim.ui.widgets.key_bar import KeyBar
from classroomsim.ui.write import WriteDialog
from tests.ui.lasting import fill, with_diary
from tests.ui.playing import (
    LEAST,
    SIZES,
    SMALL,
    flagship,
    in_play,
    playing,
    screen_text,
    shown,
    until,
)

HOSTILE = (
    "[/] [@click=app.quit]x[/] \u05e9\u05dc\u05d5\u05dd \U0001f469\u200d\U0001f3eb [red"
    f" {'w' * 60} \u0645\u0631\u062d\u0628\u0627 [bold $nothing] *so* \\["
)
SHORTER = {"title": 58, "setting": 118, "ask": 118, "options": 118, "did": 56}
"""How much of it fits into the texts that may not be as long as a paragraph."""
DIALOGS = [
    ("g", GuessDialog),
    ("n", NoteDialog),
    ("w", WhatIfScreen),
    ("question_mark", HelpScreen),
]


def shows(pilot: Pilot[int], kind: type) -> Callable[[], bool]:
    return lambda: isinstance(pilot.app.screen, kind)


async def walk(pilot: Pilot[int]) -> AsyncIterator[str]:
    """Goes through the screens of one app, from the shelf to an ending; gives each one's name."""
    app = pilot.app
    yield "shelf"
    await choose_scenario(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, BeforeScreen))
    yield "before"
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, PlayScreen))
    play = app.screen
    assert isinstance(play, PlayScreen)
    await until(pilot, lambda: play.our_app.guard.showing)
    yield "play"
    for key, kind in DIALOGS:
        await pilot.press(key)
        await until(pilot, shows(pilot, kind))
        yield kind.__name__
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is play)
    while not play.seen.ended:
        await play.choose("skip")  # every scenario ends so; a choice may lead back
    await pilot.pause()
    yield "ending"


async def walk_what_lasts(pilot: Pilot[int]) -> AsyncIterator[str]:
    """Goes through the screens that a diary with a plan in it leads to; gives each one's name."""
    app = pilot.app
    shelf = app.screen
    assert isinstance(shelf, ShelfScreen)
    await until(pilot, lambda: shelf.offers)
    await pilot.pause()
    yield "shelf with an offer"
    for key, kind in (("o", OptionsDialog), ("d", DiaryScreen)):
        await pilot.press(key)
        await until(pilot, shows(pilot, kind))
        await pilot.pause()
        yield kind.__name__
        if kind is OptionsDialog:
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is shelf)
    async for name in walk_dialogs(pilot, (("x", AskDialog), ("slash", WriteDialog))):
        yield name
    await pilot.press("enter")
    await until(pilot, shows(pilot, PlanScreen))
    await pilot.pause()
    yield "plan"
    async for name in walk_dialogs(pilot, (("1", WriteDialog), ("2", DayDialog))):
        yield name
    await pilot.press("q", "q")
    await until(pilot, lambda: app.screen is shelf)
    await shelf.open(next(iter(shelf.offers)))
    await until(pilot, shows(pilot, RevisitScreen))
    await pilot.pause()
    yield "coming back"
    found = watched(Machine(flagship().sound))
    assert found is not None
    await app.push_screen(WatchScreen(found))
    await pilot.pause()
    yield "a colleague's telling"


async def walk_dialogs(
    pilot: Pilot[int], dialogs: Sequence[tuple[str, type]]
) -> AsyncIterator[str]:
    """Opens and leaves what some keys of a screen open."""
    below = pilot.app.screen
    for key, kind in dialogs:
        await pilot.press(key)
        await until(pilot, shows(pilot, kind))
        await pilot.pause()
        yield kind.__name__
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is below)


async def choose_scenario(pilot: Pilot[int]) -> None:
    """Goes to the scenario that has a guess in its first beat, or to the only one there is."""
    shelf = pilot.app.screen
    assert isinstance(shelf, ShelfScreen)
    values = [row.value for row in shelf.picker.picks]
    wanted = [n for n, value in enumerate(values) if value.endswith("tuesday_210.yaml")]
    for _ in range(wanted[0] if wanted else 0):
        await pilot.press("down")


def luminance(color: Color) -> float:
    parts = [part / 255 for part in color.get_truecolor()]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_faint(pilot: Pilot[int], least: float = 4.5) -> list[tuple[str, float]]:
    """Every piece of text on the screen that can't be told well from what is behind it."""
    found = []
    for strip in pilot.app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            if any(c.isalnum() for c in segment.text) and style and style.color and style.bgcolor:
                ratio = contrast(style.color, style.bgcolor)
                if ratio < least:
                    found.append((segment.text, round(ratio, 2)))
    return found


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_on_every_screen_nothing_is_cut_and_every_key_is_shown(size: tuple[int, int]) -> None:
    async with playing(size=size) as (_, pilot):
        async for name in walk(pilot):
            await pilot.pause()
            keys_are_shown(pilot, name)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_nor_on_the_screens_of_what_lasts(
    size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path))
    fill(tmp_path, days_ago=3)
    async with with_diary(size=size) as (_, pilot):
        async for name in walk_what_lasts(pilot):
            keys_are_shown(pilot, name)


def keys_are_shown(pilot: Pilot[int], name: str) -> None:
    """Every line fits, and so does every key at the foot."""
    screen = pilot.app.screen
    width = screen.size.width
    assert all(cell_len(line) <= width for line in screen_text(pilot)), name
    bar = screen.query_one(KeyBar)
    foot = str(bar.render())
    for hint in bar.hints:
        assert hint.spare or f"{hint.key} " in foot, (name, foot)
    assert screen.region.contains_region(bar.region), name
    if isinstance(screen, Page):
        assert bar.region.bottom == screen.size.height, name
    assert all(len(line) <= bar.content_size.width for line in foot.splitlines()), name


@pytest.mark.parametrize(("theme", "least"), LEAST.items())
async def test_all_text_can_be_told_from_its_background(theme: str, least: float) -> None:
    async with playing() as (app, pilot):
        app.theme = theme
        async for name in walk(pilot):
            await pilot.pause()
            assert too_faint(pilot, least) == [], name
        await pilot.press("ctrl+p")
        await pilot.pause(0.2)
        assert too_faint(pilot, least) == [], "command palette"


@pytest.mark.parametrize(("theme", "least"), LEAST.items())
async def test_so_can_the_text_of_what_lasts(
    theme: str, least: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path))
    fill(tmp_path, days_ago=3)
    async with with_diary() as (app, pilot):
        app.theme = theme
        async for name in walk_what_lasts(pilot):
            assert too_faint(pilot, least) == [], name


async def test_the_first_question_at_the_smallest_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path / "home"))
    async with playing(keep=None, size=(60, 20)) as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, FirstRunScreen))
        await pilot.pause()
        assert too_faint(pilot) == []
        text = shown(pilot)
        assert "Keep a private diary" in text
        assert "Yes, keep a diary" in text
        assert "--no-diary never asks" in text
        assert "Esc" in text
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, ShelfScreen))
        assert not (tmp_path / "home").exists(), "no is a full answer"


async def test_a_diary_is_carried_on_from_the_shelf_and_a_change_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLASSROOMSIM_HOME", str(tmp_path / "home"))
    async with playing(keep=None) as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, FirstRunScreen))
        await pilot.press("y")
        await until(pilot, lambda: app.diary is not None)
        assert (tmp_path / "home" / "diary.db").exists()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, BeforeScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlayScreen) and app.guard.showing)
        await pilot.press("2")
        await pilot.pause()
        first = app.screen
        assert isinstance(first, PlayScreen)
        await pilot.press("q")
        await until(pilot, lambda: "Carry on" in shown(pilot))
    async with playing(keep=None) as (app, pilot):
        await until(pilot, lambda: f"left at {first.seen.clock}" in shown(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlayScreen))
        again = app.screen
        assert isinstance(again, PlayScreen)
        assert again.sitting.play.key == first.sitting.play.key
        monkeypatch.setattr(type(again.sitting), "changed_since", lambda *_: True)
        assert app.diary is not None
        await pilot.press("q")
        await carry_on(app, app.diary.unfinished()[0])
        await until(pilot, lambda: "has changed since you played" in shown(pilot))
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, PlayScreen))


def hostile_file(folder: Path) -> Path:
    """The small scenario with hostile words in every text that can be shown."""
    tree = yaml.safe_load(SMALL.read_text(encoding="utf-8"))
    shown_texts = {"title", "text", "say", "did", "ask", "setting", "content_note", "later"}
    shown_texts |= {"known_at_nine", "strength", "family_says", "safeguarding", "cue"}

    def soil(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {k: soil(v, "options" if key == "options" else k) for k, v in value.items()}
        if isinstance(value, list):
            return [soil(item, key) for item in value]
        if isinstance(value, str) and key in shown_texts | {"notice", "options", "others"}:
            return HOSTILE[: SHORTER.get(key)]
        return value

    soiled = soil(tree)
    assert isinstance(soiled, dict)
    path = folder / "small.yaml"
    path.write_text(yaml.safe_dump(soiled, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("size", [(60, 20), (120, 40)], ids=str)
async def test_hostile_words_are_only_words(
    size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = hostile_file(tmp_path)
    reading = read_scenario(path)
    assert reading.scenario is not None, [p.message for p in reading.problems]
    monkeypatch.setattr("classroomsim.ui.shelf.scenario_files", lambda: [path])
    async with playing(size=size) as (app, pilot):
        async for name in walk(pilot):
            await pilot.pause()
            if name not in {"HelpScreen", "NoteDialog"}:
                assert "[@click" in shown(pilot).replace("\n", " "), name
            assert app.is_running
        await pilot.press("ctrl+p")
        await pilot.pause(0.2)
        assert app.is_running


async def test_broken_files_are_listed_kindly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "[b]broken.yaml"
    broken.write_text("id: [\n", encoding="utf-8")
    half = tmp_path / "half.yaml"
    half.write_text(
        "classroomsim: 1\nid: half\ntitle: Half\nabout: {phase: KS2}\n", encoding="utf-8"
    )
    monkeypatch.setattr("classroomsim.ui.shelf.scenario_files", lambda: [broken, half, SMALL])
    async with playing() as (_, pilot):
        text = shown(pilot)
        assert "The spilled water" in text
        assert "Not ready to open yet" in text
        assert "classroomsim check [b]broken.yaml" in text
        await pilot.press("end")
        shelf = pilot.app.screen
        assert isinstance(shelf, ShelfScreen)
        for value in (f"scenario:{broken}", f"scenario:{half}"):
            await shelf.open(value)
            await pilot.pause()
            assert isinstance(pilot.app.screen, ShelfScreen)
            assert "be opened" in shown(pilot) or "be played yet" in shown(pilot)


async def test_the_room_on_screen_agrees_with_what_the_text_says() -> None:
    for telling in ("noise", "cannot_write"):
        async with in_play(flagship(), telling) as (screen, pilot):
            while True:
                await pilot.pause()
                seen = screen.seen
                looking = seen.room.count("looking")
                text = " ".join([*seen.text, seen.room.line])
                if "Most of the room" in text or "whole room" in text:
                    assert looking * 2 > ENTIRE_CLASS - 1, text
                if "Heads are down" in text:
                    assert looking <= 3, text
                desks = str(screen.query_one("#desks").render())
                assert desks.count("\u25c6") == looking
                assert desks.count("\u25cb") == seen.room.count("drifting")
                if seen.ended:
                    break
                await screen.choose(seen.choices[-1].id)


async def test_the_palette_offers_the_choices_by_their_words() -> None:
    async with in_play(flagship(), "noise") as (screen, pilot):
        await pilot.press("ctrl+p")
        await pilot.pause(0.2)
        await pilot.press(*"choose")
        await pilot.pause(0.2)
        await pilot.press("down", "enter")
        await until(pilot, lambda: len(screen.sitting.play.choices) == 1)


async def test_a_play_named_on_the_command_line_ends_the_program_when_it_is_left() -> None:
    app = ClassroomSim(keep=False, play=flagship(), telling="noise")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, BeforeScreen))
        await pilot.press("q")
        await until(pilot, lambda: app.return_value == 0)
