"""A colleague's telling as linear text: one moment after another, at the watcher's own pace."""

from io import StringIO

from classroomsim.debrief.watched import Watched, watched
from classroomsim.engine.machine import Machine
from classroomsim.plain import help as said
from classroomsim.plain.talk import Talk
from classroomsim.plain.watching import watch
from tests.unit.plain.hearing import CONTROLS, answer, flat, tuesday
from tests.unit.plain.hearing import hear as play


def telling() -> Watched:
    """The colleague's telling that ships."""
    found = watched(Machine(tuesday().sound))
    assert found is not None
    return found


def hear(*typed: str, interactive: bool = True) -> str:
    """Everything that is said when these lines are typed."""
    out = StringIO()
    lines = StringIO("".join(f"{line}\n" for line in typed))
    watch(Talk(lines, out, interactive=interactive), telling())
    return out.getvalue()


def test_it_is_told_whole_where_nobody_presses_enter() -> None:
    found, told = telling(), flat(hear(interactive=False))
    order = [found.who, said.ONE_WAY_OF_MANY]
    for moment in found.moments:
        order += [f"{moment.seen.clock}, {moment.seen.name}.", "Thinking aloud:"]
        order += [flat(moment.thinking), "What the colleague did:", flat(moment.choice.say)]
        order += ["What followed:", flat(moment.followed)]
    order += [*map(flat, found.end.later), "In this telling, nobody found out", flat(found.after)]
    place = 0
    for text in order:
        place = told.index(text, place)
    assert said.GO_ON not in told
    assert CONTROLS.search(told) is None


def test_every_choice_that_was_on_offer_is_told() -> None:
    told = flat(hear(interactive=False))
    for moment in telling().moments:
        assert len(moment.seen.choices) > 1
        for choice in moment.seen.choices:
            assert flat(choice.say) in told


def test_each_moment_waits_for_enter() -> None:
    assert "14:10, the book." not in hear()
    one = hear("")
    assert "14:10, the book." in one
    assert "14:11, the wait." not in one
    assert one.rstrip("\n> ").endswith(said.GO_ON)
    assert "14:11, the wait." in hear("", "")


def test_b_goes_back_and_not_past_the_beginning() -> None:
    assert hear("", "", "b").count("14:10, the book.") == 2
    assert hear("b", "b").count("a colleague's telling") == 3


def test_q_leaves_and_the_question_mark_says_what_can_be_typed() -> None:
    assert "14:11, the wait." not in hear("", "q", "")
    told = hear("?", "")
    assert all(line in told for line in said.WATCHING)
    assert "14:10, the book." in told


def test_after_the_end_nothing_more_is_asked() -> None:
    told = hear(*("" for _ in range(20)))
    assert flat(told).endswith(flat(telling().after))


def test_v_shows_it_in_a_play_which_stays_as_it_was() -> None:
    assert said.WATCH_FIRST in play()
    told = flat(answer("v", "2"))
    assert flat(telling().after) in told
    assert told.index(said.WATCHED) > told.index(flat(telling().after))
    assert told.endswith("Type a number, or ? for help.")
    assert "You turned the class to question four." in play("2", "v", "l")
    assert answer("v", "2", "l").endswith(f"{said.WATCHED}\n")


def test_in_a_terminal_it_can_be_left_and_the_play_goes_on() -> None:
    told = play("v", "", "q", "2", interactive=True)
    assert told.count("Thinking aloud:") == 1
    assert "14:11, the wait." in told.split(said.WATCHED)[1]
