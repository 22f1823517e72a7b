"""Looking back with what lay ahead: prepared beside the play, and never waited for."""

import asyncio
import subprocess
import sys
from collections.abc import Callable

import pytest
from textual.widgets import Static

from classroomsim.debrief.ahead import Prepared, prepare
from classroomsim.debrief.lookback import LED_TO
from classroomsim.ui.foresight import Foresight, ForgottenError, Sight, stand_aside
from classroomsim.ui.looking_back import LookingBackScreen
from classroomsim.ui.play import PlayScreen
from classroomsim.ui.shelf import ShelfScreen
from classroomsim.ui.text import typographic
from tests.ui.looked_back import (
    HOSTILE,
    SIZES,
    WIDE,
    app,
    go_on,
    hostile,
    lowest_contrast,
    reading,
    show,
    sitting,
    text_of,
)
from tests.ui.playing import playing, small, until

PARTED = "The ways parted most at "
TELLING = "cannot_write"


class Held:
    """What a telling could lead to, kept back until a test lets it come."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.release: Callable[[], None] = lambda: None
        held = self

        async def look(sight: Sight) -> None:
            come = asyncio.Event()
            held.release = come.set
            await come.wait()
            sight.prepared = prepare(sight.world.scenario, sight.world.telling.id)
            sight._done.set()

        monkeypatch.setattr(Sight, "look", look)


def question(screen: LookingBackScreen) -> str:
    return str(screen.query_one("#question", Static).render())


def suggested(prepared: Prepared | None, screen: LookingBackScreen) -> int:
    assert prepared is not None
    found = prepared.suggest(screen.sitting.play)
    assert found is not None
    return found.number


@pytest.mark.parametrize("size", SIZES)
async def test_the_suggested_moment_is_the_one_first_shown(size: tuple[int, int]) -> None:
    async with app().run_test(size=size) as pilot:
        sat = sitting(TELLING)
        sight = pilot.app.foresight.of(sat.play.world)  # type: ignore[attr-defined]
        prepared = await sight.done()
        screen = LookingBackScreen(sat)
        await show(pilot, screen)
        assert screen.chosen == suggested(prepared, screen) > 0
        scene = sat.play.moment(screen.chosen).scene
        assert typographic(f"{PARTED}{scene.clock}, {scene.name}.") in question(screen)
        assert lowest_contrast(screen) >= 4.5
        for number in range(len(sat.play.choices)):
            screen.chosen = number
            await pilot.pause()
            said = text_of(screen)
            assert said.index("What the school could provide") < said.index(LED_TO)
            assert said.index(LED_TO) < said.index("How it ended")
            for one in prepared.led_to(sat.play, number) if prepared else ():
                assert typographic(one.could) in said


@pytest.mark.parametrize("size", WIDE)
async def test_all_seven_parts_stay_in_view_beside_the_suggestion(size: tuple[int, int]) -> None:
    async with app().run_test(size=size) as pilot:
        for telling in reading().sound.tellings:
            sat = sitting(telling)
            await pilot.app.foresight.of(sat.play.world).done()  # type: ignore[attr-defined]
            screen = LookingBackScreen(sat)
            await show(pilot, screen)
            window = screen.reading.scrollable_content_region
            views = [it for it in screen.query("PartView") if it.display]
            assert len(views) == 7
            assert all(it.region.bottom - 1 <= window.bottom for it in views), telling


async def test_it_never_waits_and_what_comes_late_moves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = Held(monkeypatch)
    async with app().run_test(size=(120, 40)) as pilot:
        screen = LookingBackScreen(sitting(TELLING))
        ahead = prepare(screen.sitting.play.world.scenario, TELLING)
        elsewhere = 2 if suggested(ahead, screen) == 1 else 1
        await show(pilot, screen)
        assert screen.chosen == 0
        assert PARTED not in question(screen)
        assert LED_TO not in text_of(screen) or screen.query_one("#led-to").has_class("-hidden")
        await pilot.press(*["right"] * elsewhere)
        assert screen.chosen == elsewhere
        held.release()
        await until(pilot, lambda: PARTED in question(screen))
        assert screen.chosen == elsewhere, "the player has picked a moment"
        assert suggested(screen.prepared, screen) != elsewhere
        assert not screen.query_one("#led-to").has_class("-hidden")


async def test_a_search_that_fails_or_is_too_long_leaves_looking_back_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    for way in (fails, lambda *_, **__: None):
        monkeypatch.setattr("classroomsim.debrief.ahead.prepare", way)
        async with app().run_test(size=(80, 24)) as pilot:
            screen = LookingBackScreen(sitting(TELLING))
            await show(pilot, screen)
            sight = pilot.app.foresight.sight  # type: ignore[attr-defined]
            assert await sight.done() is None
            await pilot.pause()
            assert screen.chosen == 0
            assert PARTED not in question(screen)
            assert pilot.app.is_running


async def test_it_is_prepared_while_the_play_goes_on_and_let_go_with_it() -> None:
    async with playing(small()) as (sim, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(sim.screen, PlayScreen) and sim.foresight.sight)
        play = sim.screen
        assert isinstance(play, PlayScreen)
        await until(pilot, lambda: sim.foresight.ready(play.sitting.play.world))
        before = sim.foresight.sight
        for choice in ("cloth", "go_on", "wash"):
            await play.choose(choice)
        play.look_back()
        await until(pilot, lambda: isinstance(sim.screen, LookingBackScreen))
        back = sim.screen
        assert isinstance(back, LookingBackScreen)
        await until(pilot, lambda: back.is_mounted and PARTED in question(back))
        assert back.chosen == 2
        await pilot.press("r")
        await until(pilot, lambda: isinstance(sim.screen, PlayScreen))
        await pilot.pause()
        assert sim.foresight.sight is before, "a second try is of the same telling"


async def test_back_at_the_shelf_nothing_is_kept_in_memory() -> None:
    async with playing() as (sim, pilot):
        sat = sitting(TELLING)
        await sim.push_screen(PlayScreen(sat))
        await until(pilot, lambda: sim.foresight.sight)
        again = PlayScreen(go_on(sat.try_again(0), (0,) * 12))
        await sim.push_screen(again)
        again.look_back()
        await until(pilot, lambda: isinstance(sim.screen, LookingBackScreen))
        sight = sim.foresight.sight
        assert sight is not None
        await pilot.press("q")
        await until(pilot, lambda: isinstance(sim.screen, ShelfScreen))
        await pilot.pause()
        assert sim.foresight.sight is None
        assert len(sim.screen_stack) == 1
        with pytest.raises(ForgottenError):
            stand_aside(lambda: sight._forgotten)("", 0)


async def test_one_telling_at_a_time_is_looked_at() -> None:
    begun: list[object] = []

    foresight = Foresight(begun.append)
    one, other = (sitting(t, ()).play.world for t in ("hungry", "noise"))
    first = foresight.of(one)
    assert foresight.of(sitting("hungry", ()).play.world) is first
    assert foresight.ready(one) is None
    assert foresight.of(other) is not first
    assert first._forgotten
    assert len(begun) == 2
    foresight.forget()
    assert foresight.sight is None


async def test_a_second_try_first_shows_the_moment_tried_again() -> None:
    async with app().run_test(size=(80, 24)) as pilot:
        again = go_on(sitting(TELLING).try_again(1), (1,) * 12)
        await pilot.app.foresight.of(again.play.world).done()  # type: ignore[attr-defined]
        screen = LookingBackScreen(again)
        await show(pilot, screen)
        assert screen.chosen == 1
        assert PARTED in question(screen)


@pytest.mark.parametrize("text", HOSTILE[:4])
async def test_hostile_words_are_only_words(text: str) -> None:
    async with app().run_test(size=(60, 20)) as pilot:
        sat = hostile(text)
        await pilot.app.foresight.of(sat.play.world).done()  # type: ignore[attr-defined]
        screen = LookingBackScreen(sat)
        await show(pilot, screen)
        await pilot.press("left")
        await pilot.pause()
        assert pilot.app.is_running
        assert not screen.query_one("#led-to").has_class("-hidden")


def test_the_screens_are_there_before_the_proofs_are_loaded() -> None:
    run = """
import sys, classroomsim.ui.app, classroomsim.ui.play, classroomsim.ui.looking_back
print([name for name in sys.modules if name.startswith("classroomsim.proof")])
"""
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
