"""Coming back: when a scenario is offered again, and which beat of it."""

from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroomsim.diary import texts as texts_module
from classroomsim.diary.record import Entry, Offer, Plan
from classroomsim.diary.revisit import MILESTONES, UNTIL, beat_to_revisit, draw, offers
from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary
from classroomsim.engine.machine import EngineError, Machine
from classroomsim.engine.paths import shortest_to
from classroomsim.engine.play import Play, PlayKey
from classroomsim.scenario.library import find
from classroomsim.scenario.read import Reading, read_scenario
from tests.unit.diary.player import chance

THEN = datetime(2026, 3, 3, 15, 30, tzinfo=UTC)
"""A Tuesday; the first play ended."""
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def entry(
    number: int = 1, scenario: str = "small", at: datetime = THEN, last: datetime | None = None
) -> Entry:
    """A play that ended at a time, and was last written in at another."""
    key = PlayKey("ab12", 1, "tired", ("linger",))
    return Entry(
        number, scenario, scenario, key, at - HOUR, last or at, True, None, {}, (), finished=at
    )


def left(number: int, at: datetime) -> Entry:
    """A play that was left before its end."""
    return replace(entry(number, at=at), ended=False, finished=None)


def revisited(number: int, at: datetime) -> Entry:
    """One beat that was come back for."""
    return replace(left(number, at), kind="revisit")


def plan(play: int, number: int = 1, at: datetime = THEN) -> Plan:
    return Plan(number, play, "small", "small", "the_water", 0, "If it spills.", None, at, at)


def offered(now: datetime, *entries: Entry) -> bool:
    return [offer.scenario_id for offer in offers(entries, [], now)] == ["small"]


# ---------------------------------------------------------------------------------------- when


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (HOUR, False),
        (DAY, False),
        (2 * DAY, True),
        (4 * DAY, True),
        (WEEK, True),
        (5 * WEEK, True),
        (11 * WEEK, True),
        (13 * WEEK, False),
        (52 * WEEK, False),
        (-DAY, False),
    ],
)
def test_a_play_is_offered_from_two_days_after_it_until_twelve_weeks(
    after: timedelta,
    expected: bool,  # noqa: FBT001
) -> None:
    assert offered(THEN + after, entry()) is expected


def test_nothing_is_offered_where_nothing_was_finished() -> None:
    assert not offered(THEN + 4 * DAY)
    assert not offered(THEN + 4 * DAY, left(1, THEN), revisited(2, THEN))


def test_each_milestone_is_offered_until_the_player_has_been_back() -> None:
    seen = [entry()]
    for number, (back, quiet_until, again) in enumerate(
        [
            (2 * DAY, 6 * DAY, WEEK),
            (8 * DAY, 19 * DAY, 3 * WEEK),
            (24 * DAY, 53 * DAY, 8 * WEEK),
        ],
        2,
    ):
        assert offered(THEN + back, *seen)
        seen.append(revisited(number, THEN + back))
        assert not offered(THEN + back + HOUR, *seen)
        assert not offered(THEN + quiet_until, *seen)
        assert offered(THEN + again, *seen)
    seen.append(revisited(9, THEN + 9 * WEEK))
    assert not offered(THEN + 10 * WEEK, *seen)


def test_a_whole_play_or_a_note_is_coming_back_too() -> None:
    assert not offered(THEN + 3 * DAY, entry(), entry(2, at=THEN + 2 * DAY))
    assert not offered(THEN + 3 * DAY, entry(), left(2, THEN + 2 * DAY))
    assert not offered(THEN + 3 * DAY, entry(last=THEN + 2 * DAY))
    assert offered(THEN + WEEK, entry(last=THEN + 2 * DAY))


def test_milestones_missed_while_away_are_offered_once() -> None:
    back = THEN + 4 * WEEK
    assert offered(back, entry())
    assert not offered(back + HOUR, entry(), revisited(2, back))
    assert offered(back + 5 * WEEK, entry(), revisited(2, back))


def test_no_more_than_two_are_offered_the_one_that_came_up_last_first() -> None:
    entries = [entry(n, f"scenario {n}", THEN - n * DAY) for n in range(5)]
    found = offers(entries, [], THEN + 3 * DAY)
    assert [offer.scenario_id for offer in found] == ["scenario 4", "scenario 0"]
    assert len(offers(entries, [], THEN + 3 * DAY, most=4)) == 4
    assert offers(entries, [], THEN + 3 * DAY, most=0) == []


def test_an_offer_goes_by_way_of_the_newest_plan_else_the_play_that_ended_last() -> None:
    entries = [entry(1), entry(2, at=THEN + HOUR), left(3, THEN + 2 * HOUR)]
    plans = [plan(1, 1), plan(1, 2, THEN + HOUR), plan(9, 3, THEN + DAY)]
    now = THEN + 2 * DAY
    assert offers(entries, [], now) == [Offer("small", "small", entries[1], None)]
    assert offers(entries, plans, now) == [Offer("small", "small", entries[0], plans[1])]


TIMES = st.integers(-100, 2_000).map(lambda hours: THEN + hours * HOUR)
ENTRIES = st.lists(
    st.builds(
        lambda at, later, kind, scenario: replace(
            {"whole": entry, "left": left, "back": revisited}[kind](1, at=at),  # type: ignore[operator]
            scenario_id=scenario,
            last=at + later * HOUR,
        ),
        TIMES,
        st.integers(0, 300),
        st.sampled_from(["whole", "left", "back"]),
        st.sampled_from("abc"),
    ),
    max_size=8,
)


@given(ENTRIES, TIMES, st.integers(0, 3))
def test_whatever_was_played_an_offer_follows_a_milestone_that_nobody_was_back_for(
    entries: list[Entry], now: datetime, most: int
) -> None:
    found = offers(entries, [], now, most=most)
    assert len(found) <= most
    assert len({offer.scenario_id for offer in found}) == len(found)
    for offer in found:
        mine = [e for e in entries if e.scenario_id == offer.scenario_id]
        first = min(e.finished for e in mine if e.finished is not None)
        seen = max(e.last for e in mine)
        assert any(seen < first + after <= now for after in MILESTONES)
        assert now <= first + UNTIL
        assert offer.entry in mine


# --------------------------------------------------------------------------------------- where


@pytest.fixture(scope="module")
def machine() -> Machine:
    return Machine(read_scenario(find("tuesday_210")).sound)


def played(machine: Machine, telling: str, seed: int) -> Entry:
    """A play to its end, by chance."""
    rng, play = chance(seed), Play.begin(machine, telling)
    while play.ending is None:
        play = play.choose(rng.choice(play.offers).id)
    return replace(entry(), key=play.key)


def test_the_moment_is_the_plans_under_another_telling(machine: Machine) -> None:
    tellings = machine.scenario.tellings
    same = 0
    for n, telling in enumerate(tellings):
        one = played(machine, telling, n)
        play = Play.begin(machine, telling, one.key.choices)
        for moment in play.moments:
            told, choices = beat_to_revisit(
                machine, one, replace(plan(1), scene=moment.scene.id, number=moment.number)
            )
            there = Play.begin(machine, told, choices)
            assert there.scene is moment.scene
            assert told != telling
            assert not tellings[told].joined
            same += choices == one.key.choices[: moment.number]
    assert same > 0, "the same choices lead there now and then"


def test_the_same_choices_are_taken_wherever_they_lead_there(machine: Machine) -> None:
    telling, other, *_ = [t.id for t in machine.scenario.tellings.values() if not t.joined]
    same = 0
    for seed in range(10):
        one = played(machine, telling, seed)
        for number in range(len(one.key.choices)):
            scene = Play.begin(machine, telling, one.key.choices).moment(number).scene
            told, choices = beat_to_revisit(
                machine,
                one,
                replace(plan(1), scene=scene.id, number=number),
                set(machine.scenario.tellings) - {other},
            )
            if shortest_to(machine.under(other), scene.id) is None:
                continue
            assert told == other
            with suppress(EngineError):  # where they are not on offer under the other
                if Play.begin(machine, other, one.key.choices[:number]).scene is scene:
                    assert choices == one.key.choices[:number]
                    same += 1
    assert same > 0


def test_without_a_plan_it_is_the_first_moment_with_coaching(machine: Machine) -> None:
    one = played(machine, next(iter(machine.scenario.tellings)), 3)
    play = Play.begin(machine, one.key.telling, one.key.choices)
    coached = next(m for m in play.moments if m.choice is not None and m.choice.coach is not None)
    told, choices = beat_to_revisit(machine, one, None)
    assert Play.begin(machine, told, choices).scene is coached.scene


def test_new_tellings_come_before_those_played_and_single_causes_before_joined(
    small: Reading,
) -> None:
    machine = Machine(small.sound)
    assert beat_to_revisit(machine, entry(), None)[0] == "left_out"
    assert beat_to_revisit(machine, entry(), None, {"tired", "left_out"})[0] == "tired_and_left_out"
    everything = set(small.sound.tellings)
    assert beat_to_revisit(machine, entry(), None, everything)[0] == "left_out"


def test_choices_that_no_longer_lead_anywhere_are_not_needed(small: Reading) -> None:
    machine = Machine(small.sound)
    strange = replace(entry(), key=PlayKey("ab12", 9, "gone", ("no_such_choice",)))
    assert beat_to_revisit(machine, strange, None) == ("tired", ())
    at_table = replace(plan(1), scene="the_table", number=1)
    told, choices = beat_to_revisit(machine, strange, at_table)
    there = Play.begin(machine, told, choices).scene
    assert there is not None
    assert there.id == "the_table"


# -------------------------------------------------------------------------------- in the diary


def test_a_beat_is_come_back_for_days_later_and_kept_as_such(small: Reading, path: Path) -> None:
    now = THEN
    with closing(Diary.open(path, clock=lambda: now)) as diary:
        first = Sitting.begin(small, "tired", diary, choices=("cloth", "go_on"))
        first.choose("wash")
        first.plan(1, "If it spills, I will wait.", date(2026, 3, 10))
        assert offers(diary.entries(), diary.plans(), now + HOUR) == []
        now += 2 * DAY
        (offer,) = offers(diary.entries(), diary.plans(), now)
        assert offer.plan == first.plan_of(1)
        sitting = Sitting.revisit(diary, offer)
        assert sitting.kind == "revisit"
        assert sitting.play.world.telling.id == "left_out"
        assert sitting.play.scene is not None
        assert sitting.play.scene.id == "the_table"
        assert offers(diary.entries(), diary.plans(), now) == [], "even if it is left at once"
        assert diary.unfinished() == []
        sitting.choose("go_on")
        assert diary.unfinished() == []
        assert diary.entry(2).kind == "revisit"
        assert Sitting.resume(diary, diary.entry(2)).kind == "revisit"
        assert diary.entry(1).finished == THEN, "notes and plans don't make a play newer"


def test_a_beat_played_again_does_not_use_up_a_telling(small: Reading, diary: Diary) -> None:
    first = Sitting.begin(small, "tired", diary, choices=("cloth",))
    assert first.entry is not None
    Sitting.revisit(diary, Offer("small", "", diary.entry(first.entry), None))
    assert {draw(small.sound, diary, chance(n)) for n in range(20)} == {"left_out"}


def test_another_engine_can_still_come_back_to_a_beat(
    small: Reading, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    Sitting.begin(small, "tired", diary, choices=("cloth",)).plan(0, "If it spills.")
    monkeypatch.setattr(texts_module, "ENGINE_VERSION", 2)
    offer = Offer("small", "", diary.entry(1), diary.plans()[0])
    sitting = Sitting.revisit(diary, offer)
    assert sitting.play.scene is not None
    assert sitting.play.scene.id == "the_water"
