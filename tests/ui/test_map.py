"""The map, for authors: what leads where, how often, and a play begun at any scene."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from classroomsim.diary.sitting import texts_of
from classroomsim.engine.machine import Machine
from classroomsim.engine.paths import shortest_to
from classroomsim.proof.atlas import Atlas, atlas_of
from classroomsim.scenario.read import Reading, read_scenario
from classroomsim.ui.app import ClassroomSim
from classroomsim.ui.ask import AskDialog
from classroomsim.ui.map import NO_WAY, TOO_MANY, WORKING, MapScreen
from classroomsim.ui.play import PlayScreen
from classroomsim.ui.shelf import ShelfScreen
from classroomsim.ui.widgets.hanging import Hanging
from classroomsim.ui.widgets.key_bar import KeyBar
from tests.ui.playing import LEAST, SIZES, SMALL, in_play, playing, screen_text, shown, small, until
from tests.ui.test_screens import hostile_file, too_faint

Size = tuple[int, int]


@asynccontextmanager
async def mapped(
    reading: Reading, size: Size = (120, 40)
) -> AsyncIterator[tuple[MapScreen, Pilot[int]]]:
    """The map of a scenario, worked out."""
    async with playing(size=size, author=True) as (app, pilot):
        screen = MapScreen(reading.sound, texts_of(reading))
        await app.push_screen(screen)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert screen.picker.rows
        yield screen, pilot


def all_of(screen: MapScreen) -> str:
    """Everything that the map says."""
    return "\n".join("".join(map(str, it._hung(200))) for it in screen.query(Hanging))


async def test_it_shows_the_scenes_in_order_with_what_leads_where_and_how_often() -> None:
    async with mapped(small()) as (screen, _):
        atlas = atlas_of(small().sound)
        assert [row.value for row in screen.picker.picks] == [it.id for it in atlas.scenes]
        told = all_of(screen)
        at = 0
        for scene in atlas.scenes:
            at = told.index(f"{scene.clock}  {scene.name}  {scene.id}, {scene.met.word}", at)
            for choice in scene.choices:
                at = told.index(choice.id, at)
                at = at if choice.is_skip else told.index(f"{choice.did}, {choice.met.word}", at)
        for ending in atlas.endings:
            at = told.index(ending.id, at)
            at = told.index(f"leaves it {ending.leaves}, {ending.met.word}", at)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_it_scrolls_to_each_scene_at_every_size(size: Size) -> None:
    async with mapped(small(), size) as (screen, pilot):
        for index, row in enumerate(screen.picker.rows):
            assert screen.picker.chosen == index
            assert screen.column.shows(row)
            assert all(len(line) <= size[0] for line in screen_text(pilot))
            bar = screen.query_one(KeyBar)
            assert all(f"{hint.key} " in str(bar.render()) for hint in bar.hints)
            await pilot.press("down")
            await pilot.pause()
        await pilot.press("down", "down", "down", "pagedown")
        await pilot.pause()
        assert "leaves it held" in shown(pilot)


@pytest.mark.parametrize(("theme", "least"), LEAST.items())
async def test_all_its_text_can_be_told_from_its_background(theme: str, least: float) -> None:
    async with mapped(small(), (80, 24)) as (_, pilot):
        pilot.app.theme = theme
        await pilot.pause()
        assert too_faint(pilot, least) == []


@pytest.mark.parametrize("scene", ["the_water", "the_table", "afterwards"])
async def test_a_play_begins_at_a_scene_by_the_shortest_play(scene: str) -> None:
    async with mapped(small()) as (screen, pilot):
        scenes = [row.value for row in screen.picker.picks]
        for _ in range(scenes.index(scene)):
            await pilot.press("down")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskDialog))
        await until(pilot, lambda: "left_out" in shown(pilot))
        await pilot.press("2")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlayScreen))
        play = pilot.app.screen
        assert isinstance(play, PlayScreen)
        assert play.sitting.play.world.telling.id == "left_out"
        expected = shortest_to(Machine(small().sound).under("left_out"), scene)
        assert play.sitting.play.choices == expected
        await until(pilot, lambda: play.our_app.guard.showing)
        await pilot.press("q")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(pilot.app.screen, ShelfScreen))


async def test_a_click_picks_a_scene_and_leaving_the_question_begins_nothing() -> None:
    async with mapped(small()) as (screen, pilot):
        await pilot.click(screen.picker.rows[1])
        await until(pilot, lambda: isinstance(pilot.app.screen, AskDialog))
        assert screen.picker.chosen == 1
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_it_says_that_it_is_working_and_may_be_left_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go_on = asyncio.Event()

    async def held(*_: object) -> Atlas:
        await go_on.wait()
        return atlas_of(small().sound)

    monkeypatch.setattr("classroomsim.ui.map.asyncio.to_thread", held)
    async with playing(author=True) as (app, pilot):
        for answered in (False, True):
            screen = MapScreen(small().sound, texts_of(small()))
            await app.push_screen(screen)
            await until(pilot, lambda: WORKING[:20] in shown(pilot))
            await pilot.press("enter")
            assert app.screen is screen, "there is nothing to pick yet"
            if answered:
                go_on.set()
                await until(pilot, lambda: "the water" in shown(pilot))
            await pilot.press("q")
            await until(pilot, lambda: isinstance(app.screen, ShelfScreen))


async def test_where_there_are_too_many_states_it_says_no_word_on_how_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = atlas_of(small().sound, limit=2)
    monkeypatch.setattr("classroomsim.proof.atlas.atlas_of", lambda *_, **__: few)
    async with mapped(small()) as (screen, pilot):
        assert TOO_MANY[:30] in shown(pilot)
        assert "often" not in all_of(screen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskDialog))


async def test_a_scene_that_no_play_comes_to_says_so(tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8").replace("goto: the_table", "goto: afterwards")
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    async with mapped(read_scenario(path)) as (screen, pilot):
        assert "the_table, only after a skip" in all_of(screen)
        await pilot.press("down", "enter")
        await until(pilot, lambda: NO_WAY in shown(pilot))


async def test_hostile_words_are_only_words(tmp_path: Path) -> None:
    async with mapped(read_scenario(hostile_file(tmp_path)), (60, 20)) as (_, pilot):
        assert "[@click" in shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskDialog))
        assert pilot.app.is_running


# -------------------------------------------------------------------------- where it is reached


async def test_authors_reach_it_from_the_play_by_its_key_and_by_the_palette() -> None:
    async with in_play(small(), "tired", author=True) as (screen, pilot):
        assert "m The map" in shown(pilot)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(pilot.app.screen, MapScreen))
        await pilot.press("m")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("ctrl+p")
        await pilot.pause(0.2)
        await pilot.press(*"the map")
        await pilot.pause(0.2)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, MapScreen))


async def test_authors_reach_it_from_the_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classroomsim.ui.shelf.scenario_files", lambda: [SMALL])
    async with playing(author=True) as (app, pilot):
        await until(pilot, lambda: app.ready)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, MapScreen))
        await app.workers.wait_for_complete()
        await until(pilot, lambda: "the water" in shown(pilot))


async def test_a_broken_file_has_no_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    half = tmp_path / "half.yaml"
    half.write_text(
        "classroomsim: 1\nid: half\ntitle: Half\nabout: {phase: KS2}\n", encoding="utf-8"
    )
    monkeypatch.setattr("classroomsim.ui.shelf.scenario_files", lambda: [half])
    async with playing(author=True) as (app, pilot):
        await until(pilot, lambda: app.ready)
        await pilot.press("m")
        await until(pilot, lambda: "be played yet" in shown(pilot))


async def test_for_players_there_is_no_map() -> None:
    async with in_play(small(), "tired") as (screen, pilot):
        assert "The map" not in shown(pilot)
        await pilot.press("m")
        await pilot.pause()
        assert pilot.app.screen is screen
    app = ClassroomSim(keep=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("m")
        await pilot.pause()
        assert isinstance(app.screen, ShelfScreen)
        assert "The map" not in shown(pilot)
