"""The linear text begins to look back where the ways parted most, and says what else there was."""

import pytest

from classroomsim.debrief.ahead import MOST_AT_ONCE, prepare
from classroomsim.debrief.lookback import LED_TO
from classroomsim.engine.machine import Machine
from classroomsim.engine.play import Play
from classroomsim.plain import looking_back, sections
from tests.unit.plain.hearing import SKIPS, WHOLE_PLAY, answer, hear, tuesday

PARTED = "The ways parted most at "


def test_looking_back_begins_where_the_ways_parted_most() -> None:
    heard = hear(*WHOLE_PLAY[:8])
    told = " ".join(heard.split())
    assert told.count(PARTED) == 1
    where = told.split(PARTED)[1].split(". You may pick another.")[0]
    assert heard.splitlines().count(f"{where}.") >= 1
    assert f"Type r to try {where}, again." in told


def test_what_else_each_moment_could_have_led_to_follows_its_coaching() -> None:
    heard = hear(*WHOLE_PLAY[:8])
    order = ["What the school could provide:", f"{LED_TO}:", "What was underneath:"]
    places = [heard.index(text) for text in order]
    assert places == sorted(places)
    again = answer("1", *WHOLE_PLAY[:8])
    assert again.index(order[0]) < again.index(order[1])
    assert "could still have ended" in " ".join(again.split())


def test_a_second_try_begins_at_the_moment_that_was_tried_again() -> None:
    tried = hear(*WHOLE_PLAY[:8], "2", "r", "2", "l")
    scene = tuesday().sound.scenes["stand_off"]
    assert f"Type r to try {sections.titled(scene.clock, scene.name)}, again." in tried


def test_a_telling_with_too_much_ahead_is_looked_back_on_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(looking_back, "prepare", lambda *_: None)
    heard = hear(*WHOLE_PLAY[:8])
    assert "What you noticed:" in heard
    assert PARTED not in heard
    assert LED_TO not in heard


def test_where_nothing_was_chosen_nothing_is_suggested() -> None:
    assert PARTED not in hear(*("s" for _ in SKIPS))


def test_every_telling_that_ships_is_quickly_seen_through() -> None:
    for telling in tuesday().sound.tellings:
        prepared = prepare(tuesday().sound, telling, MOST_AT_ONCE)
        assert prepared is not None
        assert prepared.suggest(Play.begin(Machine(tuesday().sound), telling)) is None
